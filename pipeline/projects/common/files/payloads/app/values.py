"""The values that the service accepts, field type by field type, and how each is stored."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    WithJsonSchema,
)

from app.fields import Stored
from app.tables import Table

MAX_TEXT = 10_000
LARGEST = 2**53 - 1  # the whole numbers up to it are exact for every reader of JSON
MAX_DIGITS = 18  # of a decimal
EXACT_DIGITS = 15  # as many as a number of JSON surely carries; more can be sent as text
NO_NUL = r"^[^\x00]*$"  # the one character that PostgreSQL cannot keep
FILLED = r"^[^\x00]*[^\s\x00][^\x00]*$"  # something besides blanks

_ANY_ZONE = dt.timedelta(days=2)  # no time zone is as far from UTC
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATETIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?([Zz]|[-+][0-9]{2}:[0-9]{2})?"
)


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


def _without_zone(value: dt.datetime) -> dt.datetime:
    """The same moment in UTC, if it came with a zone."""
    try:
        return value.astimezone(dt.UTC).replace(tzinfo=None) if value.tzinfo else value
    except OverflowError:
        raise ValueError("a moment from year 1 to year 9999 is expected") from None


def _number(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("a number is expected")
    return format(value, f".{EXACT_DIGITS}g") if isinstance(value, float) else value


def _whole(value: object) -> object:
    """A whole number, which JSON may write with a point as well."""
    if isinstance(value, bool | str) or (isinstance(value, float) and not value.is_integer()):
        raise ValueError("a whole number is expected")
    return int(value) if isinstance(value, float) else value


def decimal_schema(scale: int, least: str | None = None, most: str | None = None) -> WithJsonSchema:
    """How a decimal with so many places, and within bounds if it has some, is sent: as a number, or as text."""
    digits = rf"^-?[0-9]{{1,{MAX_DIGITS - scale}}}" + (rf"(\.[0-9]{{1,{scale}}})?$" if scale else "$")
    limit = 10.0 ** (MAX_DIGITS - scale)
    number = {"type": "number", "multipleOf": 10.0**-scale, "exclusiveMinimum": -limit, "exclusiveMaximum": limit}
    bounds = {name: float(text) for name, text in (("minimum", least), ("maximum", most)) if text is not None}
    texts = [{"type": "string", "pattern": digits}] if not bounds else []
    return WithJsonSchema({"anyOf": [{**number, **bounds}, *texts]}, mode="validation")


def date_schema(least: str | None, most: str | None) -> WithJsonSchema:
    """How a date within bounds is sent; they are a pattern, since JSON Schema has no other for dates."""
    pattern = _between(least or dt.date.min.isoformat(), most or dt.date.max.isoformat())
    return WithJsonSchema({"type": "string", "format": "date", "pattern": f"^{pattern}$"}, mode="validation")


def moment_schema(least: str | None, most: str | None) -> WithJsonSchema:
    """How a date and time within bounds is sent: a day or more within them in any time zone, else in UTC."""
    low = dt.datetime.fromisoformat(least) if least else dt.datetime.min
    high = dt.datetime.fromisoformat(most) if most else dt.datetime.max
    low += dt.timedelta(microseconds=-low.microsecond % 1_000_000)
    ways = [f"{_between(low.isoformat(), high.isoformat(timespec='seconds'))}[Zz]?"] if low <= high else []
    if high - low > 2 * _ANY_ZONE:
        first, last = (low + _ANY_ZONE).date(), (high - _ANY_ZONE).date()
        ways.append(f"{_between(first.isoformat(), last.isoformat())}[Tt ].*")
    pattern = f"^({'|'.join(ways)})$"
    return WithJsonSchema({"type": "string", "format": "date-time", "pattern": pattern}, mode="validation")


def _between(least: str, most: str) -> str:
    """A regular expression for the texts from one to another, all of the same form."""
    if least == most:
        return least
    if least[0] == most[0]:
        return least[0] + _between(least[1:], most[1:])
    middle = [f"[{int(least[0]) + 1}-{int(most[0]) - 1}]{_like(least[1:])}"] if int(most[0]) - int(least[0]) > 1 else []
    ways = [least[0] + _beyond(least[1:], "9"), *middle, most[0] + _beyond(most[1:], "0")]
    return f"({'|'.join(ways)})"


def _beyond(limit: str, end: str) -> str:
    """A regular expression for the texts of the form of a limit from there on, upwards to 9 or downwards to 0."""
    if not limit or not limit[0].isdigit() or limit[0] == end:
        return limit[:1] + (_beyond(limit[1:], end) if limit else "")
    others = f"{int(limit[0]) + 1}-9" if end == "9" else f"0-{int(limit[0]) - 1}"
    return f"({limit[0]}{_beyond(limit[1:], end)}|[{others}]{_like(limit[1:])})"


def _like(text: str) -> str:
    """A regular expression for the texts of the same form."""
    return re.sub("[0-9]", "[0-9]", text)


def unset() -> Any:  # noqa: ANN401 - it stands for a value of any type
    """What stands for a value that a change leaves out; nobody reads it."""
    return None


Whole = BeforeValidator(_whole)
Exact = BeforeValidator(_number)
Text = Annotated[str, StringConstraints(max_length=MAX_TEXT, pattern=NO_NUL)]
RequiredText = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT, pattern=FILLED)]
Integer = Annotated[int, Field(ge=-LARGEST, le=LARGEST), Whole]
Number = Annotated[Decimal, WithJsonSchema({"type": "number"}, mode="serialization")]
Moment = Annotated[dt.datetime, WithJsonSchema({"type": "string"}, mode="serialization")]
Float = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Boolean = StrictBool
Date = Annotated[dt.date, BeforeValidator(_iso_date)]
DateTime = Annotated[dt.datetime, BeforeValidator(_iso_datetime), AfterValidator(_without_zone)]
Reference = Annotated[int, Field(ge=1, le=LARGEST), Whole]


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
