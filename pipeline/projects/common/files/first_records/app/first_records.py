"""The records that the service begins with: loaded from a CSV file once, and never again over what people changed."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import sqlalchemy as sa

from app.database.backend import Backend
from app.database.definitions import Definitions
from app.database.migration import enforce, relax, run
from app.fields import FieldType, Stored
from app.tables import Table

CHUNK_BYTES = 2**20
NO_TEXT = "\N{REPLACEMENT CHARACTER}".encode()  # stands for NUL, which PostgreSQL cannot keep in a text

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
    names = ", ".join(field.sql_name for field in table.fields)
    marks = ", ".join("?" for _ in table.fields)
    insert = f"INSERT INTO {table.sql_name} ({names}) VALUES ({marks})"  # noqa: S608  # nosec B608: names of this service's own tables
    with records.open(encoding="utf-8", newline="") as file:
        connection.connection.cursor().executemany(insert, _rows(table, file))


def _copy(connection: sa.Connection, table: Table, records: Path) -> None:
    """The file as it is to PostgreSQL."""
    names = ", ".join(field.sql_name for field in table.fields)
    options = f"FORMAT csv, HEADER, ENCODING 'UTF8', FORCE_NULL ({names})"
    copy = f"COPY {table.sql_name} ({names}) FROM STDIN ({options})"
    with records.open("rb") as file, connection.connection.cursor().copy(copy) as target:
        while chunk := file.read(CHUNK_BYTES):
            target.write(chunk.replace(b"\0", NO_TEXT))


_LOADERS = {"sqlite": _insert, "postgresql": _copy}


def _rows(table: Table, lines: Iterator[str]) -> Iterator[list[Stored | None]]:
    """The stored values of each line after the header; an empty cell is null."""
    csv.field_size_limit(2**31 - 1)
    rows = csv.reader(lines, strict=True)
    next(rows)
    readers = [_READERS[field.type] for field in table.fields]
    for row in rows:
        yield [read(text) if text else None for read, text in zip(readers, row or [""], strict=True)]
