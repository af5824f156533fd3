"""Reads the Python files of a project by the rules."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline import syntax
from pipeline.contracts.findings import Finding
from pipeline.review.rules import (
    code,
    cors,
    credentials,
    crypto,
    debug,
    files,
    guessing,
    hints,
    html,
    loads,
    redirects,
    shell,
    sql,
    ssrf,
    timeouts,
)
from pipeline.review.rules.calls import Caller, Check
from pipeline.review.rules.expressions import Evaluator
from pipeline.review.rules.flow import Checks
from pipeline.review.rules.frame import Context, Followed, Hit
from pipeline.review.rules.module import read_module
from pipeline.review.rules.reading import Reader
from pipeline.review.rules.table import Rule
from pipeline.review.rules.values import OWN, words

TOOL = "quintet"
FAMILIES = (
    sql,
    html,
    loads,
    credentials,
    crypto,
    guessing,
    code,
    files,
    shell,
    ssrf,
    redirects,
    timeouts,
    debug,
    cors,
    hints,
)
RULES: dict[str, Rule] = {rule.id: rule for family in FAMILIES for rule in family.RULES}
SKIPPED = words("tests .venv venv node_modules .git __pycache__")
LARGEST_BYTES = 2_000_000
MOST_KNOWN = 4_000
_KNOWN: dict[tuple[str, bytes], tuple[Finding, ...]] = {}
"""What was found in files that were read before, by path and digest."""


def _by_name() -> dict[str, tuple[Check, ...]]:
    found: dict[str, list[Check]] = {}
    for table in (getattr(family, name, {}) for family in FAMILIES for name in ("CALLS", "SECOND_CALLS")):
        for called, check in table.items():
            found.setdefault(called, []).append(check)
    return {name: tuple(checks) for name, checks in found.items()}


def _all(name: str) -> tuple[Any, ...]:
    return tuple(check for family in FAMILIES for check in getattr(family, name, ()))


CALLS = _by_name()
EVALUATE = Evaluator(Caller(CALLS, _all("EVERY")), _all("COMPARED"), _all("SEARCHED"))
CHECKS = Checks(_all("ASSIGNED"), _all("RETURNED"))


def found(root: Path, *, hints: bool = False) -> list[Finding]:
    """What the rules find in the Python files below `root`: dangers, or hints on speed and memory.

    Its tests are left out; a file that cannot be read has no findings.
    """
    every = (each for path in _sources(root) for each in found_in(path.read_bytes(), path.relative_to(root).as_posix()))
    return [finding for finding in every if RULES[finding.rule].is_hint is hints]


def _sources(root: Path) -> Iterator[Path]:
    for folder, names, files_here in os.walk(root):
        names[:] = sorted(name for name in names if name not in SKIPPED)
        yield from (Path(folder) / name for name in sorted(files_here) if name.endswith(".py"))


def found_in(code_bytes: bytes, path: str) -> tuple[Finding, ...]:
    """What the rules find in one file; the same file is read once."""
    key = (path, hashlib.sha256(code_bytes).digest())
    if key not in _KNOWN:
        if len(_KNOWN) >= MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[key] = _read(code_bytes, path)
    return _KNOWN[key]


def forget() -> None:
    """Read every file again, as for a project that is new."""
    _KNOWN.clear()


def _read(code_bytes: bytes, path: str) -> tuple[Finding, ...]:
    if len(code_bytes) > LARGEST_BYTES:
        return ()
    try:
        tree = syntax.parse(code_bytes)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    context = Context(read_module(path, tree), EVALUATE, lambda *_: Followed(OWN))
    Reader(context, CHECKS).read()
    hits = sorted(context.hits.values(), key=lambda hit: (hit.line, hit.rule))
    return tuple(_finding(hit, path) for hit in hits)


def _finding(hit: Hit, path: str) -> Finding:
    rule = RULES[hit.rule]
    return Finding(
        tool=TOOL,
        rule=rule.id,
        severity=rule.severity,
        confidence=rule.confidence,
        path=path,
        line=hit.line,
        message=hit.message,
        why=rule.why,
        fix=rule.fix,
    )
