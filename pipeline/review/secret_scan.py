"""Keys, tokens and passwords in the code, by detect-secrets, which looks at each version of a file only once."""

import hashlib
import json
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from pipeline.contracts.data import FieldType
from pipeline.contracts.findings import Finding, Severity
from pipeline.review.spares import SECRETS, SPARES
from pipeline.review.tools import Result, scanned_by_bandit, scanned_by_rules, timed

NAME = "detect-secrets"
DATA = "data/records.csv"
KEYWORD = "Secret Keyword"
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'')
FIELD_TYPES = frozenset(FieldType)
LOCKS_AND_DATA = re.compile(r"(^|/)(data/|requirements[^/]*\.txt$|sbom\.cdx\.json$)")
SKIPPED = frozenset((".git", "__pycache__"))
MOST_KNOWN = 20_000
"""Versions of files that are remembered."""

Seen = list[tuple[str, int]]
"""The kinds of secrets in a file, and their lines."""


def scanned_for_secrets(root: Path, cache: Path | None = None) -> Result:
    """What looks like a secret; the data file and the hashes of locks are left out. Raises ToolFailed.

    A value that stands in the person's own data, and a named sample in a test, is reported as low: it is no credential
    of the application. `cache` is a folder for what is known of files, which may be lost at any time.
    """
    return timed(NAME, NAME, lambda: _look(root, cache / f"secrets-{version(NAME)}.json" if cache else None))


def _look(root: Path, cache: Path | None) -> list[Finding]:
    keys = {path: _key(root, path) for path in _paths(root)}
    known = _known(cache) if cache else {}
    unknown = [path for path, key in keys.items() if key not in known]
    if unknown:
        found = _scanned(root, unknown)
        known |= {keys[path]: found.get(path, []) for path in unknown}
        if cache:
            _keep(cache, known)
    data = _folded(root / DATA)
    seen = [_secret(kind, path, line, root, data) for path, key in keys.items() for kind, line in known[key]]
    grave = [finding for finding in seen if finding.severity is Severity.HIGH]
    return [*grave, *_first_of_each_file(finding for finding in seen if finding.severity is Severity.LOW)]


def _paths(root: Path) -> list[str]:
    found = []
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if name not in SKIPPED)
        found += [(Path(folder) / name).relative_to(root).as_posix() for name in sorted(files)]
    return [path for path in found if not LOCKS_AND_DATA.search(path)]


def _key(root: Path, path: str) -> str:
    return hashlib.sha256(path.encode() + b"\0" + (root / path).read_bytes()).hexdigest()


def _scanned(root: Path, paths: list[str]) -> dict[str, Seen]:
    report = json.loads(SPARES.output_of(SECRETS, [f"./{path}" for path in paths], root, (0,)))
    return {
        Path(path).as_posix().removeprefix("./"): [(kind, line) for kind, line in found]
        for path, found in report.items()
    }


def _known(cache: Path) -> dict[str, Seen]:
    with suppress(OSError, ValueError):
        return {key: [(kind, line) for kind, line in seen] for key, seen in json.loads(cache.read_bytes()).items()}
    return {}


def _keep(cache: Path, known: dict[str, Seen]) -> None:
    """Write all that is known, the newest last; of two that write at once one is lost, which costs a scan."""
    newest = dict(list(known.items())[-MOST_KNOWN:])
    with suppress(OSError):
        cache.parent.mkdir(parents=True, exist_ok=True)
        writing = cache.with_suffix(f".{os.getpid()}.new")
        writing.write_text(json.dumps(newest), encoding="utf-8")
        writing.replace(cache)


def _secret(kind: str, path: str, line: int, root: Path, data: str) -> Finding:
    text = (root / path).read_text(encoding="utf-8", errors="replace").splitlines()[line - 1]
    literals = [double or single for double, single in LITERAL.findall(text)]
    is_data = bool(literals) and all(one.casefold() in data or one in FIELD_TYPES for one in literals)
    is_sample = kind == KEYWORD and path.startswith("tests/")
    origin = "a value of the data" if is_data else "a sample in a test" if is_sample else ""
    return Finding(
        tool="detect-secrets",
        rule=kind,
        severity=Severity.LOW if origin else Severity.HIGH,
        path=path,
        line=line,
        message=f"This looks like a secret ({kind})" + (f", but is {origin}." if origin else "."),
    )


def _first_of_each_file(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each file: a column of hashes would give hundreds that say the same."""
    return list({finding.path: finding for finding in reversed(list(findings))}.values())


def _folded(path: Path) -> str:
    return path.read_text(encoding="utf-8").casefold() if path.is_file() else ""


SECURITY = (scanned_by_bandit, scanned_by_rules, scanned_for_secrets)
"""What looks for dangers; each can run beside the others."""
