"""SQLite: a database that needs no server, in a file of its own."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeEngine

from app.database.backend import MAX_OVERFLOW, POOL_SIZE, Backend, identifier, quoted_text
from app.fields import Field, parse_value
from app.tables import Table, TableField

FILE_NAME = "records.sqlite"
BUSY_TIMEOUT_S = 10

# ruff: noqa: S608 - statements are made of the names of this service's own tables

_TYPES: dict[str, TypeEngine[Any]] = {"INTEGER": sa.INTEGER(), "REAL": sa.REAL(), "TEXT": sa.TEXT()}


class Sqlite(Backend):
    """A database file in a folder."""

    id_definition = "INTEGER PRIMARY KEY AUTOINCREMENT"
    table_options = " STRICT"

    def __init__(self, data_dir: Path, tables: Sequence[Table]) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(
            sa.URL.create("sqlite", database=str(data_dir / FILE_NAME)),
            connect_args={"timeout": BUSY_TIMEOUT_S, "isolation_level": None},
            pool_size=POOL_SIZE,
            max_overflow=MAX_OVERFLOW,
        )
        event.listen(engine, "connect", _configure)
        event.listen(engine, "begin", _begin)
        super().__init__(engine, tables)

    def writing(self) -> AbstractContextManager[sa.Connection]:
        """A transaction that may write from its start, so that what it checked still holds when it ends."""
        return self.engine.execution_options(begin="BEGIN IMMEDIATE").begin()

    def column_type(self, field: Field) -> TypeEngine[Any]:
        """Values are kept as they are stored."""
        return _TYPES[field.sql_type]

    def lock(self, connection: sa.Connection) -> None:
        """A transaction that may write is the only one anyway."""

    def literal(self, field: Field, text: str) -> str:
        """Numbers as they are, all else in quotes."""
        value = parse_value(field, text)
        return quoted_text(value) if isinstance(value, str) else repr(value)

    def guard(self, table: Table, field: TableField, condition: str) -> Iterable[str]:
        """A trigger for new records and one for changes."""
        action = f"BEGIN SELECT RAISE(ABORT, '{table.name}.{field.name} breaks a rule'); END"
        for kind, moment in (("insert", "INSERT"), ("update", f"UPDATE OF {field.sql_name}")):
            name = identifier("rule", kind, table.name, field.name)
            yield f"CREATE TRIGGER {name} BEFORE {moment} ON {table.sql_name} WHEN NOT ({condition}) {action}"

    def unguard(self, table: Table, name: str) -> Iterable[str]:
        """Drop both triggers."""
        for kind in ("insert", "update"):
            yield f"DROP TRIGGER IF EXISTS {identifier('rule', kind, table.name, name)}"

    def index_texts(self, table: Table) -> Iterable[str]:
        """An FTS5 table beside a view of the texts, and the triggers that keep it in step."""
        if not table.texts:
            return
        view, index = identifier("_texts", table.name), identifier("_search", table.name)
        source = f"content={view}, content_rowid='id', tokenize='unicode61 remove_diacritics 2'"
        yield f"CREATE VIEW {view} AS SELECT id, {_texts(table)} AS text FROM {table.sql_name}"  # nosec B608
        yield f"CREATE VIRTUAL TABLE {index} USING fts5(text, {source})"
        yield f"INSERT INTO {index} ({index}) VALUES ('rebuild')"  # nosec B608
        for kind, moment, actions in _changes(table, index):
            name = identifier("search", kind, table.name)
            yield f"CREATE TRIGGER {name} AFTER {moment} ON {table.sql_name} BEGIN {actions} END"

    def unindex_texts(self, table: Table) -> Iterable[str]:
        """Drop the triggers, the FTS5 table and the view."""
        for kind in ("insert", "update", "delete"):
            yield f"DROP TRIGGER IF EXISTS {identifier('search', kind, table.name)}"
        yield f"DROP TABLE IF EXISTS {identifier('_search', table.name)}"
        yield f"DROP VIEW IF EXISTS {identifier('_texts', table.name)}"

    def position(self, text: sa.ColumnElement[str], part: str) -> sa.ColumnElement[int]:
        """By `instr`."""
        return sa.func.instr(text, part)

    def matches(self, table: Table, words: Sequence[str]) -> sa.ColumnElement[bool]:
        """By the FTS5 table."""
        name = identifier("_search", table.name)
        index = sa.table(name.strip('"'), sa.column("rowid", sa.Integer))
        question = " ".join(f'"{word}"*' for word in words)
        found = sa.select(index.c.rowid).where(sa.literal_column(name).op("MATCH")(question))
        return self.table(table).c.id.in_(found)


def _configure(connection: Any, _entry: ConnectionPoolEntry) -> None:  # noqa: ANN401 - SQLAlchemy's own signature
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _changes(table: Table, index: str) -> Iterator[tuple[str, str, str]]:
    """Each kind of change, when it is noticed, and what it does to the full-text index."""
    old, new = _texts(table, "OLD."), _texts(table, "NEW.")
    remove = f"INSERT INTO {index} ({index}, rowid, text) VALUES ('delete', OLD.id, {old});"  # nosec B608
    add = f"INSERT INTO {index} (rowid, text) VALUES (NEW.id, {new});"  # nosec B608
    yield "insert", "INSERT", add
    yield "update", f"UPDATE OF {', '.join(field.sql_name for field in table.texts)}", f"{remove} {add}"
    yield "delete", "DELETE", remove


def _texts(table: Table, row: str = "") -> str:
    return " || ' ' || ".join(f"coalesce({row}{field.sql_name}, '')" for field in table.texts)
