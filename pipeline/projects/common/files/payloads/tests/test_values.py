"""Values that clients send: which are taken, what is kept of them, and how they are described."""

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field, ValidationError

from app.fields import FieldType
from app.tables import Table, TableField
from app.values import (
    Boolean,
    Date,
    DateTime,
    Exact,
    Float,
    Integer,
    Payload,
    Reference,
    RequiredText,
    Text,
    date_schema,
    decimal_schema,
    moment_schema,
    stored_values,
)


class Sale(Payload):
    """A payload with a field of every type."""

    pieces: Integer | None = None
    price: Annotated[Decimal, Field(max_digits=18, decimal_places=2), Exact, decimal_schema(2)] | None = None
    weight: Float | None = None
    new: Boolean | None = None
    sold: Date | None = None
    paid: DateTime | None = None
    note: Text | None = None
    title: RequiredText | None = None
    shop: Reference | None = None


@pytest.mark.parametrize(
    ("name", "value", "taken"),
    [
        ("pieces", 2**53 - 1, 2**53 - 1),
        ("pieces", 3.0, 3),
        ("price", 19.9, Decimal("19.9")),
        ("price", "9999999999999999.99", Decimal("9999999999999999.99")),
        ("price", 0.1 + 0.2, Decimal("0.3")),
        ("weight", 2, 2.0),
        ("new", False, False),
        ("sold", "2024-02-29", dt.date(2024, 2, 29)),
        ("paid", "2024-02-29 10:20", dt.datetime(2024, 2, 29, 10, 20)),
        ("paid", "2024-02-29T10:20:30.5Z", dt.datetime(2024, 2, 29, 10, 20, 30, 500_000)),
        ("paid", "2024-02-29T00:30:00+01:00", dt.datetime(2024, 2, 28, 23, 30)),
        ("note", "", ""),
        ("title", " a\n", " a\n"),
        ("shop", 1, 1),
    ],
)
def test_a_value_is_taken(name: str, value: object, taken: object) -> None:
    found = getattr(Sale.model_validate({name: value}), name)
    assert (found, type(found)) == (taken, type(taken))


@pytest.mark.parametrize(
    ("name", "values", "reason"),
    [
        ("pieces", [True, "1", 1.5], "a whole number is expected"),
        ("pieces", [2**53, -(2**53)], "validation error"),
        ("price", [True], "a number is expected"),
        ("price", [1.005, "1e999", "one"], "validation error"),
        ("weight", ["1", float("inf"), True], "validation error"),
        ("new", [1, "true"], "validation error"),
        ("sold", [20240229, "29.02.2024", "2024-2-9"], "a date such as 2024-05-31 is expected"),
        ("sold", ["2023-02-29"], "validation error"),
        ("paid", [1.5, "noon", "2024-02-29"], "a date and time such as 2024-05-31T13:45:00 is expected"),
        ("paid", ["0001-01-01T00:00:00+01:00"], "a moment from year 1 to year 9999 is expected"),
        ("note", ["a\x00", "a" * 10_001, 1], "validation error"),
        ("title", ["", " \n", "a\x00"], "validation error"),
        ("shop", [0, "1"], "validation error"),
        ("other", [1], "Extra inputs are not permitted"),
    ],
)
def test_a_value_is_refused(name: str, values: list[Any], reason: str) -> None:
    for value in values:
        with pytest.raises(ValidationError, match=reason):
            Sale.model_validate({name: value})


def test_values_are_kept_as_the_database_has_them() -> None:
    kinds = {"price": FieldType.DECIMAL, "new": FieldType.BOOLEAN, "sold": FieldType.DATE, "paid": FieldType.DATETIME}
    fields = tuple(TableField(name=name, label=name, type=kind, scale=2) for name, kind in kinds.items())
    table = Table(name="sales", singular="sale", label="Sale", fields=fields)
    sent = {"price": 19.9, "new": True, "sold": "2024-02-29", "paid": "2024-02-29T10:20"}
    taken = Sale.model_validate(sent).model_dump(exclude_unset=True)
    assert stored_values(table, taken) == {"price": 1990, "new": 1, "sold": "2024-02-29", "paid": "2024-02-29T10:20:00"}
    assert stored_values(table, {"price": None}) == {"price": None}
    with pytest.raises(TypeError, match=r"^list is no field's type$"):
        stored_values(table, {"price": []})


def test_decimals_are_described_with_their_places_and_bounds() -> None:
    class Priced(BaseModel):
        free: Annotated[Decimal, decimal_schema(2)]
        bounded: Annotated[Decimal, decimal_schema(0, "0.5", "99")]

    properties = Priced.model_json_schema()["properties"]
    number, text = properties["free"]["anyOf"]
    assert number == {
        "type": "number",
        "multipleOf": 0.01,
        "exclusiveMinimum": -(10.0**16),
        "exclusiveMaximum": 10.0**16,
    }
    assert text["type"] == "string"
    taken = {part: bool(re.search(text["pattern"], part)) for part in ("1", "-1.25", "1.255", "x1")}
    assert taken == {"1": True, "-1.25": True, "1.255": False, "x1": False}
    (number,) = properties["bounded"]["anyOf"]
    assert (number["minimum"], number["maximum"], number["multipleOf"]) == (0.5, 99.0, 1.0)


@pytest.mark.parametrize(
    ("least", "most"),
    [
        ("2025-01-01", None),
        (None, "2023-12-31"),
        ("2024-02-10", "2024-11-09"),
        ("1999-12-31", "2100-01-01"),
        ("2024-05-31", "2024-05-31"),
        (None, None),
    ],
)
def test_dates_are_described_with_their_bounds(least: str | None, most: str | None) -> None:
    class Dated(BaseModel):
        day: Annotated[Date, date_schema(least, most)]

    schema = Dated.model_json_schema()["properties"]["day"]
    assert (schema["type"], schema["format"]) == ("string", "date")
    for days in range(0, 3_652_000, 977):
        text = (dt.date.min + dt.timedelta(days=days)).isoformat()
        assert bool(re.search(schema["pattern"], text)) == ((least or "") <= text <= (most or "9999-12-31")), text
    for text in filter(None, (least, most)):
        assert re.search(schema["pattern"], text)


@pytest.mark.parametrize(
    ("least", "most", "within", "beyond"),
    [
        (
            None,
            "2023-12-31T23:59:59",
            ["2023-12-31T23:59:59Z", "2023-12-31T23:59:59", "2023-12-29T10:00:00-12:00", "0001-01-03T00:00:00.5+14:00"],
            ["2024-01-01T00:00:00", "2023-12-31T23:59:59.5", "2023-12-31T23:00:00-12:00"],
        ),
        (
            "2024-01-01T00:00:00.500000",
            "2024-01-01T00:00:02",
            ["2024-01-01T00:00:01", "2024-01-01T00:00:02Z"],
            ["2024-01-01T00:00:00", "2024-01-01T00:00:03", "2024-01-01T00:00:01+01:00"],
        ),
    ],
)
def test_moments_are_described_with_their_bounds(
    least: str | None, most: str | None, within: list[str], beyond: list[str]
) -> None:
    class Dated(BaseModel):
        moment: Annotated[DateTime, moment_schema(least, most)]

    schema = Dated.model_json_schema()["properties"]["moment"]
    assert (schema["type"], schema["format"]) == ("string", "date-time")
    assert [bool(re.search(schema["pattern"], text)) for text in (*within, *beyond)] == [
        *(True for _ in within),
        *(False for _ in beyond),
    ]
