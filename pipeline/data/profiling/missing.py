"""Columns that are empty in the same rows."""

# ruff: noqa: S608 - names are safe identifiers of the data contract

from collections.abc import Sequence

from pipeline.contracts.data import Column
from pipeline.contracts.profile import Missing
from pipeline.data.profiling.source import Source, value_sql

MOST_COLUMNS = 60
MOST_COMBINATIONS = 10


def combinations(source: Source, columns: Sequence[Column]) -> tuple[Missing, ...]:
    """The most frequent sets of two or more of `columns` that are empty together, while the others are filled."""
    looked_at = columns[:MOST_COLUMNS]
    if len(looked_at) < 2:
        return ()
    bits = " + ".join(
        f"CASE WHEN {value_sql(one)} IS NULL THEN {1 << at} ELSE 0 END" for at, one in enumerate(looked_at)
    )
    query = (
        f"SELECT CAST({bits} AS BIGINT) AS _mask, count(*) FROM {source.table} GROUP BY 1 "
        f"HAVING bit_count(_mask) > 1 ORDER BY 2 DESC, 1 LIMIT {MOST_COMBINATIONS}"
    )
    return tuple(Missing(columns=_named(looked_at, mask), rows=rows) for mask, rows in source.engine.rows(query))


def _named(columns: Sequence[Column], mask: int) -> tuple[str, ...]:
    return tuple(column.name for at, column in enumerate(columns) if mask >> at & 1)
