"""The database file: made at the first start, and brought up to the tables of this release at every later one."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from app.connections import Connections
from app.tables import Table, TableField

FILE_NAME = "records.sqlite"
BUSY_TIMEOUT_S = 10.0

_DEFINITIONS = """
CREATE TABLE IF NOT EXISTS _definitions (
    table_name TEXT NOT NULL, field_name TEXT NOT NULL, definition TEXT NOT NULL,
    PRIMARY KEY (table_name, field_name)
) STRICT
"""


class SchemaChangedError(Exception):
    """A field that holds values was given another type; starting would misread them."""


def open_database(data_dir: Path, tables: Sequence[Table]) -> Connections:
    """Connections to the database in a folder, with every table and column of this release."""
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / FILE_NAME
    with closing(_connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            _migrate(connection, tables)
    return Connections(lambda: _connect(path))


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _migrate(connection: sqlite3.Connection, tables: Sequence[Table]) -> None:
    connection.execute(_DEFINITIONS)
    for table in tables:
        connection.execute(f"CREATE TABLE IF NOT EXISTS {table.sql_name} (id INTEGER PRIMARY KEY AUTOINCREMENT) STRICT")
    for table in tables:
        _add_columns(connection, table)
        _index(connection, table)


def _add_columns(connection: sqlite3.Connection, table: Table) -> None:
    """Add what is missing; existing records have null there. Nothing is ever removed."""
    present = {row[1] for row in connection.execute(f"PRAGMA table_info({table.sql_name})")}
    for field in table.fields:
        if field.name not in present:
            connection.execute(f"ALTER TABLE {table.sql_name} ADD COLUMN {_column(field)}")
        _check_definition(connection, table, field)


def _column(field: TableField) -> str:
    target = f' REFERENCES "{field.references}" (id)' if field.references else ""
    return f"{field.sql_name} {field.sql_type}{target}"


def _check_definition(connection: sqlite3.Connection, table: Table, field: TableField) -> None:
    key = (table.name, field.name)
    connection.execute("INSERT OR IGNORE INTO _definitions VALUES (?, ?, ?)", (*key, field.definition))
    sql = "SELECT definition FROM _definitions WHERE table_name = ? AND field_name = ?"
    (kept,) = connection.execute(sql, key).fetchone()
    if kept != field.definition:
        raise SchemaChangedError(
            f"{table.name}.{field.name} is kept as {kept} and cannot be read as {field.definition}."
        )


def _index(connection: sqlite3.Connection, table: Table) -> None:
    """Index unique fields and references, and drop the index of a field that is no longer unique."""
    for field in table.fields:
        unique = f'"unique_{table.name}_{field.name}"'
        on = f"ON {table.sql_name} ({field.sql_name})"
        if field.unique:
            connection.execute(f"CREATE UNIQUE INDEX IF NOT EXISTS {unique} {on}")
        else:
            connection.execute(f"DROP INDEX IF EXISTS {unique}")
        if field.references:
            connection.execute(f'CREATE INDEX IF NOT EXISTS "by_{table.name}_{field.name}" {on}')
