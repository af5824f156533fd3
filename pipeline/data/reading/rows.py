"""Reading the rows of a table with Python's own CSV parser, the reference for what a file says."""

import io
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.data.reading.aside import LISTED_ROWS, Aside
from pipeline.data.reading.compressed import open_bytes
from pipeline.data.reading.layout import Layout, count_fields
from pipeline.data.reading.limits import IntakeLimits
from pipeline.data.reading.marks import Record, Records
from pipeline.data.reading.mend import Mender
from pipeline.data.reading.other_tables import begins_table
from pipeline.data.reading.patterns import names_total
from pipeline.errors import InputError

__all__ = ["LISTED_ROWS", "Aside", "fitting_rows", "read_rows"]

_MOST_HELD = 1_000
_MOST_HELD_CHARS = 4_000_000
_MOST_MISFITS = 10_000
"""After so many rows that do not fit, twice as many as do, the rest of a file need not be read."""
_AFTER = "stands after the table"


def read_rows(source: Path, encoding: str, layout: Layout, limits: IntakeLimits, aside: Aside) -> Iterator[list[str]]:
    """Yield the rows of `source`, in order, without the header, each of `layout.width` cells as they are meant.

    What is no row goes to `aside`, which also names the rows that were put right. InputError: a quote that is never
    closed, a field longer than the limit, a NUL character, or text that cannot be decoded, each with its line.
    """
    with open_text(source, encoding) as lines:
        try:
            yield from fitting_rows(lines, layout, limits, aside)
        except UnicodeError as error:
            line = _undecodable_line(source, encoding)
            raise InputError(f"Line {line:,} is not valid {encoding.upper()} text; save the file as UTF-8.") from error


@contextmanager
def open_text(source: Path, encoding: str) -> Iterator[io.TextIOWrapper]:
    """The lines of `source`, expanded if it is compressed; only LF, CRLF and CR end a line, and are kept."""
    with open_bytes(source) as stream, io.TextIOWrapper(stream, encoding=encoding, newline="") as text:
        yield text


def fitting_rows(lines: Iterable[str], layout: Layout, limits: IntakeLimits, aside: Aside) -> Iterator[list[str]]:
    """As `read_rows`, from lines of text."""
    return _Reading(lines, layout, limits, aside).rows()


@dataclass(frozen=True)
class _Held:
    """A row that belongs to the table only if another row follows it; without cells, it does not fit in any case."""

    record: Record
    cells: list[str] | None
    reason: str


class _Reading:
    """One way through the lines of a table."""

    def __init__(self, lines: Iterable[str], layout: Layout, limits: IntakeLimits, aside: Aside) -> None:
        self.layout, self.limits, self.aside = layout, limits, aside
        self.tail: deque[str] = deque()
        lines = _all_but_last(lines, layout.footer_lines, self.tail) if layout.footer_lines else lines
        self.records = Records(lines, layout.marks, layout.comment, longest=2 * limits.field_chars)
        self.mender = Mender(self.records, layout, aside)
        self.header = list(layout.header)
        self.first: list[str] | None = None
        self.held: list[_Held] = []
        self.held_chars = 0
        self.fitting = 0

    def rows(self) -> Iterator[list[str]]:
        self._lead()
        width, longest, is_after_blank = self.layout.width, self.limits.field_chars, False
        while record := self.records.read():
            cells = record.cells
            if cells is not None and not cells:
                is_after_blank = True
                continue
            if (
                cells is None
                or len(cells) != width
                or is_after_blank
                or cells == self.header
                or not cells[-1]
                or names_total(cells)
            ):
                cells = self._odd_row(record, is_after_blank)
                is_after_blank = False
                if cells is None:
                    if len(self.held) > _MOST_HELD or self.held_chars > _MOST_HELD_CHARS:
                        yield from self._release(is_end=True)
                    continue
            if len(record.lines[0]) > longest or len(record.lines) > 1:
                self._check_fields(record, cells)
            if self.held:
                yield from self._release()
            self.first = self.first or cells
            self.fitting += 1
            yield cells
        self._end()

    def _lead(self) -> None:
        """Go past what stands before the first row."""
        layout = self.layout
        for number, line in self.records.skip(layout.first_line - 1):
            if number > layout.preamble_lines or not line.strip():
                continue
            is_comment = bool(layout.comment) and line.startswith(layout.comment)
            self.aside.add(number, "comment" if is_comment else "stands before the table", line)
        for number, reason, text in layout.notes:
            self.aside.repair(number, reason, text)

    def _odd_row(self, record: Record, is_after_blank: bool) -> list[str] | None:
        """The cells of a row that is not plainly one of the table's; None if it is none, or not yet known to be."""
        layout = self.layout
        if record.cells is not None and len(record.cells) > layout.width + self.limits.columns:
            self._hold(record, None, _misfit(record.cells, layout.width))
            return None
        if begins_table(record, self.records, layout, self.header, self.first, is_after_blank):
            self._leave(record)
            return None
        if record.cells == self.header:
            self.aside.add(record.line, "repeats the header", record.text)
            return None
        cells = record.cells
        if cells is not None and len(cells) == layout.width + 1 and not cells[-1] and layout.has_trailing:
            return cells[:-1]
        if cells is None or len(cells) != layout.width:
            before = record.cells
            cells = self.mender.mend(record)
            if cells is None:
                self._hold(record, None, _misfit(before, layout.width))
            return cells
        if self._may_stand_after(cells, is_after_blank):
            self._hold(record, cells, "")
            return None
        return cells

    def _may_stand_after(self, cells: list[str], is_after_blank: bool) -> bool:
        if any(cells[1:]):
            return self._is_total(cells)
        if not cells[0].strip():
            return len(cells) > 1
        column = self.layout.columns[0] if self.layout.columns else None
        is_unlike = column is not None and not column.fits(cells[0])
        return len(cells) > 2 and (is_after_blank or is_unlike or bool(self.held))

    def _is_total(self, cells: list[str]) -> bool:
        """Whether a row adds up the others: it says so, and leaves cells empty that no other row does."""
        columns = self.layout.columns
        if not names_total(cells) or len(columns) != len(cells):
            return False
        return any(not cell.strip() and not column.has_empty for cell, column in zip(cells, columns, strict=True))

    def _hold(self, record: Record, cells: list[str] | None, reason: str) -> None:
        self.held.append(_Held(record, cells, reason))
        self.held_chars += sum(map(len, record.lines))

    def _release(self, *, is_end: bool = False) -> Iterator[list[str]]:
        """What was held is followed by a row: it stands inside of the table.

        Or it is more than may be held, and may be the end of the table: then empty rows are none.
        """
        held, self.held, self.held_chars = self.held, [], 0
        for row in held:
            if row.cells is None:
                self.aside.add(row.record.line, row.reason, row.record.text, is_misfit=True)
            elif is_end and not any(cell.strip() for cell in row.cells):
                self.aside.add(row.record.line, "is empty, as many others in succession are", row.record.text)
            else:
                yield row.cells
        if self.aside.misfits > _MOST_MISFITS and self.aside.misfits > 2 * self.fitting:
            raise self.aside.refuse(self.fitting)

    def _leave(self, record: Record) -> None:
        """Another table begins: set aside all that follows, line by line."""
        self._end()
        self.records.give_back(record.lines)
        for number, line in self.records.skip(2**62):
            if line.strip():
                self.aside.add(number, "belongs to another table", line)

    def _end(self) -> None:
        held, self.held, self.held_chars = self.held, [], 0
        # A single row that does not fit is one; several of them, or text that is no row, stand after the table.
        for row in held:
            is_footer = row.cells is not None or len(row.record.cells or ()) < 2 < self.layout.width
            reason = _AFTER if is_footer else row.reason
            self.aside.add(row.record.line, reason, row.record.text, is_misfit=not is_footer)
        for number, line in self.records.comments:
            self.aside.add(number, "comment", line)
        for number in self.records.marked:
            self.aside.repair(number, "a byte order mark before it was left out")
        self.records.marked.clear()
        self.records.comments.clear()
        for at, line in enumerate(self.tail):
            self.aside.add(self.records.line + 1 + at, _AFTER, line)
        self.tail.clear()

    def _check_fields(self, record: Record, cells: list[str]) -> None:
        longest = self.limits.field_chars
        if any(len(cell) > longest for cell in cells):
            raise InputError(
                f"Line {record.line:,} has a field of more than {longest:,} characters; "
                "close its quote if that is missing, or shorten it."
            )


def _misfit(cells: list[str] | None, width: int) -> str:
    if cells is None:
        return "text after a closing quote; quotes inside of a quoted field must be doubled"
    return f"{count_fields(len(cells))} instead of {width:,}"


def _all_but_last(lines: Iterable[str], count: int, tail: deque[str]) -> Iterator[str]:
    for line in lines:
        tail.append(line)
        if len(tail) > count:
            yield tail.popleft()


def _undecodable_line(source: Path, encoding: str) -> int:
    """The number of the first line that holds bytes which `encoding` does not know."""
    line = 0
    with open_bytes(source) as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, newline="", errors="replace")
        while content := text.readline():
            line += 1
            if "\N{REPLACEMENT CHARACTER}" in content:
                break
    return line
