"""The types of a profile."""

from pydantic import Field as Attribute

from pipeline.contracts.base import Contract
from pipeline.contracts.data import FieldType


class Bin(Contract):
    """A bar of a histogram: rows from `start` up to `end`, which belongs to the last bar only.

    Dates are seconds since 1970-01-01T00:00:00, without a zone.
    """

    start: float
    end: float
    rows: int


class Share(Contract):
    """A value, as canonical text, and the number of rows that hold it."""

    value: str
    rows: int


class ColumnProfile(Contract):
    """A column's distribution. Extremes and quantiles are canonical text; lengths count characters of text."""

    name: str
    label: str
    type: FieldType
    nulls: int
    distinct: int
    minimum: str | None = None
    maximum: str | None = None
    mean: float | None = None
    deviation: float | None = None
    """The standard deviation of a sample; None for a single row."""
    quantiles: dict[str, str] = Attribute(default_factory=dict)
    histogram: tuple[Bin, ...] = ()
    top: tuple[Share, ...] = ()
    shortest: int | None = None
    longest: int | None = None
    mean_length: float | None = None
