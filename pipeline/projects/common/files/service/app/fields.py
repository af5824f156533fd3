"""Typed fields: how a value is read from text, kept in SQLite and written as JSON."""

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

Stored = int | float | str
"""What SQLite holds: decimals as scaled integers, booleans as 0 and 1, dates and times as ISO 8601 text."""

INTEGER_LIMIT = 2**63

_INTEGER = re.compile(r"-?[0-9]{1,19}")
_DECIMAL = re.compile(r"(-?[0-9]{1,19})(?:\.([0-9]{1,19}))?")
_FLOAT = re.compile(r"-?[0-9]{1,320}(\.[0-9]{0,320})?([eE][-+]?[0-9]{1,4})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATETIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?)?")

_json_string = json.JSONEncoder(ensure_ascii=False).encode


class FieldType(StrEnum):
    """The type of a field. A DECIMAL is exact; a FLOAT is an IEEE 754 double."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    FLOAT = "float"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    TEXT = "text"


@dataclass(frozen=True, kw_only=True)
class Field:
    """A field by its `name` in the API and in SQL; `label` is what people call it, `scale` counts decimal places."""

    name: str
    label: str
    type: FieldType
    scale: int = 0

    @property
    def is_number(self) -> bool:
        """Whether values can be added up."""
        return self.type in (FieldType.INTEGER, FieldType.DECIMAL, FieldType.FLOAT)

    @property
    def sql_name(self) -> str:
        """The name as a quoted SQL identifier."""
        return f'"{self.name}"'

    @property
    def sql_type(self) -> str:
        """The type of the column in a STRICT table."""
        if self.type in (FieldType.INTEGER, FieldType.DECIMAL, FieldType.BOOLEAN):
            return "INTEGER"
        return "REAL" if self.type is FieldType.FLOAT else "TEXT"


def parse_value(field: Field, text: str) -> Stored:
    """The stored form of a value that a person wrote; ValueError says in a few words what was expected."""
    return _PARSERS[field.type](text, field.scale)


def encoder(field: Field) -> Callable[[Stored | None], str]:
    """A function from a stored value to its JSON text."""
    encode = _ENCODERS[field.type]

    def to_json(value: Stored | None) -> str:
        return "null" if value is None else encode(value, field.scale)

    return to_json


def decimal_text(value: int, scale: int) -> str:
    """A scaled integer as a decimal number with exactly `scale` places."""
    if not scale:
        return str(value)
    digits = str(abs(value)).rjust(scale + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-scale]}.{digits[-scale:]}"


def _parse_integer(text: str, _scale: int) -> int:
    if not _INTEGER.fullmatch(text):
        raise ValueError("a whole number")
    return _within_limits(int(text))


def _parse_decimal(text: str, scale: int) -> int:
    match = _DECIMAL.fullmatch(text)
    places = (match[2] or "").rstrip("0") if match else ""
    if not match or len(places) > scale:
        raise ValueError(f"a number with at most {scale} decimal places")
    return _within_limits(int(match[1] + places.ljust(scale, "0")))


def _within_limits(value: int) -> int:
    if not -INTEGER_LIMIT <= value < INTEGER_LIMIT:
        raise ValueError("a smaller number")
    return value


def _parse_float(text: str, _scale: int) -> float:
    number = float(text) if _FLOAT.fullmatch(text) else float("inf")
    if abs(number) == float("inf"):
        raise ValueError("a number")
    return number


def _parse_boolean(text: str, _scale: int) -> int:
    if text not in ("true", "false"):
        raise ValueError("true or false")
    return int(text == "true")


def _parse_date(text: str, _scale: int) -> str:
    if not _DATE.fullmatch(text):
        raise ValueError("a date such as 2024-05-31")
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError("a date that exists, such as 2024-05-31") from None


def _parse_datetime(text: str, _scale: int) -> str:
    if not _DATETIME.fullmatch(text):
        raise ValueError("a date and time such as 2024-05-31T13:45:00")
    try:
        return dt.datetime.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError("a date and time that exist, such as 2024-05-31T13:45:00") from None


def _parse_text(text: str, _scale: int) -> str:
    return text


_PARSERS: dict[FieldType, Callable[[str, int], Stored]] = {
    FieldType.INTEGER: _parse_integer,
    FieldType.DECIMAL: _parse_decimal,
    FieldType.FLOAT: _parse_float,
    FieldType.BOOLEAN: _parse_boolean,
    FieldType.DATE: _parse_date,
    FieldType.DATETIME: _parse_datetime,
    FieldType.TEXT: _parse_text,
}

_ENCODERS: dict[FieldType, Callable[[Stored, int], str]] = {
    FieldType.INTEGER: lambda value, _scale: str(value),
    FieldType.DECIMAL: lambda value, scale: decimal_text(int(value), scale),
    FieldType.FLOAT: lambda value, _scale: repr(value),
    FieldType.BOOLEAN: lambda value, _scale: "true" if value else "false",
    FieldType.DATE: lambda value, _scale: _json_string(value),
    FieldType.DATETIME: lambda value, _scale: _json_string(value),
    FieldType.TEXT: lambda value, _scale: _json_string(value),
}
