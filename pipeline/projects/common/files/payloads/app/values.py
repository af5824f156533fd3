"""The values that the service accepts, field type by field type, and how each is stored."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StringConstraints

from app.fields import INTEGER_LIMIT, Stored
from app.tables import Table

MAX_TEXT = 10_000
NO_NUL = r"^[^\x00]*$"  # the one character that PostgreSQL cannot keep

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATETIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?")

_Value = TypeVar("_Value")


class Payload(BaseModel):
    """What a client sends; a key that is not a field is refused."""

    model_config = ConfigDict(extra="forbid")


def _iso_date(value: object) -> object:
    if not (isinstance(value, str) and _DATE.fullmatch(value)):
        raise ValueError("a date such as 2024-05-31 is expected")
    return value


def _iso_datetime(value: object) -> object:
    if not (isinstance(value, str) and _DATETIME.fullmatch(value)):
        raise ValueError("a date and time such as 2024-05-31T13:45:00 is expected")
    return value


def _number(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("a number is expected")
    return value


def _not_null(value: object) -> object:
    if value is None:
        raise ValueError("a value is required")
    return value


NoBoolean = BeforeValidator(_number)
Text = Annotated[str, StringConstraints(max_length=MAX_TEXT, pattern=NO_NUL)]
RequiredText = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT, pattern=NO_NUL)]
Integer = Annotated[int, Field(strict=True, ge=-INTEGER_LIMIT, lt=INTEGER_LIMIT)]
Number = Annotated[Decimal, NoBoolean]
Float = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Boolean = StrictBool
Date = Annotated[dt.date, BeforeValidator(_iso_date)]
DateTime = Annotated[dt.datetime, BeforeValidator(_iso_datetime)]
Reference = Annotated[int, Field(strict=True, ge=1, lt=INTEGER_LIMIT)]

Kept = Annotated[_Value | None, BeforeValidator(_not_null)]
"""A required value that a partial change may leave out, but not set to null."""


def stored_values(table: Table, values: Mapping[str, object]) -> dict[str, Stored | None]:
    """Values by field name as SQLite holds them."""
    scales = {field.name: field.scale for field in table.fields}
    return {name: _stored(value, scales[name]) for name, value in values.items()}


def _stored(value: object, scale: int) -> Stored | None:
    match value:
        case bool():
            return int(value)
        case Decimal():
            return int(value.scaleb(scale))
        case dt.date():
            return value.isoformat()
        case None | int() | float() | str():
            return value
        case _:
            raise TypeError(f"{type(value).__name__} is no field's type")
