"""Dividing a damaged row into its columns: of all ways to do so, the one that leaves the least to explain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.data.reading.marks import Marks
from pipeline.data.reading.patterns import ColumnPattern, exact_pattern_of

_MOST_STEPS = 500_000
_MOST_JOINED = 12
_GAP, _DROP, _SPLIT, _ODD, _OTHER = 3.0, 2.0, 2.5, 1.0, 3.0
_EMPTY, _UNLIKE = 1.0, 2.0
_ALTERNATIVES = ",;\t| "
MISSING = "fields are missing"


@dataclass(frozen=True)
class Aligned:
    """The cells of a row, what had to be assumed of it, and how much that is."""

    cells: list[str]
    reasons: tuple[str, ...]
    cost: float


@dataclass(frozen=True)
class _Step:
    """From a state to another: the cells it yields, the pieces it uses, and its cost."""

    cells: tuple[str, ...]
    used: int
    cost: float
    reason: str = ""


def align(text: str, marks: Marks, columns: Sequence[ColumnPattern]) -> Aligned | None:
    """Divide `text`, a record without its line end, into `columns`; None if no way is plausible.

    Tried are quotes that are not closed or not escaped, a delimiter that is missing, one too many, or inside of a text
    without quotes, cells missing at the end, and another delimiter. Work is bounded, whatever the text.
    """
    best = _align(text, marks, columns)
    if best is not None and best.cost < _OTHER:
        return best
    for other in _ALTERNATIVES:
        if other != marks.delimiter and text.count(other) >= len(columns) - 1:
            found = _align(text, Marks(other, marks.quote, marks.escape), columns)
            if found and support(found, columns) > 1 and (best is None or found.cost + _OTHER < best.cost):
                reasons = (f"divided by {_named(other)} instead of {_named(marks.delimiter)}", *found.reasons)
                best = Aligned(found.cells, reasons, found.cost + _OTHER)
    return best if best is not None and best.cost <= 2 + 0.75 * len(columns) else None


def support(found: Aligned, columns: Sequence[ColumnPattern]) -> int:
    """How many cells are filled as the patterns of their columns ask for."""
    pairs = zip(columns, found.cells, strict=True)
    return sum(bool(column.patterns and cell.strip() and column.fits(cell)) for column, cell in pairs)


def steps(text: str, marks: Marks, width: int) -> int:
    """How much work it is, at most, to align `text`."""
    return (text.count(marks.delimiter) + 1) * width * _MOST_JOINED


def _align(text: str, marks: Marks, columns: Sequence[ColumnPattern]) -> Aligned | None:
    pieces = text.split(marks.delimiter)
    width, count = len(columns), len(pieces)
    if steps(text, marks, width) > _MOST_STEPS or (not marks.quote and count > width + _MOST_JOINED):
        return None
    # states[c][i]: the least cost of filling c columns with i pieces, and the step that led there.
    states: list[dict[int, tuple[float, _Step, tuple[int, int]]]] = [{} for _ in range(width + 1)]
    start = _Step((), 0, 0.0)
    states[0][0] = (0.0, start, (0, 0))
    gaps = (width - 1) // 2
    for column in range(width + 1):
        for at in range(count + 1):
            if at not in states[column]:
                continue
            cost = states[column][at][0]
            for step in _steps(pieces, at, column, columns, marks, gaps):
                target, used = column + len(step.cells), at + step.used
                total = cost + step.cost
                if used not in states[target] or total < states[target][used][0]:
                    states[target][used] = (total, step, (column, at))
    return _trace(states, width, count) if count in states[width] else None


def _trace(states: "list[dict[int, tuple[float, _Step, tuple[int, int]]]]", width: int, count: int) -> Aligned:
    cells: list[str] = []
    reasons: list[str] = []
    column, at = width, count
    while (column, at) != (0, 0):
        _, step, (column, at) = states[column][at]
        cells[:0] = step.cells
        if step.reason and step.reason not in reasons:
            reasons.insert(0, step.reason)
    return Aligned(cells, tuple(reasons), states[width][count][0])


def _steps(
    pieces: Sequence[str], at: int, column: int, columns: Sequence[ColumnPattern], marks: Marks, gaps: int
) -> Iterator[_Step]:
    left = len(columns) - column
    if left and gaps and len(columns) - len(pieces) <= gaps:
        unlike = 0.0 if columns[column].has_empty else _EMPTY
        # Of equals, the one that lacks the last cells.
        yield _Step(("",), 0, _GAP + unlike + left / 10_000, MISSING)
    if at == len(pieces):
        return
    if not pieces[at].strip() and len(pieces) > len(columns):
        yield _Step((), 1, _DROP, "an empty field too many")
    if left:
        yield from _fields(pieces, at, columns[column], marks)
    if left > 1:
        yield from _halves(pieces, at, columns[column], columns[column + 1], marks)


def _fields(pieces: Sequence[str], at: int, column: ColumnPattern, marks: Marks) -> Iterator[_Step]:
    first = pieces[at].lstrip(" ")
    for end in range(at + 1, len(pieces) + 1):
        joined = end - at - 1
        step = _quoted(pieces, at, end, first, marks) if first[:1] else None
        if step is None and joined == 0:
            step = _plain(pieces[at], marks)
        elif step is None and joined <= _MOST_JOINED:
            step = _joined(pieces[at:end], marks)
        if step is not None:
            unlike = 0.0 if column.fits(step.cells[0]) else _UNLIKE if step.cells[0].strip() else _EMPTY
            yield _Step(step.cells, step.used, step.cost + unlike, step.reason)
        if joined >= _MOST_JOINED and first[:1] not in (marks.opening, "'"):
            return


def _quoted(pieces: Sequence[str], at: int, end: int, first: str, marks: Marks) -> _Step | None:
    last = pieces[end - 1].rstrip(" ")
    is_own = bool(marks.quote) and first.startswith(marks.opening) and last.endswith(marks.closing)
    if is_own or (end > at + 1 and first[0] == last[-1:] == "'"):
        text = marks.delimiter.join(pieces[at:end]).strip(" ")
        if len(text) < 2:
            return None
        inside = text[1:-1]
        if not is_own:
            return _Step((inside,), end - at, _ODD, "another quote")
        value = marks.unquoted(inside)
        odd = _odd_quotes(inside, marks)
        # A quote before a delimiter rather ends a field.
        ends = inside.count(marks.closing + marks.delimiter) if odd else 0
        return _Step(
            (value,),
            end - at,
            _ODD * (min(odd, 3) + 4 * ends),
            "a quote inside of quotes that is not escaped" * bool(odd),
        )
    return None


def _odd_quotes(inside: str, marks: Marks) -> int:
    if marks.escape:
        inside = inside.replace(marks.escape * 2, "").replace(marks.escape + marks.closing, "")
    return inside.count(marks.closing)


def _plain(piece: str, marks: Marks) -> _Step:
    is_odd = bool(marks.quote) and piece.lstrip(" ").startswith(marks.opening)
    return _Step((piece,), 1, _ODD if is_odd else 0.0, "a quote that is not closed" if is_odd else "")


def _joined(pieces: Sequence[str], marks: Marks) -> _Step:
    extra = len(pieces) - 1
    text = marks.delimiter.join(pieces)
    is_punctuation = marks.delimiter.isspace() or all(piece.startswith(" ") for piece in pieces[1:])
    cost = 0.5 + 0.25 * extra if marks.delimiter.isspace() else 1 + 0.5 * extra if is_punctuation else 6.0 * extra
    if marks.quote and marks.opening in text[:1]:
        cost += 3.0
    return _Step((text,), len(pieces), cost, "a delimiter in a field without quotes")


def _halves(pieces: Sequence[str], at: int, left: ColumnPattern, right: ColumnPattern, marks: Marks) -> Iterator[_Step]:
    """A field that is two cells with the delimiter lost between them, where they can be told apart."""
    for cells, used in (*_quoted_halves(pieces, at, marks), *_unlike_halves(pieces[at], left, right)):
        unlike = sum(0.0 if column.fits(cell) else _UNLIKE for column, cell in zip((left, right), cells, strict=True))
        yield _Step(cells, used, _SPLIT + unlike, "a delimiter is missing")


def _quoted_halves(pieces: Sequence[str], at: int, marks: Marks) -> Iterator[tuple[tuple[str, str], int]]:
    """The halves of which one or both are quoted, and how many pieces they are made of."""
    first = pieces[at]
    middle = first.find(marks.closing, 1) if marks.quote else -1
    if middle > 0 and first[0] == marks.opening and first[middle + 1 :].strip(marks.quote) == first[middle + 1 :] != "":
        yield (marks.unquoted(first[1:middle]), first[middle + 1 :]), 1
    for end in range(at + 1, min(len(pieces), at + 2 * _MOST_JOINED) + 1) if marks.quote else ():
        text = marks.delimiter.join(pieces[at:end])
        if not text.endswith(marks.closing):
            continue
        if text[0] != marks.opening:
            middle = text.find(marks.opening, 1, -1)
            if middle > 0 and marks.delimiter not in text[:middle]:
                yield (text[:middle], marks.unquoted(text[middle + 1 : -1])), end - at
        else:
            middle = text.find(marks.closing + marks.opening, 1, -1)
            if middle > 0:
                yield (marks.unquoted(text[1:middle]), marks.unquoted(text[middle + 2 : -1])), end - at


def _unlike_halves(piece: str, left: ColumnPattern, right: ColumnPattern) -> Iterator[tuple[tuple[str, str], int]]:
    """The halves of a piece of which the first is exactly like its column and the second may be like the next."""
    for at in range(min(len(piece) - 1, 40), 0, -1) if left.exact else ():
        before, after = piece[:at], piece[at:]
        if exact_pattern_of(before) in left.exact and (not right.exact or exact_pattern_of(after) in right.exact):
            yield (before, after), 1
            return


def _named(delimiter: str) -> str:
    return {" ": "spaces", "\t": "tabs"}.get(delimiter, f"“{delimiter}”")
