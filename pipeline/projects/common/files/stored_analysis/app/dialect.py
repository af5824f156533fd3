"""What aggregations need of a database, each in its own SQL."""

from abc import ABC, abstractmethod
from typing import Any

import sqlalchemy as sa

from app.database.postgresql import NativeType
from app.fields import Field, FieldType

Expression = sa.ColumnElement[Any]

_SPANS = {"year": (4, "-01-01"), "month": (7, "-01"), "day": (10, ""), "hour": (13, ":00:00")}
"""How much of a moment's ISO 8601 text a span of time keeps, and what takes the place of the rest."""


class Dialect(ABC):
    """The SQL of a database."""

    @abstractmethod
    def span(self, moment: Expression, name: str) -> Expression:
        """The begin of the year, quarter, month, week, day or hour that a date or a time lies in."""

    @abstractmethod
    def average(self, column: Expression, field: Field) -> Expression:
        """The mean of the values of a field."""


class SqliteDialect(Dialect):
    """Moments are ISO 8601 texts, decimals scaled integers."""

    def span(self, moment: Expression, name: str) -> Expression:
        """By the characters of the text; a week begins on Monday."""
        if name == "week":
            return sa.func.date(sa.func.substr(moment, 1, 10), "-6 days", "weekday 1")
        if name == "quarter":
            month = sa.cast(sa.func.substr(moment, 6, 2), sa.Integer)
            begin = sa.func.printf("%02d-01", (month - 1) // 3 * 3 + 1, type_=sa.Text)
            return sa.func.substr(moment, 1, 5, type_=sa.Text) + begin
        length, rest = _SPANS[name]
        return sa.func.substr(moment, 1, length, type_=sa.Text) + rest

    def average(self, column: Expression, field: Field) -> Expression:
        """Of the scaled integers."""
        return sa.func.avg(column, type_=sa.Float) / float(10**field.scale)


class PostgreSqlDialect(Dialect):
    """Values are of PostgreSQL's own types."""

    def span(self, moment: Expression, name: str) -> Expression:
        """By `date_trunc`."""
        begin = sa.func.date_trunc(name, sa.cast(moment, sa.DateTime))
        return sa.cast(begin, NativeType(FieldType.DATETIME if name == "hour" else FieldType.DATE, 0))

    def average(self, column: Expression, field: Field) -> Expression:  # noqa: ARG002
        """Of the numbers themselves."""
        return sa.cast(sa.func.avg(column, type_=sa.Numeric), sa.Double)
