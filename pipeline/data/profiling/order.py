"""The order of the rows, and which of them repeat an earlier one."""

# ruff: noqa: S608 - names are safe identifiers of the data contract

from collections.abc import Sequence
from typing import Literal

from pipeline.contracts.data import Column, FieldType
from pipeline.data.engine import batches
from pipeline.data.profiling.source import MOST_EXAMPLES, Source, value_sql

Order = Literal["", "ascending", "descending"]


def orders(source: Source, columns: Sequence[Column]) -> dict[str, Order]:
    """How the filled cells of each column are ordered; equal neighbours do not matter, a constant is in no order."""
    found: dict[str, Order] = {}
    for batch in batches([column for column in columns if column.type is not FieldType.BOOLEAN]):
        for column, (up, down) in zip(batch, _between_neighbours(source, batch, "true"), strict=True):
            if (up or down) and column.nulls:
                # Across an empty cell, neighbours were not compared.
                ((up, down),) = _between_neighbours(source, [column], f"{value_sql(column)} IS NOT NULL")
            found[column.name] = "" if up == down else "ascending" if up else "descending"
    return found


def _between_neighbours(source: Source, columns: Sequence[Column], condition: str) -> list[tuple[bool, bool]]:
    """For each column, whether no cell is below the one before, and whether none is above it."""
    pairs = ", ".join(
        f"{value_sql(one)}, lag({value_sql(one)}) OVER () AS _before_{at}" for at, one in enumerate(columns)
    )
    marks = ", ".join(
        f"coalesce(bool_and({value_sql(one)} >= _before_{at}), true), "
        f"coalesce(bool_and({value_sql(one)} <= _before_{at}), true)"
        for at, one in enumerate(columns)
    )
    found = source.engine.row(f"SELECT {marks} FROM (SELECT {pairs} FROM {source.table} WHERE {condition})")
    return list(zip(found[::2], found[1::2], strict=True))


def duplicates(source: Source, columns: Sequence[Column]) -> tuple[int, tuple[int, ...]]:
    """How many rows repeat an earlier one in all their cells, and the numbers of the first of them."""
    # Equal rows have equal hashes; what other rows share a hash by chance is one pair in 10^19.
    names = ", ".join(value_sql(column) for column in columns)
    (different,) = source.row(f"count(DISTINCT hash({names}))")
    repeated = source.rows - int(different)
    return repeated, _repeated(source, names) if repeated else ()


def _repeated(source: Source, names: str) -> tuple[int, ...]:
    if not source.numbered:
        return ()
    query = (
        f"SELECT row FROM (SELECT row, row_number() OVER (PARTITION BY mark ORDER BY row) AS nth FROM "
        f"(SELECT row, hash({names}) AS mark FROM {source.numbered})) WHERE nth > 1 ORDER BY row LIMIT {MOST_EXAMPLES}"
    )
    return tuple(int(row) for (row,) in source.engine.rows(query))
