"""Records as the pages need them: found, read, and called by their titles."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask import current_app

from app.catalogue import title_field
from app.database.backend import Backend
from app.listing import Selection
from app.query import ID, Order
from app.selection import ordered, selected
from app.store import NotFoundError, refusals
from app.tables import Table
from app.texts import Row, title_of

PART = 1000

NEWEST_FIRST = (Order(ID, descending=True),)


class Found(NamedTuple):
    """A part of a list, and how many records there are in all of it."""

    total: int
    rows: Sequence[Row]


class Rows:
    """Reads the records of every table."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction to read in; what the database refuses is told as a refusal."""
        with refusals(), self.backend.reading() as connection:
            yield connection

    def count(self, table: Table, selection: Selection | None = None) -> int:
        """How many records there are."""
        with self.reading() as connection:
            return self._count(connection, table, selection or Selection())

    def find(self, table: Table, selection: Selection, orders: Sequence[Order], limit: int, offset: int = 0) -> Found:
        """A part of a list."""
        query = self._select(table, selection, orders).limit(limit).offset(offset)
        with self.reading() as connection:
            rows = [dict(row) for row in connection.execute(query).mappings()]
            return Found(self._count(connection, table, selection), rows)

    def every(self, table: Table, selection: Selection, orders: Sequence[Order]) -> Iterator[Row]:
        """All records of a list, read in parts, as it was when the first was read."""
        with self.reading() as connection:
            reading = connection.execution_options(yield_per=PART)
            for row in reading.execute(self._select(table, selection, orders)).mappings():
                yield dict(row)

    def read(self, table: Table, record_id: int) -> Row:
        """One record; NotFoundError if there is none with this id."""
        columns = self.backend.table(table)
        with self.reading() as connection:
            row = connection.execute(sa.select(columns).where(columns.c.id == record_id)).mappings().first()
        if row is None:
            raise NotFoundError(f"There is no {table.label} {record_id}.")
        return dict(row)

    def titles(self, table: Table, ids: Iterable[int]) -> dict[int, str]:
        """What the records with these ids are called."""
        wanted = sorted(set(ids))
        columns = self.backend.table(table)
        with self.reading() as connection:
            rows = connection.execute(sa.select(columns).where(columns.c.id.in_(wanted))).mappings()
            return {row["id"]: title_of(table, dict(row)) for row in rows}

    def options(self, table: Table, selection: Selection, limit: int) -> list[tuple[str, str]]:
        """Records to choose from, by title: the id and the title of each."""
        title = title_field(table)
        orders = [Order(title), Order(ID)] if title else [Order(ID)]
        found = self.find(table, selection, orders, limit)
        return [(str(row["id"]), title_of(table, row)) for row in found.rows]

    def _select(self, table: Table, selection: Selection, orders: Iterable[Order]) -> sa.Select[Any]:
        columns = self.backend.table(table)
        return sa.select(columns).where(*selected(self.backend, table, selection)).order_by(*ordered(columns, orders))

    def _count(self, connection: sa.Connection, table: Table, selection: Selection) -> int:
        columns = self.backend.table(table)
        conditions = selected(self.backend, table, selection)
        return connection.execute(sa.select(sa.func.count()).select_from(columns).where(*conditions)).scalar_one()


def open_rows() -> Rows:
    """The records of the running application."""
    rows: Rows = current_app.extensions["rows"]
    return rows
