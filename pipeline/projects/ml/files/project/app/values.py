"""The values that a record may have, field type by field type."""

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StringConstraints

MAX_TEXT = 1_000
MOMENT_EXAMPLE = "2024-05-31T13:45:00"


class Payload(BaseModel):
    """What a client sends; a key that is not a field is refused."""

    model_config = ConfigDict(extra="forbid")


def _date(text: str) -> str:
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError("a date that exists, such as 2024-05-31, is expected") from None


def _datetime(text: str) -> str:
    try:
        return dt.datetime.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(f"a date and time that exist, such as {MOMENT_EXAMPLE}, are expected") from None


Integer = Annotated[int, Field(strict=True, ge=-(2**63), lt=2**63)]
Number = Annotated[float, Field(strict=True, ge=-1e300, le=1e300, allow_inf_nan=False)]
Boolean = StrictBool
Category = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT)]
Date = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    AfterValidator(_date),
    Field(json_schema_extra={"format": "date"}),
]
DateTime = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?$"),
    AfterValidator(_datetime),
]
