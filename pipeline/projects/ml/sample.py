"""Some of the rows as arrays, for questions about what goes with what."""

# ruff: noqa: S608 - names are safe identifiers of the data contract

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.contracts.data import Column, FieldType
from pipeline.data.engine import Engine, batches
from pipeline.data.profiling.associations import correlation_ratio, cramers_v
from pipeline.data.profiling.source import number_sql, shown_sql
from pipeline.data.typed import RECORDS

if TYPE_CHECKING:
    from pipeline.data.profiling.matrix import Codes, Floats

MOST_ROWS = 10_000
MOST_CELLS = 2_000_000
FEW_VALUES = 60
"""Columns with so many values at most are compared as categories."""


@dataclass(frozen=True)
class Values:
    """A column in the sample: its values as codes in the order of `names` (-1 for a null), and as numbers."""

    column: Column
    codes: "Codes"
    names: tuple[str, ...]
    numbers: "Floats | None"
    """NaN for a null; None for text. Moments are seconds since 1970, booleans 0 and 1."""

    @property
    def is_few(self) -> bool:
        """Whether the column has few values."""
        return len(self.names) <= FEW_VALUES

    @cached_property
    def ranks(self) -> "Floats":
        """The place of each number among the others, ties sharing the mean of theirs; NaN for a null."""
        import numpy

        assert self.numbers is not None
        known = numpy.isfinite(self.numbers)
        _, inverse, counts = numpy.unique(self.numbers[known], return_inverse=True, return_counts=True)
        places = numpy.cumsum(counts) - (counts - 1) / 2
        found = numpy.full(len(self.numbers), numpy.nan)
        found[known] = places[inverse]
        return found


@dataclass(frozen=True)
class Sample:
    """Rows taken evenly from the whole file, in its order; column by column."""

    rows: int
    columns: dict[str, Values]


def take(engine: Engine, columns: Sequence[Column], rows: int) -> Sample:
    """The sample of the table `records`, which has `rows` rows."""
    most = max(100, min(MOST_ROWS, MOST_CELLS // max(1, len(columns))))
    step = -(-rows // most)
    source = f"(SELECT * FROM (SELECT row_number() OVER () - 1 AS row, * FROM {RECORDS}) WHERE row % {step} = 0)"
    found: dict[str, Values] = {}
    for batch in batches(columns):
        texts = ", ".join(f"{shown_sql(column)} AS t{place}" for place, column in enumerate(batch))
        numbers = ", ".join(f"{_number(column)} AS n{place}" for place, column in enumerate(batch))
        cells = engine.columns(f"SELECT {texts}, {numbers} FROM {source}")
        for place, column in enumerate(batch):
            found[column.name] = _values(column, cells[f"t{place}"], cells[f"n{place}"])
    return Sample(-(-rows // step), found)


def _number(column: Column) -> str:
    if column.type is FieldType.TEXT:
        return "NULL"
    if column.type is FieldType.BOOLEAN:
        return f"CAST(CAST({column.name!r} AS INTEGER) AS DOUBLE)".replace("'", '"')
    return number_sql(column)


def _values(column: Column, texts: list[str | None], numbers: list[float | None]) -> Values:
    import numpy

    names = sorted({text for text in texts if text is not None})
    places = {name: place for place, name in enumerate(names)}
    codes = numpy.array([-1 if text is None else places[text] for text in texts], dtype=numpy.int64)
    amounts = None if column.type is FieldType.TEXT else numpy.array(numbers, dtype=numpy.float64)
    return Values(column, codes, tuple(names), amounts)


def association(first: Values, second: Values) -> float:
    """How strongly two columns go together, from 0 to 1.

    Spearman's rank correlation of numbers, the correlation ratio of a number by a category, Cramér's V of categories; 0
    where a text has too many values to be compared.
    """
    if first.numbers is not None and second.numbers is not None:
        return abs(rank_correlation(first, second))
    if not (first.is_few or first.numbers is not None) or not (second.is_few or second.numbers is not None):
        return 0.0
    if first.numbers is not None:
        return correlation_ratio(second.codes, first.numbers)[0]
    if second.numbers is not None:
        return correlation_ratio(first.codes, second.numbers)[0]
    return cramers_v(first.codes, second.codes)[0]


def rank_correlation(first: Values, second: Values) -> float:
    """Spearman's rank correlation of two columns of numbers, over the rows in which both are filled."""
    import numpy

    known = numpy.isfinite(first.ranks) & numpy.isfinite(second.ranks)
    one, other = first.ranks[known], second.ranks[known]
    if len(one) < 3 or numpy.ptp(one) == 0 or numpy.ptp(other) == 0:
        return 0.0
    return float(numpy.corrcoef(one, other)[0, 1])
