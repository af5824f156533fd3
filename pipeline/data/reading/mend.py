"""Putting right the rows that do not fit, where one way to do so is plausible."""

from pipeline.data.reading.align import MISSING, Aligned, align, steps, support
from pipeline.data.reading.aside import Aside
from pipeline.data.reading.candidates import loosely
from pipeline.data.reading.layout import Layout, count_fields
from pipeline.data.reading.marks import Record, Records
from pipeline.errors import InputError

_MOST_STEPS = 5_000_000
"""How much work is spent on one file: a few seconds."""
_MOST_READ_AGAIN = 64_000_000
_LINES_AFTER = 50


class Mender:
    """Puts rows right and counts how much work that was, so that a file of damaged rows takes no longer than another.

    Lines that a quote swallowed are given back to `records`; their number is bounded, too.
    """

    def __init__(self, records: Records, layout: Layout, aside: Aside) -> None:
        self.records, self.layout, self.aside = records, layout, aside
        self.steps_left = _MOST_STEPS
        self.chars_left = _MOST_READ_AGAIN

    def mend(self, record: Record) -> list[str] | None:
        """The cells of `record`; None if it cannot be put right. InputError: a quote that nothing closes."""
        if record.is_open:
            self._check_rest(record)
        padded = self._padded(record)
        if padded is not None:
            self.aside.repair(record.line, _short(record, self.layout.width), record.text)
            return padded
        aligned = self._aligned(record)
        if aligned is None:
            return None
        self.aside.repair(record.line, "; ".join(aligned.reasons), record.text)
        return aligned.cells

    def _padded(self, record: Record) -> list[str] | None:
        """The cells with empty ones at the end, if they are most of the row and each is like its column."""
        cells, layout = record.cells, self.layout
        if cells is None or not len(cells) < layout.width < 2 * len(cells):
            return None
        if layout.quote and any(layout.marks.closing in cell for cell in cells):
            return None
        seen = [(column, cell) for column, cell in zip(layout.columns, cells, strict=False) if cell.strip()]
        if not all(column.fits(cell) for column, cell in seen) or not any(column.patterns for column, _ in seen):
            return None
        rest = layout.columns[len(cells) :]
        return [*cells, *[""] * len(rest)] if len(record.lines) == 1 else None

    def _aligned(self, record: Record) -> Aligned | None:
        if len(record.lines) == 1:
            return self._align(record.text)
        first = record.lines[0].rstrip("\r\n")
        whole = None if record.cells is None else self._align(record.text)
        if whole is not None and len(loosely(record.lines[1].rstrip("\r\n"), self.layout.marks)) != self.layout.width:
            return whole
        alone = self._align(first)
        if alone is None and whole is not None:
            return whole
        self._give_back(record)
        return alone

    def _align(self, text: str) -> Aligned | None:
        layout = self.layout
        if self.steps_left < 0 or layout.width < 2:
            return None
        self.steps_left -= steps(text, layout.marks, layout.width)
        found = align(text, layout.marks, layout.columns)
        if found is None or MISSING not in found.reasons or not any(column.patterns for column in layout.columns):
            return found
        return found if support(found, layout.columns) else None

    def _give_back(self, record: Record) -> None:
        """Read the lines after the first again, as records of their own."""
        self.records.give_back(record.lines[1:])
        self.chars_left -= len(record.text)
        if self.chars_left < 0:
            raise InputError(
                f"Line {record.line:,} opens a quote that is never closed, as too many lines do; close or remove them."
            )
        record.lines = record.lines[:1]

    def _check_rest(self, record: Record) -> None:
        """InputError unless the lines after an open quote are rows by themselves."""
        rest = [line.rstrip("\r\n") for line in record.lines[1 : 1 + _LINES_AFTER] if line.strip()]
        fitting = sum(len(loosely(line, self.layout.marks)) == self.layout.width for line in rest)
        if fitting * 2 < len(rest):
            raise InputError(f"Line {record.line:,} opens a quote that is never closed; close it or remove it.")


def _short(record: Record, width: int) -> str:
    return f"{count_fields(len(record.cells or ()))} instead of {width:,}; the last are empty"
