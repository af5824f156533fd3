"""Descriptions of the query parameters, for the OpenAPI document."""

from collections.abc import Iterable
from typing import Any

from app.fields import Field, FieldType
from app.query import DEFAULT_LIMIT, MAX_LIMIT, Fields

Parameter = dict[str, Any]

_SUFFIXES = {
    "in": "Equal to any of these values, separated by commas.",
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


def parameter(name: str, description: str, choices: Iterable[str] = ()) -> Parameter:
    """An optional query parameter; `choices` are the values that it may have, none meaning any."""
    schema: dict[str, Any] = {"type": "string"}
    if allowed := list(choices):
        schema["enum"] = allowed
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def page_parameters() -> list[Parameter]:
    """Parameters that choose a part of a list and its order."""
    return [
        parameter("limit", f"How many records, from 1 to {MAX_LIMIT}; {DEFAULT_LIMIT} if it is not given."),
        parameter("offset", "How many records to pass over first."),
        parameter("sort", "Fields to sort by, separated by commas; a minus sign before a field turns its order round."),
    ]


def filter_parameters(fields: Fields) -> list[Parameter]:
    """Parameters that filter a list by each of its fields."""
    return [entry for field in fields.values() for entry in _filters_of(field)]


def _filters_of(field: Field) -> list[Parameter]:
    found = [parameter(field.name, f"Equal to this {field.type}; given more than once, equal to any of them.")]
    found += [parameter(f"{field.name}__{suffix}", text.format(type=field.type)) for suffix, text in _SUFFIXES.items()]
    found.append(parameter(f"{field.name}__null", "Whether the value is missing.", ["true", "false"]))
    if field.type is FieldType.TEXT:
        found += [parameter(f"{field.name}__{suffix}", text) for suffix, text in _TEXT_SUFFIXES.items()]
    return found
