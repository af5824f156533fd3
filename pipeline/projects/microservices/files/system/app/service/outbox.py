"""The transactional outbox: a change and the event that tells of it are written together, or not at all.

Triggers copy every change of the table into `_outbox` in the transaction that makes it, whatever made it. `Relay`
publishes what stands there, in order, and removes it only then: neither a queue that is away nor a killed
process loses an event, though one may be published twice.
"""

import logging
import sqlite3
import threading
from pathlib import Path
from typing import Any

from app.connections import Connections
from app.messaging.event import EVENT_VERSION
from app.messaging.queue import Queue, QueueError
from app.query import ID
from app.store import record_writer
from app.tables import Table

# ruff: noqa: S608

BATCH = 100
BUSY_TIMEOUT_S = 10.0
IDLE_S = 0.2
RETRY_S = 1.0

_OUTBOX = """
CREATE TABLE IF NOT EXISTS _outbox (
    _sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    _event_id TEXT NOT NULL DEFAULT (lower(hex(randomblob(16)))),
    _at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    _action TEXT NOT NULL,
    _count INTEGER NOT NULL DEFAULT 1,
    id INTEGER
)
"""
_OWN = ("_sequence", "_event_id", "_at", "_action", "_count", "id")
_TRIGGERS = {"created": ("INSERT", "NEW"), "updated": ("UPDATE", "NEW"), "deleted": ("DELETE", "OLD")}

_log = logging.getLogger(__name__)


def attach(path: Path, table: Table) -> Connections:
    """Connections to a service's database, which from now on has an outbox that every change of the table goes into."""
    connections = Connections(lambda: _connect(path))
    connection = connections.get()
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        _make_outbox(connection, table)
        for action, (statement, row) in _TRIGGERS.items():
            connection.execute(f"DROP TRIGGER IF EXISTS _{action}")
            connection.execute(_trigger(table, action, statement, row))
    return connections


def waiting(connection: sqlite3.Connection) -> int:
    """How many events have not reached the queue yet."""
    (count,) = connection.execute("SELECT count(*) FROM _outbox").fetchone()
    return int(count)


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)


def _make_outbox(connection: sqlite3.Connection, table: Table) -> None:
    """Make the outbox, or give it the fields of this release; a new one begins with the records that are there."""
    present = {row[1] for row in connection.execute("PRAGMA table_info(_outbox)")}
    connection.execute(_OUTBOX)
    for field in table.fields:
        if field.name not in present:
            connection.execute(f"ALTER TABLE _outbox ADD COLUMN {field.sql_name} {field.sql_type}")
    if not present:
        (count,) = connection.execute(f"SELECT count(*) FROM {table.sql_name}").fetchone()  # nosec B608
        if count:
            connection.execute("INSERT INTO _outbox (_action, _count) VALUES ('loaded', ?)", (count,))


def _trigger(table: Table, action: str, statement: str, row: str) -> str:
    names = [field.sql_name for field in (ID, *table.fields)]
    return (
        f"CREATE TRIGGER _{action} AFTER {statement} ON {table.sql_name} BEGIN "  # nosec B608
        f"INSERT INTO _outbox (_action, {', '.join(names)}) "
        f"VALUES ('{action}', {', '.join(f'{row}.{name}' for name in names)}); END"
    )


def event_text(table: Table, row: tuple[Any, ...]) -> str:
    """An outbox row as the JSON text of its event; values stand as in the HTTP interface, with every digit."""
    sequence, event_id, at, action, count, record_id = row[: len(_OWN)]
    record = record_writer(table)((record_id, *row[len(_OWN) :])) if action in ("created", "updated") else "null"
    number = "null" if record_id is None else str(record_id)
    return (
        f'{{"version": {EVENT_VERSION}, "id": "{event_id}", "at": "{at}", "service": "{table.name}", '
        f'"action": "{action}", "sequence": {sequence}, "count": {count}, "record_id": {number}, "record": {record}}}'
    )


class Relay:
    """Publishes the events of one service from its outbox, in a thread of its own."""

    def __init__(self, connections: Connections, table: Table, queue: Queue) -> None:
        self._connections = connections
        self._table = table
        self._queue = queue
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="relay", daemon=True)

    def start(self) -> None:
        """Begin to publish."""
        self._thread.start()

    def stop(self) -> None:
        """Publish no more; what is left is published after the next start."""
        self._stop.set()
        self._thread.join()

    def publish_next(self) -> int:
        """Publish the oldest events of the outbox; how many there were. QueueError if they could not be published."""
        connection = self._connections.get()
        fields = ", ".join([*_OWN, *(field.sql_name for field in self._table.fields)])
        select = f"SELECT {fields} FROM _outbox ORDER BY _sequence LIMIT ?"  # nosec B608
        rows = connection.execute(select, (BATCH,)).fetchall()
        if rows:
            self._queue.publish([event_text(self._table, row) for row in rows])
            connection.execute("DELETE FROM _outbox WHERE _sequence <= ?", (rows[-1][0],))
        return len(rows)

    def _run(self) -> None:
        is_away = False
        while not self._stop.is_set():
            try:
                published = self.publish_next()
            except QueueError as error:
                if not is_away:
                    _log.warning("events are kept in the outbox: %s", error)
                is_away = True
                self._stop.wait(RETRY_S)
            else:
                is_away = False
                self._stop.wait(0 if published else IDLE_S)
