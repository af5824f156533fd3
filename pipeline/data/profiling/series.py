"""Measures over time: means by period, a trend by least squares, and the season that repeats in them."""

# ruff: noqa: S608 - names are safe identifiers of the data contract

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from pipeline.contracts.data import Column, FieldType
from pipeline.contracts.profile import Point, Series
from pipeline.data.profiling.seasons import Season, season_of
from pipeline.data.profiling.source import Source, number_sql, rounded, value_sql
from pipeline.data.records import render

if TYPE_CHECKING:
    from pipeline.data.profiling.matrix import Floats

Period = Literal["hour", "day", "week", "month", "quarter", "year"]

MOST_MEASURES = 6
FEWEST_POINTS, MOST_POINTS = 5, 200
_PERIODS: tuple[tuple[Period, float], ...] = (
    ("hour", 1 / 24),
    ("day", 1),
    ("week", 7),
    ("month", 30.44),
    ("quarter", 91.3),
    ("year", 365.25),
)


@dataclass(frozen=True)
class Span:
    """The time column of a table, and the days from its first to its last moment."""

    column: Column
    days: float


def span_of(source: Source, columns: Sequence[Column], is_sorted: Mapping[str, str]) -> Span | None:
    """The column that most likely says when a row happened: one in order first, then the fullest, then the first."""
    moments = [one for one in columns if one.type.is_moment and one.distinct >= FEWEST_POINTS and one.pii is None]
    if not moments:
        return None
    filled = dict(zip(moments, source.row(", ".join(f"count({value_sql(one)})" for one in moments)), strict=True))
    chosen = max(moments, key=lambda one: (bool(is_sorted.get(one.name)), filled[one]))
    if filled[chosen] * 2 < source.rows:
        return None
    least, most = source.row(f"min({number_sql(chosen)}), max({number_sql(chosen)})")
    return Span(chosen, (most - least) / 86_400) if least is not None and most > least else None


def series(source: Source, span: Span, measures: Sequence[Column]) -> tuple[Series, ...]:
    """A series for each of the first six measures; none where too few periods have values."""
    period, measures = _period(span), measures[:MOST_MEASURES]
    if period is None or not measures:
        return ()
    at, means = f"date_trunc('{period}', {value_sql(span.column)})", _means(measures)
    rows = source.engine.rows(
        f"SELECT {at}, count(*), {means} FROM {source.table} "
        f"WHERE {value_sql(span.column)} IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    if not FEWEST_POINTS <= len(rows) <= 2 * MOST_POINTS:
        return ()
    seasons = season_of(source, span.column, span.days, measures, means)
    return tuple(
        one for place, column in enumerate(measures) if (one := _one(span, period, column, place, rows, seasons[place]))
    )


def _means(measures: Sequence[Column]) -> str:
    return ", ".join(f"fsum({number_sql(column)}) / nullif(count({number_sql(column)}), 0)" for column in measures)


def _period(span: Span) -> Period | None:
    fine = _PERIODS[1:] if span.column.type is FieldType.DATE else _PERIODS
    return next((period for period, days in fine if span.days / days <= MOST_POINTS - 1), None)


def _one(
    span: Span, period: Period, column: Column, place: int, rows: Sequence[Sequence[object]], season: Season
) -> Series | None:
    """The series of the measure in `place`: its means stand behind the moment and the count of each row."""
    points = tuple(
        Point(at=_shown(row[0], span.column.type), rows=int(str(row[1])), mean=rounded(_float(row[place + 2])))
        for row in rows
    )
    known = [(_days(row[0]), point.mean) for row, point in zip(rows, points, strict=True) if point.mean is not None]
    if len(known) < FEWEST_POINTS:
        return None
    slope, r2 = line([when for when, _ in known], [mean for _, mean in known])
    return Series(
        time=span.column.name,
        measure=column.name,
        period=period,
        points=points,
        trend=rounded(slope * (known[-1][0] - known[0][0])) or 0.0,
        trend_r2=round(r2, 4),
        season=season.period,
        season_strength=season.strength,
    )


def _float(value: object) -> float | None:
    return None if value is None else float(str(value))


def _shown(moment: object, kind: FieldType) -> str:
    assert isinstance(moment, date)
    text = render(moment)
    return text[:10] if kind is FieldType.DATE else text


def _days(moment: object) -> float:
    assert isinstance(moment, date)
    return moment.toordinal() + (moment.hour / 24 if isinstance(moment, datetime) else 0.0)


def line(xs: "Sequence[float] | Floats", ys: "Sequence[float] | Floats") -> tuple[float, float]:
    """The slope of the line of least squares, and R², the share of variance that it explains."""
    import numpy

    x, y = numpy.asarray(xs, dtype=float), numpy.asarray(ys, dtype=float)
    scale = float(numpy.abs(y).max()) or 1.0
    x, y = x - x.mean(), y / scale - (y / scale).mean()
    spread, total = float(x @ x), float(y @ y)
    if not spread or total <= 1e-24 * len(y):
        return 0.0, 0.0
    slope = float(x @ y) / spread
    return slope * scale, min(1.0, slope * slope * spread / total)
