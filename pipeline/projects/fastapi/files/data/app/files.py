"""Files that are made once from the CSV file, then reused by every start with the same file and columns."""

import hashlib
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

KEPT = 2  # the newest, and the one before it for a release that is rolled back
STALE_AFTER_S = 3600
BUILDING = "building-"


def digest(records: Path, definitions: Iterable[str]) -> str:
    """SHA-256 of a file and of what is made from it, so that a change of either makes something new."""
    with records.open("rb") as file:
        found = hashlib.file_digest(file, "sha256")
    for definition in definitions:
        found.update(definition.encode())
    return found.hexdigest()


def build_once(target: Path, build: Callable[[Path], None]) -> Path:
    """The target, built if it is not there: as another file first, so that a crash never leaves half of it."""
    if not target.exists():
        temporary = target.with_name(f"{BUILDING}{os.getpid()}-{target.name}")
        try:
            build(temporary)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    os.utime(target)
    return target


def remove_old(folder: Path, pattern: str) -> None:
    """Remove all files of a pattern but the newest, and what a start that was killed left behind."""
    files = sorted(folder.glob(pattern), key=_modified, reverse=True)
    limit = time.time() - STALE_AFTER_S
    stale = [path for path in folder.glob(f"{BUILDING}*") if _modified(path) < limit]
    for path in [*files[KEPT:], *stale]:
        path.unlink(missing_ok=True)


def _modified(path: Path) -> float:
    return path.stat().st_mtime
