"""Questions (see `app.query` and `app.listing`) as SQLAlchemy expressions."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from app.database.backend import Backend
from app.listing import Selection
from app.query import Condition, Order
from app.tables import Table

Expression = sa.ColumnElement[bool]

_LOWERED = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def selected(backend: Backend, table: Table, selection: Selection) -> list[Expression]:
    """What holds for the records that are asked for."""
    found = [_condition(backend, backend.table(table), condition) for condition in selection.conditions]
    if selection.words:
        found.append(backend.matches(table, selection.words))
    return found


def ordered(columns: sa.Table, orders: Iterable[Order]) -> list[sa.ColumnElement[object]]:
    """What records are sorted by, nulls last."""
    return [
        (columns.c[order.field.name].desc() if order.descending else columns.c[order.field.name].asc()).nulls_last()
        for order in orders
    ]


def following(columns: sa.Table, orders: Sequence[Order], values: Sequence[object]) -> Expression:
    """Whether a record comes after one with these values: some field is later, and those before it are equal."""
    ways: list[Expression] = []
    equal: list[Expression] = []
    for order, value in zip(orders, values, strict=True):
        column = columns.c[order.field.name]
        if value is not None:
            later = column < value if order.descending else column > value
            ways.append(sa.and_(*equal, sa.or_(later, column.is_(None))))
        equal.append(column.is_(None) if value is None else column == value)
    return sa.or_(*ways)


def _condition(backend: Backend, columns: sa.Table, condition: Condition) -> Expression:
    column, values = columns.c[condition.field.name], condition.values
    match condition.operator:
        case "eq":
            return column.in_(values)
        case "not":
            return sa.or_(column.not_in(values), column.is_(None))
        case "gt":
            return column > values[0]
        case "gte":
            return column >= values[0]
        case "lt":
            return column < values[0]
        case "lte":
            return column <= values[0]
        case "null":
            return column.is_(None) if values[0] else column.is_not(None)
    place = backend.position(sa.func.lower(column), str(values[0]).translate(_LOWERED))
    return place > 0 if condition.operator == "contains" else place == 1
