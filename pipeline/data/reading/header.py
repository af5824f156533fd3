"""Whether the first rows of a file name its columns, and which rows those are."""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.data.reading.shape import shape_of

_VALUES = ("number", "date")
_MOST_ROWS = 5


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether `rows[0]` holds names; `rows` are the first rows of a file, all of one width.

    A name stands over values of another shape, and does not come back further down its own column. Numbers in the first
    row speak against a header, unless they are years in steps over columns of numbers.
    """
    # Where tables were put together, their names stand among the rows.
    first, rest = rows[0], [row for row in rows[1:] if row != rows[0]]
    if all(shape_of(cell) in (*_VALUES, "empty") for cell in first):
        return False
    if not rest:
        return all(shape_of(cell) not in _VALUES for cell in first)
    votes = _votes([first, *rest])
    if 1 in votes and (votes.count(1) >= votes.count(-1) or _has_years(first)):
        return True
    return -1 not in votes or _has_years(first)


def is_evident(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the values below `rows[0]` prove that it is a header, rather than leave it possible."""
    return 1 in _votes(rows) and has_header(rows)


def header_rows(rows: Sequence[Sequence[str]]) -> int:
    """How many of the first `rows`, all of one width, name the columns.

    Besides the first, those that repeat it, and those with text over at least two columns of values and over no column
    a value.
    """
    if not rows or not has_header([rows[0], *_below(rows)]):
        return 0
    count = 1
    while count < min(len(rows) - 1, _MOST_ROWS) and (rows[count] == rows[0] or _names_too(rows[count:])):
        count += 1
    return count


def joined(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """One name for each column from several rows of names.

    A name that stands over several columns is written over the first of them only: it holds for those to its right that
    have none of their own there, and a name below.
    """
    spread = [list(row) for row in rows]
    for upper, lower in pairwise(spread):
        for at in range(1, len(upper)):
            if not upper[at].strip() and lower[at].strip() and upper[at - 1].strip() and lower[at - 1].strip():
                upper[at] = upper[at - 1]
    return tuple(" ".join(filter(None, names)) for names in zip(*spread, strict=True))


def _below(rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """The rows below the first and what repeats it."""
    at = 1
    while at < min(len(rows), _MOST_ROWS) and rows[at] == rows[0]:
        at += 1
    return rows[at:]


def _names_too(rows: Sequence[Sequence[str]]) -> bool:
    if len(rows) < 4 or any(shape_of(cell) in _VALUES for cell in rows[0]):
        return False
    votes = _votes(rows)
    return votes.count(1) >= 2 and -1 not in votes and sum(bool(cell.strip()) for cell in rows[0]) >= 2


def _votes(rows: Sequence[Sequence[str]]) -> list[int]:
    return [_vote(cell, [row[at] for row in rows[1:]]) for at, cell in enumerate(rows[0])]


def _vote(name: str, cells: list[str]) -> int:
    shape, shapes = shape_of(name), [shape_of(cell) for cell in cells if cell.strip()]
    if shape == "empty" or not shapes:
        return 0
    values = sum(other in (*_VALUES, "empty") for other in shapes)
    if shape in _VALUES:
        return -1 if values * 2 >= len(shapes) else 0
    if values * 10 >= len(shapes) * 9 and any(other in _VALUES for other in shapes):
        return 1
    # A text that is seen again below is a value, not a name, if few rows were enough to see it again.
    return -1 if name in cells and len(set(cells)) * 2 < len(cells) + 2 else 0


def _has_years(first: Sequence[str]) -> bool:
    years = [int(cell) for cell in first if len(cell) == 4 and cell.isascii() and cell.isdigit()]
    steps = {after - before for before, after in pairwise(years)}
    return len(years) >= 2 and len(steps) == 1 and 0 not in steps and all(1000 <= year <= 2999 for year in years)
