"""Where one table of a file ends and another begins."""

from collections.abc import Sequence

from pipeline.data.reading.candidates import loosely
from pipeline.data.reading.layout import Layout
from pipeline.data.reading.marks import Record, Records
from pipeline.data.reading.shape import shape_of

_VALUES = ("number", "date")


def begins_table(
    record: Record,
    records: Records,
    layout: Layout,
    header: Sequence[str],
    first: Sequence[str] | None,
    is_after_blank: bool,
) -> bool:
    """Whether `record` names the columns of another table.

    So it is if it holds mostly the same names as `header` and another number of them; if it is the header, followed by
    the first row once more; or if it stands after a blank line, holds no values where values belong, and the next row
    has as many fields.
    """
    cells = record.cells if record.cells is not None else loosely(record.text, layout.marks)
    if first is None or len(cells) < 2 or any(shape_of(cell) in _VALUES for cell in cells):
        return False
    if list(cells) == list(header):
        return _next(records, layout) == list(first)
    names = {name.strip().casefold() for name in header if name.strip()}
    known = sum(cell.strip().casefold() in names for cell in cells)
    if len(cells) != layout.width and known >= 2 and known * 10 >= len(cells) * 6:
        return len(_next(records, layout)) != layout.width
    return is_after_blank and _is_unlike(cells, layout) and len(_next(records, layout)) == len(cells)


def _is_unlike(cells: Sequence[str], layout: Layout) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) * 2 <= len(cells) or len(set(filled)) < len(filled):
        return False
    if len(cells) != layout.width:
        return all(shape_of(cell) == "word" for cell in filled)
    typed = [(column, cell) for column, cell in zip(layout.columns, cells, strict=False) if column.patterns]
    return len(typed) > 1 and not any(column.fits(cell) for column, cell in typed)


def _next(records: Records, layout: Layout) -> list[str]:
    """The fields of the line that comes next, which is read again later."""
    for _, line in records.skip(1):
        records.give_back([line])
        return loosely(line.rstrip("\r\n"), layout.marks)
    return []
