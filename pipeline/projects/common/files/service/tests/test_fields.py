"""Values of every type: what is read, how it is kept, and how it is written again."""

import datetime as dt
import re

import pytest

from app.fields import Field, FieldType, Stored, canonical, decimal_text, encoder, parse_value, pattern

FLOAT_LIMIT = "1.7976931348623157e308"


def field_of(kind: FieldType, scale: int = 0) -> Field:
    return Field(name="value", label="Value", type=kind, scale=scale)


@pytest.mark.parametrize(
    ("kind", "scale", "text", "stored", "written"),
    [
        (FieldType.INTEGER, 0, "-12", -12, "-12"),
        (FieldType.INTEGER, 0, "007", 7, "7"),
        (FieldType.INTEGER, 0, "9223372036854775807", 2**63 - 1, "9223372036854775807"),
        (FieldType.INTEGER, 0, "-9223372036854775808", -(2**63), "-9223372036854775808"),
        (FieldType.DECIMAL, 2, "19.9", 1990, "19.90"),
        (FieldType.DECIMAL, 2, "-0.05", -5, "-0.05"),
        (FieldType.DECIMAL, 2, "7", 700, "7.00"),
        (FieldType.DECIMAL, 2, "1.2500", 125, "1.25"),
        (FieldType.DECIMAL, 2, "9999999999999999.99", 10**18 - 1, "9999999999999999.99"),
        (FieldType.DECIMAL, 0, "7.0", 7, "7"),
        (FieldType.DECIMAL, 18, "-0.000000000000000001", -1, "-0.000000000000000001"),
        (FieldType.FLOAT, 0, "1e3", 1000.0, "1000.0"),
        (FieldType.FLOAT, 0, "-2.5", -2.5, "-2.5"),
        (FieldType.FLOAT, 0, FLOAT_LIMIT, float(FLOAT_LIMIT), "1.7976931348623157e+308"),
        (FieldType.BOOLEAN, 0, "true", 1, "true"),
        (FieldType.BOOLEAN, 0, "false", 0, "false"),
        (FieldType.DATE, 0, "2024-05-31", "2024-05-31", "2024-05-31"),
        (FieldType.DATETIME, 0, "2024-05-31", "2024-05-31T00:00:00", "2024-05-31T00:00:00"),
        (FieldType.DATETIME, 0, "2024-05-31 23:59", "2024-05-31T23:59:00", "2024-05-31T23:59:00"),
        (FieldType.DATETIME, 0, "2024-05-31T00:00:59.5", "2024-05-31T00:00:59.500000", "2024-05-31T00:00:59.500000"),
        (FieldType.TEXT, 0, "", "", ""),
        (FieldType.TEXT, 0, "two\nlines ", "two\nlines ", "two\nlines "),
    ],
)
def test_a_value_is_kept_exactly(kind: FieldType, scale: int, text: str, stored: Stored, written: str) -> None:
    field = field_of(kind, scale)
    found = parse_value(field, text)
    assert (found, type(found)) == (stored, type(stored))
    assert canonical(field, stored) == written
    assert parse_value(field, written) == stored


@pytest.mark.parametrize(
    ("kind", "scale", "expected", "texts"),
    [
        (FieldType.INTEGER, 0, "a whole number", ["", "1.0", "one", "+1", "1 ", "٣", "9" * 20]),
        (FieldType.INTEGER, 0, "a smaller number", ["9223372036854775808", "-9223372036854775809"]),
        (
            FieldType.DECIMAL,
            2,
            "a number of at most 18 digits, 2 of them decimal places",
            ["1.234", "1e3", ".5", "9" * 17],
        ),
        (FieldType.DECIMAL, 0, "a number of at most 18 digits, 0 of them decimal places", ["1.5", "9" * 19]),
        (FieldType.DECIMAL, 18, "a number of at most 18 digits, 18 of them decimal places", ["1", "0." + "1" * 19]),
        (FieldType.FLOAT, 0, "a number", ["nan", "inf", "one", ".5", "1e", "1_0", "9" * 321]),
        (FieldType.FLOAT, 0, "a smaller number", ["1e309", "-1e309"]),
        (FieldType.BOOLEAN, 0, "true or false", ["1", "yes", "True"]),
        (FieldType.DATE, 0, "a date that exists, such as 2024-05-31", ["20240531", "2024-5-31", "2024-05-31T00:00"]),
        (
            FieldType.DATETIME,
            0,
            "a date and time that exist, such as 2024-05-31T13:45:00",
            ["now", "2024-02-30", "2024-05-31T24:00", "2024-05-31T10:60", "2024-05-31T10:00:60", "2024-05-31T10:00Z"],
        ),
    ],
)
def test_what_is_no_value_is_told(kind: FieldType, scale: int, expected: str, texts: list[str]) -> None:
    for text in texts:
        with pytest.raises(ValueError, match=f"^{re.escape(expected)}$"):
            parse_value(field_of(kind, scale), text)


@pytest.mark.parametrize("year", [0, 1, 4, 96, 100, 400, 1899, 1900, 2000, 2023, 2024, 9996, 9999])
def test_a_date_is_one_of_the_calendar(year: int) -> None:
    date = field_of(FieldType.DATE)
    for month in range(14):
        for day in range(33):
            text = f"{year:04}-{month:02}-{day:02}"
            assert bool(re.fullmatch(pattern(date), text)) == exists(year, month, day), text


def exists(year: int, month: int, day: int) -> bool:
    """Whether there is such a day."""
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    ("kind", "stored", "text"),
    [
        (FieldType.INTEGER, 7, "7"),
        (FieldType.DECIMAL, -1990, "-19.90"),
        (FieldType.FLOAT, 0.1, "0.1"),
        (FieldType.BOOLEAN, 0, "false"),
        (FieldType.DATE, "2024-05-31", '"2024-05-31"'),
        (FieldType.DATETIME, "2024-05-31T00:00:00", '"2024-05-31T00:00:00"'),
        (FieldType.TEXT, 'é "\n', '"é \\"\\n"'),
    ],
)
def test_a_value_as_json(kind: FieldType, stored: Stored, text: str) -> None:
    assert encoder(field_of(kind, 2))(stored) == text
    assert encoder(field_of(kind, 2))(None) == "null"


@pytest.mark.parametrize(
    ("value", "scale", "text"), [(0, 0, "0"), (0, 2, "0.00"), (5, 3, "0.005"), (-123, 1, "-12.3"), (100, 2, "1.00")]
)
def test_decimals_have_all_their_places(value: int, scale: int, text: str) -> None:
    assert decimal_text(value, scale) == text


def test_what_a_type_is_in_sql() -> None:
    types = {kind: (field_of(kind).sql_type, field_of(kind).is_number) for kind in FieldType}
    assert types == {
        FieldType.INTEGER: ("INTEGER", True),
        FieldType.DECIMAL: ("INTEGER", True),
        FieldType.FLOAT: ("REAL", True),
        FieldType.BOOLEAN: ("INTEGER", False),
        FieldType.DATE: ("TEXT", False),
        FieldType.DATETIME: ("TEXT", False),
        FieldType.TEXT: ("TEXT", False),
    }
    assert field_of(FieldType.TEXT).sql_name == '"value"'
    assert [str(kind) for kind in types] == ["integer", "decimal", "float", "boolean", "date", "datetime", "text"]
    assert Field(name="value", label="Value", type=FieldType.DECIMAL).scale == 0
