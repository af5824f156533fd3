"""Tables and fields by name, how they are shown, and which of them refer to each other."""

from app.fields import FieldType
from app.layouts import LAYOUTS, Layout
from app.schema import TABLES
from app.tables import Table, TableField

BY_NAME = {table.name: table for table in TABLES}


def layout_of(table: Table) -> Layout:
    """How a table is shown."""
    return LAYOUTS[table.name]


def fields_of(table: Table, names: tuple[str, ...]) -> list[TableField]:
    """The fields with these names, in their order."""
    found = {field.name: field for field in table.fields}
    return [found[name] for name in names]


def title_field(table: Table) -> TableField | None:
    """The field that tells a record from others, if there is one."""
    title = layout_of(table).title
    return fields_of(table, (title,))[0] if title else None


def other_columns(table: Table) -> list[TableField]:
    """The fields that lists show beside the title."""
    layout = layout_of(table)
    return [field for field in fields_of(table, layout.columns) if field.name != layout.title]


def target_of(field: TableField) -> Table | None:
    """The table that a field refers to, if it does."""
    return BY_NAME[field.references] if field.references else None


def references_of(table: Table) -> list[tuple[TableField, Table]]:
    """The fields that refer to other records, each with the table of those."""
    return [(field, target) for field in table.fields if (target := target_of(field))]


def referring_to(table: Table) -> list[tuple[Table, TableField]]:
    """The fields, of any table, that refer to records of this one."""
    return [(other, field) for other in TABLES for field in other.fields if field.references == table.name]


def is_amount(field: TableField) -> bool:
    """Whether the values are amounts: numbers that are not the ids of other records."""
    return field.is_number and not field.references


def is_moment(field: TableField) -> bool:
    """Whether the values are dates, with or without a time."""
    return field.type in (FieldType.DATE, FieldType.DATETIME)
