"""Into which folder a row goes."""

from typing import Any

import ibis

from app.contract import Partition

NOTHING = "none"
"""The partition of rows whose value is missing."""
_LENGTHS = {"day": 10, "month": 7, "year": 4}
_MOST_CHARS = 40

Table = Any  # ibis.expr.types.Table: Ibis comes without types
Value = Any  # ibis.expr.types.Value


def partition_value(rows: Table, partition: Partition) -> Value:
    """The name of each row's partition: of letters, digits and dashes, whatever the value holds."""
    if not partition.column:
        return ibis.literal("")
    text = rows[partition.column].cast(str)
    if partition.unit in _LENGTHS:
        return text.left(_LENGTHS[partition.unit]).fill_null(NOTHING)
    plain = text.re_replace("[^0-9A-Za-z]+", "-").lower().left(_MOST_CHARS)
    return ibis.ifelse(plain == "-", "other", plain).fill_null(NOTHING)


def folder_of(table: str, partition: Partition, value: str) -> str:
    """The folder of a partition, relative to that of the data."""
    return f"{table}/{partition.name}={value}" if partition.column else table
