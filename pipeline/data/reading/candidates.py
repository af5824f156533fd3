"""The ways in which a text may be divided, as far as the text itself speaks for them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.contracts.data import DialectChoice
from pipeline.data.reading.marks import Marks, Records

_USUAL = ",;\t|^~"
_RARE = {":": 0.55, " ": 0.6, "¦": 0.95, "§": 0.9, "¬": 0.95}
"""Delimiters that are more often something else, and how much that counts against them."""
_CONTROL = "".join(map(chr, set(range(1, 32)) - set(b"\t\n\r\x0b\x0c\x1a\x1b")))
_QUOTES = ('"', "'", "`", "“”", "«»", "„“")
_LOOKED_AT = 1 << 16
_COMMENTS = ("#", "//", "--", "%")
_QUOTED = re.compile(r'"[^"\n]*"')
_SEPARATOR_LINE = re.compile(r'"?sep=([^\r\n"]{1,4})"?[ ,;\t]*\r?\n', re.IGNORECASE)
SAMPLE_ROWS = 1_000


@dataclass(frozen=True)
class Row:
    """The cells of a record, the number of its first line, how many lines it takes, and its text."""

    line: int
    lines: int
    cells: list[str]
    text: str


def separator_line(text: str) -> str | None:
    """The delimiter that a first line such as `sep=;` names."""
    match = _SEPARATOR_LINE.match(text)
    return match[1] if match else None


def marks_of(text: str, told: DialectChoice) -> Iterator[tuple[Marks, float]]:
    """The marks that may divide `text`, each with how likely it is beforehand (0 to 1)."""
    for delimiter, prior in [(told.delimiter, 1.0)] if told.delimiter else _delimiters(text[:_LOOKED_AT]):
        quote = _quote(text[:_LOOKED_AT], delimiter) if told.quote is None else told.quote
        escape = _escape(text, delimiter, quote) if told.escape is None else told.escape
        yield Marks(delimiter, quote, escape), prior


def comment_of(text: str) -> str:
    """What begins lines that may be comments: at most half of them, the first or several of them."""
    lines = [line for line in text[:_LOOKED_AT].split("\n") if line.strip()]
    for mark in _COMMENTS:
        count = sum(line.startswith(mark) for line in lines)
        if lines and count and count * 2 <= len(lines) and (count > 1 or lines[0].startswith(mark)):
            return mark
    return ""


def line_end_of(text: str) -> str:
    """LF, CRLF, CR or mixed."""
    text = re.sub(r'"[^"]*"', "", text)
    crlf = text.count("\r\n")
    counts = {"CRLF": crlf, "LF": text.count("\n") - crlf, "CR": text.count("\r") - crlf}
    used = [name for name, count in counts.items() if count]
    return used[0] if len(used) == 1 else "mixed" if used else "LF"


def sample(text: str, marks: Marks, comment: str, *, is_whole: bool) -> list[Row]:
    """The first rows of `text`, blank lines left out; a record that cannot be read is divided line by line."""
    records = Records(_lines(text), marks, comment)
    rows: list[Row] = []
    while len(rows) < SAMPLE_ROWS and (record := records.read()):
        cells = record.cells
        if record.is_open and not is_whole and len(rows) > 1 and len(record.lines) > 1:
            # The first part of a file may end inside of a quoted field.
            break
        if cells is None:
            records.give_back(record.lines[1:])
            text = record.lines[0].rstrip("\r\n")
            rows.append(Row(record.line, 1, loosely(text, marks), text))
        elif cells:
            rows.append(Row(record.line, len(record.lines), cells, record.text))
    return rows


def loosely(text: str, marks: Marks) -> list[str]:
    """The fields of one line, where a quote ends a field only if a delimiter or the line's end follows."""
    cells: list[str] = []
    at, may_close = 0, bool(marks.quote)
    while at <= len(text):
        end = -1
        if may_close and text.startswith(marks.opening, at):
            end = text.find(marks.closing + marks.delimiter, at + 1)
            if end < 0 and text.endswith(marks.closing) and len(text) > at + 1:
                end = len(text) - 1
            may_close = end >= 0
        if end >= 0:
            cells.append(marks.unquoted(text[at + 1 : end]))
            at = end + 1 + len(marks.delimiter)
            continue
        end = text.find(marks.delimiter, at)
        end = len(text) if end < 0 else end
        cells.append(text[at:end])
        at = end + len(marks.delimiter)
    return cells


def _lines(text: str) -> list[str]:
    """The lines of `text` with their ends; only LF, CRLF and CR end a line."""
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)


def _delimiters(text: str) -> Iterator[tuple[str, float]]:
    bare = _QUOTED.sub("", text)
    lines = bare.count("\n") + bare.count("\r") - bare.count("\r\n") + 1
    for delimiter in (*_USUAL, *_RARE, *(_CONTROL if any(mark in bare for mark in _CONTROL) else "")):
        count = bare.count(delimiter)
        prior = _RARE.get(delimiter, 1.0)
        if count * 3 < lines and delimiter not in _USUAL:
            continue
        yield delimiter, prior
        for longer in (delimiter * 2, delimiter + " ", f" {delimiter} "):
            found = bare.count(longer) + (bare.count(longer.rstrip() + "\n") if longer[-1] == " " != delimiter else 0)
            # A line of a title or a note may hold one that is not doubled.
            used, least = (2 * found, 0.8) if longer == delimiter * 2 else (found, 0.98)
            if delimiter != " " and found > 1 and used >= count * least:
                yield longer, prior + 0.01 * len(longer)


def _quote(text: str, delimiter: str) -> str:
    best, most = '"', 0
    lines = text.count("\n") + text.count("\r") - text.count("\r\n") + 1
    for quote in _QUOTES:
        first, last = quote[0], quote[-1]
        opened = sum(text.count(before + first) for before in (delimiter, "\n", "\r")) + text.startswith(first)
        closed = sum(text.count(last + after) for after in (delimiter, "\n", "\r")) + text.endswith(last)
        found = min(opened, closed)
        if found > most and (quote == '"' or found * 5 >= lines):
            best, most = quote, found
    return best


def _escape(text: str, delimiter: str, quote: str) -> str:
    if not quote:
        return ""
    if len(quote) == 2:
        return "\\" if "\\" + quote[-1] in text else ""
    around = re.escape(delimiter)
    mark = re.escape(quote)
    inside = len(re.findall(rf"\\{mark}(?!{around}|[\r\n]|$)", text))
    doubled = len(re.findall(rf"(?<![\\{around}\r\n]){mark}{mark}(?!{mark})", text))
    return "\\" if inside and inside >= doubled else quote
