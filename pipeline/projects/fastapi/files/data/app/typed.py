"""Typed values in SQL that DuckDB and PostgreSQL understand alike."""

from collections.abc import Sequence

from app.fields import Field, FieldType, Stored, canonical

MAX_DIGITS = 18
"""The most digits of a decimal; one that is compared with may have more."""

MAX_ARGUMENTS = 50
"""Arguments of one function call: PostgreSQL takes at most 100."""

_LONGEST_DOUBLE = "1.7976931348623157e308"


def sql_type(field: Field, digits: int = MAX_DIGITS) -> str:
    """The type of a column."""
    return {
        FieldType.INTEGER: "BIGINT",
        FieldType.DECIMAL: f"NUMERIC({digits}, {field.scale})",
        FieldType.FLOAT: "DOUBLE PRECISION",
        FieldType.BOOLEAN: "BOOLEAN",
        FieldType.DATE: "DATE",
        FieldType.DATETIME: "TIMESTAMP",
        FieldType.TEXT: "TEXT",
    }[field.type]


def bound(field: Field, value: Stored) -> tuple[str, str]:
    """SQL that stands for a value of a field, and the argument that is bound in it."""
    text = canonical(field, value)
    digits = MAX_DIGITS if sum(map(str.isdigit, text)) <= MAX_DIGITS else 2 * MAX_DIGITS
    return f"CAST(? AS {sql_type(field, digits)})", text


def text_sql(field: Field, value: str) -> str:
    """SQL for the text of the value of an SQL expression, as `records.csv` has it."""
    text = f"CAST({value} AS TEXT)"
    if field.type is FieldType.DATETIME:
        padded = f"CASE WHEN strpos({text}, '.') > 0 THEN rpad({text}, 26, '0') ELSE {text} END"
        return f"replace({padded}, ' ', 'T')"
    return text


def json_sql(field: Field, value: str) -> str:
    """SQL for the JSON text of the value of an SQL expression."""
    if field.type is FieldType.TEXT:
        text = f"CAST(to_json({value}) AS TEXT)"
    elif field.type is FieldType.FLOAT:
        text = f"CASE WHEN abs({value}) <= {_LONGEST_DOUBLE} THEN CAST({value} AS TEXT) END"
    elif field.type in (FieldType.DATE, FieldType.DATETIME):
        text = f"'\"' || {text_sql(field, value)} || '\"'"
    else:
        text = text_sql(field, value)
    return f"coalesce({text}, 'null')"


def record_sql(fields: Sequence[Field]) -> str:
    """SQL for the JSON text of a whole record."""
    parts = [
        part
        for number, field in enumerate(fields)
        for part in (f"'{', ' if number else '{'}\"{field.name}\": '", json_sql(field, field.sql_name))
    ]
    return joined([*parts, "'}'"])


def joined(parts: Sequence[str]) -> str:
    """SQL for the texts of many SQL expressions, one behind the other."""
    while len(parts) > MAX_ARGUMENTS:
        starts = range(0, len(parts), MAX_ARGUMENTS)
        parts = [f"concat({', '.join(parts[at : at + MAX_ARGUMENTS])})" for at in starts]
    return f"concat({', '.join(parts)})"
