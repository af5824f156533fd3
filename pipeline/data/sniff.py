"""How the text of a file is divided: delimiter, quote, width, header, and lines before the header."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from pipeline.data.header import has_header, is_evident
from pipeline.data.shape import shape_of
from pipeline.errors import InputError

DELIMITERS = ",;\t|^~"
_SAMPLE_ROWS = 1_000
_MOST_PREAMBLE = 20
_SINGLE_QUOTED = re.compile(r"(^|[,;\t|^~])'[^'\n]*'([,;\t|^~]|$)", re.MULTILINE)

Row = tuple[int, list[str]]
"""The number of a row's first line, and its cells."""


@dataclass(frozen=True)
class Layout:
    """How a text is divided. `width` counts columns; `header` is the row of names, which ends on line `header_line`.

    Without a header, `header` is empty and `header_line` is the last line before the first row.
    """

    delimiter: str
    quote: str
    width: int
    header: tuple[str, ...]
    header_line: int
    preamble: tuple[int, ...] = ()

    @property
    def has_header(self) -> bool:
        """Whether the columns are named in the file."""
        return bool(self.header)


def sniff(text: str, complete: bool) -> Layout:
    """Find how `text`, the first part of a file, is divided; InputError if no way fits most of its lines."""
    if not text.strip():
        raise InputError("The file holds only blank lines; choose a CSV file with a header line and at least one row.")
    quote = _quote_of(text)
    best = max(
        (_candidate(text, delimiter, quote, complete) for delimiter in DELIMITERS), key=lambda found: found.score
    )
    # Prose and source code are divided by commas too, into lines of many widths and pieces that are no values.
    is_uneven = best.share < 0.9 and best.share * best.cleanness < 0.5
    if is_uneven or (best.width < 2 and not _is_one_column(best)):
        raise InputError(
            "This is not a CSV file: no comma, semicolon, tab or pipe divides its lines into equal columns; "
            "export the table as CSV and choose that file."
        )
    return _layout(best, quote)


@dataclass(frozen=True)
class _Candidate:
    delimiter: str
    rows: list[Row]
    ends: list[int]
    width: int
    share: float
    cleanness: float

    @property
    def score(self) -> float:
        """How well the delimiter divides the text; more columns decide between equals."""
        return self.share**2 * (1 + self.cleanness) * (1 + min(self.width, 50) / 500) if self.width > 1 else 0.0


def _quote_of(text: str) -> str:
    lines = text.count("\n") + 1
    single = len(_SINGLE_QUOTED.findall(text))
    return "'" if '"' not in text and single * 2 >= lines else '"'


def _candidate(text: str, delimiter: str, quote: str, complete: bool) -> _Candidate:
    rows, ends = _parse(text, delimiter, quote, complete)
    # The first and widest of the most frequent widths, so that a tie does not depend on chance.
    counts = Counter(len(cells) for _, cells in rows)
    width = max(counts, key=lambda size: (counts[size], size), default=0)
    share = counts[width] / len(rows) if rows else 0.0
    return _Candidate(delimiter, rows, ends, width, share, _cleanness(rows, delimiter, width))


def _parse(text: str, delimiter: str, quote: str, complete: bool) -> tuple[list[Row], list[int]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quotechar=quote)
    rows: list[Row] = []
    ends: list[int] = []
    before = 0
    try:
        for cells in reader:
            if cells:
                rows.append((before + 1, cells))
                ends.append(reader.line_num)
            before = reader.line_num
            if len(rows) >= _SAMPLE_ROWS:
                return rows, ends
    except csv.Error:
        return rows, ends
    # The last row may have been cut where the first part ends, inside of a quoted field.
    return (rows, ends) if complete or len(rows) < 2 else (rows[:-1], ends[:-1])


def _cleanness(rows: list[Row], delimiter: str, width: int) -> float:
    others = tuple(other for other in DELIMITERS if other != delimiter)
    cells = [cell for _, row in rows[:200] if len(row) == width for cell in row[:50]]
    clean = sum(_is_clean(cell, others) for cell in cells)
    return (clean + 1) / (len(cells) + 1)


def _is_clean(cell: str, others: tuple[str, ...]) -> bool:
    if cell.count("(") != cell.count(")"):
        return False
    if not any(other in cell for other in others) or shape_of(cell) in ("number", "date"):
        return True
    # A delimiter followed by a space is punctuation.
    return all(cell.count(other) == cell.count(other + " ") for other in others)


def _is_one_column(found: _Candidate) -> bool:
    """Whether the lines are the values of a single column: hardly any of them could be divided."""
    divided = sum(len(cells) != 1 for _, cells in found.rows)
    return divided * 10 <= len(found.rows)


def _layout(found: _Candidate, quote: str) -> Layout:
    start = _preamble_rows(found)
    rows, ends = found.rows[start:], found.ends[start:]
    preamble = tuple(line for line, _ in found.rows[:start])
    line, first = rows[0]
    width = _common_width(first, [cells for _, cells in rows[1:]], found.width)
    if width is None:
        raise InputError(
            f"Line {line:,} has {count_fields(len(first))} and most other lines have {found.width:,}; "
            "make the header and the rows agree, and quote fields that hold the delimiter."
        )
    fitting = [first[:width], *(cells[:width] for _, cells in rows[1:] if len(cells) in (width, found.width))]
    if not has_header(fitting):
        return Layout(found.delimiter, quote, width, (), line - 1, preamble)
    return Layout(found.delimiter, quote, width, tuple(first[:width]), ends[0], preamble)


def _common_width(first: list[str], rest: list[list[str]], width: int) -> int | None:
    """The number of columns, where either the first row or all others may end with one delimiter too many."""
    if len(first) == width or (len(first) == width + 1 and not first[-1]):
        return width
    ragged = [cells[-1] for cells in rest if len(cells) == width]
    return width - 1 if len(first) == width - 1 and not any(ragged) else None


def _preamble_rows(found: _Candidate) -> int:
    """How many rows stand before the table: short ones, of which at most one cell is filled."""
    if found.width == 1:
        return 0
    for at, (_, cells) in enumerate(found.rows[:_MOST_PREAMBLE]):
        if len(cells) < found.width - 1 and sum(bool(cell.strip()) for cell in cells) <= 1:
            continue
        fitting = [cells for _, cells in found.rows[at:] if len(cells) == found.width]
        return at if fitting and (found.width > 2 or is_evident(fitting)) else 0
    return 0


def count_fields(count: int) -> str:
    """How many fields, in words."""
    return "1 field" if count == 1 else f"{count:,} fields"
