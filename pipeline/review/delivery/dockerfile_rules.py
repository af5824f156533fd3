"""What is wrong in Dockerfiles, as far as hadolint does not say it: secrets, what runs unchecked, and who runs it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.contracts.findings import Confidence, Finding, Severity
from pipeline.review.delivery import dockerfile
from pipeline.review.delivery.dockerfile import Instruction, Stage
from pipeline.review.tools import Result, timed

TOOL = "dockerfile"
FILE = re.compile(r"(?i)^((Docker|Container)file(\..+)?|.+\.(docker|container)file)$")


class Rule(NamedTuple):
    """A rule: how bad it is to break it, why it matters, and how to mend it."""

    severity: Severity
    why: str
    fix: str


RULES = {
    "piped-to-shell": Rule(
        Severity.HIGH,
        "Whoever controls the address, or the way to it, runs commands in the image.",
        "Fetch a version, check its SHA-256, and run that file; or install a package.",
    ),
    "secret-in-image": Rule(
        Severity.HIGH,
        "Values of ENV and ARG are kept in the image's history, where everyone who has the image reads them.",
        "Give it when the container starts, or to one RUN with --mount=type=secret.",
    ),
    "secret-as-argument": Rule(
        Severity.MEDIUM,
        "The value of a build argument is kept in the image's history.",
        "Give it to the one RUN that needs it with --mount=type=secret.",
    ),
    "root-user": Rule(
        Severity.MEDIUM,
        "What breaks out of the application is root in the container, and closer to being root outside.",
        "End with a USER that is not root, best as a number.",
    ),
    "add-from-address": Rule(
        Severity.MEDIUM,
        "What lies at an address can change, and ADD does not look at it.",
        "Give --checksum=sha256:…, or copy a file that lies beside the Dockerfile.",
    ),
    "no-health-check": Rule(
        Severity.LOW,
        "A container that hangs is taken for one that works.",
        "Add a HEALTHCHECK that asks the application something.",
    ),
}
LONGEST_RUN = 10_000
"""Characters of a RUN that are looked at."""
Wrong = Iterator[tuple[str, int, str]]
"""Rules that are broken, at which line, and how."""

_SECRET = re.compile(
    r"(?i)(?:^|_)(?:pass(?:word|wd|phrase)?|secrets?|tokens?|credentials?|(?:api|access|private|secret)_?keys?)$"
)
_FETCH = r"\b(?:curl|wget|fetch)\b"
_SHELL = r"(?:\S*/)?(?:(?:ba|z|da|k|a)?sh|python[\d.]*|perl|ruby|node|php)\b"
_WORDS = r"(?:\"[^\"]*\"|'[^']*'|[^|;&\n\"'])*"
_PIPED = re.compile(
    rf"{_FETCH}{_WORDS}(?:\|{_WORDS})*?\|\s*(?:sudo\s+(?:-\S+\s+)*|env\s+(?:\w+=\S*\s+)*)?{_SHELL}"
    rf"|{_SHELL}\s+(?:-\w+\s+)*[\"']?(?:\$\(|<\(|`)\s*{_FETCH}"
)
_REMOTE = re.compile(r"^(?:https?|ftp)://|^git@|^git://")


def dockerfile_paths(root: Path) -> list[Path]:
    """Every Dockerfile below `root`."""
    return sorted(path for path in root.rglob("*") if FILE.match(path.name) and path.is_file())


def checked_dockerfiles(root: Path) -> Result:
    """What is wrong in every Dockerfile below `root`, which is read and never built."""

    def look() -> list[Finding]:
        return [
            finding
            for path in dockerfile_paths(root)
            for finding in found_in(path.read_text(encoding="utf-8", errors="replace"), str(path.relative_to(root)))
        ]

    return timed(TOOL, "", look)


def found_in(text: str, path: str) -> list[Finding]:
    """What is wrong in a Dockerfile's text."""
    every = dockerfile.instructions(text)
    built = dockerfile.stages(every)
    wrong = {broken for check in CHECKS for broken in check(every, built)}
    return [_finding(path, *broken) for broken in sorted(wrong, key=lambda each: (each[1], each[0]))]


def _finding(path: str, rule: str, line: int, message: str) -> Finding:
    return Finding(
        tool=TOOL, rule=rule, severity=RULES[rule].severity, path=path, line=line, message=message,
        confidence=Confidence.HIGH, why=RULES[rule].why, fix=RULES[rule].fix,
    )  # fmt: skip


def _user(_every: list[Instruction], built: list[Stage]) -> Wrong:
    if not built:
        return
    last = built[-1]
    users = last.every("USER")
    if not users:
        if not last.origin.image.endswith("nonroot"):
            yield "root-user", last.start.line, "The application runs as root: no USER is named."
    elif "$" in users[-1].value and _is_root(dockerfile.filled(users[-1].value, last.known)):
        yield "root-user", users[-1].line, "The application runs as root."


def _is_root(user: str) -> bool:
    return user.partition(":")[0].strip() in ("root", "0", "")


def _health(_every: list[Instruction], built: list[Stage]) -> Wrong:
    if not built:
        return
    checks = built[-1].every("HEALTHCHECK")
    if not checks or checks[-1].value.upper() == "NONE":
        line = checks[-1].line if checks else built[-1].start.line
        yield "no-health-check", line, "Nothing says whether the application works."


def _added(every: list[Instruction], _built: list[Stage]) -> Wrong:
    for each in every:
        if each.name == "ADD" and "--checksum=" not in each.options:
            sources = (each.exec_form or each.value.split())[:-1]
            for source in sources:
                if _REMOTE.match(source):
                    yield "add-from-address", each.line, f"{source[:80]} is taken as it comes."


def _secrets(every: list[Instruction], _built: list[Stage]) -> Wrong:
    for each in every:
        for name, value in each.pairs.items() if each.name in ("ENV", "ARG") else ():
            if not _SECRET.search(name):
                continue
            if value and not value.startswith("$"):
                yield "secret-in-image", each.line, f"The value of {name} is written into the image."
            elif each.name == "ARG" or value:
                yield "secret-as-argument", each.line, f"{name} comes as a build argument."


def _piped(every: list[Instruction], _built: list[Stage]) -> Wrong:
    for each in _runs(every):
        text = " ".join(each.exec_form or ()) or each.value
        if _PIPED.search(text[:LONGEST_RUN]):
            yield "piped-to-shell", each.line, "What is fetched from the network is run at once."


def _runs(every: list[Instruction]) -> list[Instruction]:
    return [each for each in every if each.name == "RUN"]


CHECKS: tuple[Callable[[list[Instruction], list[Stage]], Wrong], ...] = (_user, _health, _added, _secrets, _piped)
