"""Which columns tell every row of a table from the others."""

# ruff: noqa: S608 - names are safe identifiers of the data contract

from collections.abc import Sequence
from itertools import combinations

from pipeline.contracts.data import Column, FieldType
from pipeline.data.engine import Engine, identifier
from pipeline.data.typed import RECORDS

MOST_ROWS = 2_000_000
"""Pairs are tried up to so many rows."""
_PARTS = 6
"""How many columns may take part in a pair."""


def find_keys(engine: Engine, columns: Sequence[Column], rows: int) -> tuple[tuple[str, ...], ...]:
    """The columns without an empty cell that differ in every row, or else the pairs of columns that do together."""
    unique = [column for column in columns if column.required and column.unique and rows > 1]
    single = tuple((column.name,) for column in unique if _is_plain(column))[:_PARTS]
    if single or rows > MOST_ROWS or rows < 2:
        return single
    parts = [column for column in columns if column.required and column.distinct > 1 and _is_plain(column)]
    parts = sorted(parts, key=lambda column: -column.distinct)[:_PARTS]
    # A pair can tell rows apart only if there are as many pairs of values as rows.
    pairs = [pair for pair in combinations(parts, 2) if pair[0].distinct * pair[1].distinct >= rows]
    return tuple(tuple(column.name for column in pair) for pair in pairs if _is_key(engine, pair, rows))


def _is_plain(column: Column) -> bool:
    """Whether values may name things: measured amounts and long texts differ by chance."""
    if column.type in (FieldType.FLOAT, FieldType.DECIMAL):
        return False
    return column.type is not FieldType.TEXT or (column.longest or 0) <= 100


def _is_key(engine: Engine, pair: Sequence[Column], rows: int) -> bool:
    names = ", ".join(identifier(column.name) for column in pair)
    (count,) = engine.row(f"SELECT count(*) FROM (SELECT DISTINCT {names} FROM {RECORDS})")
    return bool(count == rows)
