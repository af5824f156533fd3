"""How the text of a file is laid out: what divides it, its columns, and which of its lines are its table."""

from dataclasses import dataclass, field
from typing import Literal

from pipeline.data.reading.marks import Marks
from pipeline.data.reading.patterns import ColumnPattern


@dataclass(frozen=True)
class Layout:
    """The table of a text. `width` counts columns; `header` names them, in one string each, and is empty without names.

    `first_line` is the line of the first row (the first line of the file is 1). Before it stand `preamble_lines` and
    then `header_lines` rows of names; after the last row stand `footer_lines`. `columns` are what the cells of each
    column look like, `has_trailing` tells that rows end with one delimiter too many, and `notes` what was put right in
    the header, by its line.
    """

    marks: Marks
    width: int
    header: tuple[str, ...] = ()
    header_lines: int = 0
    first_line: int = 1
    preamble_lines: int = 0
    footer_lines: int = 0
    comment: str = ""
    line_end: Literal["LF", "CRLF", "CR", "mixed"] = "LF"
    columns: tuple[ColumnPattern, ...] = ()
    has_trailing: bool = False
    notes: tuple[tuple[int, str, str], ...] = field(default=())

    @property
    def delimiter(self) -> str:
        """What stands between two fields."""
        return self.marks.delimiter

    @property
    def quote(self) -> str:
        """What encloses a field; empty if nothing does."""
        return self.marks.quote

    @property
    def header_line(self) -> int:
        """The last line before the first row."""
        return self.first_line - 1

    @property
    def has_header(self) -> bool:
        """Whether the columns are named in the file."""
        return bool(self.header)


def count_fields(count: int) -> str:
    """How many fields, in words."""
    return "1 field" if count == 1 else f"{count:,} fields"
