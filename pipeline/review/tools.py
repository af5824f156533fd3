"""The review tools. They read the code as text; none of them executes it."""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ruff import find_ruff_bin

from pipeline.contracts.findings import Finding, Severity, ToolRun
from pipeline.review.programs import ToolFailed, output_of
from pipeline.review.rules import scan
from pipeline.review.spares import BANDIT, SPARES

RULES = Path(__file__).with_name("project_rules.toml")

COMPILE = """
import json, sys
problems = []
for path in sys.argv[1:]:
    try:
        compile(open(path, "rb").read(), path, "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        problems.append([path, getattr(error, "lineno", None) or 1, str(error)])
print(json.dumps(problems))
"""


@dataclass(frozen=True)
class Result:
    """What a tool found, and the record that it ran."""

    findings: tuple[Finding, ...]
    run: ToolRun


def timed(name: str, package: str, look: Callable[[], list[Finding]]) -> Result:
    """Run one tool and take its time; raises ToolFailed."""
    started = time.perf_counter()
    findings = look()
    duration_s = round(time.perf_counter() - started, 3)
    release = version(package) if package else sys.version.split()[0]
    run = ToolRun(name=name, version=release, duration_s=duration_s, findings=len(findings))
    return Result(tuple(findings), run)


def compiled(root: Path) -> Result:
    """Whether every Python file is a valid program."""

    def look() -> list[Finding]:
        paths = [path.relative_to(root).as_posix() for path in sorted(root.rglob("*.py"))]
        problems = json.loads(output_of([sys.executable, "-I", "-c", COMPILE, *paths], root, (0,)))
        return [
            Finding(tool="compile", rule="syntax", severity=Severity.HIGH, path=path, line=line, message=message)
            for path, line, message in problems
        ]

    return timed("compile", "", look)


def linted(root: Path) -> Result:
    """Ruff's strict rules; what it can mend safely is mended in place and reported as fixed."""

    def look() -> list[Finding]:
        command = [
            find_ruff_bin(),
            "check",
            "--config",
            str(RULES),
            "--no-cache",
            "--exit-zero",
            "--output-format",
            "json",
        ]
        before = _ruff_findings(output_of(command, root, (0,)), root)
        if not before:
            return []
        after = _ruff_findings(output_of([*command, "--fix"], root, (0,)), root)
        left = {(item.rule, item.path, item.message) for item in after}
        fixed = [
            item.model_copy(update={"fixed": True})
            for item in before
            if (item.rule, item.path, item.message) not in left
        ]
        return [*after, *fixed]

    return timed("ruff", "ruff", look)


def formatted(root: Path) -> Result:
    """Ruff's formatter, applied in place; every file that it changed is reported as fixed."""

    def look() -> list[Finding]:
        command = [find_ruff_bin(), "format", "--config", str(RULES), "--no-cache"]
        report = json.loads(output_of([*command, "--check", "--output-format", "json"], root, (0, 1, 2)) or "[]")
        paths = sorted({_relative(item["filename"], root) for item in report if item["code"] == "unformatted"})
        if paths:
            output_of(command, root, (0, 2))
        return [
            Finding(
                tool="ruff format",
                rule="format",
                severity=Severity.LOW,
                path=path,
                line=1,
                message="The file was not formatted.",
                fixed=True,
            )
            for path in paths
        ]

    return timed("ruff format", "ruff", look)


def scanned_by_bandit(root: Path) -> Result:
    """Bandit's security rules, tests left out."""

    def look() -> list[Finding]:
        arguments = ["--quiet", "--recursive", "--format", "json", "--exclude", "./tests", "."]
        report = json.loads(SPARES.output_of(BANDIT, arguments, root, (0, 1)))
        if report["errors"]:
            raise ToolFailed(
                f"bandit could not read {report['errors'][0]['filename']}: {report['errors'][0]['reason']}"
            )
        return [
            Finding(
                tool="bandit",
                rule=item["test_id"],
                severity=Severity(item["issue_severity"].lower()),
                path=_relative(item["filename"], root),
                line=item["line_number"],
                message=item["issue_text"],
            )
            for item in report["results"]
        ]

    return timed("bandit", "bandit", look)


def scanned_by_rules(root: Path) -> Result:
    """Quintet's own rules, tests left out."""
    return timed(scan.TOOL, "", lambda: scan.found(root))


def hinted(root: Path) -> Result:
    """What will be slow or run out of memory, by Quintet's own rules, tests left out."""
    return timed(f"{scan.TOOL} hints", "", lambda: scan.found(root, hints=True))


def _ruff_findings(output: str, root: Path) -> list[Finding]:
    items: list[dict[str, Any]] = json.loads(output)
    return [
        Finding(
            tool="ruff",
            rule=item["code"],
            severity=_ruff_severity(item["code"]),
            path=_relative(item["filename"], root),
            line=item["location"]["row"],
            message=item["message"],
        )
        for item in items
        if item["code"] not in (None, "invalid-syntax")  # `compiled` reports those
    ]


def _ruff_severity(rule: str) -> Severity:
    return Severity.MEDIUM if rule.startswith(("F", "S", "B", "BLE")) and not rule.startswith("FURB") else Severity.LOW


def _relative(path: str, root: Path) -> str:
    absolute = Path(path) if Path(path).is_absolute() else root / path
    return absolute.resolve().relative_to(root.resolve()).as_posix()
