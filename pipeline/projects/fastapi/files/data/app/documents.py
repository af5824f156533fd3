"""Each record as JSON that is ready to be sent, and an index of its words, in SQLite."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from app.connections import Connections
from app.duck import Duck
from app.query import ID
from app.schema import COLUMNS, SEARCHED
from app.statements import select
from app.typed import record_sql

REMEMBERED_SEARCHES = 8

TABLE = "CREATE TABLE documents (id INTEGER PRIMARY KEY, document TEXT NOT NULL) STRICT"
INDEX = (
    "CREATE VIRTUAL TABLE search USING fts5(words, content='', columnsize=0, detail=none, "
    "tokenize='unicode61 remove_diacritics 0')"
)


class Documents:
    """An SQLite file that is only read."""

    def __init__(self, database: Path) -> None:
        uri = f"{database.resolve().as_uri()}?mode=ro&immutable=1"
        self._connections = Connections(lambda: sqlite3.connect(uri, uri=True, check_same_thread=False))
        self.matching = lru_cache(REMEMBERED_SEARCHES)(self._matching)

    def items(self, ids: Sequence[int]) -> list[str]:
        """The JSON texts of records, in the order of their ids; an id that there is not is left out."""
        connection = self._connections.get()
        if isinstance(ids, range):
            between = "SELECT document FROM documents WHERE id BETWEEN ? AND ? ORDER BY id"
            return [text for (text,) in connection.execute(between, (ids.start, ids.stop - 1))]
        marks = ", ".join("?" for _ in ids)
        chosen = select("id, document", f" WHERE id IN ({marks})", "documents")
        found = dict(connection.execute(chosen, tuple(ids)).fetchall())
        return [found[number] for number in ids if number in found]

    def close(self) -> None:
        """Close the file."""
        self._connections.close()

    def _matching(self, words: tuple[str, ...]) -> list[int]:
        """The ids of the records in which every one of the words begins a word."""
        question = " AND ".join(f'"{word}"*' for word in words)
        rows = self._connections.get().execute("SELECT rowid FROM search WHERE search MATCH ?", (question,))
        return [number for (number,) in rows]


def build_documents(duck: Duck, database: Path) -> None:
    """Fill a new SQLite file with the records that DuckDB holds."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(TABLE)
        connection.execute(INDEX)
        connection.execute("BEGIN")
        for rows in duck.stream(select(f"id, {record_sql([ID, *COLUMNS])}", " ORDER BY id")):
            connection.executemany("INSERT INTO documents VALUES (?, ?)", rows)
        for rows in _words(duck):
            connection.executemany("INSERT INTO search (rowid, words) VALUES (?, ?)", rows)
        connection.execute("COMMIT")


def _words(duck: Duck) -> Iterator[list[tuple[int, str]]]:
    if SEARCHED:
        texts = ", ".join(column.sql_name for column in SEARCHED)
        yield from duck.stream(select(f"id, concat_ws(' ', {texts})", " ORDER BY id"))
