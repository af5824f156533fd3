"""A column of the records."""

from dataclasses import dataclass

from app.fields import Field


@dataclass(frozen=True, kw_only=True)
class Column(Field):
    """A field with facts about all of its values; `minimum` and `maximum` are written as in the records.

    `kind` says what the values mean, `unit` what numbers count; `allowed` lists the values of a category,
    and `example` is one of the values, of a column without personal data.
    """

    kind: str
    unit: str = ""
    required: bool = False
    unique: bool = False
    allowed: tuple[str, ...] = ()
    nulls: int
    distinct: int
    minimum: str | None
    maximum: str | None
    example: int | float | str | None = None
