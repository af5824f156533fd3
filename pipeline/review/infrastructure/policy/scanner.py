"""Runs checkov over the files, and reads what it says."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.contracts.findings import Confidence, Finding, Severity
from pipeline.errors import RunFailure
from pipeline.review.infrastructure.policy.severities import NOT_ASKED, severity_of
from pipeline.review.infrastructure.saying import Said
from pipeline.review.infrastructure.subject import Subject
from pipeline.sandboxes import Sandboxes
from sandbox.contracts import ExecResult, Limits, Sandbox
from sandbox.environments import Environment, EnvironmentCache
from sandbox.errors import EnvironmentBuildError

NAME = "checkov"
LOCK, DRIVER = Path(__file__).with_name("requirements.txt"), Path(__file__).with_name("driver.py")
LIMITS = Limits(wall_s=240, memory_mb=2048)
LONGEST = 200
_SET_ASIDE = re.compile(rb"(?:checkov|bridgecrew):skip=(CKV\w+):[ \t]*(\S[^\n]*)")
"""A comment by which a file sets a policy aside, with its reason. Without a reason it has no effect."""
_SILENCED = re.compile(rb"(checkov|bridgecrew):skip=(?!CKV\w+:[ \t]*\S)|checkov\.io/skip(?!\d+:\s*[\"']?CKV\w+=\S)")


def policy_environment() -> Environment:
    """What checkov needs, apart from Quintet, with whose packages its own do not agree."""
    return Environment(lock=LOCK.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class PolicyScanner:
    """Where checkov runs; `is_by_model` says that a model wrote something of what it reads."""

    sandboxes: Sandboxes
    environments: EnvironmentCache
    report: Callable[[str], None]
    cancelled: Callable[[], bool]
    is_by_model: bool = False

    def look(self, subject: Subject) -> Said:
        """What policies the files break."""
        environment = policy_environment()
        try:
            self.environments.ensure(environment, progress=self.report)
            done = self.sandboxes.attempt(
                lambda sandbox: self._run(sandbox, environment, subject), self.report, isolated=self.is_by_model
            )
        except (EnvironmentBuildError, RunFailure) as error:
            return Said("", not_run=f"checkov could not be had: {error}")
        return read_report(done, subject.files)

    def _run(self, sandbox: Sandbox, environment: Environment, subject: Subject) -> ExecResult:
        sandbox.prepare(environment, self.report)
        files = {f"project/{path}": heard(content) for path, content in subject.files.items()}
        command = ["python", "driver.py", ",".join(NOT_ASKED)]
        return sandbox.run(
            {**files, "driver.py": DRIVER.read_bytes()},
            command,
            LIMITS,
            environment=environment,
            cancelled=self.cancelled,
        )


def read_report(done: ExecResult, files: Mapping[str, bytes]) -> Said:
    """What checkov found, each policy once for each file; what it prints is data that nobody vouches for."""
    try:
        reports = _listed(json.loads(done.stdout))
        found = list(_failed(reports))
        summaries = [each["summary"] for each in reports if "summary" in each]
        passed = sum(int(each["passed"]) for each in summaries)
        version = str(summaries[0]["checkov_version"])[:20]
    except (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError):
        ended = "it took too long" if done.timed_out else "it was stopped" if done.cancelled else "it gave no report"
        return Said("", not_run=f"checkov ran to no end: {ended}.")
    found = [*found, *set_aside(files)]
    kept = {(each.rule, each.path): each for each in reversed(found) if each.path in files}
    return Said(
        f"{passed:,} checks of policies passed, and none of high severity failed.",
        tuple(sorted(kept.values(), key=lambda each: each.severity.rank)),
        version=version,
    )


def _listed(reports: Any) -> list[Any]:
    return reports if isinstance(reports, list) else [reports]


def _failed(reports: list[Any]) -> Iterator[Finding]:
    for report in reports:
        for item in report.get("results", {}).get("failed_checks", ()):
            rule = str(item["check_id"])[:40]
            yield Finding(
                tool=NAME,
                rule=rule,
                severity=severity_of(rule),
                path=str(item["file_path"]).lstrip("/").removeprefix("project/"),
                line=int(item["file_line_range"][0]),
                message=f"{str(item['check_name'])[:LONGEST]}: {str(item['resource'])[:LONGEST]}.",
                confidence=Confidence.MEDIUM,
            )


def set_aside(files: Mapping[str, bytes]) -> Iterator[Finding]:
    """The policies of high severity that files set aside, with their reasons."""
    for path, content in files.items():
        for number, line in enumerate(content.splitlines(), 1):
            found = _SET_ASIDE.search(line)
            rule = found[1].decode() if found else ""
            if found and severity_of(rule) is Severity.HIGH:
                reason = found[2].decode(errors="replace").strip()[:LONGEST].rstrip(".")
                yield Finding(
                    tool=NAME,
                    rule=rule,
                    severity=Severity.MEDIUM,
                    path=path,
                    line=number,
                    message=f"The file sets this policy aside: {reason}.",
                    confidence=Confidence.MEDIUM,
                )


def heard(content: bytes) -> bytes:
    """A file in which nothing is silenced without a reason."""
    return _SILENCED.sub(b"without a reason: ", content)
