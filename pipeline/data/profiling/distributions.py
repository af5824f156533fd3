"""How a column's values are spread: quantiles, a histogram, the most frequent values, patterns of text."""

# ruff: noqa: S608 - names are safe identifiers of the data contract

from collections.abc import Sequence
from decimal import Decimal
from math import isfinite

from pipeline.contracts.data import Column, FieldType
from pipeline.contracts.profile import Bin, Share
from pipeline.data.engine import batches
from pipeline.data.profiling.source import Source, number_sql, shown_sql, value_sql

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
MOST_BINS = 20
MOST_TOP = 10
MOST_PATTERNS = 5
LONGEST_PATTERN = 60

MEDIAN = "50%"
ABOVE_MIDDLE = 0.5000000001
"""The share at which the upper of two middle values is found, in a table of any size that is looked at as a whole."""

_NAMES = tuple(f"{share:.0%}" for share in QUANTILES)


def quantiles(source: Source, columns: Sequence[Column]) -> list[dict[str, str]]:
    """Five values of each column, which are numbers or moments: so much of the filled rows is not above them.

    The median of an even number of numbers is the mean of the two in the middle, with one more decimal if it takes it.
    """
    shares, found = ", ".join(map(str, (*QUANTILES, ABOVE_MIDDLE))), []
    for batch in batches(columns):
        lists = (
            f"list_transform(quantile_disc({value_sql(column)}, [{shares}]), lambda x: {shown_sql(column, 'x')})"
            for column in batch
        )
        rows = source.row(", ".join(lists))
        found += [_named(column, values) if values else {} for column, values in zip(batch, rows, strict=True)]
    return found


def _named(column: Column, values: Sequence[str]) -> dict[str, str]:
    named = dict(zip(_NAMES, values, strict=False))
    return named | {MEDIAN: median(column, named[MEDIAN], values[-1])}


def median(column: Column, lower: str, upper: str) -> str:
    """The value between two in the middle, as canonical text; the lower one where values are no numbers."""
    if lower == upper or not column.type.is_number:
        return lower
    if column.type is FieldType.FLOAT:
        middle = float(lower) / 2 + float(upper) / 2
        return repr(middle) if isfinite(middle) else lower
    half = (Decimal(lower) + Decimal(upper)) / 2
    return f"{half:.{column.scale}f}" if half == round(half, column.scale) else f"{half:.{column.scale + 1}f}"


def histogram(source: Source, column: Column, least: float, most: float, distinct: int) -> tuple[Bin, ...]:
    """Bins of equal width from `least` to `most`: one for each whole number where these are few."""
    is_discrete = column.type is FieldType.INTEGER and most - least < MOST_BINS
    bins = int(most - least) + 1 if is_discrete else max(1, min(MOST_BINS, distinct))
    width = 1.0 if is_discrete else (most / bins - least / bins)
    number = number_sql(column)
    place = f"least({bins - 1}, CAST(floor(({number} - {least!r}) / {width!r}) AS INTEGER))" if width else "0"
    if width and most - least == float("inf"):
        place = f"least({bins - 1}, CAST(floor({number} / {width!r} - {least / width!r}) AS INTEGER))"
    query = f"SELECT {place}, count(*) FROM {source.table} WHERE {number} IS NOT NULL GROUP BY 1"
    counts = dict(source.engine.rows(query))
    edges = [least + at * width for at in range(bins)] + [least + bins if is_discrete else most]
    return tuple(Bin(start=edges[at], end=edges[at + 1], rows=counts.get(at, 0)) for at in range(bins))


def top(source: Source, column: Column, most: int = MOST_TOP) -> tuple[Share, ...]:
    """The most frequent values; the smaller value first where two are as frequent."""
    name = value_sql(column)
    found = source.engine.rows(
        f"SELECT {shown_sql(column)}, count(*) FROM {source.table} WHERE {name} IS NOT NULL "
        f"GROUP BY {name} ORDER BY count(*) DESC, {name} LIMIT {most}"
    )
    return tuple(Share(value=value, rows=rows) for value, rows in found)


def patterns(source: Source, column: Column) -> tuple[Share, ...]:
    """The most frequent patterns of a text: A and a are letters, A+ and a+ several, 9 is a digit, 9+ more than eight.

    Spaces and signs stand for themselves.
    """
    name = value_sql(column)
    shape = f"left({name}, {LONGEST_PATTERN})"
    for rule, sign in (
        (r"\p{Ll}{2,}", "a+"),
        (r"\p{Ll}", "a"),
        (r"(\p{Lu}|\p{Lt}|\p{Lo}){2,}", "A+"),
        (r"(\p{Lu}|\p{Lt}|\p{Lo})", "A"),
        (r"\p{Nd}{9,}", "9+"),
        (r"\p{Nd}", "9"),
    ):
        shape = f"regexp_replace({shape}, '{rule}', '{sign}', 'g')"
    found = source.engine.rows(
        f"SELECT {shape} AS shape, sum(rows) FROM (SELECT {name}, count(*) AS rows FROM {source.table} "
        f"WHERE {name} IS NOT NULL GROUP BY 1) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_PATTERNS}"
    )
    return tuple(Share(value=value, rows=int(rows)) for value, rows in found)
