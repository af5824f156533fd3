"""An index of the words of the records, in SQLite."""

import sqlite3
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from app.connections import Connections
from app.duck import Duck
from app.schema import SEARCHED
from app.statements import select

REMEMBERED_SEARCHES = 8

INDEX = (
    "CREATE VIRTUAL TABLE search USING fts5(words, content='', columnsize=0, detail=none, "
    "tokenize='unicode61 remove_diacritics 0')"
)


class Words:
    """An SQLite file that is only read."""

    def __init__(self, database: Path) -> None:
        uri = f"{database.resolve().as_uri()}?mode=ro&immutable=1"
        self._connections = Connections(lambda: sqlite3.connect(uri, uri=True, check_same_thread=False))
        self.matching = lru_cache(REMEMBERED_SEARCHES)(self._matching)

    def close(self) -> None:
        """Close the file."""
        self._connections.close()

    def _matching(self, words: tuple[str, ...]) -> list[int]:
        """The ids of the records in which every one of the words begins a word."""
        question = " AND ".join(f'"{word}"*' for word in words)
        rows = self._connections.get().execute("SELECT rowid FROM search WHERE search MATCH ?", (question,))
        return [number for (number,) in rows]


def build_words(duck: Duck, database: Path) -> None:
    """Fill a new SQLite file with the words of the records that DuckDB holds."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(INDEX)
        connection.execute("BEGIN")
        for rows in duck.stream(_texts()):
            connection.executemany("INSERT INTO search (rowid, words) VALUES (?, ?)", rows)
        connection.execute("COMMIT")


def _texts() -> str:
    texts = ", ".join(column.sql_name for column in SEARCHED)
    return select(f"id, concat_ws(' ', {texts})", " ORDER BY id") if texts else select("id, ''", " LIMIT 0")
