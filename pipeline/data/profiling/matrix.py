"""A sample of the rows as arrays of numbers, for what is computed between columns."""

# ruff: noqa: S608 - names are safe identifiers of the data contract

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.contracts.data import Column, FieldType
from pipeline.data.engine import batches, literal
from pipeline.data.profiling.distributions import top
from pipeline.data.profiling.source import Source, number_sql, shown_sql

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray

    Floats = NDArray[float64]
    Codes = NDArray[int64]

MOST_CELLS = 6_000_000
MOST_VALUES = 50


@dataclass(frozen=True)
class Category:
    """A column of few values as codes: the place of a cell's value among the column's values, -1 for a null."""

    name: str
    codes: "Codes"


def numbers(source: Source, columns: Sequence[Column]) -> "Floats":
    """A row for each of `columns` with the numbers of `source`, NaN for a null; rows are in the file's order."""
    import numpy

    most = max(1, MOST_CELLS // max(1, len(columns)))
    found = numpy.empty((len(columns), min(source.rows, most)))
    at = 0
    for batch in batches(columns):
        fields = ", ".join(f"{number_sql(column)} AS x{place}" for place, column in enumerate(batch))
        arrays = _arrays(source, f"SELECT {fields} FROM {source.table} LIMIT {most}")
        for array in arrays.values():
            found[at] = numpy.ma.filled(array, numpy.nan)
            at += 1
    return found


def categories(source: Source, columns: Sequence[Column]) -> list[Category]:
    """Those of `columns` that have 2 to 50 values in `source`, none of them alone, as codes."""
    import numpy

    found = []
    for column in columns:
        values = [share.value for share in top(source, column, MOST_VALUES + 1)]
        if not 2 <= len(values) <= MOST_VALUES:
            continue
        listed = ", ".join(map(literal, values))
        code = f"CAST(coalesce(list_position([{listed}], {shown_sql(column)}), 0) AS BIGINT)"
        arrays = _arrays(source, f"SELECT {code} AS code FROM {source.table}")
        found.append(Category(column.name, numpy.asarray(arrays["code"]) - 1))
    return found


def could_be_category(column: Column) -> bool:
    """Whether few values of the column are names of something rather than amounts."""
    return column.type in (FieldType.TEXT, FieldType.BOOLEAN)


def _arrays(source: Source, sql: str) -> dict[str, Any]:
    """The columns of a query as arrays, masked where they hold nulls."""
    return source.engine.connection.execute(sql).fetchnumpy()
