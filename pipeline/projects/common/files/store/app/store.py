"""Records in SQLite: read as JSON text that is ready to be sent, and changed in transactions.

SQL text is made only of the names of tables and fields; every value is a bound argument.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from app.connections import Connections
from app.errors import ServiceError
from app.fields import Stored
from app.query import ID, PageQuery
from app.statements import filter_sql, order_sql
from app.tables import Table, TableField

Values = Mapping[str, Stored | None]
Row = tuple[Stored | None, ...]

# ruff: noqa: S608


class NotFoundError(ServiceError):
    """There is no such record."""

    status_code = 404


class ConflictError(ServiceError):
    """The change would break a rule that holds between records."""

    status_code = 409


class DanglingError(ServiceError):
    """The record would refer to one that does not exist."""

    status_code = 422


class Store:
    """Reads and changes the records of its tables."""

    def __init__(self, connections: Connections, tables: Sequence[Table]) -> None:
        self._connections = connections
        self._tables = tables

    def page(self, table: Table, query: PageQuery) -> str:
        """A page of records with the total that the filter finds."""
        connection = self._connections.get()
        found, order = filter_sql(query.conditions), order_sql(query.orders)
        count = f"SELECT count(*) FROM {table.sql_name}{found.where}"  # nosec B608
        select = f"SELECT {_selected(table)} FROM {table.sql_name}{found.where}"  # nosec B608
        (total,) = connection.execute(count, found.arguments).fetchone()
        rows = connection.execute(
            f"{select} ORDER BY {order} LIMIT ? OFFSET ?", (*found.arguments, query.limit, query.offset)
        )
        items = ", ".join(_record_json(table, row) for row in rows)
        return f'{{"total": {total}, "limit": {query.limit}, "offset": {query.offset}, "items": [{items}]}}'

    def read(self, table: Table, record_id: int) -> str:
        """One record; NotFoundError if there is none with this id."""
        return _read(self._connections.get(), table, record_id)

    def create(self, table: Table, values: Values) -> tuple[int, str]:
        """Add a record; its id, and the record."""
        with self._change() as connection:
            _check(connection, table, None, values)
            names = ", ".join(f'"{name}"' for name in values)
            marks = ", ".join("?" for _ in values)
            insert = f"INSERT INTO {table.sql_name} ({names}) VALUES ({marks})"  # nosec B608
            record_id = connection.execute(insert, tuple(values.values())).lastrowid or 0
            return record_id, _read(connection, table, record_id)

    def update(self, table: Table, record_id: int, values: Values) -> str:
        """Change some or all fields of a record; the record as it is now."""
        with self._change() as connection:
            _read(connection, table, record_id)
            _check(connection, table, record_id, values)
            if values:
                changes = ", ".join(f'"{name}" = ?' for name in values)
                update = f"UPDATE {table.sql_name} SET {changes} WHERE id = ?"  # nosec B608
                connection.execute(update, (*values.values(), record_id))
            return _read(connection, table, record_id)

    def delete(self, table: Table, record_id: int) -> None:
        """Remove a record that no other refers to."""
        with self._change() as connection:
            _read(connection, table, record_id)
            _check_unused(connection, self._tables, table, record_id)
            connection.execute(f"DELETE FROM {table.sql_name} WHERE id = ?", (record_id,))  # nosec B608

    def ping(self) -> None:
        """Raise sqlite3.Error if the database does not answer."""
        self._connections.get().execute("SELECT count(*) FROM sqlite_schema").fetchone()

    def close(self) -> None:
        """Close the database."""
        self._connections.close()

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """A transaction that may write from its start, so that what it checked still holds when it ends."""
        connection = self._connections.get()
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            yield connection


def _selected(table: Table) -> str:
    return ", ".join(field.sql_name for field in (ID, *table.fields))


def _read(connection: sqlite3.Connection, table: Table, record_id: int) -> str:
    select = f"SELECT {_selected(table)} FROM {table.sql_name} WHERE id = ?"  # nosec B608
    row: Row | None = connection.execute(select, (record_id,)).fetchone()
    if row is None:
        raise NotFoundError(f"There is no record {record_id} in {table.name}.")
    return _record_json(table, row)


def _record_json(table: Table, row: Row) -> str:
    values = zip(table.encoders, row, strict=True)
    return "{" + ", ".join(f"{key}: {encode(value)}" for (key, encode), value in values) + "}"


def _check(connection: sqlite3.Connection, table: Table, record_id: int | None, values: Values) -> None:
    for field in table.fields:
        value = values.get(field.name)
        if value is None:
            continue
        if field.unique:
            _check_unique(connection, table, field, value, record_id)
        if field.references:
            _check_reference(connection, field, value)


def _check_unique(
    connection: sqlite3.Connection, table: Table, field: TableField, value: Stored, record_id: int | None
) -> None:
    select = f"SELECT id FROM {table.sql_name} WHERE {field.sql_name} = ? AND id IS NOT ?"  # nosec B608
    if row := connection.execute(select, (value, record_id)).fetchone():
        raise ConflictError(f"{field.name} must be unique, and record {row[0]} already has this value.")


def _check_reference(connection: sqlite3.Connection, field: TableField, value: Stored) -> None:
    select = f'SELECT 1 FROM "{field.references}" WHERE id = ?'  # nosec B608
    if not connection.execute(select, (value,)).fetchone():
        raise DanglingError(f"{field.name} refers to record {value} of {field.references}, which does not exist.")


def _check_unused(connection: sqlite3.Connection, tables: Sequence[Table], table: Table, record_id: int) -> None:
    for other in tables:
        for field in other.fields:
            if field.references == table.name:
                select = f"SELECT id FROM {other.sql_name} WHERE {field.sql_name} = ? AND id IS NOT ?"  # nosec B608
                own_id = record_id if other is table else None
                if row := connection.execute(select, (record_id, own_id)).fetchone():
                    raise ConflictError(f"Record {record_id} is still used by record {row[0]} of {other.name}.")
