"""The characters that divide a text into fields, and reading it by them with Python's own CSV parser."""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

_FIELD_CHARS = 2**31 - 1
"""The parser's own limit is one for the whole process; ours is checked on every record."""
# Characters that Unicode sets apart for use inside of programs: they stand for what the parser cannot take.
_DELIMITER, _QUOTE, _BACKSLASH, _ESCAPED = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
_MARK = "\ufeff"
_RESERVED = re.compile("[\ufdd0-\ufdd3]")


@dataclass(frozen=True)
class Marks:
    """A delimiter of one or more characters; a quote that may be empty or a pair; and its escape, as in `Dialect`."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'

    @property
    def opening(self) -> str:
        """What begins a quoted field."""
        return self.quote[:1]

    @property
    def closing(self) -> str:
        """What ends a quoted field."""
        return self.quote[-1:]

    @cached_property
    def _is_plain(self) -> bool:
        return len(self.delimiter) == 1 and len(self.quote) < 2 and self.escape in ("", self.quote)

    @cached_property
    def _pair(self) -> "re.Pattern[str]":
        delimiter = re.escape(self.delimiter)
        opening, closing = re.escape(self.opening), re.escape(self.closing)
        return re.compile(rf"(?:(?<={delimiter})|^){opening}|{closing}(?={delimiter}|[\r\n]*$)")

    def encode(self, line: str) -> str:
        """`line` as the parser can take it."""
        if self._is_plain:
            return line
        if _RESERVED.search(line):
            # Never in a text that is meant for others; the parser reports what it cannot read.
            return '"' + _RESERVED.sub("", line) + '"x"\n'
        if self.escape not in ("", self.quote):
            line = line.replace(self.escape * 2, _BACKSLASH).replace(self.escape + self.closing, _ESCAPED)
        if len(self.quote) == 2:
            line = self._pair.sub(_QUOTE, line)
        if len(self.delimiter) > 1:
            line = self._divided(line)
        return line

    def _divided(self, line: str) -> str:
        text = line.rstrip("\r\n")
        short = self.delimiter.rstrip()
        if short and not text.endswith(self.delimiter) and text.endswith(short):
            # A space at the end of a line is often lost.
            text = text[: -len(short)] + self.delimiter
        return text.replace(self.delimiter, _DELIMITER) + line[len(line.rstrip("\r\n")) :]

    def decode(self, cells: list[str]) -> list[str]:
        """The cells of an encoded line as they are meant."""
        return cells if self._is_plain else [self._meant(cell) for cell in cells]

    def _meant(self, cell: str) -> str:
        if self.escape not in ("", self.quote):
            cell = cell.replace(_ESCAPED, self.closing).replace(_BACKSLASH, self.escape)
        if len(self.quote) == 2:
            cell = cell.replace(_QUOTE, self.closing)
        return cell.replace(_DELIMITER, self.delimiter)

    def parser(self, lines: Iterable[str]) -> "Iterator[list[str]]":
        """The records of `lines`, which are encoded; strict, so that text after a closing quote is an error."""
        csv.field_size_limit(_FIELD_CHARS)
        delimiter = self.delimiter if len(self.delimiter) == 1 else _DELIMITER
        quote = _QUOTE if len(self.quote) == 2 else self.quote
        if not quote:
            return csv.reader(lines, delimiter=delimiter, quotechar=None, quoting=csv.QUOTE_NONE, strict=True)
        return csv.reader(
            lines, delimiter=delimiter, quotechar=quote, doublequote=self.escape == self.quote, strict=True
        )

    def unquoted(self, text: str) -> str:
        """What stands between the quotes of a field, without escapes."""
        if self.escape == self.quote:
            return text.replace(self.quote * 2, self.quote)
        if not self.escape:
            return text
        return text.replace(self.escape * 2, _BACKSLASH).replace(self.escape + self.closing, self.closing).replace(
            _BACKSLASH, self.escape
        )  # fmt: skip


@dataclass
class Record:
    """What the parser took for a record: the lines it is written on, and its cells, None if it cannot be read.

    `is_open` tells that a quote was open where the text, or the longest record, ends.
    """

    line: int
    lines: Sequence[str]
    cells: list[str] | None
    is_open: bool = False

    @property
    def text(self) -> str:
        """The record as it is written, without its last line end."""
        return "".join(self.lines).rstrip("\r\n")


class Records:
    """The records of a text; lines of one can be given back, to be read again as records of their own."""

    def __init__(self, lines: Iterable[str], marks: Marks, comment: str = "", longest: int = 1 << 20) -> None:
        self.marks, self.comment, self.longest = marks, comment, longest
        self.line = 0
        self.marked: list[int] = []
        self.comments: list[tuple[int, str]] = []
        self._source = iter(lines)
        self._back: deque[str] = deque()
        self._taken: list[str] = []
        self._size = 0
        self._skipped = 0
        self._was_cut = False
        self._parser = marks.parser(self)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """The next line for the parser."""
        if self._size > self.longest:
            self._was_cut = True
            raise StopIteration
        while True:
            line = self._back.popleft() if self._back else next(self._source)
            if line[0] == _MARK and not self._taken:
                # Where files were put together, the mark of the later ones stands inside.
                line = line[1:]
                if self.line + self._skipped:
                    self.marked.append(self.line + self._skipped + 1)
            if self._taken or not self.comment or not line.startswith(self.comment):
                break
            self._skipped += 1
            self.comments.append((self.line + self._skipped, line))
        self._taken.append(line)
        self._size += len(line)
        return self.marks.encode(line)

    def read(self) -> Record | None:
        """The next record, None at the end. A blank line is a record without cells."""
        self._taken, self._size, self._skipped, self._was_cut = [], 0, 0, False
        cells: list[str] | None
        is_open = False
        try:
            cells = next(self._parser)
        except StopIteration:
            return None
        except csv.Error as error:
            cells, is_open = None, "end of data" in str(error)
            self._parser = self.marks.parser(self)
        start = self.line + self._skipped + 1
        self.line += self._skipped + len(self._taken)
        return Record(start, self._taken, None if cells is None else self.marks.decode(cells), is_open)

    def skip(self, count: int) -> Iterator[tuple[int, str]]:
        """The next `count` lines and their numbers, whatever they hold."""
        for _ in range(count):
            line = self._back.popleft() if self._back else next(self._source, None)
            if line is None:
                return
            self.line += 1
            yield self.line, line

    def give_back(self, lines: Sequence[str]) -> None:
        """Read `lines`, the last of those read, once more."""
        self._back.extendleft(reversed(lines))
        self.line -= len(lines)
        self._parser = self.marks.parser(self)
