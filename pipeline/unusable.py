"""What keeps a home from being used, such as a full disk, in one sentence that says what to do."""

import errno
import shutil
import sqlite3
from pathlib import Path

from pydantic import ValidationError

from pipeline.errors import InputError, chain
from pipeline.settings import Settings, expected

UNUSABLE = (OSError, sqlite3.Error, ValidationError, InputError)
"""What opening or writing a home raises when the disk is full, read-only or damaged, or a setting makes no sense."""
NO_ROOM_BYTES = 64_000
"""With less than this a database cannot go on: it writes pages of 4 kB, and several at a time."""
SHOWN = 60
"""Characters of a value that are shown."""


def disk_full(home: Path) -> str:
    """What a person reads when there is no room for a home."""
    return f"The disk is full; free some room for {home} and let the run go on."


def is_disk_full(error: BaseException) -> bool:
    """Whether an error, or what it came from, says that a disk or what a person may use of it is full."""
    return any(_says_full(each) for each in chain(error))


def reason(error: BaseException, home: Path) -> str:
    """Why nothing can be written down for a home, by an error or what it came from; empty for any other error."""
    if is_disk_full(error) or not has_room(home):
        return disk_full(home)
    found = next((each for each in chain(error) if isinstance(each, sqlite3.Error)), None)
    return explain(found) if found else ""


def has_room(home: Path) -> bool:
    """Whether the disk of a home has the room without which nothing can be written down."""
    try:
        return shutil.disk_usage(home).free >= NO_ROOM_BYTES
    except OSError:
        return True


def explain(error: Exception) -> str:
    """One sentence about a home that cannot be used, and what to do."""
    text = str(error)
    if isinstance(error, InputError):
        return text
    if isinstance(error, ValidationError):
        return _setting(error)
    if is_disk_full(error):
        return "The disk is full; free some space and try again."
    if isinstance(error, PermissionError) or "readonly" in text or "Read-only" in text or "unable to open" in text:
        return "Quintet cannot write to its folder; make it writable, or set QUINTET_HOME to a folder that is."
    if isinstance(error, sqlite3.OperationalError) and "locked" in text:
        return "The database is busy with another program; try again in a moment."
    return f"Quintet's folder cannot be used: {text}."


def _setting(error: ValidationError) -> str:
    first = error.errors()[0]
    field = str(first["loc"][0]) if first["loc"] else ""
    if error.title != Settings.__name__ or field not in Settings.model_fields:
        return f"What was kept cannot be read ({first['msg']})."
    given = str(first["input"])
    shown = given if len(given) <= SHOWN else given[: SHOWN - 1] + "…"
    return f"The setting QUINTET_{field.upper()} cannot be “{shown}”; give {expected(field)}."


def _says_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    # The name is on errors of SQLite itself, and the words are in what libraries make of them.
    return getattr(error, "sqlite_errorname", "") == "SQLITE_FULL" or "database or disk is full" in str(error)
