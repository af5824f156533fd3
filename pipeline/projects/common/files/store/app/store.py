"""Records in the database: read as JSON text that is ready to be sent, and changed in transactions."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.database.backend import Backend
from app.errors import ServiceError
from app.fields import FieldType, Stored, encoder
from app.listing import ListQuery, write_cursor
from app.query import ID, QueryError
from app.selection import following, ordered, selected
from app.tables import Table, TableField

Values = Mapping[str, Stored | None]
Row = Sequence[Any]


class NotFoundError(ServiceError):
    """There is no such record."""

    status_code = 404


class ConflictError(ServiceError):
    """The change would break a rule that holds between records; `field` is where, if it is in one field."""

    status_code = 409

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class OrderError(ConflictError):
    """One value of the record has to be beyond another, or at least not behind it; `rule` says so in words."""

    def __init__(self, field: TableField, other: TableField, sign: str) -> None:
        words = ("later", "earlier") if field.type in (FieldType.DATE, FieldType.DATETIME) else ("more", "less")
        self.rule = f"must be {words[0]} than" if sign == ">" else f"must not be {words[1]} than"
        self.other = other
        super().__init__(f"{field.name} {self.rule} {other.name}.", field.name)


class ChangedError(ServiceError):
    """The record is no longer what the client took it for."""

    status_code = 412


class DanglingError(ServiceError):
    """The record would refer to one that does not exist; `field` is where."""

    status_code = 409

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


class UnavailableError(ServiceError):
    """The database does not answer, or not in time."""

    status_code = 503


class Store:
    """Reads and changes the records of its tables."""

    def __init__(self, backend: Backend, tables: Sequence[Table]) -> None:
        self.backend = backend
        self._tables = {table.name: table for table in tables}
        self._write = {table.name: record_writer(table) for table in tables}

    def page(self, table: Table, query: ListQuery) -> str:
        """A page of records with the total that the filter finds, and `next`, which leads to what follows them."""
        columns, page = self.backend.table(table), query.page
        conditions = selected(self.backend, table, query.selection)
        with self._reading() as connection:
            total = connection.scalar(sa.select(sa.func.count()).select_from(columns).where(*conditions))
            rows = connection.execute(
                sa.select(columns)
                .where(*conditions, *_place(connection, columns, query))
                .order_by(*ordered(columns, query.orders))
                .limit(page.limit + 1)
                .offset(page.offset)
            ).all()
        items = ", ".join(map(self._write[table.name], rows[: page.limit]))
        following_page = f'"{write_cursor(rows[page.limit - 1].id)}"' if len(rows) > page.limit else "null"
        head = f'"total": {total}, "limit": {page.limit}, "offset": {page.offset}, "next": {following_page}'
        return f'{{{head}, "items": [{items}]}}'

    def read(self, table: Table, record_id: int) -> str:
        """One record; NotFoundError if there is none with this id."""
        with self._reading() as connection:
            return self._read(connection, table, record_id)

    def create(self, table: Table, values: Values) -> tuple[int, str]:
        """Add a record; its id, and the record."""
        columns = self.backend.table(table)
        with self._writing() as connection:
            self._check(connection, table, None, values)
            added = connection.execute(sa.insert(columns).values(dict(values)).returning(columns.c.id))
            record_id = int(added.scalar_one())
            return record_id, self._read(connection, table, record_id)

    def update(self, table: Table, record_id: int, values: Values, expected: Sequence[str] = ()) -> str:
        """Change some or all fields of a record; the record as it is now.

        ChangedError if tags are `expected` and the record has none of them.
        """
        columns = self.backend.table(table)
        with self._writing() as connection:
            self._expect(connection, table, record_id, expected)
            self._check(connection, table, record_id, values)
            if values:
                connection.execute(sa.update(columns).where(columns.c.id == record_id).values(dict(values)))
            return self._read(connection, table, record_id)

    def delete(self, table: Table, record_id: int, expected: Sequence[str] = ()) -> None:
        """Remove a record that no other refers to; ChangedError if tags are `expected` and it has none of them."""
        columns = self.backend.table(table)
        with self._writing() as connection:
            self._expect(connection, table, record_id, expected)
            self._check_unused(connection, table, record_id)
            connection.execute(sa.delete(columns).where(columns.c.id == record_id))

    def ping(self) -> None:
        """Raise UnavailableError if the database does not answer."""
        with self._reading() as connection:
            connection.execute(sa.select(1))

    def close(self) -> None:
        """Close the database."""
        self.backend.close()

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with refusals(), self.backend.reading() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with refusals(), self.backend.writing() as connection:
            yield connection

    def _read(self, connection: sa.Connection, table: Table, record_id: int) -> str:
        columns = self.backend.table(table)
        row = connection.execute(sa.select(columns).where(columns.c.id == record_id)).first()
        if row is None:
            raise NotFoundError(f"There is no record {record_id} in {table.name}.")
        return self._write[table.name](row)

    def _expect(self, connection: sa.Connection, table: Table, record_id: int, expected: Sequence[str]) -> None:
        """Lock a record that is there, and is one of those expected if any are."""
        columns = self.backend.table(table)
        connection.execute(sa.select(columns.c.id).where(columns.c.id == record_id).with_for_update())
        text = self._read(connection, table, record_id)
        if expected and record_tag(text) not in expected:
            raise ChangedError(f"Record {record_id} of {table.name} is not what it was any more.")

    def _check(self, connection: sa.Connection, table: Table, record_id: int | None, values: Values) -> None:
        for field in table.fields:
            value = values.get(field.name)
            if value is None:
                continue
            if field.unique:
                self._check_unique(connection, table, field, value, record_id)
            if field.references:
                self._check_reference(connection, field.references, field, value)
        self._check_orders(connection, table, record_id, values)

    def _check_unique(
        self, connection: sa.Connection, table: Table, field: TableField, value: Stored, record_id: int | None
    ) -> None:
        columns = self.backend.table(table)
        others = sa.select(columns.c.id).where(columns.c[field.name] == value, columns.c.id != (record_id or 0))
        other = connection.scalar(others.limit(1))
        if other is not None:
            sentence = f"{field.name} must be unique, and record {other} already has this value."
            raise ConflictError(sentence, field.name)

    def _check_reference(self, connection: sa.Connection, target: str, field: TableField, value: Stored) -> None:
        columns = self.backend.table(self._tables[target])
        if connection.scalar(sa.select(columns.c.id).where(columns.c.id == value)) is None:
            sentence = f"{field.name} refers to record {value} of {target}, which does not exist."
            raise DanglingError(sentence, field.name)

    def _check_orders(self, connection: sa.Connection, table: Table, record_id: int | None, values: Values) -> None:
        """Compare the values that are given with each other, and with those that stay as they are."""
        columns = self.backend.table(table)
        for field, other, sign in table.orders:
            if values.keys() & {field.name, other.name}:
                first, second = (_value(columns, each.name, record_id, values) for each in (field, other))
                if connection.scalar(sa.select(first.op(sign, return_type=sa.Boolean())(second))) is False:
                    raise OrderError(field, other, sign)

    def _check_unused(self, connection: sa.Connection, table: Table, record_id: int) -> None:
        for other in self._tables.values():
            columns = self.backend.table(other)
            for field in other.fields:
                if field.references == table.name:
                    users = sa.select(columns.c.id).where(columns.c[field.name] == record_id)
                    if other is table:
                        users = users.where(columns.c.id != record_id)
                    user = connection.scalar(users.limit(1))
                    if user is not None:
                        raise ConflictError(f"Record {record_id} is still used by record {user} of {other.name}.")


def record_tag(text: str) -> str:
    """What tells a record, as it is sent, from what it was before."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what the database refuses into what the client is told."""
    try:
        yield
    except IntegrityError as error:
        raise ConflictError("The change breaks a rule of the database.") from error
    except DataError as error:
        raise QueryError("The database cannot keep or compare such a value.") from error
    except (OperationalError, PoolTimeoutError) as error:
        if "overflow" in str(error):
            raise QueryError("The result is too large a number.") from error
        raise UnavailableError("The database does not answer; try again later.") from error


def _value(columns: sa.Table, name: str, record_id: int | None, values: Values) -> sa.ColumnElement[Any]:
    """What a field of a record will hold: the value that is given, or else the one that it has."""
    if name in values:
        return sa.literal(values[name], columns.c[name].type)
    return sa.select(columns.c[name]).where(columns.c.id == record_id).scalar_subquery()


def _place(connection: sa.Connection, columns: sa.Table, query: ListQuery) -> list[sa.ColumnElement[bool]]:
    """Where a page begins if it follows a record."""
    if query.after is None:
        return []
    if query.orders[0].field == ID:
        return [following(columns, query.orders[:1], [query.after])]
    values = sa.select(*(columns.c[order.field.name] for order in query.orders)).where(columns.c.id == query.after)
    row = connection.execute(values).first()
    if row is None:
        raise ConflictError("The record that after leads to is not there any more; begin again.")
    return [following(columns, query.orders, row)]


def record_writer(table: Table) -> Callable[[Row], str]:
    """A function from a row to its JSON text."""
    encoders = [encoder(field) for field in (ID, *table.fields)]
    form = "{" + ", ".join(f'"{field.name}": %s' for field in (ID, *table.fields)) + "}"

    def write(row: Row) -> str:
        return form % tuple(encode(value) for encode, value in zip(encoders, row, strict=True))

    return write
