"""SQLite connections: one a thread, closed together."""

import sqlite3
import threading
from collections.abc import Callable


class Connections:
    """Hands each thread a connection of its own, made by `connect` when the thread first asks."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._local = threading.local()
        self._lock = threading.Lock()
        self._opened: list[sqlite3.Connection] = []

    def get(self) -> sqlite3.Connection:
        """The calling thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._connect()
            with self._lock:
                self._opened.append(connection)
        return connection

    def close(self) -> None:
        """Close every connection; call it when no thread uses one any more."""
        with self._lock:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
