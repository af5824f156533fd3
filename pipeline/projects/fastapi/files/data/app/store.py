"""Answers from the database, as JSON text that is ready to be sent."""

import sqlite3
from functools import lru_cache
from pathlib import Path

from app.aggregate import AggregateQuery, groups_json
from app.connections import Connections
from app.fields import Stored, encoder
from app.query import ID, PageQuery
from app.schema import COLUMNS
from app.statements import Filter, filter_sql, order_sql

CACHED_ANSWERS = 256

_SELECTED = ", ".join(column.sql_name for column in (ID, *COLUMNS))
_ENCODERS = [encoder(column) for column in (ID, *COLUMNS)]
_RECORD = "{" + ", ".join(f'"{column.name}": %s' for column in (ID, *COLUMNS)) + "}"


class Store:
    """Reads records; the database never changes, so counts and groups are remembered."""

    def __init__(self, database: Path) -> None:
        uri = f"{database.resolve().as_uri()}?mode=ro&immutable=1"
        self._connections = Connections(lambda: sqlite3.connect(uri, uri=True, check_same_thread=False))
        self.count = lru_cache(CACHED_ANSWERS)(self._count)
        self.aggregate = lru_cache(CACHED_ANSWERS)(self._aggregate)
        self.rows = self.count(Filter())

    def page(self, query: PageQuery) -> str:
        """A page of records with the total that the filter finds."""
        found, order = filter_sql(query.conditions), order_sql(query.orders)
        sql = f"SELECT {_SELECTED} FROM records{found.where} ORDER BY {order} LIMIT ? OFFSET ?"  # noqa: S608  # nosec B608: built of quoted column names
        rows = self._fetch(sql, (*found.arguments, query.limit, query.offset))
        head = f'"total": {self.count(found)}, "limit": {query.limit}, "offset": {query.offset}'
        return f'{{{head}, "items": [{", ".join(map(_record_json, rows))}]}}'

    def record(self, record_id: int) -> str | None:
        """One record, or None if there is none with this id."""
        rows = self._fetch(f"SELECT {_SELECTED} FROM records WHERE id = ?", (record_id,))  # noqa: S608  # nosec B608: built of quoted column names
        return _record_json(rows[0]) if rows else None

    def close(self) -> None:
        """Close the database."""
        self._connections.close()

    def _count(self, query_filter: Filter) -> int:
        sql = f"SELECT count(*) FROM records{query_filter.where}"  # noqa: S608  # nosec B608: built of quoted column names
        return int(self._fetch(sql, query_filter.arguments)[0][0] or 0)

    def _aggregate(self, query: AggregateQuery) -> str:
        return groups_json(query, self._fetch(query.sql, query.filter.arguments))

    def _fetch(self, sql: str, arguments: tuple[Stored, ...]) -> list[tuple[Stored | None, ...]]:
        return self._connections.get().execute(sql, arguments).fetchall()


def _record_json(row: tuple[Stored | None, ...]) -> str:
    return _RECORD % tuple(encode(value) for encode, value in zip(_ENCODERS, row, strict=True))
