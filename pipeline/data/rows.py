"""Reading rows with Python's own CSV parser, the reference for what a file says; what does not fit is set aside."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.contracts.data import SetAside
from pipeline.data.limits import IntakeLimits
from pipeline.data.sniff import Layout, count_fields
from pipeline.errors import InputError

LISTED_ROWS = 100
"""How many of the rows set aside are listed; all are counted."""


@dataclass
class Aside:
    """The rows that do not fit: all of them counted, the first of them listed."""

    count: int = 0
    listed: list[SetAside] = field(default_factory=list)

    def add(self, line: int, reason: str) -> None:
        """Count a row that starts on `line`, and list it while there is room."""
        self.count += 1
        if len(self.listed) < LISTED_ROWS:
            self.listed.append(SetAside(line=line, reason=reason))


def read_rows(source: Path, encoding: str, layout: Layout, limits: IntakeLimits, aside: Aside) -> Iterator[list[str]]:
    """Yield the rows of `source` that fit its columns, in order, without the header; the others go to `aside`.

    InputError: a quote that is never closed, a field longer than the limit, a NUL character, or text that cannot be
    decoded, each with its line.
    """
    with source.open(encoding=encoding, newline="") as lines:
        try:
            yield from fitting_rows(lines, layout, limits, aside)
        except UnicodeError as error:
            raise InputError(f"The file is not valid {encoding.upper()} text; save it as UTF-8.") from error


def fitting_rows(lines: Iterable[str], layout: Layout, limits: IntakeLimits, aside: Aside) -> Iterator[list[str]]:
    """As `read_rows`, from lines of text."""
    csv.field_size_limit(limits.field_chars)
    # Strict, so that text after a closing quote is reported instead of glued to the field.
    reader = csv.reader(lines, delimiter=layout.delimiter, quotechar=layout.quote, strict=True)
    width = layout.width
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            _set_aside_broken(error, start, limits, aside)
            continue
        if reader.line_num <= layout.header_line:
            if start in layout.preamble:
                aside.add(start, "stands before the table")
        elif len(cells) == width:
            yield cells
        elif len(cells) == width + 1 and not cells[-1]:
            yield cells[:-1]
        elif cells:
            aside.add(start, f"{count_fields(len(cells))} instead of {width:,}")


def _set_aside_broken(error: csv.Error, line: int, limits: IntakeLimits, aside: Aside) -> None:
    message = str(error)
    if "unexpected end of data" in message:
        raise InputError(f"Line {line:,} opens a quote that is never closed; close it or remove it.") from error
    if "field larger than field limit" in message:
        raise InputError(
            f"Line {line:,} has a field of more than {limits.field_chars:,} characters; "
            "close its quote if that is missing, or shorten it."
        ) from error
    if "NUL" in message:
        raise InputError(f"Line {line:,} holds a NUL character; export the file as CSV again.") from error
    aside.add(line, "text after a closing quote; quotes inside of a quoted field must be doubled")
