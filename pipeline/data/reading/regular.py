"""Whether a file is written so regularly that every CSV reader understands it alike."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.data.reading.aside import Aside
from pipeline.data.reading.layout import Layout
from pipeline.data.reading.limits import IntakeLimits
from pipeline.data.reading.rows import fitting_rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BLOCK_BYTES = 1 << 20
_MARK = b"\xef\xbb\xbf"
_LAST_LINES = 1_000
_LAST_BYTES = 1 << 16
_MOST_ALIKE = 100
_LF, _CR = 10, 13


def is_regular(source: Path, encoding: str, layout: Layout) -> bool:
    """Whether all quotes in `source` enclose whole fields without line breaks, and all lines end in the same way.

    Readers disagree on everything else, so only such a file may be given to a faster reader than the reference: one in
    UTF-8, of more than one column, without blank lines, comments, or lines that are not of its table.
    """
    if not _is_plain(encoding, layout):
        return False
    last = b""
    for at, block in enumerate(_blocks(source)):
        if not _is_regular_block(block, layout, is_first=at == 0):
            return False
        last = bytes(block[-_LAST_BYTES:])
    return _ends_regularly(last, layout)


def _is_plain(encoding: str, layout: Layout) -> bool:
    marks = layout.marks
    return (
        encoding in ("utf-8", "utf-8-sig")
        and layout.width > 1
        and layout.first_line == layout.header_lines + 1 <= 2
        and len(marks.delimiter) == 1
        and marks.delimiter.isascii()
        and marks.quote in ("", '"')
        and marks.escape == marks.quote
        and layout.line_end in ("LF", "CRLF")
        and not (layout.comment or layout.footer_lines or layout.has_trailing or layout.notes)
    )


def _blocks(source: Path) -> Iterator[memoryview]:
    """The bytes of `source` in parts of whole lines; each is gone when the next is asked for."""
    buffer, held = bytearray(_BLOCK_BYTES), 0
    with source.open("rb", buffering=0) as stream:
        while size := stream.readinto(memoryview(buffer)[held:]):
            end = buffer.rfind(b"\n", held, held + size) + 1
            held += size
            if end:
                yield memoryview(buffer)[:end]
                buffer[: held - end] = buffer[end:held]
                held -= end
            elif held == len(buffer):
                buffer = buffer + bytearray(len(buffer))
    if held:
        yield memoryview(buffer)[:held]


def _is_regular_block(block: memoryview, layout: Layout, *, is_first: bool) -> bool:
    """Whether the lines in `block` are regular."""
    # Imported here since only large files come this far.
    import numpy as np

    data = np.frombuffer(block, dtype=np.uint8)
    data = data[len(_MARK) :] if is_first and bytes(block[: len(_MARK)]) == _MARK else data
    if b'"' not in bytes(block):
        breaks = np.flatnonzero(data == _LF)
        is_crlf = layout.line_end == "CRLF"
        return _ends_lines(data, breaks, is_crlf=is_crlf) and not _has_odd_line(data, breaks, layout, is_first=is_first)
    quotes = data == ord('"')
    marks = np.flatnonzero(quotes | (data == _LF))
    is_quote = quotes[marks]
    return (
        _ends_lines(data, marks[~is_quote], is_crlf=layout.line_end == "CRLF")
        and not _has_odd_line(data, marks[~is_quote], layout, is_first=is_first)
        and _encloses_fields(data, marks, is_quote, layout)
    )


def _ends_lines(data: "NDArray[np.uint8]", breaks: "NDArray[np.intp]", *, is_crlf: bool) -> bool:
    """Whether all lines end in the same way."""
    if not is_crlf:
        return not (data == _CR).any()
    before = breaks[breaks > 0] - 1
    return bool((data[before] == _CR).all() and (data == _CR).sum() == len(before) == len(breaks))


def _has_odd_line(data: "NDArray[np.uint8]", breaks: "NDArray[np.intp]", layout: Layout, *, is_first: bool) -> bool:
    """Whether a line is blank, or begins with a mark or like the header does."""
    starts = breaks[breaks < len(data) - 1] + 1
    first = data[starts]
    if (first == _LF).any() or (first == _CR).any() or (first == _MARK[0]).any():
        return True
    return any(_repeats(data, starts, first, name, is_first=is_first) for name in _beginnings(layout))


def _repeats(
    data: "NDArray[np.uint8]",
    starts: "NDArray[np.intp]",
    first: "NDArray[np.uint8]",
    name: bytes,
    *,
    is_first: bool,
) -> bool:
    """Whether a line but the file's first begins with `name`; `first` are the bytes at `starts`."""
    if not is_first and data[: len(name)].tobytes() == name:
        return True
    alike = starts[first == name[0]]
    return any(data[start : start + len(name)].tobytes() == name for start in alike[:_MOST_ALIKE]) or (
        len(alike) > _MOST_ALIKE and b"\n" + name in data.tobytes()
    )


def _beginnings(layout: Layout) -> list[bytes]:
    """How a line that repeats the header may begin: each of the first two names with quotes or without."""
    if not layout.header:
        return []
    written = [(name, '"' + name.replace('"', '""') + '"') for name in layout.header[:2]]
    return [layout.delimiter.join(names).encode() for names in product(*written)]


def _encloses_fields(
    data: "NDArray[np.uint8]", marks: "NDArray[np.intp]", is_quote: "NDArray[np.bool_]", layout: Layout
) -> bool:
    """Whether quotes come in pairs, on one line each, between delimiters or line ends."""
    quotes = marks[is_quote]
    if not len(quotes):
        return True
    is_inside = is_quote.cumsum(dtype="int32") & 1
    if not layout.quote or len(quotes) % 2 or is_inside[~is_quote].any():
        return False
    delimiter = ord(layout.delimiter)
    opening, closing = quotes[0::2], quotes[1::2]
    before = data[opening[opening > 0] - 1]
    after = data[closing[closing < len(data) - 1] + 1]
    is_opened = (before == delimiter) | (before == _LF)
    is_closed = (after == delimiter) | (after == _LF) | (after == _CR)
    return bool(is_opened.all() and is_closed.all())


def _ends_regularly(block: bytes, layout: Layout) -> bool:
    """Whether the reference, too, takes the last lines for rows: what follows a table may look like one."""
    lines = [line.decode() + "\n" for line in block.rsplit(b"\n", _LAST_LINES)[1:] if line]
    aside = Aside()
    below = Layout(marks=layout.marks, width=layout.width, columns=layout.columns)
    rows = sum(1 for _ in fitting_rows(lines, below, IntakeLimits(), aside))
    return rows == len(lines) and not aside.count and not aside.repaired_count
