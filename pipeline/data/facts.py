"""What every column holds, over all rows."""

# ruff: noqa: S608 - every statement is made of expressions that `infer` built

import math
from dataclasses import dataclass

from pipeline.contracts.data import FieldType
from pipeline.data.engine import Engine
from pipeline.data.infer import Reading
from pipeline.data.load import TABLE
from pipeline.data.records import text_sql


@dataclass(frozen=True)
class Facts:
    """A column's counts, and its extremes and total as canonical text."""

    nulls: int
    distinct: int
    minimum: str | None
    maximum: str | None
    total: str | None


def gather(engine: Engine, reading: Reading, rows: int) -> Facts:
    """The facts of a column of the table `raw`, which has so many rows, read as `reading` says."""
    present, distinct, least, most, total = engine.row(f"SELECT {_facts_sql(reading)} FROM {TABLE}")
    if present and reading.kind is FieldType.FLOAT:
        total = _total(engine, reading)
    return Facts(rows - present, distinct, _text(least), _text(most), _text(total))


def _facts_sql(reading: Reading) -> str:
    value, kind = reading.sql, reading.kind
    # DuckDB's own sum of doubles depends on which thread is first: that one is added up exactly, in `_total`.
    exact = kind in (FieldType.INTEGER, FieldType.DECIMAL)
    total = f"CAST(sum({value}) AS VARCHAR)" if exact else "NULL"
    least, most = text_sql(f"min({value})", kind), text_sql(f"max({value})", kind)
    return f"count({value}), count(DISTINCT {value}), {least}, {most}, {total}"


def _total(engine: Engine, reading: Reading) -> str | None:
    query = f"SELECT {reading.sql} AS value FROM {TABLE} WHERE value IS NOT NULL"
    try:
        return repr(math.fsum(value for (value,) in engine.stream(query)))
    except OverflowError:
        return None


def _text(value: object) -> str | None:
    return None if value is None else str(value)
