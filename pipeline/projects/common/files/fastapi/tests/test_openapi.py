"""How the parameters of questions are described, and that a described value is one that is understood."""

import re
from typing import Any

import pytest

from app.fields import Field, FieldType
from app.listing import parse_list
from app.openapi import (
    choice,
    filter_parameters,
    list_parameters,
    parameter,
    selection_parameters,
    several,
    value_schema,
    whole_number,
)
from app.query import indexed

TITLE = Field(name="title", label="Title", type=FieldType.TEXT)
PRICE = Field(name="price", label="Price", type=FieldType.DECIMAL, scale=2)
LIMIT = Field(name="limit", label="Limit", type=FieldType.INTEGER)
FIELDS = indexed([TITLE, PRICE, LIMIT])


def test_a_list_is_described() -> None:
    found = {entry["name"]: entry for entry in list_parameters(FIELDS, {"price": 19.9})}
    assert [found[name]["schema"] for name in ("limit", "offset", "after", "q")] == [
        {"type": "integer", "minimum": 1, "maximum": 1000, "default": 50},
        {"type": "integer", "minimum": 0, "maximum": 10**12, "default": 0},
        {"type": "string", "pattern": "^[0-9a-f]{1,15}$"},
        {"type": "string", "maxLength": 200},
    ]
    orders = ["id", "-id", "title", "-title", "price", "-price", "limit", "-limit"]
    assert found["sort"]["schema"] == {"type": "array", "items": {"type": "string", "enum": orders}, "minItems": 1}
    assert (found["sort"]["style"], found["sort"]["explode"]) == ("form", False)
    assert "explode" not in found["limit"]
    assert len({entry["name"] for entry in found.values()}) == len(list_parameters(FIELDS, {}))
    assert all((entry["in"], entry["required"]) == ("query", False) for entry in found.values())
    assert all(re.fullmatch(r".+\.", entry["description"]) for entry in found.values())


def test_each_field_has_its_filters() -> None:
    found = {entry["name"]: entry for entry in filter_parameters(FIELDS, {"price": 19.9}, {"limit"})}
    suffixes = ("in", "null", "not", "gt", "gte", "lt", "lte")
    assert [name for name in found if name.startswith("price")] == ["price", *(f"price__{each}" for each in suffixes)]
    assert [name for name in found if name.startswith("limit")][:2] == ["limit__eq", "limit__in"]
    assert {"title__contains", "title__prefix"} <= set(found)
    assert "price__contains" not in found
    assert found["price"]["example"] == found["price__gte"]["example"] == 19.9
    assert "example" not in found["title"]
    assert found["price__null"]["schema"] == choice(["true", "false"])
    assert found["price__in"]["schema"] == several(value_schema(PRICE))
    assert found["price"]["description"].startswith("Equal to this decimal;")
    assert found["price__lte"]["description"] == "At most this decimal."


def test_words_are_described_where_there_are_texts() -> None:
    for fields, described in ((FIELDS, True), (indexed([PRICE]), False)):
        names = [entry["name"] for entry in selection_parameters(fields, frozenset(), {})]
        assert ("q" in names) == described


@pytest.mark.parametrize(
    ("kind", "schema"),
    [
        (FieldType.INTEGER, {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1}),
        (FieldType.BOOLEAN, {"type": "string", "enum": ["true", "false"]}),
        (FieldType.DATE, {"type": "string", "format": "date"}),
        (FieldType.TEXT, {"type": "string"}),
    ],
)
def test_a_value_is_described_by_its_type(kind: FieldType, schema: dict[str, Any]) -> None:
    assert value_schema(Field(name="value", label="Value", type=kind)) == schema


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        (FieldType.DECIMAL, "19.90", "19.905"),
        (FieldType.DATETIME, "2024-02-29T10:00", "2023-02-29T10:00"),
    ],
)
def test_a_pattern_takes_what_the_service_takes(kind: FieldType, right: str, wrong: str) -> None:
    schema = value_schema(Field(name="value", label="Value", type=kind, scale=2))
    assert schema["type"] == "string"
    assert [bool(re.search(schema["pattern"], text)) for text in (right, wrong, f"x{right}")] == [True, False, False]


def test_floats_are_numbers_that_a_double_holds() -> None:
    schema = value_schema(Field(name="value", label="Value", type=FieldType.FLOAT))
    assert schema == {"type": "number", "minimum": -1.7976931348623157e308, "maximum": 1.7976931348623157e308}


def test_parts_of_descriptions() -> None:
    assert whole_number(1, 9) == {"type": "integer", "minimum": 1, "maximum": 9}
    assert several(choice("ab"), 2) == {
        "type": "array",
        "items": {"type": "string", "enum": ["a", "b"]},
        "minItems": 1,
        "maxItems": 2,
        "uniqueItems": True,
    }
    assert parameter("a", "A.", {"type": "string"}, 0) == {
        "name": "a",
        "in": "query",
        "required": False,
        "description": "A.",
        "schema": {"type": "string"},
        "example": 0,
    }


def test_what_is_described_is_understood() -> None:
    values = {"title": "a", "price": "1.50", "limit": "7", "id": "1", "after": "1f", "q": "a", "sort": "-id"}
    for entry in list_parameters(FIELDS, {}):
        text = "true" if entry["name"].endswith("__null") else values.get(entry["name"].partition("__")[0], "1")
        assert parse_list(FIELDS, [(entry["name"], text)]) != parse_list(FIELDS, [])
