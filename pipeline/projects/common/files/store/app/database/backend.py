"""What the service needs of a database, and what differs from one to another."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

from app.fields import Field
from app.tables import Table, TableField

MAX_IDENTIFIER = 63  # bytes, in PostgreSQL
POOL_SIZE = 10
MAX_OVERFLOW = 30  # together as many connections as there are threads that answer requests


class Backend(ABC):
    """A database that holds the service's tables."""

    id_definition: str
    """The SQL definition of a column of ids, none of which is ever used again."""

    table_options = ""
    """What follows the columns where a table is made."""

    def __init__(self, engine: sa.Engine, tables: Sequence[Table]) -> None:
        self.engine = engine
        self._tables = {table.name: self._sql_table(table) for table in tables}

    def table(self, table: Table) -> sa.Table:
        """A table as SQLAlchemy sees it."""
        return self._tables[table.name]

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """A transaction that reads."""
        return self.engine.begin()

    def writing(self) -> AbstractContextManager[sa.Connection]:
        """A transaction that may write."""
        return self.engine.begin()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @abstractmethod
    def column_type(self, field: Field) -> TypeEngine[Any]:
        """The type of a field's column; its values are exchanged as `app.fields` stores them."""

    @abstractmethod
    def lock(self, connection: sa.Connection) -> None:
        """Keep other processes from migrating until the transaction ends."""

    @abstractmethod
    def literal(self, field: Field, text: str) -> str:
        """A value, written as in a record, as SQL."""

    @abstractmethod
    def guard(self, table: Table, field: TableField, condition: str) -> Iterable[str]:
        """Statements after which values of a field (NEW."name" in SQL) that do not meet a condition are refused."""

    @abstractmethod
    def unguard(self, table: Table, name: str) -> Iterable[str]:
        """Statements that take back what `guard` did for the column of this name."""

    @abstractmethod
    def index_texts(self, table: Table) -> Iterable[str]:
        """Statements that make the full-text index of a table, which is kept in step with its records."""

    @abstractmethod
    def unindex_texts(self, table: Table) -> Iterable[str]:
        """Statements that remove the full-text index of a table, if there is one."""

    @abstractmethod
    def position(self, text: sa.ColumnElement[str], part: str) -> sa.ColumnElement[int]:
        """Where a part begins in a text, from 1; 0 if it is not there."""

    @abstractmethod
    def matches(self, table: Table, words: Sequence[str]) -> sa.ColumnElement[bool]:
        """Whether each of the words, which are letters and digits, begins a word of a record's texts."""

    def _sql_table(self, table: Table) -> sa.Table:
        columns = (sa.Column(field.name, self.column_type(field)) for field in table.fields)
        return sa.Table(table.name, sa.MetaData(), sa.Column("id", sa.BigInteger, primary_key=True), *columns)


def identifier(*parts: str) -> str:
    """A quoted SQL name made of parts, with a digest in place of its end where it would be too long."""
    name = "_".join(parts)
    if len(name) > MAX_IDENTIFIER:
        name = f"{name[: MAX_IDENTIFIER - 9]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return f'"{name}"'


def quoted_text(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
