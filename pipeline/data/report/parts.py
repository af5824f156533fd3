"""What the report says of each column and of the whole file, ready to be laid out."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipeline.contracts.data import Column, Dataset
from pipeline.contracts.profile import ColumnProfile, Profile, Series, Share
from pipeline.data.report.amounts import kind_label, number, share, shortened
from pipeline.data.report.charts import column_chart, line

TOP = 5
LONGEST = 60
MEASURES = {"pearson": "Pearson's r", "cramers_v": "Cramér's V", "correlation_ratio": "correlation ratio"}


@dataclass(frozen=True)
class Bar:
    """A value with its rows, and their share of the rows of the most frequent one, in percent."""

    value: str
    rows: int
    percent: float


@dataclass(frozen=True)
class Card:
    """A column."""

    label: str
    kind: str
    filled_percent: float
    facts: dict[str, str]
    chart: Markup
    top: tuple[Bar, ...]


def facts_of_file(dataset: Dataset, profile: Profile) -> dict[str, str]:
    """The file in a few numbers."""
    cells = dataset.rows * len(dataset.columns)
    proof = dataset.lossless
    facts = {
        "Rows": f"{dataset.rows:,}",
        "Columns": f"{len(dataset.columns):,}",
        "Empty cells": share(sum(column.nulls for column in dataset.columns) / cells),
        "Lines set aside": f"{dataset.set_aside_rows:,}",
        "Repeated rows": "" if profile.duplicate_rows is None else f"{profile.duplicate_rows:,}",
        "Quality": f"{profile.quality.score:.1f} of 100",
        "Compared with the file": f"{proof.cells:,} cells, {proof.mismatches:,} differ" if proof else "",
        "Computed from": "" if profile.sampled_rows is None else f"a sample of {profile.sampled_rows:,} rows",
        "Encoding": dataset.dialect.encoding,
        "SHA-256": dataset.sha256,
    }
    return _given(facts)


def cards(dataset: Dataset, profile: Profile) -> list[Card]:
    """Every column, in the order of the file."""
    profiles = {column.name: column for column in profile.columns}
    return [_card(column, profiles.get(column.name), dataset.rows) for column in dataset.columns]


def _card(column: Column, seen: ColumnProfile | None, rows: int) -> Card:
    return Card(
        label=column.label,
        kind=kind_label(column.kind, column.unit),
        filled_percent=100 * (1 - column.nulls / rows),
        facts=_facts(column, seen, rows),
        chart=column_chart(seen) if seen else Markup(),
        top=_bars(seen.top[:TOP]) if seen else (),
    )


def _facts(column: Column, seen: ColumnProfile | None, rows: int) -> dict[str, str]:
    facts = {
        "Empty": share(column.nulls / rows),
        "Different": f"{column.distinct:,}" if column.distinct_is_exact else f"about {column.distinct:,}",
        "Smallest": shortened(column.minimum or "", LONGEST),
        "Largest": shortened(column.maximum or "", LONGEST),
        "Personal data": f"{column.pii.kind}, {share(column.pii.share)}" if column.pii else "",
        "Read as empty": shortened(", ".join(column.null_tokens), LONGEST),
    }
    if seen:
        facts |= {
            "Mean": "" if seen.mean is None else number(seen.mean),
            "Deviation": "" if seen.deviation is None else number(seen.deviation),
            "Median": seen.quantiles.get("50%", ""),
            "Characters": "" if seen.longest is None else f"{seen.shortest} to {seen.longest}",
            "Far out": f"{seen.outliers.rows:,} rows" if seen.outliers and seen.outliers.rows else "",
        }
    return _given(facts)


def _given(facts: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in facts.items() if value}


def _bars(top: Sequence[Share]) -> tuple[Bar, ...]:
    most = max((part.rows for part in top), default=0) or 1
    return tuple(Bar(shortened(part.value, LONGEST), part.rows, 100 * part.rows / most) for part in top)


@dataclass(frozen=True)
class Curve:
    """A measure over time."""

    title: str
    chart: Markup
    first: str
    last: str
    text: str


def curves(found: Sequence[Series], labels: dict[str, str]) -> list[Curve]:
    """Every series that can be drawn."""
    drawn = []
    for series in found:
        title = f"{labels.get(series.measure, series.measure)} by {labels.get(series.time, series.time)}"
        chart = line(series.points, title)
        if chart:
            text = f"Trend {number(series.trend)} over the whole span, which explains {share(series.trend_r2)}."
            season = f" It repeats by {series.season}, which explains {share(series.season_strength)}."
            first, last = series.points[0].at, series.points[-1].at
            drawn.append(Curve(title, chart, first, last, text + (season if series.season else "")))
    return drawn
