"""What every contract has in common."""

from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict


class Contract(BaseModel):
    """A frozen value that refuses keys it does not know, so that a wrong hand-off is caught where it happens."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Labelled(StrEnum):
    """Fixed values, each written with its name for people: `NAME = "value", "Label"`."""

    label: str
    """The value in plain words."""

    def __new__(cls, value: str, label: str) -> Self:
        """A member that is its value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
