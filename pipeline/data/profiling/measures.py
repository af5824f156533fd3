"""What every column holds, in as few aggregates as there can be: a file may be looked at once only.

An aggregate that DuckDB cannot update in place (histogram, mode, approx_quantile) makes all others of its statement
several times slower, so the most frequent values are counted one by one, and quantiles come from elsewhere.
"""

# ruff: noqa: S608 - names are safe identifiers of the data contract; values are quoted by `literal`

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.contracts.data import Column, FieldType
from pipeline.contracts.profile import Share
from pipeline.data.engine import Engine, batches, literal
from pipeline.data.profiling.source import rounded, shown_sql, value_sql
from pipeline.data.records import column_sql, parse

HUGE = 1e150
"""The square of a larger number is not a double: there is no deviation then."""


@dataclass(frozen=True)
class Measures:
    """A column's counts, extremes as canonical text, moments and lengths; `counted` are the rows of values asked for.

    `zeros`, `negatives`, `mean` and `deviation` are None unless values are numbers; `shortest`, `longest` and
    `mean_length` unless they are text.
    """

    filled: int
    distinct: int
    minimum: str | None
    maximum: str | None
    mean: float | None = None
    deviation: float | None = None
    zeros: int | None = None
    negatives: int | None = None
    shortest: int | None = None
    longest: int | None = None
    mean_length: float | None = None
    counted: tuple[Share, ...] = ()


Values = Mapping[str, Sequence[str]]
"""Canonical texts by field name."""


def measure_once(engine: Engine, table: str, columns: Sequence[Column], values: Values) -> tuple[int, list[Measures]]:
    """The rows of `table`, and the measures of its columns, from one scan. Distinct counts are sketched."""
    parts = [_aggregates(column, values.get(column.name, ()), is_sketch=True) for column in columns]
    rows, *found = engine.row(f"SELECT count(*), {', '.join(', '.join(part) for part in parts)} FROM {table}")
    return rows, _measures(columns, parts, found, values)


def measure_exactly(engine: Engine, table: str, columns: Sequence[Column]) -> list[Measures]:
    """The measures of the columns of `table`, a few columns at a time; distinct counts are left to the caller."""
    measures: list[Measures] = []
    for batch in batches(columns):
        parts = [_aggregates(column, (), is_sketch=False) for column in batch]
        found = engine.row(f"SELECT {', '.join(', '.join(part) for part in parts)} FROM {table}")
        measures += _measures(batch, parts, found, {})
    return measures


def _aggregates(column: Column, values: Sequence[str], *, is_sketch: bool) -> list[str]:
    name = value_sql(column)
    distinct = f"approx_count_distinct({name})" if is_sketch else "0"
    least, most = (shown_sql(column, f"{extreme}({name})") for extreme in ("min", "max"))
    found = [f"count({name})", distinct, least, most]
    if column.type.is_number:
        found += _moments(column, name)
    elif column.type is FieldType.TEXT:
        found += [f"min(length({name}))", f"max(length({name}))", f"sum(length({name}))"]
    return found + [f"countif({name} = {_constant(column, value)})" for value in values]


def _moments(column: Column, name: str) -> list[str]:
    double = f"CAST({name} AS DOUBLE)"
    if column.type is FieldType.FLOAT:
        double = f"CASE WHEN abs({name}) < {HUGE} THEN {name} END"
    return [f"sum({name})", f"stddev_samp({double})", f"countif({name} = 0)", f"countif({name} < 0)"]


def _constant(column: Column, value: str) -> str:
    return f"CAST({literal(value)} AS {column_sql(column.type, column.scale)})"


def _measures(
    columns: Sequence[Column], parts: Sequence[Sequence[str]], found: Sequence[Any], values: Values
) -> list[Measures]:
    measures, at = [], 0
    for column, part in zip(columns, parts, strict=True):
        measures.append(_one(column, found[at : at + len(part)], values.get(column.name, ())))
        at += len(part)
    return measures


def _one(column: Column, found: Sequence[Any], values: Sequence[str]) -> Measures:
    filled, distinct, least, most, *more = found
    own: dict[str, Any] = {}
    if filled and column.type.is_number:
        total, deviation, zeros, negatives = more[:4]
        is_huge = max(abs(float(least)), abs(float(most))) >= HUGE
        own = {
            "mean": rounded(float(total) / filled),
            "deviation": None if is_huge else rounded(deviation),
            "zeros": zeros,
            "negatives": negatives,
        }
    elif filled and column.type is FieldType.TEXT:
        own = {"shortest": more[0], "longest": more[1], "mean_length": rounded(int(more[2]) / filled)}
    counts = zip(values, more[len(more) - len(values) :], strict=True)
    shares = [Share(value=value, rows=rows) for value, rows in counts if rows]
    counted = sorted(shares, key=lambda one: (-one.rows, parse(one.value, column.type)))
    return Measures(filled, min(distinct, filled), least, most, **own, counted=tuple(counted))
