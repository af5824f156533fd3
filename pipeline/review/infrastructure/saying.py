"""What a look at the files of infrastructure says, and how it becomes a line of the check list and findings."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from typing import NamedTuple

from pipeline.contracts.findings import Confidence, Finding, Severity, ToolRun
from pipeline.contracts.work import Check
from pipeline.counting import count
from pipeline.review.infrastructure.problems import Problem
from pipeline.review.infrastructure.subject import Subject

MOST_SAID, LONGEST = 3, 300


@dataclass(frozen=True)
class Said:
    """What was looked at, in a sentence, and what was found by which version; or why it could not be looked at."""

    evidence: str
    findings: tuple[Finding, ...] = ()
    not_run: str = ""
    version: str = ""


@dataclass(frozen=True)
class Look:
    """A way to look at the files. `tool` is what others have made for it, by name; empty for Quintet's own eyes.

    `package` is where the tool comes from, empty for a program of this computer. `look` says None where there is
    nothing to look at.
    """

    name: str
    group: str
    look: Callable[[Subject], Said | None]
    tool: str = ""
    package: str = ""
    is_optional: bool = False


class Looked(NamedTuple):
    """What came of it."""

    check: Check
    findings: tuple[Finding, ...]
    tool: ToolRun | None
    """None where no tool but Quintet's own eyes looked."""


def said(tool: str, evidence: str, problems: Iterable[Problem]) -> Said:
    """What a tool of ours has to say, with each problem as a finding, once."""
    return Said(evidence, tuple(_finding(tool, problem) for problem in dict.fromkeys(problems)))


def looked(look: Look, subject: Subject) -> Looked | None:
    """Look, and take the time; None where there is nothing to look at."""
    started = time.perf_counter()
    told = look.look(subject)
    if told is None:
        return None
    duration_s = round(time.perf_counter() - started, 3)
    return Looked(_check(look, told), told.findings, _run(look, told, duration_s) if look.tool else None)


def _run(look: Look, told: Said, duration_s: float) -> ToolRun:
    release = version(look.package) if look.package and not told.not_run else told.version
    return ToolRun(
        name=look.tool,
        version=release,
        duration_s=duration_s,
        findings=len(told.findings),
        reason=told.not_run,
        is_optional=look.is_optional,
    )


def _check(look: Look, told: Said) -> Check:
    """A check passes where it ran and found nothing grave; it says the gravest first, and how much there is besides."""
    if told.not_run:
        return Check(name=look.name, group=look.group, passed=False, ran=False, evidence=told.not_run)
    grave = [each for each in told.findings if each.severity is Severity.HIGH]
    more = len(told.findings) - len(grave)
    if not grave:
        besides = f" {count(more, 'finding')} of less weight." if more else ""
        return Check(name=look.name, group=look.group, passed=True, evidence=f"{told.evidence}{besides}")
    shown = " ".join(f"{each.place}: {each.message}" for each in grave[:MOST_SAID])
    rest = f" And {len(grave) - MOST_SAID} more." if len(grave) > MOST_SAID else ""
    return Check(name=look.name, group=look.group, passed=False, evidence=f"{shown}{rest}")


def _finding(tool: str, problem: Problem) -> Finding:
    message = problem.message if len(problem.message) <= LONGEST else f"{problem.message[: LONGEST - 1]}…"
    return Finding(
        tool=tool,
        rule=problem.rule,
        severity=problem.severity,
        path=problem.path,
        line=problem.line,
        message=message,
        confidence=Confidence.HIGH,
    )
