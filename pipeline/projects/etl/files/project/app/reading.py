"""The rows of a file as text: divided as its layout says, and checked against the columns that are expected."""

import csv
import gzip
import io
import os
import re
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from app.contract import Column, Layout
from app.errors import FileRefusedError

PLAIN = Layout(width=0)
"""The layout of the files that this project writes itself: their header names the columns as the table does."""
MOST_CELL_CHARS = 10_000_000
_GZIP = b"\x1f\x8b"
# Characters that Unicode keeps for the inside of programs stand for delimiters and quotes that the parser cannot take.
_DELIMITER, _QUOTE = "\ufdd0", "\ufdd1"


@dataclass(frozen=True)
class Row:
    """A row and the line it begins on; it has the cells of the table's columns, or all of its own with a `problem`."""

    line: int
    cells: Sequence[str]
    problem: str = ""


def read_rows(path: Path, layout: Layout, columns: Sequence[Column]) -> Iterator[Row]:
    """The rows of a file in order. FileRefusedError: its text cannot be decoded, or its columns are others."""
    try:
        with _open(path, layout.encoding) as text:
            yield from _rows(_Lines(text, layout), layout, columns)
    except (UnicodeError, EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise FileRefusedError(f"The file is not readable as {layout.encoding} text: {error}.") from error


def name_of(path: Path) -> str:
    """The name of a file as text; bytes that are none are escaped, since names may have any."""
    return os.fsencode(path.name).decode(errors="backslashreplace")


@contextmanager
def _open(path: Path, encoding: str) -> Iterator[io.TextIOWrapper]:
    with path.open("rb") as stream:
        is_packed = stream.read(2) == _GZIP
        stream.seek(0)
        content = cast("BinaryIO", gzip.GzipFile(fileobj=stream)) if is_packed else stream
        with io.TextIOWrapper(content, encoding=encoding, newline="") as text:
            yield text


class _Lines:
    """The lines of a table as the parser can take them.

    `number` counts all lines of the file that were read; `begin` is the first one that was given since it was set to 0.
    """

    def __init__(self, text: io.TextIOWrapper, layout: Layout) -> None:
        self.layout = layout
        self.number = 0
        self.begin = 0
        self._lines = iter(text)
        self._held: deque[str] = deque()

    def skip(self, count: int) -> None:
        """Go past lines that are not of the table."""
        for _ in range(count):
            if next(self._lines, None) is not None:
                self.number += 1

    def __iter__(self) -> Iterator[str]:
        """All lines but the last `footer_lines`, without comments."""
        for line in self._lines:
            self._held.append(line)
            if len(self._held) > self.layout.footer_lines:
                self.number += 1
                kept = self._held.popleft()
                if not (self.layout.comment and kept.startswith(self.layout.comment)):
                    self.begin = self.begin or self.number
                    yield self._encoded(kept)

    def _encoded(self, line: str) -> str:
        layout = self.layout
        if len(layout.quote) == 2:
            opening, closing, mark = map(re.escape, (*layout.quote, layout.delimiter))
            line = re.sub(rf"(?:(?<={mark})|^){opening}|{closing}(?={mark}|[\r\n]*$)", _QUOTE, line)
        return line.replace(layout.delimiter, _DELIMITER) if len(layout.delimiter) > 1 else line

    def parser(self) -> Iterator[list[str]]:
        """The cells of each row; blank lines are rows without cells."""
        layout = self.layout
        csv.field_size_limit(MOST_CELL_CHARS)
        delimiter = layout.delimiter if len(layout.delimiter) == 1 else _DELIMITER
        if not layout.quote:
            return csv.reader(self, delimiter=delimiter, quoting=csv.QUOTE_NONE, quotechar=None)
        quote = layout.quote if len(layout.quote) == 1 else _QUOTE
        is_doubled = layout.escape in ("", layout.quote)
        escape = None if is_doubled else layout.escape
        return csv.reader(self, delimiter=delimiter, quotechar=quote, doublequote=is_doubled, escapechar=escape)

    def decoded(self, cells: list[str]) -> list[str]:
        """The cells with the marks that stood for others."""
        if len(self.layout.delimiter) == 1 and len(self.layout.quote) < 2:
            return cells
        delimiter, closing = self.layout.delimiter, self.layout.quote[1:]
        return [cell.replace(_DELIMITER, delimiter).replace(_QUOTE, closing) for cell in cells]


def _rows(lines: _Lines, layout: Layout, columns: Sequence[Column]) -> Iterator[Row]:
    lines.skip(layout.preamble_lines)
    parser = lines.parser()
    names = [lines.decoded(next(parser, [])) for _ in range(layout.header_lines)]
    places = _places(names[0] if len(names) == 1 else None, layout, columns)
    width = len(names[0]) if len(names) == 1 else layout.width
    while True:
        lines.begin = 0
        try:
            cells = next(parser, None)
        except csv.Error as error:
            yield Row(lines.begin, (), f"The row cannot be read: {error}.")
            continue
        if cells is None:
            return
        if len(names) == 1 and cells == names[0]:
            yield Row(lines.begin, cells, "The row repeats the header.")
        elif cells:
            yield _row(lines.begin, lines.decoded(cells), width, places)


def _row(line: int, cells: list[str], width: int, places: Sequence[int]) -> Row:
    if len(cells) == width + 1 and not cells[-1]:
        cells.pop()  # a delimiter too many at the end
    if len(cells) != width:
        return Row(line, cells, f"The row has {len(cells)} cells instead of {width}.")
    return Row(line, [cells[place] for place in places])


def _places(header: list[str] | None, layout: Layout, columns: Sequence[Column]) -> list[int]:
    """Where the cell of each column stands. FileRefusedError: a column is missing, or unknown to the contract."""
    if header is None:
        return [column.place for column in columns]
    expected = [column.name if layout is PLAIN else column.header for column in columns]
    found = [name.strip().removeprefix("\ufeff") for name in header]
    if missing := [name for name in expected if found.count(name.strip()) < expected.count(name)]:
        raise FileRefusedError(f"The file has no column {_quoted(missing)}; its columns must be those of the contract.")
    if unknown := [name for name in found if name and name not in {*map(str.strip, (*expected, *layout.unused))}]:
        raise FileRefusedError(f"The file has a column that the contract does not name: {_quoted(unknown)}.")
    free = {name: deque(at for at, other in enumerate(found) if other == name) for name in found}
    return [free[name.strip()].popleft() for name in expected]


def _quoted(names: Sequence[str]) -> str:
    shown = ", ".join(f"“{name[:40]}”" for name in names[:5])
    return shown + (f" and {len(names) - 5} more" if len(names) > 5 else "")
