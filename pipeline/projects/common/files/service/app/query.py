"""The query language of a list: `field=value`, `field__gte=…`, `sort=-field`, `limit` and `offset`, as SQL.

SQL text is made only of field names that the service defines; every value is a bound argument.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from app.errors import ServiceError
from app.fields import Field, FieldType, Stored, parse_value

Fields = Mapping[str, Field]
Parameters = Sequence[tuple[str, str]]

ID = Field(name="id", label="id", type=FieldType.INTEGER)

DEFAULT_LIMIT = 50
MAX_LIMIT = 1000
MAX_PARAMETERS = 100
MAX_OFFSET = 10**12


class QueryError(ServiceError):
    """A question that cannot be answered."""

    status_code = 422


@dataclass(frozen=True)
class Filter:
    """SQL conditions (`where` is empty or starts with WHERE) and the arguments bound to them."""

    where: str = ""
    arguments: tuple[Stored, ...] = ()


@dataclass(frozen=True)
class PageQuery:
    """Which records, in which order, from where and how many."""

    filter: Filter
    order: str
    limit: int
    offset: int


def parse_page(fields: Fields, parameters: Parameters) -> PageQuery:
    """Read the parameters of a list; QueryError if any is unknown or malformed."""
    settings, conditions = split(parameters, {"limit", "offset", "sort"})
    return PageQuery(
        filter=parse_filter(fields, conditions),
        order=_parse_sort(fields, settings.get("sort", [])),
        limit=parse_number("limit", settings.get("limit", []), default=DEFAULT_LIMIT, low=1, high=MAX_LIMIT),
        offset=parse_number("offset", settings.get("offset", []), default=0, low=0, high=MAX_OFFSET),
    )


def parse_filter(fields: Fields, parameters: Parameters) -> Filter:
    """Read `field` and `field__operator` parameters; those of one `field=` are alternatives, all others must hold."""
    alternatives: dict[str, list[Stored]] = {}
    clauses: list[str] = []
    arguments: list[Stored] = []
    for key, text in parameters:
        field, operator = _target(fields, key)
        if operator == "eq":
            alternatives.setdefault(field.sql_name, []).append(_value(field, key, text))
        else:
            clause, bound = _OPERATORS[operator](field, key, text)
            clauses.append(clause)
            arguments.extend(bound)
    for name, values in alternatives.items():
        clauses.append(f"{name} IN ({', '.join('?' for _ in values)})")
        arguments.extend(values)
    return Filter(f" WHERE {' AND '.join(clauses)}" if clauses else "", tuple(arguments))


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


def _parse_sort(fields: Fields, texts: list[str]) -> str:
    terms: dict[str, str] = {}
    for name in ",".join(texts).split(",") if texts else []:
        field = find_field(fields, name.removeprefix("-"), "sort")
        if field.name in terms:
            raise QueryError(f"sort names {field.name} twice.")
        terms[field.name] = f"{field.sql_name} {'DESC' if name.startswith('-') else 'ASC'} NULLS LAST"
    terms.setdefault(ID.name, f"{ID.sql_name} ASC")
    return ", ".join(terms.values())


def _target(fields: Fields, key: str) -> tuple[Field, str]:
    if key in fields:
        return fields[key], "eq"
    name, _, operator = key.rpartition("__")
    if name not in fields or operator not in _OPERATORS:
        raise QueryError(f"Unknown parameter {quoted(key)}.")
    return fields[name], operator


def _value(field: Field, key: str, text: str) -> Stored:
    try:
        return parse_value(field, text)
    except ValueError as error:
        raise QueryError(f"{key} must be {error}, not {quoted(text)}.") from None


def _at_least(field: Field, key: str, text: str) -> tuple[str, list[Stored]]:
    return f"{field.sql_name} >= ?", [_value(field, key, text)]


def _at_most(field: Field, key: str, text: str) -> tuple[str, list[Stored]]:
    return f"{field.sql_name} <= ?", [_value(field, key, text)]


def _contains(field: Field, key: str, text: str) -> tuple[str, list[Stored]]:
    if field.type is not FieldType.TEXT:
        raise QueryError(f"{key} needs a text field, and {field.name} is of type {field.type}.")
    return f"instr(lower({field.sql_name}), lower(?)) > 0", [text]


def _is_null(field: Field, key: str, text: str) -> tuple[str, list[Stored]]:
    if text not in ("true", "false"):
        raise QueryError(f"{key} must be true or false, not {quoted(text)}.")
    return f"{field.sql_name} IS {'NULL' if text == 'true' else 'NOT NULL'}", []


_OPERATORS: dict[str, Callable[[Field, str, str], tuple[str, list[Stored]]]] = {
    "gte": _at_least,
    "lte": _at_most,
    "contains": _contains,
    "null": _is_null,
}
