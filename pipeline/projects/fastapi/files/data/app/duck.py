"""The columns of the records in DuckDB, which finds, sorts and adds them up."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from app.backend import BATCH_ROWS, Row, TooLargeError
from app.columns import Column
from app.fields import FieldType
from app.schema import COLUMNS
from app.statements import Argument, select
from app.typed import sql_type

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY_LIMIT = "256MB"
MAX_LINE_BYTES = 32_000_000
MAX_CHOICES = 1000

CHOICES = tuple(column for column in COLUMNS if column.type is FieldType.TEXT and column.distinct <= MAX_CHOICES)
"""Columns of few texts. Each has a twin that stores its texts as numbers, which are grouped faster."""

_OVERFLOWS = (duckdb.OutOfRangeException, duckdb.ConversionException)


class StoppedError(Exception):
    """The service ends before all rows were read."""


class Duck:
    """A DuckDB file that is only read."""

    def __init__(self, database: Path) -> None:
        self._connection = _connect(database, is_new=False)
        self._is_stopped = False

    def fetch(self, sql: str, arguments: Sequence[Argument] = ()) -> list[Row]:
        """All rows that a statement gives."""
        with self._connection.cursor() as cursor:
            try:
                return cursor.execute(sql, arguments).fetchall()
            except _OVERFLOWS as error:
                raise TooLargeError from error

    def stream(self, sql: str, arguments: Sequence[Argument] = ()) -> Iterator[list[Row]]:
        """The rows that a statement gives, in batches."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql, arguments)
            while rows := self._batch(cursor):
                yield rows

    def write_parquet(self, sql: str, arguments: Sequence[Argument], target: Path) -> None:
        """Write the rows that a statement gives to a Parquet file."""
        with self._connection.cursor() as cursor:
            cursor.execute(f"COPY ({sql}) TO {_literal(str(target))} (FORMAT parquet)", arguments)

    def write_lines(self, sql: str, target: Path) -> None:
        """Write the texts that a statement gives to a file, a line each; they have no control characters."""
        marks = "DELIMITER '\x1f', QUOTE '', ESCAPE ''"
        self._connection.execute(f"COPY ({sql}) TO {_literal(str(target))} (FORMAT csv, HEADER false, {marks})")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def stop(self) -> None:
        """End every stream with StoppedError."""
        self._is_stopped = True

    def _batch(self, cursor: "DuckDBPyConnection") -> list[Row]:
        if self._is_stopped:
            raise StoppedError
        return cursor.fetchmany(BATCH_ROWS)


def build_duck(records: Path, database: Path) -> None:
    """Fill a new DuckDB file from a CSV file; rows get their number as their id."""
    with _connect(database, is_new=True) as connection:
        rows = select("row_number() OVER () AS id, *", source=csv_source(records))
        connection.execute(f"CREATE TABLE records AS {rows}")
        _add_twins(connection)


def _add_twins(connection: "DuckDBPyConnection") -> None:
    """The values of a twin's type are in the order of the texts."""
    for number, column in enumerate(CHOICES):
        values = select(f"DISTINCT {column.sql_name} AS value", f" WHERE {column.sql_name} IS NOT NULL ORDER BY value")
        connection.execute(f"CREATE TYPE choice_{number} AS ENUM ({values})")
        connection.execute(f"ALTER TABLE records ADD COLUMN {twin(column)} choice_{number}")
    if CHOICES:
        texts = ", ".join(f"{twin(column)} = {column.sql_name}" for column in CHOICES)
        connection.execute(f"UPDATE records SET {texts}")  # noqa: S608  # nosec B608 - the service's own names


def twin(column: Column) -> str:
    """The name of a column's twin, as no field can be called."""
    return f'"{column.name} "'


def parquet_from_csv(source: Path, target: Path) -> None:
    """Write a file like `records.csv` as Parquet."""
    with duckdb.connect(config={"memory_limit": MEMORY_LIMIT}) as connection:
        rows = select("*", source=csv_source(source))
        connection.execute(f"COPY ({rows}) TO {_literal(str(target))} (FORMAT parquet)")


def csv_source(records: Path) -> str:
    """The SQL table function that reads a file like `records.csv`; its lines end with LF, and an empty cell is null."""
    types = ", ".join(f"{_literal(column.name)}: {_literal(sql_type(column))}" for column in COLUMNS)
    # DuckDB takes a path for a pattern: what would be a wildcard is put in brackets.
    path = re.sub(r"([\[*?])", r"[\1]", str(records.resolve()))
    return (
        f"read_csv({_literal(path)}, auto_detect=false, header=false, skip=1, columns={{{types}}}, delim=',', "
        f"quote='\"', escape='\"', new_line='\\n', nullstr='', allow_quoted_nulls=true, strict_mode=true, "
        f"compression='none', max_line_size={MAX_LINE_BYTES})"
    )


def _connect(database: Path, *, is_new: bool) -> "DuckDBPyConnection":
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": str(database.parent / "spilled"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    return duckdb.connect(database, read_only=not is_new, config=config)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
