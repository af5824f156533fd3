"""The season that repeats in a measure: hours of the day, days of the week, or months of the year.

The line of least squares is taken out first; the strength is the share of the remaining variance that the places in
the cycle explain, adjusted for their number, and it must stand out by the F test.
"""

# ruff: noqa: S608 - names are safe identifiers of the data contract

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.contracts.data import Column, FieldType
from pipeline.data.profiling.source import Source, value_sql

if TYPE_CHECKING:
    from pipeline.data.profiling.matrix import Floats

FEWEST_CYCLES = 2
WEAKEST = 0.2
LEAST_F = 6.0
MOST_MOMENTS = 20_000


@dataclass(frozen=True)
class Season:
    """The period that repeats, empty where none does, and the share of variance that it explains."""

    period: str = ""
    strength: float = 0.0


@dataclass(frozen=True)
class _Cycle:
    name: str
    days: float
    grain: str
    grain_days: float
    place: str


_CYCLES = (
    _Cycle("hour of the day", 1, "hour", 1 / 24, "hour"),
    _Cycle("day of the week", 7, "day", 1, "isodow"),
    _Cycle("month of the year", 365.25, "month", 30.44, "month"),
)


def grain_of(season: str) -> str:
    """The period whose means were compared; empty where the season is not known."""
    return next((cycle.grain for cycle in _CYCLES if cycle.name == season), "")


def season_of(source: Source, time: Column, days: float, measures: Sequence[Column], means: str) -> list[Season]:
    """The strongest season of each measure; `means` is SQL for the mean of each."""
    best = [Season() for _ in measures]
    for cycle in _CYCLES:
        is_too_short = days < FEWEST_CYCLES * cycle.days * 0.98 or days / cycle.grain_days > MOST_MOMENTS
        if is_too_short or (cycle.grain == "hour" and time.type is FieldType.DATE):
            continue
        for place, strength in enumerate(_strengths(source, time, cycle, means, len(measures))):
            if strength > best[place].strength:
                best[place] = Season(cycle.name, strength)
    return best


def _strengths(source: Source, time: Column, cycle: _Cycle, means: str, measures: int) -> list[float]:
    import numpy

    at = f"date_trunc('{cycle.grain}', {value_sql(time)})"
    rows = source.engine.rows(
        f"SELECT epoch(min({at})) / 86400.0, min(date_part('{cycle.place}', {value_sql(time)})), {means} "
        f"FROM {source.table} WHERE {value_sql(time)} IS NOT NULL GROUP BY {at} ORDER BY 1"
    )
    table = numpy.array([[numpy.nan if cell is None else float(cell) for cell in row] for row in rows])
    return [strength(table[:, 0], table[:, 1].astype(int), table[:, 2 + place]) for place in range(measures)]


def strength(when: "Floats", places: "Floats", means: "Floats") -> float:
    """The share of variance around the trend that the places of the cycle explain; 0 where that could be chance."""
    import numpy

    known = numpy.isfinite(means)
    x, places, y = when[known], places[known], means[known]
    counts = numpy.bincount(places) if len(places) else numpy.zeros(0)
    groups, rows = int((counts > 0).sum()), len(y)
    if groups < 2 or rows < FEWEST_CYCLES * groups:
        return 0.0
    left = _without_line(x, y / (float(numpy.abs(y).max()) or 1.0))
    total = float(left @ left)
    if total <= 1e-20 * rows:
        return 0.0
    sums = numpy.bincount(places, weights=left)
    between = float((sums[counts > 0] ** 2 / counts[counts > 0]).sum())
    within = max(total - between, 1e-12 * total)
    f = between / (groups - 1) / (within / max(1, rows - groups - 1))
    adjusted = 1 - within / total * (rows - 1) / max(1, rows - groups)
    return round(adjusted, 4) if adjusted >= WEAKEST and f >= LEAST_F else 0.0


def _without_line(x: "Floats", y: "Floats") -> "Floats":
    x, y = x - x.mean(), y - y.mean()
    spread = float(x @ x)
    return y - x * (float(x @ y) / spread) if spread else y
