"""What every column holds, over all rows."""

# ruff: noqa: S608 - every statement is made of field names, which are safe identifiers

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.contracts.data import FieldType
from pipeline.data.engine import Engine, batches, identifier
from pipeline.data.records import text_sql
from pipeline.data.typed import RECORDS

EXACT_ROWS = 2_000_000
"""Up to so many rows distinct values are counted exactly; beyond, only where a sketch says that there are few."""
FEW = 50_000


@dataclass(frozen=True)
class Facts:
    """A column's counts, its extremes and total as canonical text, and the most characters of a text."""

    nulls: int
    distinct: int
    is_exact: bool
    minimum: str | None
    maximum: str | None
    total: str | None
    longest: int | None


def gather(engine: Engine, columns: Sequence[tuple[str, FieldType]], rows: int) -> Iterator[Facts]:
    """The facts of columns of the table `records`, which has so many rows, in order."""
    for batch in batches(columns):
        parts = ", ".join(_facts_sql(identifier(name), kind, rows) for name, kind in batch)
        values = engine.row(f"SELECT {parts} FROM {RECORDS}")
        for at, (name, kind) in enumerate(batch):
            yield _facts(engine, name, kind, rows, values[6 * at : 6 * at + 6])


def _facts_sql(name: str, kind: FieldType, rows: int) -> str:
    # DuckDB's own sum of doubles depends on which thread is first: that one is added up exactly, in `_total`.
    exact = kind in (FieldType.INTEGER, FieldType.DECIMAL)
    total = f"CAST(sum({name}) AS VARCHAR)" if exact else "NULL"
    least, most = text_sql(f"min({name})", kind), text_sql(f"max({name})", kind)
    distinct = f"count(DISTINCT {name})" if rows <= EXACT_ROWS else f"approx_count_distinct({name})"
    longest = f"max(length({name}))" if kind is FieldType.TEXT else "NULL"
    return f"count({name}), {distinct}, {least}, {most}, {total}, {longest}"


def _facts(engine: Engine, name: str, kind: FieldType, rows: int, values: tuple[Any, ...]) -> Facts:
    present, distinct, least, most, total, longest = values
    is_exact = rows <= EXACT_ROWS
    # Few values, or perhaps as many as rows: both are worth knowing exactly.
    if not is_exact and (distinct <= FEW or distinct * 10 > present * 8):
        distinct, is_exact = _distinct(engine, name), True
    if present and kind is FieldType.FLOAT:
        total = _total(engine, name)
    return Facts(rows - present, min(distinct, present), is_exact, _text(least), _text(most), _text(total), longest)


def _distinct(engine: Engine, name: str) -> int:
    """An exact count that spills to disk, unlike count(DISTINCT)."""
    column = identifier(name)
    (count,) = engine.row(f"SELECT count(*) FROM (SELECT DISTINCT {column} FROM {RECORDS} WHERE {column} IS NOT NULL)")
    return int(count)


def _total(engine: Engine, name: str) -> str | None:
    column = identifier(name)
    query = f"SELECT {column} FROM {RECORDS} WHERE {column} IS NOT NULL"
    try:
        return repr(math.fsum(value for (value,) in engine.stream(query)))
    except OverflowError:
        return None


def _text(value: object) -> str | None:
    return None if value is None else str(value)
