"""The kinds of records that the service keeps, each in a table of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from app.fields import Field, Stored, encoder
from app.query import ID


@dataclass(frozen=True, kw_only=True)
class TableField(Field):
    """A field of a table; `references` names the table whose records its values are the ids of."""

    required: bool = False
    unique: bool = False
    references: str | None = None

    @property
    def definition(self) -> str:
        """What stored values mean; values kept under another definition must not be read under this one."""
        target = f" references {self.references}" if self.references else ""
        return f"{self.type} {self.scale}{target}"


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table by its `name` in the API and in SQL; `singular` and `label` name one of its records."""

    name: str
    singular: str
    label: str
    fields: tuple[TableField, ...]

    @property
    def sql_name(self) -> str:
        """The name as a quoted SQL identifier."""
        return f'"{self.name}"'

    @cached_property
    def encoders(self) -> tuple[tuple[str, Callable[[Stored | None], str]], ...]:
        """For the id and each field its name, quoted, and the function that writes its values as JSON."""
        return tuple((f'"{field.name}"', encoder(field)) for field in (ID, *self.fields))
