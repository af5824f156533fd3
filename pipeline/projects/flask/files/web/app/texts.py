"""Stored values as text: as people read them, and in the spelling that is read back."""

from app.catalogue import layout_of
from app.fields import FieldType, Stored, decimal_text
from app.tables import Table, TableField

Row = dict[str, Stored | None]
"""A record: the stored value of each field, and of `id`."""

LONGEST_TITLE = 80


def canonical(field: TableField, value: Stored | None) -> str:
    """The text that `parse_value` reads as this value; a null is empty."""
    if value is None:
        return ""
    if field.type is FieldType.DECIMAL:
        return decimal_text(int(value), field.scale)
    if field.type is FieldType.BOOLEAN:
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


def shown(field: TableField, value: Stored | None) -> str:
    """A value as people read it; a null is empty."""
    if value is not None and field.type is FieldType.BOOLEAN:
        return "Yes" if value else "No"
    text = canonical(field, value)
    return text.replace("T", " ") if field.type is FieldType.DATETIME else text


def title_of(table: Table, row: Row) -> str:
    """What a record is called: its title, or its number where it has none."""
    name = layout_of(table).title
    text = " ".join(str(row[name] or "").split()) if name else ""
    if not text:
        return f"{table.label} {row['id']}"
    return text if len(text) <= LONGEST_TITLE else f"{text[: LONGEST_TITLE - 1]}…"
