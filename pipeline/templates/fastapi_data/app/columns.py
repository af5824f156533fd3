"""A column of the records."""

from dataclasses import dataclass

from app.fields import Field


@dataclass(frozen=True, kw_only=True)
class Column(Field):
    """A field with facts about all of its values; `minimum` and `maximum` are written as in the records."""

    nulls: int
    distinct: int
    minimum: str | None
    maximum: str | None
