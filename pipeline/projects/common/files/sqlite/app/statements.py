"""Questions as SQL text, made only of field names that the service defines; every value is a bound argument."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.fields import Stored
from app.query import Condition, Order

_COMPARISONS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


@dataclass(frozen=True)
class Filter:
    """SQL conditions (`where` is empty or starts with WHERE) and the arguments bound to them."""

    where: str = ""
    arguments: tuple[Stored, ...] = ()


def filter_sql(conditions: Iterable[Condition]) -> Filter:
    """What all conditions together leave."""
    parts = [_condition_sql(condition) for condition in conditions]
    where = f" WHERE {' AND '.join(clause for clause, _ in parts)}" if parts else ""
    return Filter(where, tuple(value for _, arguments in parts for value in arguments))


def order_sql(orders: Iterable[Order]) -> str:
    """What follows ORDER BY."""
    return ", ".join(f"{order.field.sql_name} {'DESC' if order.descending else 'ASC'} NULLS LAST" for order in orders)


def _condition_sql(condition: Condition) -> tuple[str, tuple[Stored, ...]]:
    name, values = condition.field.sql_name, condition.values
    marks = ", ".join("?" for _ in values)
    match condition.operator:
        case "eq":
            return f"{name} IN ({marks})", values
        case "not":
            return f"({name} NOT IN ({marks}) OR {name} IS NULL)", values
        case "gt" | "gte" | "lt" | "lte":
            return f"{name} {_COMPARISONS[condition.operator]} ?", values
        case "contains":
            return f"instr(lower({name}), lower(?)) > 0", values
        case "prefix":
            return f"instr(lower({name}), lower(?)) = 1", values
        case "null":
            return f"{name} IS {'NULL' if values[0] else 'NOT NULL'}", ()
