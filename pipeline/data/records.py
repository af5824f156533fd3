"""The canonical text of every value: how `records.csv`, facts and checks write it, and how it is read back."""

from datetime import date, datetime
from decimal import Decimal

from pipeline.contracts.data import FieldType

FORMAT = """records.csv is UTF-8 without a byte order mark, comma-separated, quoted as in RFC 4180, with LF line ends.
Its first line holds the field names; every other record is one row, in the order of the original file.
A null is an empty field (written "" where a row has a single column, so that no line is blank).

integer   -12                   decimal digits, no sign but a minus, within signed 64 bits
decimal   -12.50                exactly `scale` decimals; value x 10^scale fits in signed 64 bits
float     0.1, 1e-07            the shortest text that reads back as the same double
boolean   true, false
date      2025-04-03            YYYY-MM-DD
datetime  2025-04-03T10:20:30   YYYY-MM-DDTHH:MM:SS, then .ffffff only where there is a fraction; no zone
text      verbatim, with its line breaks, quotes and surrounding spaces
"""

Value = int | Decimal | float | bool | date | datetime | str

NULL = ""


def parse(text: str, kind: FieldType) -> Value | None:
    """The value that canonical `text` stands for, None for a null; ValueError if it is not canonical."""
    if text == NULL:
        return None
    if kind is FieldType.BOOLEAN:
        return {"true": True, "false": False}[text] if text in ("true", "false") else _reject(text, kind)
    if kind is FieldType.DECIMAL:
        return Decimal(text)
    if kind is FieldType.DATE:
        return date.fromisoformat(text)
    if kind is FieldType.DATETIME:
        return datetime.fromisoformat(text)
    if kind is FieldType.TEXT:
        return text
    return int(text) if kind is FieldType.INTEGER else float(text)


def render(value: Value | None, scale: int = 0) -> str:
    """The canonical text of `value`; a Decimal gets exactly `scale` decimals."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:.{scale}f}"
    if isinstance(value, date):
        return value.isoformat()
    return repr(value) if isinstance(value, float) else str(value)


def column_sql(kind: FieldType, scale: int) -> str:
    """The SQL type that holds values of `kind` exactly."""
    return {
        FieldType.INTEGER: "BIGINT",
        FieldType.DECIMAL: f"DECIMAL(18, {scale})",
        FieldType.FLOAT: "DOUBLE",
        FieldType.BOOLEAN: "BOOLEAN",
        FieldType.DATE: "DATE",
        FieldType.DATETIME: "TIMESTAMP",
        FieldType.TEXT: "VARCHAR",
    }[kind]


def text_sql(value: str, kind: FieldType) -> str:
    """SQL for the canonical text of the SQL expression `value`."""
    if kind is FieldType.DATETIME:
        whole = f"strftime({value}, '%Y-%m-%dT%H:%M:%S')"
        return f"CASE WHEN microsecond({value}) % 1000000 = 0 THEN {whole} ELSE {whole} || strftime({value}, '.%f') END"
    return f"CAST({value} AS VARCHAR)"


def _reject(text: str, kind: FieldType) -> bool:
    raise ValueError(f"{text!r} is not a canonical {kind.value}")
