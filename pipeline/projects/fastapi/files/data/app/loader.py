"""The database: built once from the CSV file, then reused by every start with the same file and columns."""

import csv
import hashlib
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from app.columns import Column
from app.fields import FieldType, Stored
from app.schema import COLUMNS, INDEXED

KEPT_DATABASES = 2  # this one, and the one before it for a release that is rolled back
STALE_AFTER_S = 3600

_READERS: dict[FieldType, Callable[[str], Stored]] = {
    FieldType.INTEGER: int,
    FieldType.DECIMAL: lambda text: int(text.replace(".", "")),
    FieldType.FLOAT: float,
    FieldType.BOOLEAN: lambda text: int(text == "true"),
    FieldType.DATE: str,
    FieldType.DATETIME: str,
    FieldType.TEXT: str,
}


def prepare_database(records: Path, data_dir: Path) -> Path:
    """The path of the database for a CSV file, built if it is not there yet."""
    data_dir.mkdir(parents=True, exist_ok=True)
    database = data_dir / f"records-{_digest(records)}.sqlite"
    if not database.exists():
        _build(records, database)
    os.utime(database)
    _remove_old(data_dir)
    return database


def _digest(records: Path) -> str:
    """SHA-256 of the file and the table it goes to, so that a change of either makes a new database."""
    with records.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    for statement in (_table(COLUMNS), *_indexes()):
        digest.update(statement.encode())
    return digest.hexdigest()


def _build(records: Path, database: Path) -> None:
    """Fill a temporary file and rename it, so that a crash never leaves half a database under the final name."""
    handle, name = tempfile.mkstemp(prefix="building-", suffix=".sqlite", dir=database.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        with closing(sqlite3.connect(temporary)) as connection:
            _fill(connection, records)
        temporary.replace(database)
    finally:
        temporary.unlink(missing_ok=True)


def _fill(connection: sqlite3.Connection, records: Path) -> None:
    connection.execute(_table(COLUMNS))
    names = ", ".join(column.sql_name for column in COLUMNS)
    marks = ", ".join("?" for _ in COLUMNS)
    insert = f"INSERT INTO records ({names}) VALUES ({marks})"  # noqa: S608  # nosec B608: names of this service's own columns
    with records.open(encoding="utf-8", newline="") as file:
        connection.executemany(insert, _rows(file))
    for statement in _indexes():
        connection.execute(statement)
    connection.execute("ANALYZE")
    connection.commit()


def _rows(lines: Iterator[str]) -> Iterator[list[Stored | None]]:
    """The stored values of each line after the header; an empty cell is null."""
    csv.field_size_limit(2**31 - 1)
    rows = csv.reader(lines, strict=True)
    next(rows)
    readers = [_READERS[column.type] for column in COLUMNS]
    for row in rows:
        yield [read(text) if text else None for read, text in zip(readers, row or [""], strict=True)]


def _table(columns: Sequence[Column]) -> str:
    body = ", ".join(f"{column.sql_name} {column.sql_type}{column.sql_rule}" for column in columns)
    return f"CREATE TABLE records (id INTEGER PRIMARY KEY, {body}) STRICT"


def _indexes() -> list[str]:
    return [f'CREATE INDEX "by_{name}" ON records ("{name}")' for name in INDEXED]


def _remove_old(data_dir: Path) -> None:
    """Remove databases of earlier files, and what a start that was killed left behind."""
    databases = sorted(data_dir.glob("records-*.sqlite"), key=_modified, reverse=True)
    limit = time.time() - STALE_AFTER_S
    stale = [path for path in data_dir.glob("building-*.sqlite*") if _modified(path) < limit]
    for path in [*databases[KEPT_DATABASES:], *stale]:
        path.unlink(missing_ok=True)


def _modified(path: Path) -> float:
    return path.stat().st_mtime
