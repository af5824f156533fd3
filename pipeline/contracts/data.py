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

    @property
    def is_moment(self) -> bool:
        """Whether values of this type are points in time."""
        return self in (FieldType.DATE, FieldType.DATETIME)


class Kind(StrEnum):
    """What the values of a column mean to a person; the FieldType says how they are kept."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    FLOAT = "float"
    PERCENTAGE = "percentage"
    CURRENCY = "currency"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    DATETIME = "timestamp"
    ZONED = "timestamp with zone"
    IDENTIFIER = "identifier"
    CATEGORY = "category"
    TEXT = "free text"
    EMAIL = "email"
    URL = "URL"
    PHONE = "phone"
    POSTAL_CODE = "postal code"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    COORDINATES = "coordinates"
    JSON = "JSON"
    EMPTY = "empty"

    @classmethod
    def of(cls, kind: FieldType) -> "Kind":
        """The plain kind of a type's values."""
        return {FieldType.DATETIME: cls.DATETIME, FieldType.TEXT: cls.TEXT}.get(kind) or cls(kind.value)


class Field(Contract):
    """One named, typed value of a record: a CSV column or an entity's field.

    `name` is a safe Python and SQL identifier; `label` is what the person wrote, whatever characters it holds.
    `scale` counts decimal places and matters for DECIMAL only. `references` names another entity. The rules that
    values must keep are canonical text: `at_least` and `at_most` are inclusive, `choices` lists all that are allowed,
    and `max_length` counts characters. `more_than` and `not_less_than` name another field of the same record and type;
    a record that lacks either value keeps them.
    """

    name: str = Attribute(pattern=r"^[a-z][a-z0-9_]{0,62}$")
    label: str
    type: FieldType
    required: bool = False
    unique: bool = False
    scale: int = Attribute(default=0, ge=0, le=18)
    references: str | None = None
    at_least: str | None = None
    at_most: str | None = None
    choices: tuple[str, ...] = ()
    max_length: int | None = Attribute(default=None, ge=1)
    more_than: str | None = None
    not_less_than: str | None = None


Letters = Literal["", "upper", "lower"]
"""The letters in which a text is written; as they are, if that is empty."""


class Format(Contract):
    """How the cells of a typed column are written: with it, a value gives back its cell.

    Numbers: `prefix`, the digits with `thousands` between groups of three and `point` before the decimals, `suffix`;
    `decimals` is their fixed number, None where each value has as many as it needs. Moments: `pattern`, as strftime
    writes it. Booleans: the words `true` and `false`. `null` is the cell of a missing value.
    """

    prefix: str = ""
    suffix: str = ""
    thousands: str = ""
    point: str = "."
    decimals: int | None = None
    pattern: str = ""
    true: str = "true"
    false: str = "false"
    null: str = ""


class Pii(Contract):
    """Personal data in a column: what it is, and the share (0 to 1) of its filled cells that hold it."""

    kind: str
    share: float = Attribute(ge=0, le=1)


class Column(Field):
    """A CSV column with facts about every row of the file.

    `minimum`, `maximum` and `total` are canonical text (see `pipeline.data.records`), None where a column is empty or
    holds personal data or, for `total`, is not numeric. `null_tokens` are the cells, besides the empty one, that were
    read as null; `null_evidence` says why where that is not plain. `unit` is what numbers count, such as USD or %.
    `respelled` counts the cells that `format` does not give back: their own spelling is kept.
    """

    origin: str = ""
    """The field's name in the data contract of the unchanged file, by which edits know it."""
    header: str = ""
    """What the file itself calls the column."""
    kind: Kind = Kind.TEXT
    unit: str = ""
    format: Format = Format()
    nulls: int = Attribute(ge=0)
    distinct: int = Attribute(ge=0)
    distinct_is_exact: bool = True
    minimum: str | None = None
    maximum: str | None = None
    total: str | None = None
    null_tokens: tuple[str, ...] = ()
    null_evidence: str = ""
    allowed: tuple[str, ...] = ()
    """The values of a category, as canonical text, where there are few."""
    longest: int | None = None
    """The most characters of a text."""
    pii: Pii | None = None
    respelled: int = 0
    concealed: int = 0
    """Cells in which the credential of a well-known service stood: it is in nothing that is made of the file."""
    patterns: tuple[str, ...] = ()
    """How moments are written, as strptime has it, each pattern of those that occur; the first as in `format`."""
    place: int = Attribute(default=0, ge=0)
    """Where the column stands in the file, from 0."""
    is_told_unique: bool = False
    """Whether the person said that no two rows may share a value; `unique` tells whether rows of the file do."""
    letters: Letters = ""
    """How the person wants the text to be written, where the type of project changes values."""
    is_masked: bool = False
    """Whether the person wants the values to be unreadable, where the type of project changes values."""


class Dialect(Contract):
    """How the bytes of a CSV file are to be read.

    `delimiter` may be more than one character (", "). `quote` and `escape` may be empty; an `escape` that equals the
    quote means that quotes are doubled. `header_lines` counts the rows that name the columns, 0 where none does.
    `preamble_lines` counts what stands before them, `footer_lines` what stands after the last row. A line that begins
    with `comment`, unless that is empty, is not part of the table.
    """

    encoding: str
    delimiter: str = Attribute(min_length=1, max_length=4)
    quote: str = Attribute(default='"', max_length=2)
    escape: str = Attribute(default='"', max_length=1)
    line_end: Literal["LF", "CRLF", "CR", "mixed"] = "LF"
    header_lines: int = Attribute(default=1, ge=0, le=5)
    preamble_lines: int = Attribute(default=0, ge=0)
    footer_lines: int = Attribute(default=0, ge=0)
    comment: str = Attribute(default="", max_length=4)
    compression: Literal["", "gzip"] = ""

    @property
    def has_header(self) -> bool:
        """Whether the columns are named in the file."""
        return self.header_lines > 0


class DialectChoice(Contract):
    """What a person says about a file's dialect; None leaves it to detection. Fields as in `Dialect`."""

    encoding: str | None = None
    delimiter: str | None = Attribute(default=None, min_length=1, max_length=4)
    quote: str | None = Attribute(default=None, max_length=2)
    escape: str | None = Attribute(default=None, max_length=1)
    header_lines: int | None = Attribute(default=None, ge=0, le=5)
    preamble_lines: int | None = Attribute(default=None, ge=0)
    footer_lines: int | None = Attribute(default=None, ge=0)
    comment: str | None = Attribute(default=None, max_length=4)


class SetAside(Contract):
    """A row of the file that does not fit its columns, by its line number (the first line is 1)."""

    line: int
    reason: str
    text: str = ""
    """The beginning of the row as it is written."""


class Lossless(Contract):
    """The proof that no value was changed: every cell was written back from the records and compared.

    `cells` were compared and `mismatches` differed from the file. Of the others, `respelled` needed their own spelling,
    which is kept beside the records, since their column's format does not give it.
    """

    cells: int = Attribute(ge=0)
    mismatches: int = Attribute(ge=0)
    respelled: int = Attribute(default=0, ge=0)


class Question(Contract):
    """Something that the file itself leaves open: until one of `choices` is taken, the column stays text.

    `column` is the field's name in the unchanged file. A choice is the `pattern` of a `ColumnEdit`; `examples`
    says, for each, how a cell of the file would be read.
    """

    column: str
    text: str
    choices: tuple[str, ...]
    examples: tuple[str, ...] = ()


class ColumnEdit(Contract):
    """A change to a column of a CSV file; `column` is the field's name in the data contract of the unchanged file.

    hide: the column is left out; show: it is not, whatever an earlier change says. rename: `label` is what people see,
    and `name`, safe as an identifier, what programs see; without a name it is made from the label. retype: the column
    is read as `kind`, its dates by `pattern` (as strptime has it). nulls: `tokens` are the cells that stand for no
    value, besides the empty one. unit: what its numbers count.
    """

    action: Literal["hide", "show", "rename", "retype", "nulls", "unit"]
    column: str
    name: str = ""
    label: str = ""
    kind: Kind | None = None
    pattern: str = ""
    tokens: tuple[str, ...] = ()
    unit: str = ""


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
    """The first of what was set aside; `set_aside_rows` counts it all: rows, and lines around the table."""
    misfit_rows: int = 0
    """How many of them are rows that do not fit the columns."""
    repaired_rows: int = 0
    repaired: tuple[SetAside, ...] = ()
    """The first of the rows that are part of the table, but had to be put right; `repaired_rows` counts them all."""
    lossless: Lossless | None = None
    questions: tuple[Question, ...] = ()
    left_out: tuple[str, ...] = ()
    """The headers of the columns that a person left out."""
    keys: tuple[tuple[str, ...], ...] = ()
    """Columns whose values, together, tell every row from the others; the shortest first."""
    synthetic: bool = False
    """Whether the rows are made up, because words were given and no file."""


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


Write = Literal["create", "update", "delete"]


class Entity(Contract):
    """A kind of record that a brief or a JSON requirement names; `writes` is what people can do besides reading."""

    name: str = Attribute(pattern=r"^[a-z][a-z0-9_]{0,62}$")
    plural: str = Attribute(pattern=r"^[a-z][a-z0-9_]{0,62}$")
    label: str
    fields: tuple[Field, ...] = Attribute(min_length=1)
    writes: tuple[Write, ...] = ("create", "update", "delete")


class Permission(Contract):
    """What a role may do with the records of an entity, besides reading them."""

    entity: str
    writes: tuple[Write, ...]


class Role(Contract):
    """A kind of user: `name` is a safe identifier, `label` what the person wrote. It may do only what is said."""

    name: str = Attribute(pattern=r"^[a-z][a-z0-9_]{0,62}$")
    label: str
    may: tuple[Permission, ...] = ()


class Access(Contract):
    """Who may use the application: anybody, those who signed in, or each role what it may."""

    sign_in: bool = False
    roles: tuple[Role, ...] = ()
