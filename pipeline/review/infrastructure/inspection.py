"""The whole inspection: every look at once, and what they say together."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from pipeline.contracts.delivery import Cloud
from pipeline.contracts.findings import Finding, ToolRun
from pipeline.contracts.work import Check
from pipeline.review.infrastructure.looks import CLOUD, LOOKS
from pipeline.review.infrastructure.policy.scanner import NAME, PolicyScanner
from pipeline.review.infrastructure.saying import Look, looked
from pipeline.review.infrastructure.subject import Subject


@dataclass(frozen=True)
class Inspection:
    """The check list, with what was found and by which tools."""

    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    tools: tuple[ToolRun, ...]


def inspect(subject: Subject, scanner: PolicyScanner | None = None) -> Inspection:
    """Look at everything side by side. Policies are scanned where there is a scanner and the place is no own computer.

    Raises ToolFailed.
    """
    looks = [*_policies(subject, scanner), *LOOKS]  # the slowest begins first
    with ThreadPoolExecutor(max_workers=len(looks)) as pool:
        every = [each for each in pool.map(lambda look: looked(look, subject), looks) if each]
    return Inspection(
        checks=in_reading_order(each.check for each in every),
        findings=tuple(finding for each in every for finding in each.findings),
        tools=tuple(each.tool for each in every if each.tool),
    )


def in_reading_order(checks: Iterable[Check]) -> tuple[Check, ...]:
    """What blocks a release first, then what did not run, then the rest, each by what it is about."""
    return tuple(sorted(checks, key=lambda check: (not check.blocks, check.ran, check.group)))


def _policies(subject: Subject, scanner: PolicyScanner | None) -> list[Look]:
    if scanner is None or subject.topology.cloud is Cloud.LOCAL:
        return []
    return [Look("Policies by checkov", CLOUD, scanner.look, NAME, is_optional=True)]
