"""The query language of a list: `field=value`, `field__gte=…`, `sort=-field`, `limit` and `offset`.

A field whose name is also that of a setting, such as `limit`, is asked for as `limit__eq=value`.

What is read is independent of any database: fields that the service defines, and values as they are stored.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal, get_args

from app.errors import ServiceError
from app.fields import Field, FieldType, Stored, parse_value

Fields = Mapping[str, Field]
Parameters = Sequence[tuple[str, str]]

ID = Field(name="id", label="id", type=FieldType.INTEGER)

DEFAULT_LIMIT = 50
MAX_LIMIT = 1000
MAX_PARAMETERS = 1000
MAX_OFFSET = 10**12


class QueryError(ServiceError):
    """A question that cannot be answered."""

    status_code = 422


Operator = Literal["eq", "not", "gt", "gte", "lt", "lte", "contains", "prefix", "null"]

LIST = "in"
"""The suffix of a parameter that lists values, separated by commas: short for `eq` with each of them."""

_SUFFIXES: dict[str, Operator] = {LIST: "eq", **{operator: operator for operator in get_args(Operator)}}
_OF_TEXT = ("contains", "prefix")


@dataclass(frozen=True)
class Condition:
    """A field compared with values: any of those of `eq`, none of those of `not`, the one of another operator.

    `not` also finds records without a value. `contains` and `prefix` take A to Z and a to z for the same. For `null` 1
    means that the value is missing, 0 that it is there.
    """

    field: Field
    operator: Operator
    values: tuple[Stored, ...]


@dataclass(frozen=True)
class Order:
    """A field that records are sorted by, nulls last."""

    field: Field
    descending: bool = False


@dataclass(frozen=True)
class PageQuery:
    """Which records, in which order, from where and how many."""

    conditions: tuple[Condition, ...]
    orders: tuple[Order, ...]
    limit: int
    offset: int


def parse_page(fields: Fields, parameters: Parameters) -> PageQuery:
    """Read the parameters of a list; QueryError if any is unknown or malformed."""
    settings, conditions = split(parameters, {"limit", "offset", "sort"})
    return PageQuery(
        conditions=parse_conditions(fields, conditions),
        orders=_parse_sort(fields, settings.get("sort", [])),
        limit=parse_number("limit", settings.get("limit", []), default=DEFAULT_LIMIT, low=1, high=MAX_LIMIT),
        offset=parse_number("offset", settings.get("offset", []), default=0, low=0, high=MAX_OFFSET),
    )


def parse_conditions(fields: Fields, parameters: Parameters) -> tuple[Condition, ...]:
    """Read `field` and `field__operator` parameters: values for which one field is to be equal are alternatives.

    All other conditions must hold together.
    """
    gathered: dict[tuple[str, Operator], list[Stored]] = {}
    found: list[Condition] = []
    for key, text in parameters:
        field, operator, texts = _target(fields, key, text)
        values = [_operand(field, operator, key, each) for each in texts]
        if operator in ("eq", "not"):
            gathered.setdefault((field.name, operator), []).extend(values)
        else:
            found.append(Condition(field, operator, tuple(values)))
    return (*found, *(Condition(fields[name], kind, tuple(values)) for (name, kind), values in gathered.items()))


def split(parameters: Parameters, names: AbstractSet[str]) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    """Part the parameters called one of `names`, by name, from the others."""
    if len(parameters) > MAX_PARAMETERS:
        raise QueryError(f"At most {MAX_PARAMETERS} parameters can be given.")
    settings: dict[str, list[str]] = {}
    for key, text in parameters:
        if key in names:
            settings.setdefault(key, []).append(text)
    return settings, [(key, text) for key, text in parameters if key not in names]


def parse_number(name: str, texts: list[str], *, default: int, low: int, high: int) -> int:
    """A whole number from `low` to `high`, or `default` if it was not given."""
    if not texts:
        return default
    text = texts[-1]
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(high)) and low <= int(text) <= high):
        raise QueryError(f"{name} must be a whole number from {low} to {high}.")
    return int(text)


def find_field(fields: Fields, name: str, purpose: str) -> Field:
    """The field called `name`; QueryError names it and what it was wanted for."""
    if name not in fields:
        raise QueryError(f"Unknown field {quoted(name)} in {purpose}.")
    return fields[name]


def quoted(text: str) -> str:
    """A person's text, shortened, as it may appear in a message."""
    return json.dumps(text[:80])


def indexed(fields: Iterable[Field]) -> dict[str, Field]:
    """Fields by name, with the `id` that every record has."""
    return {field.name: field for field in (ID, *fields)}


def _parse_sort(fields: Fields, texts: list[str]) -> tuple[Order, ...]:
    orders: dict[str, Order] = {}
    for name in ",".join(texts).split(",") if texts else []:
        field = find_field(fields, name.removeprefix("-"), "sort")
        orders.setdefault(field.name, Order(field, descending=name.startswith("-")))
    orders.setdefault(ID.name, Order(ID))
    return tuple(orders.values())


def _target(fields: Fields, key: str, text: str) -> tuple[Field, Operator, list[str]]:
    """The field that a parameter is about, how it is compared, and the texts that it is compared with."""
    if key in fields:
        return fields[key], "eq", [text]
    name, _, suffix = key.rpartition("__")
    operator = _SUFFIXES.get(suffix)
    if name not in fields or operator is None:
        raise QueryError(f"Unknown parameter {quoted(key)}.")
    return fields[name], operator, text.split(",") if suffix == LIST else [text]


def _operand(field: Field, operator: Operator, key: str, text: str) -> Stored:
    if operator == "null":
        return _flag(key, text)
    if operator in _OF_TEXT and field.type is not FieldType.TEXT:
        raise QueryError(f"{key} needs a text field, and {field.name} is of type {field.type}.")
    try:
        return parse_value(field, text)
    except ValueError as error:
        raise QueryError(f"{key} must be {error}, not {quoted(text)}.") from None


def _flag(key: str, text: str) -> int:
    if text not in ("true", "false"):
        raise QueryError(f"{key} must be true or false, not {quoted(text)}.")
    return int(text == "true")
