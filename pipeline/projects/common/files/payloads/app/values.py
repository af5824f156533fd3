"""The values that the service accepts, field type by field type, and how each is stored."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StringConstraints

from app.fields import INTEGER_LIMIT, Stored
from app.tables import Table

MAX_TEXT = 10_000
EXACT_DIGITS = 15  # as many as a number of JSON surely carries
NO_NUL = r"^[^\x00]*$"  # the one character that PostgreSQL cannot keep

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATETIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?")


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
    if isinstance(value, float) and len(repr(value).strip("-").replace(".", "")) > EXACT_DIGITS:
        raise ValueError(f"a number with more than {EXACT_DIGITS} digits must be sent as text")
    return value


def _whole(value: object) -> object:
    """A whole number, which JSON may write with a point as well."""
    if isinstance(value, bool | str) or (isinstance(value, float) and not value.is_integer()):
        raise ValueError("a whole number is expected")
    return int(value) if isinstance(value, float) else value


def unset() -> Any:  # noqa: ANN401 - it stands for a value of any type
    """What stands for a value that a change leaves out; nobody reads it."""
    return None


Whole = BeforeValidator(_whole)
Exact = BeforeValidator(_number)
Text = Annotated[str, StringConstraints(max_length=MAX_TEXT, pattern=NO_NUL)]
RequiredText = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT, pattern=NO_NUL)]
Integer = Annotated[int, Field(ge=-INTEGER_LIMIT, le=INTEGER_LIMIT - 1), Whole]
Float = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Boolean = StrictBool
Date = Annotated[dt.date, BeforeValidator(_iso_date)]
DateTime = Annotated[dt.datetime, BeforeValidator(_iso_datetime)]
Reference = Annotated[int, Field(ge=1, le=INTEGER_LIMIT - 1), Whole]


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
