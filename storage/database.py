"""One SQLite file, shared by threads and processes."""

import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, LifoQueue

from filelock import FileLock
from sqlite_utils import Database as Connection

from storage.migrations import MIGRATIONS

__all__ = ["Connection", "Database"]

BUSY_TIMEOUT_S = 15


class Database:
    """Lends out connections, so that no two threads ever share one.

    A connection is in WAL mode with `synchronous=FULL`: a committed row survives a power cut, and readers never wait.
    A transaction that is not `durable` survives the end of the process, however it ends, but perhaps not a power cut
    in the moments after it: <https://www.sqlite.org/pragma.html#pragma_synchronous>.
    """

    def __init__(self, path: Path) -> None:
        """Open the file at `path`, creating it and applying the migrations that it lacks."""
        self.path = path
        self._idle: LifoQueue[Connection] = LifoQueue()
        weakref.finalize(self, _close_all, self._idle)
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".migrate.lock")), self.connection() as connection:
            MIGRATIONS.apply(connection)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection for reading, or for one statement that commits by itself."""
        try:
            connection = self._idle.get_nowait()
        except Empty:
            connection = self._open()
        try:
            yield connection
        finally:
            self._idle.put(connection)

    @contextmanager
    def transaction(self, *, durable: bool = True) -> Iterator[Connection]:
        """A connection that holds the write lock: all of the block's statements take effect, or none."""
        with self.connection() as connection, _synced(connection, durable=durable):
            connection.conn.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    def close(self) -> None:
        """Close the idle connections."""
        _close_all(self._idle)

    def _open(self) -> Connection:
        raw = sqlite3.connect(self.path, timeout=BUSY_TIMEOUT_S, check_same_thread=False, isolation_level=None)
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("PRAGMA foreign_keys=ON")
        return Connection(raw)


@contextmanager
def _synced(connection: Connection, *, durable: bool) -> Iterator[None]:
    """Commits that wait for the disk, or do not."""
    if durable:
        yield
        return
    connection.conn.execute("PRAGMA synchronous=NORMAL")
    try:
        yield
    finally:
        connection.conn.execute("PRAGMA synchronous=FULL")


def _close_all(idle: LifoQueue[Connection]) -> None:
    with suppress(Empty):
        while True:
            idle.get_nowait().close()
