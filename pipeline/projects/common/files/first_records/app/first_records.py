"""The records that the service begins with: loaded from a CSV file once, and never again over what people changed."""

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

import sqlalchemy as sa

from app.database.backend import Backend
from app.database.definitions import Definitions
from app.database.migration import enforce, relax, run
from app.fields import FieldType, Stored
from app.tables import Table, TableField

NO_TEXT = "\N{REPLACEMENT CHARACTER}"  # stands for NUL, which PostgreSQL cannot keep in a text

_LOADED = "(records)"

_READERS: dict[FieldType, Callable[[str], Stored]] = {
    FieldType.INTEGER: int,
    FieldType.DECIMAL: lambda text: int(text.replace(".", "")),
    FieldType.FLOAT: float,
    FieldType.BOOLEAN: lambda text: int(text == "true"),
    FieldType.DATE: str,
    FieldType.DATETIME: str,
    FieldType.TEXT: str,
}


def load_first_records(backend: Backend, table: Table, records: Path) -> None:
    """Load a file whose columns are the table's fields, if that was not done yet and the table is empty."""
    with backend.writing() as connection:
        backend.lock(connection)
        definitions = Definitions(connection)
        if definitions.read(table.name, _LOADED):
            return
        if connection.scalar(sa.select(backend.table(table).c.id).limit(1)) is None:
            _load(connection, backend, table, records)
        definitions.write(table.name, _LOADED, records.name)


def _load(connection: sa.Connection, backend: Backend, table: Table, records: Path) -> None:
    """Load without rules and index, which take their time row by row; the rules were derived from these rows."""
    relax(connection, backend, table)
    run(connection, backend.unindex_texts(table))
    _LOADERS[connection.dialect.name](connection, table, records)
    run(connection, backend.index_texts(table))
    enforce(connection, backend, table)


def _insert(connection: sa.Connection, table: Table, records: Path) -> None:
    """Row by row into SQLite."""
    with records.open(encoding="utf-8", newline="") as file:
        rows = _rows(file)
        columns = _columns(table, next(rows))
        names = ", ".join(f'"{field.name}"' for _, field in columns)
        marks = ", ".join("?" for _ in columns)
        readers = [(place, _READERS[field.type]) for place, field in columns]
        values = ([read(row[place]) if row[place] else None for place, read in readers] for row in rows)
        insert = f"INSERT INTO {table.sql_name} ({names}) VALUES ({marks})"  # noqa: S608  # nosec B608: names of this service's own tables
        cursor: Any = connection.connection.cursor()
        cursor.executemany(insert, values)


def _copy(connection: sa.Connection, table: Table, records: Path) -> None:
    """Row by row as text to PostgreSQL, which reads it into its own types."""
    with records.open(encoding="utf-8", newline="") as file:
        rows = _rows(file)
        columns = _columns(table, next(rows))
        names = ", ".join(f'"{field.name}"' for _, field in columns)
        places = [place for place, _ in columns]
        with connection.connection.cursor().copy(f"COPY {table.sql_name} ({names}) FROM STDIN") as target:
            for row in rows:
                target.write_row([row[place].replace("\0", NO_TEXT) if row[place] else None for place in places])


_LOADERS = {"sqlite": _insert, "postgresql": _copy}


def _columns(table: Table, header: Sequence[str]) -> list[tuple[int, TableField]]:
    """The columns of a file that are fields of the table, by their places."""
    fields = {field.name: field for field in table.fields}
    return [(place, fields[name]) for place, name in enumerate(header) if name in fields]


def _rows(file: TextIO) -> Iterator[list[str]]:
    """The cells of each line; a row of a single empty cell is an empty line."""
    csv.field_size_limit(2**31 - 1)
    return (row or [""] for row in csv.reader(file, strict=True))
