"""What the records of a table are like: charts of its fields, and facts in a line."""

from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa

from app.bars import MOST_VALUES, Bar, Column, by_real_number, by_time, by_value, by_whole_number
from app.catalogue import fields_of, is_amount, is_moment, layout_of, target_of
from app.fields import FieldType, Stored
from app.listing import Selection
from app.rows import Rows
from app.selection import selected
from app.tables import Table, TableField
from app.texts import canonical, shown


class Chart(NamedTuple):
    """The records of a selection by one of their fields; the bars of a series follow each other."""

    field: TableField
    caption: str
    bars: list[Bar]
    is_series: bool


class Fact(NamedTuple):
    """What is known, and its value."""

    label: str
    value: str


def charts_of(rows: Rows, table: Table, selection: Selection) -> Iterator[Chart]:
    """Charts of the fields that are worth one and that records have values of, each made when it is asked for."""
    for field in fields_of(table, layout_of(table).charts):
        if chart := chart_of(rows, _column(rows, table, field, selection)):
            yield chart


def chart_of(rows: Rows, column: Column) -> Chart | None:
    """The chart that suits a field's type, or None where there is nothing to show."""
    with rows.reading() as connection:
        if is_moment(column.field) or is_amount(column.field):
            return _series(connection, column)
        counts = by_value(connection, column)
    caption = f"The {MOST_VALUES} most frequent values" if len(counts) == MOST_VALUES else "Records by value"
    return Chart(column.field, caption, _value_bars(rows, column.field, counts), is_series=False) if counts else None


def facts_of(rows: Rows, table: Table) -> list[Fact]:
    """From where to where the first amount and the first date reach."""
    fields = fields_of(table, layout_of(table).charts)
    firsts = [field for kind in (is_amount, is_moment) for field in [*filter(kind, fields)][:1]]
    columns = [_column(rows, table, field, Selection()) for field in firsts]
    with rows.reading() as connection:
        spans = [(column.field, *column.extremes(connection)) for column in columns]
    known = [(field, low, high) for field, low, high in spans if low is not None]
    return [Fact(field.label, _span(_day(field, low), _day(field, high))) for field, low, high in known]


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def _column(rows: Rows, table: Table, field: TableField, selection: Selection) -> Column:
    sql = rows.backend.table(table).c[field.name]
    return Column(field, sql, [*selected(rows.backend, table, selection), sql.is_not(None)])


def _series(connection: sa.Connection, column: Column) -> Chart | None:
    low, high = column.extremes(connection)
    if low is None:
        return None
    if is_moment(column.field):
        unit, bars = by_time(connection, column, low, high)
        return Chart(column.field, f"Records by {unit}", bars, is_series=True)
    count = by_real_number if column.field.type is FieldType.FLOAT else by_whole_number
    bars = count(connection, column, low, high)
    return Chart(column.field, "Records by range", bars, is_series=True) if bars else None


def _value_bars(rows: Rows, field: TableField, counts: list[tuple[Stored, int]]) -> list[Bar]:
    target = target_of(field)
    titles = rows.titles(target, [int(value) for value, _ in counts]) if target else {}
    labels = {value: titles[int(value)] if titles else shown(field, value) for value, _ in counts}
    return [Bar(labels[value], count, ((f"{field.name}__eq", canonical(field, value)),)) for value, count in counts]


def _day(field: TableField, value: Stored) -> str:
    text = shown(field, value)
    return text[:10] if is_moment(field) else text
