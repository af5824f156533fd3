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

EXACT_DIGITS = 18
"""The most digits that a decimal has."""

_INTEGER = r"-?[0-9]{1,19}"
_FLOAT = r"-?[0-9]{1,320}(\.[0-9]{0,320})?([eE][-+]?[0-9]{1,4})?"
_YEAR = r"([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})"
_LEAP_YEAR = r"([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)"
_DAY = r"((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
_DATE = rf"({_YEAR}-{_DAY}|{_LEAP_YEAR}-02-29)"
_DATETIME = rf"{_DATE}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{{1,6}})?)?)?"

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


def pattern(field: Field) -> str:
    """A regular expression for the texts that `parse_value` takes; for an INTEGER or a FLOAT, also for larger ones."""
    match field.type:
        case FieldType.DECIMAL:
            return _decimal(field.scale)
        case FieldType.TEXT:
            return r"[\s\S]*"
        case _:
            return _PATTERNS[field.type]


def parse_value(field: Field, text: str) -> Stored:
    """The stored form of a value that a person wrote; ValueError says in a few words what was expected."""
    if not re.fullmatch(pattern(field), text):
        raise ValueError(_EXPECTED[field.type].format(scale=field.scale))
    return _PARSERS[field.type](text, field.scale)


def canonical(field: Field, value: Stored) -> str:
    """A stored value as a person may write it: what `parse_value` reads back as the same."""
    match field.type:
        case FieldType.DECIMAL:
            return decimal_text(int(value), field.scale)
        case FieldType.FLOAT:
            return repr(float(value))
        case FieldType.BOOLEAN:
            return "true" if value else "false"
        case _:
            return str(value)


def encoder(field: Field) -> Callable[[Stored | None], str]:
    """A function from a stored value to its JSON text."""
    write = canonical if field.is_number or field.type is FieldType.BOOLEAN else _string

    def to_json(value: Stored | None) -> str:
        return "null" if value is None else write(field, value)

    return to_json


def decimal_text(value: int, scale: int) -> str:
    """A scaled integer as a decimal number with exactly `scale` places."""
    if not scale:
        return str(value)
    digits = str(abs(value)).rjust(scale + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-scale]}.{digits[-scale:]}"


def _string(_field: Field, value: Stored) -> str:
    return _json_string(str(value))


def _decimal(scale: int) -> str:
    whole = f"[0-9]{{1,{EXACT_DIGITS - scale}}}" if scale < EXACT_DIGITS else "0"
    places = rf"\.[0-9]{{1,{scale}}}0{{0,{EXACT_DIGITS - scale}}}" if scale else rf"\.0{{1,{EXACT_DIGITS}}}"
    return f"-?{whole}({places})?"


def _parse_integer(text: str, _scale: int) -> int:
    value = int(text)
    if not -INTEGER_LIMIT <= value < INTEGER_LIMIT:
        raise ValueError("a smaller number")
    return value


def _parse_decimal(text: str, scale: int) -> int:
    whole, _, places = text.partition(".")
    return int(whole + places[:scale].ljust(scale, "0"))


def _parse_float(text: str, _scale: int) -> float:
    number = float(text)
    if abs(number) == float("inf"):
        raise ValueError("a smaller number")
    return number


def _parse_boolean(text: str, _scale: int) -> int:
    return int(text == "true")


def _parse_date(text: str, _scale: int) -> str:
    return text


def _parse_datetime(text: str, _scale: int) -> str:
    return dt.datetime.fromisoformat(text).isoformat()


def _parse_text(text: str, _scale: int) -> str:
    return text


_PATTERNS = {
    FieldType.INTEGER: _INTEGER,
    FieldType.FLOAT: _FLOAT,
    FieldType.BOOLEAN: "true|false",
    FieldType.DATE: _DATE,
    FieldType.DATETIME: _DATETIME,
}

_EXPECTED = {
    FieldType.INTEGER: "a whole number",
    FieldType.DECIMAL: "a number of at most 18 digits, {scale} of them decimal places",
    FieldType.FLOAT: "a number",
    FieldType.BOOLEAN: "true or false",
    FieldType.DATE: "a date that exists, such as 2024-05-31",
    FieldType.DATETIME: "a date and time that exist, such as 2024-05-31T13:45:00",
    FieldType.TEXT: "a text",
}

_PARSERS: dict[FieldType, Callable[[str, int], Stored]] = {
    FieldType.INTEGER: _parse_integer,
    FieldType.DECIMAL: _parse_decimal,
    FieldType.FLOAT: _parse_float,
    FieldType.BOOLEAN: _parse_boolean,
    FieldType.DATE: _parse_date,
    FieldType.DATETIME: _parse_datetime,
    FieldType.TEXT: _parse_text,
}
