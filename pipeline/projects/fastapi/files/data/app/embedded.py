"""The embedded database: three files that are made from the CSV file.

DuckDB is filled first, then each record is written as JSON, which takes moments; everything but a search is answered
from then on. The index of words is made in the background.
"""

import threading
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from app.backend import Backend, Row, UnavailableError
from app.documents import DOCUMENT, Documents, build_documents
from app.duck import CHOICES, Duck, build_duck, twin
from app.fields import Field
from app.files import build_once, digest, remove_old
from app.schema import COLUMNS
from app.statements import Argument, Clause
from app.typed import sql_type
from app.words import INDEX, Words, build_words

WAIT_S = 5.0
ENDINGS = ("duckdb", "jsonl", "sqlite")


class Embedded(Backend):
    """Columns in DuckDB, each record as JSON in a file of lines, and an index of words as soon as it is made."""

    def __init__(self, records: Path, data_dir: Path) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        definitions = [f"{column.name} {sql_type(column)}" for column in COLUMNS]
        self._twins = {column.name: twin(column) for column in CHOICES}
        self._stem = data_dir / f"records-{digest(records, [*definitions, *self._twins, DOCUMENT, INDEX])}"
        self._duck = Duck(build_once(self._file("duckdb"), partial(build_duck, records)))
        self._documents = Documents(build_once(self._file("jsonl"), partial(build_documents, self._duck)))
        self._words: Words | None = None
        self._completed = threading.Event()

    @property
    def is_quick(self) -> bool:
        """The place of each record in its file is known."""
        return True

    def complete(self) -> None:
        """Make the index of words, and remove the files of earlier data."""
        self._words = Words(build_once(self._file("sqlite"), partial(build_words, self._duck)))
        self._completed.set()
        for ending in ENDINGS:
            remove_old(self._stem.parent, f"records-*.{ending}")

    def fetch(self, sql: str, arguments: Sequence[Argument] = ()) -> list[Row]:
        """All rows that a statement gives."""
        return self._duck.fetch(sql, arguments)

    def stream(self, sql: str, arguments: Sequence[Argument] = ()) -> Iterator[list[Row]]:
        """The rows that a statement gives, in batches."""
        return self._duck.stream(sql, arguments)

    def items(self, ids: Sequence[int]) -> str:
        """The JSON texts of records with commas between them, in the order of their ids; unknown ids are left out."""
        return self._documents.items(ids)

    def group_sql(self, field: Field) -> str:
        """The twin of a column of few texts."""
        return self._twins.get(field.name, field.sql_name)

    def matching(self, words: Sequence[str]) -> Clause:
        """The records in which every one of the words begins a word; waits a while for the index to be made."""
        self._completed.wait(WAIT_S)
        if not self._words:
            raise UnavailableError("The index of words is still being made.")
        found = self._words.matching(tuple(words))
        return Clause("id IN (SELECT unnest(CAST(? AS BIGINT[])))", (found,))

    def write_parquet(self, sql: str, arguments: Sequence[Argument], target: Path) -> None:
        """Write the rows that a statement gives to a Parquet file."""
        self._duck.write_parquet(sql, arguments, target)

    def stop(self) -> None:
        """End what is being made, and exports."""
        self._duck.stop()

    def close(self) -> None:
        """Close the files."""
        self._duck.close()
        self._documents.close()
        if self._words:
            self._words.close()

    def _file(self, ending: str) -> Path:
        return self._stem.with_suffix(f".{ending}")
