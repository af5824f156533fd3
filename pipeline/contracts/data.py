"""What is known about the data: fields of any kind, a CSV file's columns, and the answers its service must give."""

from enum import StrEnum
from typing import Literal

from pydantic import Field as Attribute

from pipeline.contracts.base import Contract


class FieldType(StrEnum):
    """The type of a field. DECIMAL is exact (an integer scaled by a power of ten); FLOAT is an IEEE 754 double."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    FLOAT = "float"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    TEXT = "text"

    @property
    def is_number(self) -> bool:
        """Whether values of this type can be added up."""
        return self in (FieldType.INTEGER, FieldType.DECIMAL, FieldType.FLOAT)


class Field(Contract):
    """One named, typed value of a record: a CSV column or an entity's field.

    `name` is a safe Python and SQL identifier; `label` is what the person wrote, whatever characters it holds.
    `scale` counts decimal places and matters for DECIMAL only. `references` names another entity.
    """

    name: str = Attribute(pattern=r"^[a-z][a-z0-9_]{0,62}$")
    label: str
    type: FieldType
    required: bool = False
    unique: bool = False
    scale: int = Attribute(default=0, ge=0, le=18)
    references: str | None = None


class Column(Field):
    """A CSV column with facts about every row of the file.

    `minimum`, `maximum` and `total` are canonical text (see `pipeline.data.records`), None where a column is empty or,
    for `total`, not numeric. `null_tokens` are the cells, besides the empty one, that were read as null.
    """

    nulls: int = Attribute(ge=0)
    distinct: int = Attribute(ge=0)
    minimum: str | None = None
    maximum: str | None = None
    total: str | None = None
    null_tokens: tuple[str, ...] = ()


class Dialect(Contract):
    """How the bytes of a CSV file are to be read."""

    encoding: str
    delimiter: str = Attribute(min_length=1, max_length=1)
    quote: str = Attribute(default='"', max_length=1)
    has_header: bool = True


class SetAside(Contract):
    """A row of the file that does not fit its columns, by its line number (the first line is 1)."""

    line: int
    reason: str


class Dataset(Contract):
    """The data contract of a CSV file: what it is, how it is read, and what its columns hold."""

    file_name: str
    sha256: str
    size_bytes: int
    dialect: Dialect
    rows: int = Attribute(ge=1)
    columns: tuple[Column, ...] = Attribute(min_length=1)
    set_aside_rows: int = 0
    set_aside: tuple[SetAside, ...] = ()
    """The first of the rows set aside; `set_aside_rows` counts them all."""


class FilterCheck(Contract):
    """How many records a filter must find: `value` is canonical text."""

    field: str
    operator: Literal["eq", "gte", "lte", "contains", "null"]
    value: str
    expected_rows: int


class SortCheck(Contract):
    """The first values of a field, nulls left out, in the order that sorting must give; canonical text."""

    field: str
    descending: bool
    expected_first: tuple[str, ...]


class GroupCheck(Contract):
    """Rows by value of a field, most frequent first, ties by value; None stands for null."""

    field: str
    expected: tuple[tuple[str | None, int], ...]


class DataChecks(Contract):
    """Answers computed from the CSV itself, by another engine than the service that must give them."""

    filters: tuple[FilterCheck, ...] = ()
    sorts: tuple[SortCheck, ...] = ()
    groups: tuple[GroupCheck, ...] = ()


class Entity(Contract):
    """A kind of record that a brief or a JSON requirement names."""

    name: str = Attribute(pattern=r"^[a-z][a-z0-9_]{0,62}$")
    plural: str = Attribute(pattern=r"^[a-z][a-z0-9_]{0,62}$")
    label: str
    fields: tuple[Field, ...] = Attribute(min_length=1)
