"""What is agreed on about the data: its columns, how the person's file is written, and how the table is stored."""

from dataclasses import dataclass, field
from typing import Literal

LINE = "_line"
"""The line of the file on which a row begins; the first line is 1."""
LOAD = "_load"
"""The number of the load that a row came with."""

Unit = Literal["", "day", "month", "year", "value"]


@dataclass(frozen=True)
class Column:
    """A column of the table: `header` is what the person's file calls it, `label` what people call it.

    `kind` is an Ibis type, such as "int64", "decimal(18, 2)" or "timestamp". `place` counts the columns of the
    person's file, from 0; it is used where the file does not name them.
    """

    name: str
    label: str
    header: str
    kind: str
    place: int


@dataclass(frozen=True)
class Layout:
    """How the text of a file is divided into rows and cells.

    `delimiter` may be longer than one character; `quote` may be empty or a pair, and an `escape` that equals it means
    that quotes are doubled. A line that begins with `comment`, unless that is empty, is no row. `header_lines` rows
    name the columns after `preamble_lines` lines; `footer_lines` lines follow the last row.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    header_lines: int = 1
    preamble_lines: int = 0
    footer_lines: int = 0
    comment: str = ""
    width: int = 1
    unused: tuple[str, ...] = field(default=())
    """The headers of columns that the file has and the table has not."""


@dataclass(frozen=True)
class Partition:
    """How the table's files are divided: into folders `name=...`, by a unit of time of `column`, or by its value."""

    name: str = ""
    column: str = ""
    unit: Unit = ""
    reason: str = ""
