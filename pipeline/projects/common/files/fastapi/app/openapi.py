"""Descriptions of the query parameters, for the OpenAPI document."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.fields import INTEGER_LIMIT, Field, FieldType, pattern
from app.listing import CURSOR, MAX_SEARCH, PARAMETERS, searched
from app.query import DEFAULT_LIMIT, LIST, MAX_LIMIT, MAX_OFFSET, Fields

Parameter = dict[str, Any]
Examples = Mapping[str, Any]
"""A value of some fields each, by the field's name."""

_SUFFIXES = {
    "not": "Anything but this {type}, or missing.",
    "gt": "More than this {type}.",
    "gte": "At least this {type}.",
    "lt": "Less than this {type}.",
    "lte": "At most this {type}.",
}
_TEXT_SUFFIXES = {
    "contains": "Has this text within it; A to Z and a to z are the same.",
    "prefix": "Begins with this text; A to Z and a to z are the same.",
}
_SEARCH = {"type": "string", "maxLength": MAX_SEARCH}
_AFTER = {"type": "string", "pattern": f"^{CURSOR.pattern}$"}
_LARGEST = 1.7976931348623157e308


def parameter(name: str, description: str, schema: Mapping[str, Any], example: object = None) -> Parameter:
    """A query parameter that may be left out; a list is written with commas."""
    found = {"name": name, "in": "query", "required": False, "description": description, "schema": dict(schema)}
    if schema.get("type") == "array":
        found |= {"style": "form", "explode": False}
    return found | ({} if example is None else {"example": example})


def choice(values: Iterable[str]) -> dict[str, Any]:
    """The schema of one of some texts."""
    return {"type": "string", "enum": list(values)}


def several(schema: Mapping[str, Any], most: int | None = None) -> dict[str, Any]:
    """The schema of a list of values, which are different where only `most` may be given."""
    limits = {} if most is None else {"maxItems": most, "uniqueItems": True}
    return {"type": "array", "items": dict(schema), "minItems": 1, **limits}


def whole_number(low: int, high: int, default: int | None = None) -> dict[str, Any]:
    """The schema of a whole number."""
    schema = {"type": "integer", "minimum": low, "maximum": high}
    return schema if default is None else schema | {"default": default}


def value_schema(field: Field) -> dict[str, Any]:
    """The schema of a value of a field as it is written in a URL."""
    match field.type:
        case FieldType.INTEGER:
            return whole_number(-INTEGER_LIMIT, INTEGER_LIMIT - 1)
        case FieldType.FLOAT:
            return {"type": "number", "minimum": -_LARGEST, "maximum": _LARGEST}
        case FieldType.BOOLEAN:
            return choice(["true", "false"])
        case FieldType.DATE:
            return {"type": "string", "format": "date"}
        case FieldType.TEXT:
            return {"type": "string"}
        case _:
            return {"type": "string", "pattern": f"^({pattern(field)})$"}


def list_parameters(fields: Fields, examples: Examples) -> list[Parameter]:
    """What chooses a page of records."""
    after = parameter("after", "The value of next in the answer before this one; offset counts from there.", _AFTER)
    return [*page_parameters(fields), after, *selection_parameters(fields, PARAMETERS, examples)]


def page_parameters(fields: Fields) -> list[Parameter]:
    """Parameters that choose a part of a list and its order."""
    return [
        parameter("limit", "How many records.", whole_number(1, MAX_LIMIT, DEFAULT_LIMIT)),
        parameter("offset", "How many records to pass over first.", whole_number(0, MAX_OFFSET, 0)),
        sort_parameter(fields),
    ]


def selection_parameters(fields: Fields, settings: frozenset[str], examples: Examples) -> list[Parameter]:
    """What chooses records, beside settings that take names of their own."""
    words = parameter("q", "Words, or beginnings of words, that the texts of a record have.", _SEARCH)
    return [*([words] if searched(fields.values()) else []), *filter_parameters(fields, examples, settings)]


def sort_parameter(fields: Fields) -> Parameter:
    """The parameter that chooses the order."""
    names = [sign + name for name in fields for sign in ("", "-")]
    described = "Fields to sort by; a minus sign before a field turns its order round. Missing values come last."
    return parameter("sort", described, several(choice(names)))


def filter_parameters(fields: Fields, examples: Examples, settings: Iterable[str] = ()) -> list[Parameter]:
    """Parameters that filter by each of the fields, beside those that are settings of the same name."""
    taken = frozenset(settings)
    return [entry for field in fields.values() for entry in _filters_of(field, examples.get(field.name), taken)]


def _filters_of(field: Field, example: object, taken: frozenset[str]) -> list[Parameter]:
    schema = value_schema(field)
    key = f"{field.name}__eq" if field.name in taken else field.name
    found = [
        parameter(key, f"Equal to this {field.type}; given more than once, equal to any of them.", schema, example),
        parameter(f"{field.name}__{LIST}", "Equal to any of these values.", several(schema)),
        parameter(f"{field.name}__null", "Whether the value is missing.", choice(["true", "false"])),
    ]
    texts = _SUFFIXES | (_TEXT_SUFFIXES if field.type is FieldType.TEXT else {})
    return found + [
        parameter(f"{field.name}__{suffix}", text.format(type=field.type), schema, example)
        for suffix, text in texts.items()
    ]
