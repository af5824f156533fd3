"""Which lines of a text are its table: what stands before it, its names, and its rows."""

from collections.abc import Sequence

from pipeline.contracts.data import DialectChoice
from pipeline.data.reading.align import align
from pipeline.data.reading.candidates import Row, line_end_of, loosely
from pipeline.data.reading.header import header_rows, is_evident, joined
from pipeline.data.reading.layout import Layout, count_fields
from pipeline.data.reading.marks import Marks
from pipeline.data.reading.patterns import ColumnPattern, learn, names_total
from pipeline.data.reading.shape import shape_of
from pipeline.errors import InputError

_MOST_PREAMBLE = 100
_MOST_LEARNED = 400
_MOST_MENDED = 3.0
_ALTERNATIVES = ",;\t| "


def lay_out(
    text: str, marks: Marks, comment: str, rows: Sequence[Row], width: int, told: DialectChoice, after: int = 0
) -> Layout:
    """The layout of `text`, whose first rows are `rows`, most of them `width` wide; `after` so many lines."""
    if told.preamble_lines is not None:
        after = told.preamble_lines
        rows = [row for row in rows if row.line > after]
    start = 0 if told.preamble_lines is not None else _start(rows, width, marks)
    rows = rows[start:]
    if not rows:
        raise InputError("Nothing stands after the lines that were said to come first; say how many there are.")
    width, first, note = _first_row(rows, width, marks)
    fitting = [first, *(row.cells[:width] for row in rows[1:] if len(row.cells) in (width, width + 1))]
    count = header_rows(fitting) if told.header_lines is None else min(told.header_lines, len(rows))
    if told.header_lines is None and (note or count > 1) and any(len(row.cells) != width for row in rows[1:count]):
        count = 1
    names = [first, *(_to_width(row.cells, width) for row in rows[1:count])][:count]
    body = rows[count:]
    whole = [row.cells[:width] for row in body if len(row.cells) == width or _is_trailing(row.cells, width)]
    return Layout(
        marks=marks,
        width=width,
        header=joined(names) if count else (),
        header_lines=count,
        first_line=rows[count - 1].line + rows[count - 1].lines if count else rows[0].line,
        preamble_lines=rows[0].line - 1,
        footer_lines=told.footer_lines or 0,
        comment=comment,
        line_end=line_end_of(text),  # type: ignore[arg-type]
        columns=learn(_sound(whole), width),
        has_trailing=sum(_is_trailing(row.cells, width) for row in body) * 2 > len(body),
        notes=((rows[0].line, note, rows[0].text),) if note and count else (),
    )


def _sound(rows: list[list[str]]) -> list[list[str]]:
    """Those of the first `rows` that tell what columns look like: no totals, and no notes or blanks below the table."""
    rows = rows[:_MOST_LEARNED]
    while len(rows) > 1 and len(rows[-1]) > 2 and not any(cell.strip() for cell in rows[-1][1:]):
        rows = rows[:-1]
    return [cells for cells in rows if not names_total(cells)] or rows


def _is_trailing(cells: Sequence[str], width: int) -> bool:
    return len(cells) == width + 1 and not cells[-1]


def _to_width(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]


def _start(rows: Sequence[Row], width: int, marks: Marks) -> int:
    """How many rows stand before the table: those too short for it, and those with at most one cell filled."""
    if width == 1:
        return 0
    for at, row in enumerate(rows[:_MOST_PREAMBLE]):
        filled = sum(bool(cell.strip()) for cell in row.cells)
        is_full = len(row.cells) * 2 > width and len(row.cells) >= min(width, 2) and filled > 1
        if not is_full and not (at == 0 and _names_of(row.text, width, marks)):
            continue
        fitting = [other.cells for other in rows[at:] if len(other.cells) == width]
        return at if fitting and (width > 2 or is_evident(fitting)) else 0
    return 0


def _first_row(rows: Sequence[Row], width: int, marks: Marks) -> tuple[int, list[str], str]:
    """The number of columns, the first row with so many cells, and what was put right in it, which may be nothing."""
    first = rows[0].cells
    if len(first) == width:
        return width, first, ""
    if _is_trailing(first, width):
        return width, first[:-1], ""
    names = _names_of(rows[0].text, width, marks)
    if names:
        return width, *names
    others = [row.cells for row in rows[1:]]
    if len(first) == width - 1 and others and not any(cells[-1] for cells in others if len(cells) == width):
        return width - 1, first, ""
    if len(first) == width + 1 and sum(not cell.strip() for cell in first) == 1:
        return width, [cell for cell in first if cell.strip()], "an empty field too many"
    return _unequal(rows, width)


def _unequal(rows: Sequence[Row], width: int) -> tuple[int, list[str], str]:
    first, others = rows[0].cells, [row.cells for row in rows[1:] if len(row.cells) == width]
    if any(shape_of(cell) in ("number", "date") for cell in first):
        # A row of values that does not fit: there are no names.
        return width, _to_width(first, width), ""
    if len(first) == width - 1 and len({cells[0] for cells in others}) == len(others):
        # Programs for statistics leave the column of row names without a name.
        return width, ["", *first], "a name is missing for the first column"
    missing = abs(len(first) - width)
    if missing > (max(len(first), width) - 1) // 2:
        raise InputError(
            f"Line {rows[0].line:,} has {count_fields(len(first))} and most other lines have {width:,}; "
            "make the header and the rows agree, and quote fields that hold the delimiter."
        )
    if len(first) > width:
        return len(first), first, ""
    return width, _to_width(first, width), f"{count_fields(len(first))} instead of {width:,}"


def _names_of(text: str, width: int, marks: Marks) -> tuple[list[str], str] | None:
    """The names in `text` if there are `width` of them once it is put right, and what was; None if there are not."""
    if width < 3:
        return None
    found = align(text, marks, (ColumnPattern(has_empty=False),) * width)
    if (
        found is not None
        and found.cost < _MOST_MENDED
        and all(shape_of(cell.strip("\"'")) == "word" for cell in found.cells)
    ):
        return found.cells, "; ".join(found.reasons)
    for other in _ALTERNATIVES:
        if other != marks.delimiter:
            cells = loosely(text, Marks(other, marks.quote, marks.escape))
            if len(cells) == width and all(shape_of(cell) == "word" for cell in cells):
                return cells, "divided by another delimiter"
    return None
