"""The review of GitHub's workflows: zizmor, which is kept for that, and two rules that it does not have."""

import json
import re
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from pipeline.contracts.findings import Confidence, Finding, Severity, ToolRun
from pipeline.review.programs import output_of
from pipeline.review.tools import Result, timed

NAME = "zizmor"
OWN = "workflows"
SEVERITIES = {"High": Severity.HIGH, "Medium": Severity.MEDIUM, "Low": Severity.LOW, "Informational": Severity.LOW}
NO_FINDING, UNREAD, FINDINGS = 0, 1, (11, 12, 13, 14)
"""Exit codes of zizmor: <https://docs.zizmor.sh/usage/#exit-codes>."""
LONGEST = 200
_PRINTED = re.compile(r"\b(?:echo|printf?|cat|tee|Write-(?:Host|Output))\b[^\n]*\$\{\{[^}]*\bsecrets\b")


def workflow_paths(root: Path) -> list[Path]:
    """The workflows below `root`, and the actions that they may use."""
    found = [*root.glob(".github/workflows/*.y*ml"), *root.rglob("action.y*ml")]
    return sorted(path for path in found if path.is_file() and path.suffix in (".yml", ".yaml"))


def checked_workflows(root: Path) -> tuple[Result, ...]:
    """What is wrong in the workflows below `root`; nothing is asked of the network. Raises ToolFailed."""
    paths = workflow_paths(root)
    if not paths:
        return ()
    program = Path(sysconfig.get_path("scripts")) / ("zizmor.exe" if sys.platform == "win32" else NAME)
    own = timed(OWN, "", lambda: [each for path in paths for each in _own(root, path)])
    if not program.is_file():
        missing = ToolRun(name=NAME, version="", duration_s=0, findings=0, reason="It is not installed.")
        return (Result((), missing), own)
    return timed(NAME, NAME, lambda: [each for path in paths for each in _by_zizmor(program, root, path)]), own


def _by_zizmor(program: Path, root: Path, path: Path) -> list[Finding]:
    """One file at a time, so that one that is no workflow hides nothing in the others."""
    name = path.relative_to(root).as_posix()
    options = ["--offline", "--no-config", "--no-ignores", "--strict-collection", "--no-progress"]
    command = [str(program), *options, "--format", "json-v1", f"./{name}"]
    text = output_of(command, root, (NO_FINDING, UNREAD, *FINDINGS))
    return [_finding(name, item) for item in json.loads(text)] if text.strip() else [_unread(name)]


def _finding(name: str, item: dict[str, Any]) -> Finding:
    places = item["locations"]
    place = next((each for each in places if each["symbolic"].get("kind") == "Primary"), places[0])
    determined = item["determinations"]
    return Finding(
        tool=NAME,
        rule=item["ident"],
        severity=SEVERITIES.get(determined["severity"], Severity.MEDIUM),
        path=name,
        line=place["concrete"]["location"]["start_point"]["row"] + 1,
        message=f"{item['desc'][:1].upper()}{item['desc'][1:]}: {place['symbolic']['annotation']}."[:LONGEST],
        confidence=Confidence(determined["confidence"].lower()),
        fix=f"{item['url']} says how.",
    )


def _own(root: Path, path: Path) -> Iterator[Finding]:
    name = path.relative_to(root).as_posix()
    try:
        document = yaml.compose(path.read_text(encoding="utf-8", errors="replace"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        return  # zizmor says so
    for key, job in _entries(_get(document, "jobs")):
        if not _get(job, "uses") and not _get(job, "timeout-minutes"):
            yield Finding(
                tool=OWN, rule="no-timeout", severity=Severity.LOW, path=name, line=key.start_mark.line + 1,
                message=f"The job {str(key.value)[:60]} has no timeout-minutes.", confidence=Confidence.HIGH,
                why="A job that hangs is paid for six hours long.", fix="Give the job a timeout-minutes.",
            )  # fmt: skip
        for step in _items(_get(job, "steps")):
            yield from _printed(name, _get(step, "run"))


def _printed(name: str, run: yaml.Node | None) -> Iterator[Finding]:
    if isinstance(run, yaml.ScalarNode) and _PRINTED.search(run.value):
        yield Finding(
            tool=OWN, rule="secret-in-log", severity=Severity.HIGH, path=name, line=run.start_mark.line + 1,
            message="A secret is printed.", confidence=Confidence.MEDIUM,
            why="GitHub hides a secret in its logs only as it is written, and not in parts or another encoding.",
            fix="Give the secret to the one program that needs it, as a variable in env.",
        )  # fmt: skip


def _unread(name: str) -> Finding:
    return Finding(
        tool=NAME, rule="syntax", severity=Severity.HIGH, path=name, line=1, message="It cannot be read as a workflow.",
        confidence=Confidence.HIGH, why="GitHub does not run it, so nothing is checked.", fix="Mend the file.",
    )  # fmt: skip


def _entries(node: yaml.Node | None) -> list[tuple[yaml.Node, yaml.Node]]:
    return list(node.value) if isinstance(node, yaml.MappingNode) else []


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _get(node: yaml.Node | None, name: str) -> yaml.Node | None:
    return next((value for key, value in _entries(node) if key.value == name), None)
