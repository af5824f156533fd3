"""What is in the data: the types of a profile.

Values are canonical text (see `pipeline.data.records`), masked where they are personal data. Shares run from 0 to 1.
Row numbers count the rows that fit, from 1, in the order of the file.
"""

from typing import Literal

from pydantic import Field as Attribute

from pipeline.contracts.base import Contract
from pipeline.contracts.data import FieldType, Kind, Pii


class Bin(Contract):
    """A bar of a histogram: rows from `start` up to `end`, which belongs to the last bar only.

    Dates are seconds since 1970-01-01T00:00:00, without a zone.
    """

    start: float
    end: float
    rows: int


class Share(Contract):
    """A value or a pattern, and the number of rows that hold it."""

    value: str
    rows: int


class Outliers(Contract):
    """Values beyond three interquartile ranges from the quartiles (Tukey's outer fences), which are `low` and `high`.

    `rows` is exact where the profile is; `examples` are row numbers of the first of them.
    """

    low: float
    high: float
    rows: int
    examples: tuple[int, ...] = ()


class ColumnProfile(Contract):
    """A column's distribution. Lengths count characters of text; `patterns` write a letter as A or a, a digit as 9."""

    name: str
    label: str
    type: FieldType
    kind: Kind = Kind.TEXT
    unit: str = ""
    nulls: int
    distinct: int
    distinct_is_exact: bool = True
    minimum: str | None = None
    maximum: str | None = None
    mean: float | None = None
    deviation: float | None = None
    """The standard deviation of a sample; None for a single row."""
    zeros: int | None = None
    negatives: int | None = None
    quantiles: dict[str, str] = Attribute(default_factory=dict)
    histogram: tuple[Bin, ...] = ()
    top: tuple[Share, ...] = ()
    """The most frequent values with exact counts; empty where nearly all values differ."""
    shortest: int | None = None
    longest: int | None = None
    mean_length: float | None = None
    patterns: tuple[Share, ...] = ()
    outliers: Outliers | None = None
    pii: Pii | None = None
    is_sorted: Literal["", "ascending", "descending"] = ""


class Association(Contract):
    """How two columns go together: Pearson's r for numbers (-1 to 1), Cramér's V for categories, the correlation ratio
    of a number by a category (both 0 to 1)."""

    first: str
    second: str
    measure: Literal["pearson", "cramers_v", "correlation_ratio"]
    value: float
    rows: int
    """How many rows it was computed from."""


class Missing(Contract):
    """Columns that are empty in the same rows, and how many rows."""

    columns: tuple[str, ...]
    rows: int


class Point(Contract):
    """One period of a time series: its first moment as canonical text, its rows, and the mean of the measure."""

    at: str
    rows: int
    mean: float | None = None


class Series(Contract):
    """A measure over time. `trend` is the change of the fitted line over the whole span in units of the measure and
    `trend_r2` the share of variance that it explains; `season` is the period that repeats ("" if none), and
    `season_strength` the share of variance that it explains."""

    time: str
    measure: str
    period: Literal["hour", "day", "week", "month", "quarter", "year"]
    points: tuple[Point, ...]
    trend: float
    trend_r2: float
    season: str = ""
    season_strength: float = 0.0


class Shift(Contract):
    """How the last fifth of the rows differs from the first fifth: population stability index by column.

    Below .1 is stable, above .25 is a shift (the usual reading in credit scoring).
    """

    column: str
    psi: float
    detail: str


class QualityPart(Contract):
    """One term of the quality score: `value` (0 to 1) times `weight`; `formula` says how the value is computed."""

    name: str
    value: float
    weight: float
    formula: str


class Finding(Contract):
    """Something about the data that a person should look at: `rows` of them, with the numbers of the first."""

    rule: str
    severity: Literal["high", "medium", "low"]
    column: str = ""
    message: str
    rows: int = 0
    examples: tuple[int, ...] = ()


class Quality(Contract):
    """A score from 0 to 100, the sum of its parts' value times weight, and what lowers it."""

    score: float
    parts: tuple[QualityPart, ...] = ()
    findings: tuple[Finding, ...] = ()


class Insight(Contract):
    """A sentence about the data, and what it rests on."""

    text: str
    evidence: str


class Profile(Contract):
    """A whole file: its size, its columns, and what stands out, most telling first.

    `sampled_rows` is None where everything was computed from all rows, but associations and the patterns of columns
    with more than 50,000 values, which look at 50,000 rows at most. Otherwise counts, extremes, means, deviations and
    top values (those of at least 2 % of the rows) are of all rows; distinct counts are sketched; everything else is
    from that many rows, taken evenly from the whole file.
    """

    file_name: str
    rows: int
    misfit_rows: int
    sampled_rows: int | None = None
    columns: tuple[ColumnProfile, ...]
    duplicate_rows: int | None = None
    """Rows that repeat an earlier one; None where that was not counted."""
    keys: tuple[tuple[str, ...], ...] = ()
    associations: tuple[Association, ...] = ()
    """The strongest first, of those that are beyond what chance gives among `pairs_compared`."""
    pairs_compared: int = 0
    missing: tuple[Missing, ...] = ()
    series: tuple[Series, ...] = ()
    shifts: tuple[Shift, ...] = ()
    quality: Quality = Quality(score=100.0)
    insights: tuple[Insight, ...] = ()

    @property
    def key_insights(self) -> tuple[str, ...]:
        """The sentences alone."""
        return tuple(insight.text for insight in self.insights)
