"""Whether a README tells a newcomer what is needed: what it is, how to run, test and configure it, and whose it is."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.contracts.findings import Confidence, Finding, Severity
from pipeline.review.tools import Result, timed

TOOL = "documents"
README = "README.md"
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_FENCE = re.compile(r"^\s*(```+|~~~+)")
_LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|#|//|/)", re.IGNORECASE)


class Section(NamedTuple):
    """A part of a Markdown text: its heading and line, its words, and whether it shows commands."""

    heading: str
    line: int
    text: str
    has_code: bool


class Need(NamedTuple):
    """What a newcomer needs: the words of headings below which it stands, and whether commands belong to it."""

    rule: str
    headings: str
    needs_code: bool
    what: str

    def is_met(self, part: Section) -> bool:
        """Whether a part of the text gives it."""
        is_named = re.search(rf"\b(?:{self.headings})\b", part.heading, re.IGNORECASE)
        return bool(is_named) and (part.has_code or not self.needs_code)


NEEDS = (
    Need("no-way-to-run", r"run|start|started|quick\s?start|install\w*|use|usage", True, "run it"),
    Need("no-way-to-test", r"tests?|testing", True, "test it"),
    Need("no-settings", r"config\w*|settings?|options?|operat\w+|environment", False, "configure it"),
)


def checked_documents(root: Path) -> Result:
    """What is missing in the README of the project at `root`."""

    def look() -> list[Finding]:
        path = root / README
        files = {each.relative_to(root).as_posix() for each in root.rglob("*") if ".git" not in each.parts}
        if not path.is_file():
            return [_finding("no-readme", 1, f"There is no {README}.", Severity.MEDIUM)]
        return list(missing_in(path.read_text(encoding="utf-8", errors="replace"), files))

    return timed(TOOL, "", look)


def missing_in(text: str, files: Collection[str]) -> Iterator[Finding]:
    """What a README lacks; `files` are the files and folders of its project by path."""
    parts = sections(text)
    if not any(part.text.strip() for part in parts[:2]):
        yield _finding("no-purpose", 1, "It does not say what the project is.")
    for need in NEEDS:
        if not any(map(need.is_met, parts)):
            yield _finding(need.rule, 1, f"It does not say how to {need.what}.")
    if "LICENSE" not in files and not re.search(r"(?i)\blicen[cs]e\b", text):
        yield _finding("no-licence", 1, "Nothing says under which terms it may be used.")
    for part in parts:
        for target in _LINK.findall(part.text):
            name = target.partition("#")[0].removeprefix("./").rstrip("/")
            if name and not _ELSEWHERE.match(target) and name not in files:
                yield _finding("broken-link", part.line, f"It leads to {name[:80]}, which is not there.")


def sections(text: str) -> list[Section]:
    """The parts of a Markdown text, the first of them what stands before any heading."""
    found = [Section("", 1, "", has_code=False)]
    fence = ""
    for number, line in enumerate(text.splitlines(), 1):
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
        elif mark:
            fence = mark[1]
            found[-1] = found[-1]._replace(has_code=True)
        elif heading := _HEADING.match(line):
            found.append(Section(heading[2], number, "", has_code=False))
        else:
            found[-1] = found[-1]._replace(text=f"{found[-1].text}{line}\n")
    return found


def _finding(rule: str, line: int, message: str, severity: Severity = Severity.LOW) -> Finding:
    return Finding(
        tool=TOOL, rule=rule, severity=severity, path=README, line=line, message=message, confidence=Confidence.MEDIUM,
        why="Whoever sees the project for the first time looks there.", fix="Write it down.",
    )  # fmt: skip
