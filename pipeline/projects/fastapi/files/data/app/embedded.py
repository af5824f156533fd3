"""The embedded database: two files that are made from the CSV file.

DuckDB is filled first, within moments, and answers everything from then on but a search. What answers faster, and
searches, is made of it in the background: each record as JSON, and the index of words.
"""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.backend import Backend, Row, UnavailableError
from app.documents import INDEX, TABLE, Documents, build_documents
from app.duck import Duck, build_duck
from app.files import build_once, digest, remove_old
from app.schema import COLUMNS
from app.statements import Argument, Clause
from app.typed import sql_type

WAIT_S = 5.0


class Embedded(Backend):
    """Columns in DuckDB, and documents in SQLite as soon as they are made."""

    def __init__(self, records: Path, data_dir: Path) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        definitions = [f"{column.name} {sql_type(column)}" for column in COLUMNS]
        stem = f"records-{digest(records, [*definitions, TABLE, INDEX])}"
        self._data_dir = data_dir
        self._database = data_dir / f"{stem}.sqlite"
        self._duck = Duck(build_once(data_dir / f"{stem}.duckdb", lambda path: build_duck(records, path)))
        self._documents: Documents | None = None
        self._completed = threading.Event()

    @property
    def is_quick(self) -> bool:
        """Documents are."""
        return self._documents is not None

    def complete(self) -> None:
        """Make the documents, and remove the files of earlier data."""
        path = build_once(self._database, lambda target: build_documents(self._duck, target))
        self._documents = Documents(path)
        self._completed.set()
        for pattern in ("records-*.duckdb", "records-*.sqlite"):
            remove_old(self._data_dir, pattern)

    def fetch(self, sql: str, arguments: Sequence[Argument] = ()) -> list[Row]:
        """All rows that a statement gives."""
        return self._duck.fetch(sql, arguments)

    def stream(self, sql: str, arguments: Sequence[Argument] = ()) -> Iterator[list[Row]]:
        """The rows that a statement gives, in batches."""
        return self._duck.stream(sql, arguments)

    def items(self, ids: Sequence[int]) -> list[str]:
        """The JSON texts of records, in the order of their ids; an id that there is not is left out."""
        return self._documents.items(ids) if self._documents else super().items(ids)

    def matching(self, words: Sequence[str]) -> Clause:
        """The records in which every one of the words begins a word; waits a while for the index to be made."""
        self._completed.wait(WAIT_S)
        if not self._documents:
            raise UnavailableError("The index of words is still being made.")
        found = self._documents.matching(tuple(words))
        return Clause("id IN (SELECT unnest(CAST(? AS BIGINT[])))", (found,))

    def write_parquet(self, sql: str, arguments: Sequence[Argument], target: Path) -> None:
        """Write the rows that a statement gives to a Parquet file."""
        self._duck.write_parquet(sql, arguments, target)

    def stop(self) -> None:
        """End the making of documents, and exports."""
        self._duck.stop()

    def close(self) -> None:
        """Close both files."""
        self._duck.close()
        if self._documents:
            self._documents.close()
