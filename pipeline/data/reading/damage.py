"""Damage that the first part of a file already shows: it is refused before every byte is looked at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.contracts.data import DialectChoice
from pipeline.data.reading.candidates import loosely
from pipeline.data.reading.compressed import open_bytes
from pipeline.data.reading.encoding import wide_encoding
from pipeline.data.reading.limits import HEAD_BYTES, IntakeLimits
from pipeline.data.reading.marks import Marks, Record, Records
from pipeline.errors import InputError

_DELIMITERS = ",;\t|"
_LEAST_DAMAGED = 200
"""A small file with fewer damaged rows is put right as far as it can be."""
_LEAST_SWALLOWED = 200
_CERTAIN = 10
"""A line is too wide beyond doubt if it has so many times the columns that a file may have."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_QUOTED = re.compile(r'"[^"\r\n]*"')


@dataclass(frozen=True)
class _Quotes:
    """What the quotes of a text come to.

    `damaged` records open one in vain, on line `first` for the first time; `widths` are those of the records that can
    be read, which all are blank or not; `rest` is the last record if it is open where the text ends.
    """

    lines: int
    damaged: int
    first: int
    is_blank: bool
    widths: frozenset[int]
    rest: Record | None


def check_start(source: Path, limits: IntakeLimits, told: DialectChoice) -> None:
    """InputError if the first part of `source` has too many columns, or quotes that most of its lines leave open."""
    with open_bytes(source) as stream:
        first = stream.read(HEAD_BYTES)
        text = _decoded(first, told)
        _check_width(text, limits, told)
        if told.quote not in (None, '"') or b'"' not in first:
            return
        marks = Marks(told.delimiter or _delimiter(text))
        found = _quotes(text, marks)
        _check_damage(found, is_whole=len(first) < HEAD_BYTES)
        if found.rest is None or len(found.rest.lines) < _LEAST_SWALLOWED or len(found.widths) != 1:
            return
        # A field may be longer than the first part: what follows tells whether its quote is closed.
        text += _decoded(stream.read(4 * limits.field_chars), told)
    _check_open(text, marks, found.rest, found.widths, limits)


def _decoded(text: bytes, told: DialectChoice) -> str:
    """`text` well enough to find delimiters and quotes in it."""
    encoding = wide_encoding(text) or ("latin-1" if told.encoding is None else told.encoding)
    try:
        return text.decode(encoding, errors="replace")
    except LookupError:
        return text.decode("latin-1")


def _delimiter(text: str) -> str:
    bare = _QUOTED.sub("", text)
    return max(_DELIMITERS, key=bare.count)


def _check_width(text: str, limits: IntakeLimits, told: DialectChoice) -> None:
    """InputError if a line has so many delimiters that they cannot be punctuation."""
    for number, line in enumerate(_LINE.findall(text), 1):
        if len(line) <= limits.columns * _CERTAIN:
            continue
        bare = _QUOTED.sub("", line)
        columns = 1 + max(bare.count(mark) for mark in told.delimiter or _DELIMITERS)
        if columns > limits.columns * _CERTAIN:
            raise InputError(
                f"Line {number:,} has more than {limits.columns * _CERTAIN:,} columns and the limit is "
                f"{limits.columns:,}; keep the columns that matter."
            )


def _quotes(text: str, marks: Marks) -> _Quotes:
    lines = _LINE.findall(text)
    records = Records(lines, marks, longest=len(text) + 1)
    damaged, first, is_blank, widths, rest = 0, 0, True, set[int](), None
    while record := records.read():
        if record.cells is not None:
            widths.add(len(record.cells))
            is_blank = is_blank and not any(cell.strip() for cell in record.cells)
        elif record.is_open:
            rest = record
        else:
            damaged += _is_unclosed(record)
            first = first or (record.line if _is_unclosed(record) else 0)
            records.give_back(record.lines[1:])
    return _Quotes(len(lines), damaged, first, is_blank, frozenset(widths - {0}), rest)


def _is_unclosed(record: Record) -> bool:
    return len(record.lines) > 1 and record.lines[0].count('"') % 2 == 1


def _check_damage(found: _Quotes, *, is_whole: bool) -> None:
    if found.is_blank and not is_whole and not found.damaged and found.widths:
        raise InputError("The file holds only quotes and blank cells; choose a CSV file with a header line and rows.")
    if found.damaged >= _LEAST_DAMAGED and found.damaged * 5 > found.lines * 3:
        raise InputError(
            f"Line {found.first:,} opens a quote that is never closed, as many others do; close or remove them."
        )


def _check_open(text: str, marks: Marks, begun: Record, widths: frozenset[int], limits: IntakeLimits) -> None:
    """InputError if the quote that is open at the end of the first part is not closed soon, and swallows no rows."""
    start = sum(map(len, _LINE.findall(text)[: begun.line - 1]))
    record = Records(_lines(text, start), marks, longest=2 * limits.field_chars).read()
    if record is None or record.cells is not None:
        return
    rest = [line.rstrip("\r\n") for line in begun.lines[1:] if line.strip()][:_LEAST_SWALLOWED]
    if sum(len(loosely(line, marks)) in widths for line in rest) * 2 < len(rest):
        raise InputError(f"Line {begun.line:,} opens a quote that is never closed; close it or remove it.")


def _lines(text: str, start: int) -> Iterator[str]:
    return (match[0] for match in _LINE.finditer(text, start))
