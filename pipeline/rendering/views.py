"""What the templates see of a field: the contract's values and their Python names and types."""

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.contracts.data import Column, Field, FieldType
from pipeline.rendering.names import attribute_names

_ANNOTATIONS = {
    FieldType.INTEGER: "int",
    FieldType.DECIMAL: "Decimal",
    FieldType.FLOAT: "float",
    FieldType.BOOLEAN: "bool",
    FieldType.DATE: "dt.date",
    FieldType.DATETIME: "dt.datetime",
    FieldType.TEXT: "str",
}

INDEX_LIMIT = 16
CATEGORY_LIMIT = 1000


@dataclass(frozen=True)
class FieldView:
    """A field with the name and the type of its attribute in a model."""

    field: Field
    attribute: str

    @property
    def annotation(self) -> str:
        """The Python type, without None."""
        return _ANNOTATIONS[self.field.type]

    @property
    def has_alias(self) -> bool:
        """Whether the attribute is called otherwise than the field."""
        return self.attribute != self.field.name


def field_views(fields: Iterable[Field]) -> tuple[FieldView, ...]:
    """Views of the fields of one model."""
    found = tuple(fields)
    attributes = attribute_names(found)
    return tuple(FieldView(field, attributes[field.name]) for field in found)


def canonical(field: Field, text: str | None) -> str | None:
    """Canonical text as the service writes the value: only the spelling of a FLOAT may differ."""
    return repr(float(text)) if text is not None and field.type is FieldType.FLOAT else text


def indexed_columns(columns: Iterable[Column], rows: int) -> tuple[str, ...]:
    """Columns worth an index: with more than one value, and for text either categories or keys, not prose."""
    return tuple(column.name for column in columns if _is_worth_an_index(column, rows))[:INDEX_LIMIT]


def _is_worth_an_index(column: Column, rows: int) -> bool:
    if column.distinct < 2:
        return False
    return column.type is not FieldType.TEXT or column.distinct == rows or column.distinct <= CATEGORY_LIMIT
