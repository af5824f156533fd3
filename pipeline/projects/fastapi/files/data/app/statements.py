"""Questions as SQL text, made only of field names that the service defines; every value is a bound argument."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.fields import Stored
from app.query import Condition, Order
from app.typed import bound

Argument = str | int | list[int]

_COMPARISONS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
_PLACES = {"contains": "> 0", "prefix": "= 1"}
_LOWERED = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_LOWER = "translate({0}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"


@dataclass(frozen=True)
class Clause:
    """An SQL expression, empty for none, and the arguments that are bound in it."""

    sql: str = ""
    arguments: tuple[Argument, ...] = ()


def select(columns: str, rest: str = "", source: str = "records") -> str:
    """A statement that reads the records; `columns`, `rest` and `source` are SQL made of the service's own names."""
    return f"SELECT {columns} FROM {source}{rest}"  # noqa: S608  # nosec B608


def where_sql(clauses: Iterable[Clause]) -> Clause:
    """What begins with WHERE and leaves the records for which every clause holds."""
    kept = [clause for clause in clauses if clause.sql]
    if not kept:
        return Clause()
    arguments = tuple(argument for clause in kept for argument in clause.arguments)
    return Clause(f" WHERE {' AND '.join(clause.sql for clause in kept)}", arguments)


def order_sql(orders: Iterable[Order]) -> str:
    """What follows ORDER BY."""
    return ", ".join(f"{order.field.sql_name} {'DESC' if order.descending else 'ASC'} NULLS LAST" for order in orders)


def condition_sql(condition: Condition) -> Clause:
    """The records that a condition finds."""
    name, values = condition.field.sql_name, [bound(condition.field, value) for value in condition.values]
    marks, arguments = ", ".join(mark for mark, _ in values), tuple(argument for _, argument in values)
    match condition.operator:
        case "eq":
            return Clause(f"{name} IN ({marks})", arguments)
        case "not":
            return Clause(f"({name} NOT IN ({marks}) OR {name} IS NULL)", arguments)
        case "contains" | "prefix":
            return _text_sql(name, _PLACES[condition.operator], arguments[0])
        case "null":
            return Clause(f"{name} IS {'NULL' if condition.values[0] else 'NOT NULL'}")
        case _:
            return Clause(f"{name} {_COMPARISONS[condition.operator]} {marks}", arguments)


def after_sql(orders: Sequence[Order], values: Sequence[Stored | None]) -> Clause:
    """The records that come after the one with these values: for some field it is later, and equal in those before."""
    clauses = []
    for place, (order, value) in enumerate(zip(orders, values, strict=True)):
        later = _later_sql(order, value)
        if later.sql:
            equal = [_equal_sql(*pair) for pair in zip(orders[:place], values[:place], strict=True)]
            clauses.append(_all_sql([*equal, later]))
    arguments = tuple(argument for clause in clauses for argument in clause.arguments)
    return Clause(f"({' OR '.join(clause.sql for clause in clauses)})", arguments)


def _text_sql(name: str, place: str, text: str) -> Clause:
    """A text within another: `lower` is quick, but turns other letters than A to Z, too, where there are any."""
    lowered = text.translate(_LOWERED)
    is_ascii = f"bit_length({name}) = 8 * length({name})"
    exact = f"strpos({_LOWER.format(name)}, ?) {place}"
    return Clause(f"CASE WHEN {is_ascii} THEN strpos(lower({name}), ?) {place} ELSE {exact} END", (lowered, lowered))


def _later_sql(order: Order, value: Stored | None) -> Clause:
    """Null comes last, and nothing after it."""
    if value is None:
        return Clause()
    mark, argument = bound(order.field, value)
    name = order.field.sql_name
    return Clause(f"({name} {'<' if order.descending else '>'} {mark} OR {name} IS NULL)", (argument,))


def _equal_sql(order: Order, value: Stored | None) -> Clause:
    if value is None:
        return Clause(f"{order.field.sql_name} IS NULL")
    mark, argument = bound(order.field, value)
    return Clause(f"{order.field.sql_name} = {mark}", (argument,))


def _all_sql(clauses: Sequence[Clause]) -> Clause:
    arguments = tuple(argument for clause in clauses for argument in clause.arguments)
    return Clause(f"({' AND '.join(clause.sql for clause in clauses)})", arguments)
