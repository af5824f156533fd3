"""The first rows of the file as Python reads them: what the service must answer about them."""

import csv
from collections.abc import Callable
from decimal import Decimal
from itertools import islice
from typing import Any

from app.fields import FieldType
from app.main import RECORDS
from app.schema import COLUMNS

WALKED_ROWS = 3000

Row = dict[str, Any]

_READERS: dict[FieldType, Callable[[str], Any]] = {
    FieldType.INTEGER: int,
    FieldType.DECIMAL: Decimal,
    FieldType.FLOAT: float,
    FieldType.BOOLEAN: lambda text: text == "true",
}


def file_rows(most: int = WALKED_ROWS) -> list[Row]:
    """Rows with their numbers as `id`; an empty cell is null."""
    csv.field_size_limit(2**31 - 1)
    with RECORDS.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        return [_row(number, line or [""]) for number, line in enumerate(islice(lines, most), 1)]


def value_of(column: str, text: str | None) -> Any:
    """A value as Python compares it, from its text in an answer or in the file."""
    kind = FieldType.INTEGER if column == "id" else _TYPES[column]
    return None if text is None else _READERS.get(kind, str)(text)


def written(value: Any) -> str:
    """A value as it is written in a question: a number without an exponent."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


_TYPES = {column.name: column.type for column in COLUMNS}


def _row(number: int, line: list[str]) -> Row:
    cells = zip(COLUMNS, line, strict=True)
    return {"id": number, **{column.name: value_of(column.name, text or None) for column, text in cells}}
