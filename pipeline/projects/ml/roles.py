"""Columns that nothing can be learned from, whatever is predicted."""

from pipeline.contracts.data import Column, FieldType, Kind
from pipeline.contracts.learning import RemovedColumn
from pipeline.projects.ml.words import MOMENTS, NUMBERED, words_of

MOST_MISSING = 0.95
NEARLY_ALL = 0.5
"""A text of which more than this share of the filled cells differ has nothing that repeats."""
LONG_TEXT = 60
_PERSONAL = frozenset({Kind.EMAIL, Kind.PHONE})
_UNREADABLE = frozenset({Kind.URL, Kind.JSON, Kind.COORDINATES})


def useless(column: Column, rows: int) -> RemovedColumn | None:
    """Why nothing is learned from a column of a table of `rows` rows; None if something can be."""
    filled, name = rows - column.nulls, column.label
    if not filled:
        return _removed(column, "empty", f"“{name}” has no value in any row.")
    if column.distinct <= 1:
        return _removed(column, "constant", f"“{name}” has the same value in every row that has one.")
    if column.nulls / rows > MOST_MISSING:
        return _removed(column, "empty", f"“{name}” is empty in {column.nulls / rows:.0%} of the rows.")
    if column.pii or column.kind in _PERSONAL:
        what = column.pii.kind if column.pii else column.kind.value
        return _removed(column, "personal", f"“{name}” holds personal data ({what}), which no model should learn from.")
    return _identifier(column, filled) or _text(column, filled)


def numbers_rows(column: Column, rows: int) -> bool:
    """Whether a column counts its rows: whole numbers without a gap, each of them once."""
    if column.type is not FieldType.INTEGER or column.distinct < rows or column.minimum is None or not column.maximum:
        return False
    return int(column.maximum) - int(column.minimum) + 1 == rows and not MOMENTS & set(words_of(column.label))


def _identifier(column: Column, filled: int) -> RemovedColumn | None:
    name, differs = column.label, column.distinct >= 0.9 * filled and filled >= 10
    if numbers_rows(column, filled):
        return _removed(column, "identifier", f"“{name}” numbers the rows.")
    is_numbered = bool(NUMBERED & set(words_of(column.label)))
    is_whole = column.type in (FieldType.INTEGER, FieldType.TEXT)
    if is_whole and differs and (column.kind is Kind.IDENTIFIER or is_numbered):
        return _removed(
            column, "identifier", f"“{name}” names each row: a value is met once, and says nothing of others."
        )
    return None


def _text(column: Column, filled: int) -> RemovedColumn | None:
    name = column.label
    if column.type is not FieldType.TEXT:
        return None
    if column.kind in _UNREADABLE:
        return _removed(column, "text", f"“{name}” holds values ({column.kind.value}) that are no categories.")
    if column.distinct > NEARLY_ALL * filled and filled >= 10:
        reason = f"“{name}” is text of which {column.distinct:,} of {filled:,} values differ, so hardly one repeats."
        return _removed(column, "text", reason)
    if (column.longest or 0) > LONG_TEXT and column.distinct > 50:
        return _removed(column, "text", f"“{name}” is free text (up to {column.longest:,} characters), not categories.")
    return None


def _removed(column: Column, rule: str, reason: str) -> RemovedColumn:
    return RemovedColumn.model_validate({"column": column.name, "label": column.label, "rule": rule, "reason": reason})
