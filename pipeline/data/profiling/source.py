"""The rows that a profile looks at: a relation, how many rows it has, and how its values are written in SQL."""

# ruff: noqa: S608 - names are safe identifiers of the data contract

import math
from dataclasses import dataclass
from typing import Any

from pipeline.contracts.data import Column, FieldType
from pipeline.data.engine import Engine, identifier
from pipeline.data.records import text_sql

ROW = "row"
"""The column that numbers the rows of a sample in the file, from 1; no field of a dataset is called so."""

MOST_EXAMPLES = 5
_DIGITS = 10


@dataclass(frozen=True)
class Source:
    """`rows` rows of the relation `table`, which are all rows of the file where it `is_whole`.

    `numbered` is SQL for the same rows with their numbers in a column `row`; empty where a sample does not know them.
    """

    engine: Engine
    table: str
    rows: int
    is_whole: bool
    numbered: str

    def row(self, expressions: str, condition: str = "true") -> tuple[Any, ...]:
        """The only row of a query of aggregates."""
        return self.engine.row(f"SELECT {expressions} FROM {self.table} WHERE {condition}")

    def examples(self, condition: str) -> tuple[int, ...]:
        """The numbers of the first rows that meet `condition`."""
        if not self.numbered:
            return ()
        query = f"SELECT {ROW} FROM {self.numbered} WHERE {condition} LIMIT {MOST_EXAMPLES}"
        return tuple(sorted(int(number) for (number,) in self.engine.rows(query)))


def whole(engine: Engine, table: str, rows: int) -> Source:
    """All rows of `table`, in its order."""
    numbered = f"(SELECT row_number() OVER () AS {ROW}, * FROM {table})"
    return Source(engine, table, rows, is_whole=True, numbered=numbered)


def part(engine: Engine, table: str) -> Source:
    """The rows of the sample `table`."""
    (rows,) = engine.row(f"SELECT count(*) FROM {table}")
    names = [name for name, *_ in engine.rows(f"DESCRIBE {table}")]
    return Source(engine, table, rows, is_whole=False, numbered=table if ROW in names else "")


def value_sql(column: Column) -> str:
    """SQL for a column's value."""
    return identifier(column.name)


def shown_sql(column: Column, value: str | None = None) -> str:
    """SQL for the canonical text of a column's value, or of another `value` of its type."""
    return text_sql(value or identifier(column.name), column.type)


def number_sql(column: Column) -> str:
    """SQL for a number or moment as a double; a moment in seconds since 1970, an infinity as null."""
    name = identifier(column.name)
    if column.type.is_moment:
        return f"CAST(epoch_us(CAST({name} AS TIMESTAMP)) AS DOUBLE) / 1e6"
    if column.type is FieldType.FLOAT:
        return f"CASE WHEN isfinite({name}) THEN {name} END"
    return f"CAST({name} AS DOUBLE)"


def is_measured(column: Column) -> bool:
    """Whether values of the column have distances: numbers and moments."""
    return column.type.is_number or column.type.is_moment


def rounded(value: float | None) -> float | None:
    """`value` to ten significant digits: the last ones of a sum depend on the order in which threads add."""
    return None if value is None or not math.isfinite(value) else float(f"{value:.{_DIGITS}g}")
