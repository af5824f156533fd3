"""Measures over time: means by period, a trend by least squares, and the season that repeats in them."""

# ruff: noqa: S608 - names are safe identifiers of the data contract

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

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
_NEARLY = 0.9
"""Months are not all as long as the average one."""
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
    """The time column of a table, the days from its first to its last moment, and usually from one to the next."""

    column: Column
    days: float
    step_days: float


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
    if least is None or most <= least:
        return None
    return Span(chosen, (most - least) / 86_400, _step(source, chosen) / 86_400)


def _step(source: Source, time: Column) -> float:
    """The median of the seconds from a moment to the next one that differs."""
    moment = number_sql(time)
    (seconds,) = source.engine.row(
        "SELECT median(step) FROM (SELECT moment - lag(moment) OVER (ORDER BY moment) AS step FROM "
        f"(SELECT DISTINCT {moment} AS moment FROM {source.table} WHERE {value_sql(time)} IS NOT NULL))"
    )
    return float(seconds or 0.0)


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
    if _is_regular(span, period):
        rows = filled_up(source, period, rows)
    seasons = season_of(source, span.column, span.days, measures, means)
    return tuple(
        one for place, column in enumerate(measures) if (one := _one(span, period, column, place, rows, seasons[place]))
    )


def _means(measures: Sequence[Column]) -> str:
    return ", ".join(f"fsum({number_sql(column)}) / nullif(count({number_sql(column)}), 0)" for column in measures)


def _period(span: Span) -> Period | None:
    """The finest that gives not too many points; none finer than the moments themselves, unless points were too few."""
    fine = _PERIODS[1:] if span.column.type is FieldType.DATE else _PERIODS
    fitting = [(period, days) for period, days in fine if span.days / days <= MOST_POINTS - 1]
    wide = [
        period
        for period, days in fitting
        if days >= _NEARLY * span.step_days and round(span.days / days) >= FEWEST_POINTS - 1
    ]
    return next(iter(wide or [period for period, _ in fitting]), None)


def _is_regular(span: Span, period: Period) -> bool:
    """Whether most periods should hold a row."""
    return dict(_PERIODS)[period] >= _NEARLY * span.step_days


def filled_up(source: Source, period: Period, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows with an empty one for each period without any, but those that are left out again and again: weekends."""
    every = [
        moment
        for (moment,) in source.engine.rows(
            f"SELECT unnest(generate_series(CAST('{rows[0][0]}' AS TIMESTAMP), CAST('{rows[-1][0]}' AS TIMESTAMP), "
            f"INTERVAL 1 {period}))"
        )
    ]
    held = {_moment(row[0]): row for row in rows}
    runs = [list(run) for is_empty, run in groupby(every, key=lambda moment: moment not in held) if is_empty]
    usual, times = Counter(map(len, runs)).most_common(1)[0] if runs else (0, 0)
    is_rhythm = times >= FEWEST_POINTS and 2 * times > len(runs) and 10 * times > len(rows)
    missing = [moment for run in runs if not (is_rhythm and len(run) <= usual) for moment in run]
    empty = (None,) * (len(rows[0]) - 2)
    held |= {moment: (moment, 0, *empty) for moment in missing}
    return [held[moment] for moment in sorted(held)]


def _moment(value: object) -> datetime:
    assert isinstance(value, date)
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)


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
