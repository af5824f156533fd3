"""Finding how the text of a file is divided."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.contracts.data import DialectChoice
from pipeline.data.reading.align import align
from pipeline.data.reading.candidates import Row, comment_of, marks_of, sample, separator_line
from pipeline.data.reading.layout import Layout
from pipeline.data.reading.marks import Marks
from pipeline.data.reading.patterns import learn
from pipeline.data.reading.shape import shape_of
from pipeline.data.reading.table_lines import lay_out
from pipeline.errors import InputError

_OTHERS = ",;\t|^~"
_TRIED = 40
"""How many of the rows that do not fit are put right by way of trial."""


@dataclass(frozen=True)
class Candidate:
    """A way to divide a text: its rows, their most frequent width, and how many have it (0 to 1)."""

    marks: Marks
    comment: str
    rows: Sequence[Row]
    width: int
    share: float
    cleanness: float
    prior: float

    @property
    def score(self) -> float:
        """How well it divides the text; more columns decide between equals."""
        if self.width < 2:
            return 0.0
        return self.share**2 * (1 + self.cleanness) * (1 + min(self.width, 50) / 500) * self.prior


def sniff(text: str, is_whole: bool, told: DialectChoice) -> Layout:
    """Find how `text`, the first part of a file, is divided; InputError if no way fits most of its lines."""
    if not text.strip():
        raise InputError("The file holds only blank lines; choose a CSV file with a header line and at least one row.")
    named = separator_line(text)
    if named and told.delimiter is None:
        told = told.model_copy(update={"delimiter": named})
    best = max(_candidates(text, is_whole, told), key=lambda found: found.score)
    if best.share < 0.9 and told.delimiter is None:
        best = max((_mended(found) for found in _candidates(text, is_whole, told)), key=lambda found: found.score)
    # Prose and source code are divided by commas too, into lines of many widths and pieces that are no values.
    is_uneven = best.share < 0.9 and best.share * best.cleanness < 0.5
    if told.delimiter is None and (is_uneven or best.width < 2):
        best = _one_column(text, is_whole, told) or best
        if is_uneven or best.width != 1:
            raise InputError(
                "This is not a CSV file: no comma, semicolon, tab or pipe divides its lines into equal columns; "
                "export the table as CSV and choose that file."
            )
    return lay_out(text, best.marks, best.comment, best.rows, best.width, told, after=1 if named else 0)


def _candidates(text: str, is_whole: bool, told: DialectChoice) -> list[Candidate]:
    comment = comment_of(text) if told.comment is None else told.comment
    return [_candidate(text, marks, comment, prior, is_whole, told) for marks, prior in marks_of(text, told)]


def _candidate(text: str, marks: Marks, comment: str, prior: float, is_whole: bool, told: DialectChoice) -> Candidate:
    rows = sample(text, marks, comment, is_whole=is_whole)
    if separator_line(text):
        rows = rows[1:]
    # The first and widest of the most frequent widths, so that a tie does not depend on chance.
    counts = Counter(len(row.cells) for row in rows)
    width = max(counts, key=lambda size: (counts[size], size), default=0)
    if comment and told.comment is None and width > 1 and not _are_comments(text, marks, comment, width, is_whole):
        return _candidate(text, marks, "", prior, is_whole, told)
    share = counts[width] / len(rows) if rows else 0.0
    if share < 0.9 and (tables := _runs(rows)):
        start, width = tables
        rows, share = rows[start:], 0.95
    return Candidate(marks, comment, rows, width, share, _cleanness(rows, marks.delimiter, width), prior)


def _runs(rows: Sequence[Row]) -> tuple[int, int] | None:
    """Where the longest of several tables, one below the other, begins, and its width; None if these are not tables.

    In tables, nearly every row is as wide as the row before.
    """
    starts = [at for at, row in enumerate(rows) if at == 0 or len(row.cells) != len(rows[at - 1].cells)]
    if not rows or len(starts) * 20 > len(rows):
        return None
    lengths = [end - start for start, end in pairwise([*starts, len(rows)])]
    start = starts[lengths.index(max(lengths))]
    width = len(rows[start].cells)
    return (start, width) if width > 2 else None


def _are_comments(text: str, marks: Marks, comment: str, width: int, is_whole: bool) -> bool:
    """Whether the lines that begin like comments are no rows: most of them have not the width of the others."""
    rows = [row for row in sample(text, marks, "", is_whole=is_whole) if row.text.startswith(comment)]
    return sum(len(row.cells) == width for row in rows) * 2 <= len(rows)


def _mended(found: Candidate) -> Candidate:
    """`found` with the width of its first row, if most rows can be put right to have it."""
    names = found.rows[0].cells if found.rows else []
    width = len(names)
    if width < 3 or any(shape_of(cell) != "word" for cell in names) or len(set(names)) < width:
        return found
    fitting = [row.cells for row in found.rows[1:] if len(row.cells) == width]
    others = [row for row in found.rows[1:] if len(row.cells) != width][:_TRIED]
    columns = learn(fitting, width)
    mended = sum(align(row.text, found.marks, columns) is not None for row in others)
    if not others or mended * 10 < len(others) * 9:
        return found
    return replace(found, width=width, share=0.95, cleanness=_cleanness(found.rows, found.marks.delimiter, width))


def _one_column(text: str, is_whole: bool, told: DialectChoice) -> Candidate | None:
    """The lines as values of a single column, if hardly any of them could be divided."""
    for marks, _ in marks_of(text, told):
        rows = sample(text, marks, "", is_whole=is_whole)
        if marks.delimiter in ",;\t|" and sum(len(row.cells) != 1 for row in rows) * 10 > len(rows):
            return None
    unused = next((mark for mark in ",;\t|\x1f" if mark not in text), "\x1e")
    marks = Marks(unused)
    return Candidate(marks, "", sample(text, marks, "", is_whole=is_whole), 1, 1.0, 1.0, 1.0)


def _cleanness(rows: Sequence[Row], delimiter: str, width: int) -> float:
    others = tuple(other for other in _OTHERS if other not in delimiter)
    cells = [cell for row in rows[:200] if len(row.cells) == width for cell in row.cells[:50] if cell]
    clean = sum(_is_clean(cell, others) for cell in cells)
    return (clean + 1) / (len(cells) + 1)


def _is_clean(cell: str, others: tuple[str, ...]) -> bool:
    if cell.count("(") != cell.count(")") or cell[:1] == '"' != cell[-1:]:
        return False
    if not any(other in cell for other in others) or shape_of(cell) in ("number", "date"):
        return True
    # A delimiter followed by a space is punctuation.
    return all(cell.count(other) == cell.count(other + " ") for other in others)
