"""The bars of charts: records counted by value, by range of numbers, and by time."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.fields import INTEGER_LIMIT, Stored
from app.scales import period_of, real_step, whole_step
from app.tables import TableField
from app.texts import canonical

MOST_VALUES = 8


@dataclass(frozen=True)
class Bar:
    """How many records share a value or a range of values; `parameters` find them in the list."""

    label: str
    count: int
    parameters: tuple[tuple[str, str], ...]


class Column(NamedTuple):
    """A field's column in SQL, and the clauses that its counted records meet."""

    field: TableField
    sql: sa.Column[Any]
    clauses: Sequence[sa.ColumnElement[bool]]

    def extremes(self, connection: sa.Connection) -> tuple[Any, Any]:
        """The least and the greatest value, None where there is none."""
        both = sa.select(sa.func.min(self.sql), sa.func.max(self.sql))
        low, high = connection.execute(both.where(*self.clauses)).one()
        return low, high

    def counts(self, connection: sa.Connection, key: sa.ColumnElement[Any]) -> dict[Any, int]:
        """How many records there are for each value of an expression."""
        query = sa.select(key.label("_key"), sa.func.count()).where(*self.clauses).group_by("_key")
        return {row[0]: row[1] for row in connection.execute(query)}


def by_value(connection: sa.Connection, column: Column) -> list[tuple[Stored, int]]:
    """The most frequent values and how many records have each."""
    counted = sa.func.count()
    query = sa.select(column.sql, counted).where(*column.clauses).group_by(column.sql)
    rows = connection.execute(query.order_by(counted.desc(), column.sql).limit(MOST_VALUES))
    return [(row[0], row[1]) for row in rows]


def by_time(connection: sa.Connection, column: Column, low: str, high: str) -> tuple[str, list[Bar]]:
    """Bars from the first date to the last, without a gap, and the name of the unit of time."""
    first, last = dt.date.fromisoformat(low[:10]), dt.date.fromisoformat(high[:10])
    unit = period_of(first, last)
    counts = column.counts(connection, sa.func.substr(sa.cast(column.sql, sa.Text), 1, unit.characters))
    bars = []
    for number in range(unit.number(first), unit.number(last) + 1):
        start, stop = unit.days(number)
        count = counts.get(start[: unit.characters], 0)
        bars.append(Bar(unit.label(number), count, _range(column.field, start, stop)))
    return unit.name, bars


def by_whole_number(connection: sa.Connection, column: Column, low: int, high: int) -> list[Bar]:
    """Bars of ranges that are equally wide; decimals are counted as the scaled integers that they are kept as."""
    step = whole_step(low, high)
    start = low // step * step
    starts = [max(start + place * step, -INTEGER_LIMIT) for place in range((high - start) // step + 1)]
    lasts = [*(following - 1 for following in starts[1:]), min(starts[-1] + step, INTEGER_LIMIT) - 1]
    counts = column.counts(connection, _place(column, starts))
    bars = []
    for place, ends in enumerate(zip(starts, lasts, strict=True)):
        first, last = (canonical(column.field, value) for value in ends)
        label = first if first == last else f"{first} to {last}"
        bars.append(Bar(label, counts.get(place, 0), _range(column.field, first, last)))
    return bars


def by_real_number(connection: sa.Connection, column: Column, low: float, high: float) -> list[Bar]:
    """Bars of ranges that are equally wide; none where the numbers are too close or too far apart to be divided."""
    step = real_step(low, high)
    if not step:
        return []
    first = math.floor(low / step)
    starts = [(first + place) * step for place in range(math.floor(high / step) - first + 1)]
    ends = [*starts[1:], starts[-1] + step]
    counts = column.counts(connection, _place(column, starts))
    bars = []
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        last = math.nextafter(end, -math.inf)
        bars.append(Bar(f"{start:g} to {end:g}", counts.get(place, 0), _range(column.field, repr(start), repr(last))))
    return bars


def _place(column: Column, starts: Sequence[float]) -> sa.ColumnElement[int]:
    """In which of the ranges that begin at `starts` a value lies."""
    lower = [(column.sql < start, place) for place, start in enumerate(starts[1:])]
    last = len(starts) - 1
    return sa.case(*lower, else_=last) if lower else sa.literal(last)


def _range(field: TableField, first: str, last: str) -> tuple[tuple[str, str], ...]:
    return ((f"{field.name}__gte", first), (f"{field.name}__lte", last))
