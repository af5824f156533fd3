"""The kinds of records that the service keeps, each in a table of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.fields import Field, FieldType


@dataclass(frozen=True, kw_only=True)
class TableField(Field):
    """A field of a table and the rules that its values keep.

    `references` names the table whose records its values are the ids of. `at_least` and `at_most` are inclusive and,
    like `choices`, written as in a record; `max_length` counts characters. `more_than` and `not_less_than` name another
    field of the same table and type; where either value is missing, nothing is compared.
    """

    required: bool = False
    unique: bool = False
    references: str | None = None
    at_least: str | None = None
    at_most: str | None = None
    choices: tuple[str, ...] = ()
    max_length: int | None = None
    more_than: str | None = None
    not_less_than: str | None = None

    @property
    def definition(self) -> str:
        """What stored values mean; values kept under another definition must not be read under this one."""
        target = f" references {self.references}" if self.references else ""
        return f"{self.type} {self.scale}{target}"


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table by its `name` in the API and in SQL; `singular` and `label` name one of its records.

    `writes` says what clients may do with its records besides reading them.
    """

    name: str
    singular: str
    label: str
    fields: tuple[TableField, ...]
    writes: tuple[str, ...] = ("create", "update", "delete")

    @property
    def sql_name(self) -> str:
        """The name as a quoted SQL identifier."""
        return f'"{self.name}"'

    @property
    def orders(self) -> Iterator[tuple[TableField, TableField, str]]:
        """Fields that are compared with another one: the greater, the lesser, and the sign between them."""
        named = {field.name: field for field in self.fields}
        for field in self.fields:
            if field.more_than:
                yield field, named[field.more_than], ">"
            if field.not_less_than:
                yield field, named[field.not_less_than], ">="

    @property
    def texts(self) -> tuple[TableField, ...]:
        """The fields that full-text search looks at."""
        return tuple(field for field in self.fields if field.type is FieldType.TEXT)
