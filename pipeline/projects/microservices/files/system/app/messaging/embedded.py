"""The queue for one machine: an SQLite file that all processes share."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.connections import Connections
from app.messaging.queue import RETRY_AFTER_S, Counts, DeadLetter, Delivery, QueueError

FILE_NAME = "queue.sqlite"
BUSY_TIMEOUT_S = 10.0
POLL_S = 0.1

_TABLES = """
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    body TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    free_at REAL NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS dead_letters (
    id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL, reason TEXT NOT NULL
) STRICT;
"""

_TAKE = """
UPDATE messages SET attempts = attempts + 1, free_at = ?
WHERE id IN (SELECT id FROM messages WHERE free_at <= ? ORDER BY id LIMIT ?)
RETURNING id, body, attempts
"""


class EmbeddedQueue:
    """Implements `Queue` in a folder. A message that was given out is hidden from others until its time is over."""

    def __init__(
        self, folder: Path, retry_after_s: float = RETRY_AFTER_S, clock: Callable[[], float] = time.time
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / FILE_NAME
        self._retry_after_s = retry_after_s
        self._clock = clock
        self._connections = Connections(self._connect)
        with _reported():
            self._connections.get().executescript(_TABLES)

    def publish(self, bodies: Sequence[str]) -> None:
        """Add messages, all or none."""
        with self._change() as connection:
            connection.executemany("INSERT INTO messages (body) VALUES (?)", [(body,) for body in bodies])

    def take(self, limit: int, wait_s: float) -> list[Delivery]:
        """Look again and again until there is a message or the time is over."""
        deadline = time.monotonic() + wait_s
        while not (found := self._take(limit)) and time.monotonic() < deadline:
            time.sleep(POLL_S)
        return found

    def _take(self, limit: int) -> list[Delivery]:
        now = self._clock()
        with self._change() as connection:
            rows = connection.execute(_TAKE, (now + self._retry_after_s, now, limit)).fetchall()
        return [Delivery(str(handle), body, attempts) for handle, body, attempts in sorted(rows)]

    def acknowledge(self, delivery: Delivery) -> None:
        """Remove a message."""
        with self._change() as connection:
            connection.execute("DELETE FROM messages WHERE id = ?", (int(delivery.handle),))

    def bury(self, delivery: Delivery, reason: str) -> None:
        """Move a message."""
        with self._change() as connection:
            connection.execute("INSERT INTO dead_letters (body, reason) VALUES (?, ?)", (delivery.body, reason))
            connection.execute("DELETE FROM messages WHERE id = ?", (int(delivery.handle),))

    def dead_letters(self, limit: int) -> list[DeadLetter]:
        """The oldest dead letters."""
        with _reported():
            rows = self._connections.get().execute(
                "SELECT id, body, reason FROM dead_letters ORDER BY id LIMIT ?", (limit,)
            )
            return [DeadLetter(str(handle), body, reason) for handle, body, reason in rows]

    def revive(self) -> int:
        """Move every dead letter back."""
        with self._change() as connection:
            connection.execute("INSERT INTO messages (body) SELECT body FROM dead_letters ORDER BY id")
            return connection.execute("DELETE FROM dead_letters").rowcount

    def counts(self) -> Counts:
        """How full the queue is."""
        with _reported():
            row = (
                self._connections.get()
                .execute("SELECT (SELECT count(*) FROM messages), (SELECT count(*) FROM dead_letters)")
                .fetchone()
            )
            return Counts(*row)

    def close(self) -> None:
        """Close the file."""
        self._connections.close()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        return connection

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        with _reported():
            connection = self._connections.get()
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                yield connection


@contextmanager
def _reported() -> Iterator[None]:
    """Failures of SQLite as failures of the queue."""
    try:
        yield
    except sqlite3.Error as error:
        raise QueueError(f"The queue did not answer: {error}.") from error
