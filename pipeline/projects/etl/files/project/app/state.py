"""What was loaded: one SQLite file, in which every change is whole or not there."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.errors import BusyError

_TABLES = """
CREATE TABLE IF NOT EXISTS loads (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    status TEXT NOT NULL CHECK (status IN ('running', 'publishing', 'loaded', 'refused', 'failed')),
    reason TEXT NOT NULL DEFAULT '',
    rows_read INTEGER NOT NULL DEFAULT 0,
    rows_loaded INTEGER NOT NULL DEFAULT 0,
    rows_known INTEGER NOT NULL DEFAULT 0,
    rows_quarantined INTEGER NOT NULL DEFAULT 0,
    lineage TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX IF NOT EXISTS loads_by_file ON loads (sha256, status);
CREATE TABLE IF NOT EXISTS parts (path TEXT PRIMARY KEY, load INTEGER NOT NULL REFERENCES loads, rows INTEGER NOT NULL);
"""


@dataclass(frozen=True)
class Load:
    """One file that was taken in, or could not be; `lineage` is what `app.lineage` reports of it."""

    number: int
    file: str
    sha256: str
    started_at: str
    finished_at: str | None
    status: str
    reason: str
    rows_read: int
    rows_loaded: int
    rows_known: int
    rows_quarantined: int
    lineage: dict[str, Any]


class State:
    """The loads and the files of the table, in the folder of the data."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "state.sqlite"
        self._lock = folder / "lock.sqlite"
        with self._connection() as connection:
            connection.executescript(_TABLES)

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Only one process loads at a time; BusyError if another does. The lock ends with its process, in any case."""
        with closing(sqlite3.connect(self._lock, timeout=0, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                raise BusyError("A run is going on already.") from error
            yield

    def start(self, file: str, sha256: str) -> int:
        """Begin a load, and return its number."""
        with self._connection() as connection:
            cursor = connection.execute(
                "INSERT INTO loads (file, sha256, started_at, status) VALUES (?, ?, ?, 'running')",
                (file, sha256, now()),
            )
            return int(cursor.lastrowid or 0)

    def publish(
        self, number: int, parts: Mapping[str, int], counts: Mapping[str, int], lineage: Mapping[str, Any]
    ) -> None:
        """Decide that a load is part of the table: its files are complete, and stand where `parts` says soon after."""
        with self._connection() as connection:
            connection.execute(
                "UPDATE loads SET status = 'publishing', rows_read = :read, rows_loaded = :loaded, "
                "rows_known = :known, rows_quarantined = :quarantined, lineage = :lineage WHERE number = :number",
                {**counts, "number": number, "lineage": json.dumps(lineage)},
            )
            values = [(path, number, rows) for path, rows in parts.items()]
            connection.executemany("INSERT INTO parts VALUES (?, ?, ?)", values)

    def finish(self, number: int, status: str, reason: str = "") -> None:
        """End a load."""
        with self._connection() as connection:
            connection.execute(
                "UPDATE loads SET status = ?, reason = ?, finished_at = ? WHERE number = ?",
                (status, reason, now(), number),
            )

    def has_seen(self, sha256: str, *, but_refused: bool = False) -> bool:
        """Whether a file of this content was loaded, or was refused: it would be again."""
        query = "SELECT 1 FROM loads WHERE sha256 = ? AND status IN ('publishing', 'loaded', ?)"
        return bool(self._all(query, (sha256, "loaded" if but_refused else "refused")))

    def unfinished(self) -> list[tuple[int, str]]:
        """The loads that a process left behind, each with its status."""
        return [
            (row["number"], row["status"])
            for row in self._all("SELECT number, status FROM loads WHERE finished_at IS NULL")
        ]

    def parts(self, load: int | None = None) -> list[str]:
        """The files of the table, or those of one load, relative to the folder of the data."""
        query = "SELECT path FROM parts WHERE ? IS NULL OR load = ? ORDER BY path"
        return [row["path"] for row in self._all(query, (load, load))]

    def totals(self) -> dict[str, int]:
        """Rows of the table, rows set aside, and loads."""
        query = (
            "SELECT coalesce(sum(rows_loaded), 0) AS rows, coalesce(sum(rows_quarantined), 0) AS quarantined, "
            "count(*) AS loads FROM loads WHERE status IN ('publishing', 'loaded')"
        )
        return dict(self._all(query)[0])

    def loads(self, limit: int, before: int | None = None) -> list[Load]:
        """The newest loads, or those before a number."""
        query = "SELECT * FROM loads WHERE ? IS NULL OR number < ? ORDER BY number DESC LIMIT ?"
        return [
            Load(**{**dict(row), "lineage": json.loads(row["lineage"])})
            for row in self._all(query, (before, before, limit))
        ]

    def load(self, number: int) -> Load | None:
        """One load."""
        return next((found for found in self.loads(1, number + 1) if found.number == number), None)

    def _all(self, query: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        with self._connection() as connection:
            return connection.execute(query, tuple(values)).fetchall()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=30)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            with connection:
                yield connection


def now() -> str:
    """The time in UTC, as ISO text."""
    return datetime.now(UTC).isoformat(timespec="seconds")
