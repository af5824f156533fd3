"""What the worker made of the events: a feed of all changes, totals by service, and references that lead nowhere.

Every event is applied once, whatever the queue delivers twice, and in any order: the feed knows which ids it has seen,
totals only add up, and an event that is older than what is known of its record changes no reference.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.connections import Connections
from app.messaging.event import Event
from app.tables import Table

FILE_NAME = "ledger.sqlite"
BUSY_TIMEOUT_S = 10.0
MOST_DANGLING = 100

_TABLES = """
CREATE TABLE IF NOT EXISTS feed (
    number INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL UNIQUE, service TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS feed_by_service ON feed (service, number);
CREATE TABLE IF NOT EXISTS totals (
    service TEXT PRIMARY KEY, loaded INTEGER NOT NULL DEFAULT 0, created INTEGER NOT NULL DEFAULT 0,
    updated INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0, last_change TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE IF NOT EXISTS latest (
    service TEXT NOT NULL, record_id INTEGER NOT NULL, sequence INTEGER NOT NULL, deleted INTEGER NOT NULL,
    PRIMARY KEY (service, record_id)
) STRICT;
CREATE TABLE IF NOT EXISTS links (
    service TEXT NOT NULL, record_id INTEGER NOT NULL, field TEXT NOT NULL,
    target TEXT NOT NULL, target_id INTEGER NOT NULL, PRIMARY KEY (service, record_id, field)
) STRICT;
"""

_COUNT = """
INSERT INTO totals (service, {action}, last_change) VALUES (:service, :count, :at)
ON CONFLICT (service) DO UPDATE SET {action} = {action} + :count, last_change = max(last_change, :at)
"""
_COUNTS = {action: _COUNT.format(action=action) for action in ("loaded", "created", "updated", "deleted")}

_ADVANCE = """
INSERT INTO latest (service, record_id, sequence, deleted) VALUES (:service, :record_id, :sequence, :deleted)
ON CONFLICT (service, record_id) DO UPDATE SET sequence = :sequence, deleted = :deleted WHERE sequence < :sequence
"""

_DANGLING = """
SELECT links.service, links.record_id, links.field, links.target, links.target_id
FROM links JOIN latest ON latest.service = links.target AND latest.record_id = links.target_id AND latest.deleted
ORDER BY links.service, links.record_id, links.field LIMIT ?
"""


class Ledger:
    """The worker's own database, in a folder."""

    def __init__(self, folder: Path, tables: Sequence[Table]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / FILE_NAME
        self._references = {
            table.name: {field.name: field.references for field in table.fields if field.references} for table in tables
        }
        self._connections = Connections(self._connect)
        self._connections.get().executescript(_TABLES)

    def apply(self, event: Event, body: str) -> bool:
        """Take an event in; False if it was taken in before. `body` is its text, which the feed gives back."""
        with self._change() as connection:
            added = connection.execute(
                "INSERT OR IGNORE INTO feed (event_id, service, body) VALUES (?, ?, ?)", (event.id, event.service, body)
            )
            if not added.rowcount:
                return False
            connection.execute(_COUNTS[event.action], {"service": event.service, "count": event.count, "at": event.at})
            if event.record_id is not None:
                self._link(connection, event, event.record_id)
            return True

    def _link(self, connection: sqlite3.Connection, event: Event, record_id: int) -> None:
        """Note what a record refers to now, unless something newer is known of it."""
        values = {
            "service": event.service,
            "record_id": record_id,
            "sequence": event.sequence,
            "deleted": int(event.action == "deleted"),
        }
        if not connection.execute(_ADVANCE, values).rowcount:
            return
        connection.execute("DELETE FROM links WHERE service = ? AND record_id = ?", (event.service, record_id))
        record = event.record or {}
        connection.executemany(
            "INSERT INTO links VALUES (?, ?, ?, ?, ?)",
            [
                (event.service, record_id, field, target, record[field])
                for field, target in self._references.get(event.service, {}).items()
                if record.get(field) is not None
            ],
        )

    def activity(self, limit: int, before: int | None, service: str | None) -> list[tuple[int, str]]:
        """Changes, the newest first, each with its number; those before a number and of one service, if asked for."""
        conditions: Mapping[str, int | str | None] = {"number < ?": before, "service = ?": service}
        chosen = {condition: value for condition, value in conditions.items() if value is not None}
        where = f" WHERE {' AND '.join(chosen)}" if chosen else ""
        select = f"SELECT number, body FROM feed{where} ORDER BY number DESC LIMIT ?"  # noqa: S608  # nosec B608
        return self._connections.get().execute(select, (*chosen.values(), limit)).fetchall()

    def totals(self) -> dict[str, dict[str, Any]]:
        """For each service that published events: how many records it has, and how they came and went."""
        rows = self._connections.get().execute(
            "SELECT service, loaded + created - deleted, loaded, created, updated, deleted, last_change FROM totals"
        )
        names = ("records", "loaded", "created", "updated", "deleted", "last_change")
        return {service: dict(zip(names, values, strict=True)) for service, *values in rows}

    def dangling(self) -> list[dict[str, Any]]:
        """References to records that were removed, the first of them."""
        names = ("service", "record_id", "field", "target", "target_id")
        rows = self._connections.get().execute(_DANGLING, (MOST_DANGLING,))
        return [dict(zip(names, row, strict=True)) for row in rows]

    def close(self) -> None:
        """Close the database."""
        self._connections.close()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        return connection

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        connection = self._connections.get()
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            yield connection
