"""Any table, written in any dialect, comes back the same; and nothing, however damaged, breaks the reader."""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.contracts.data import DialectChoice
from pipeline.data.reading.table import Table, read_table
from pipeline.errors import InputError

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
_WORDS = st.text("abcdefghijklmnopqrstuvwxyzäöüéß", min_size=2, max_size=8)
_TEXTS = st.lists(_WORDS, min_size=1, max_size=4).map(" ".join)
_NUMBERS = st.integers(-(10**6), 10**6).map(str)
_DATES = st.dates().map(str)
_HARD = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\"',;\t|\\"), max_size=9
)
_NAMES = ("number", "day", "text", "more text")


@st.composite
def _tables(draw: st.DrawFn, hard: st.SearchStrategy[str]) -> list[list[str]]:
    return draw(st.lists(st.tuples(_NUMBERS, _DATES, _TEXTS, hard).map(list), min_size=6, max_size=12))


def _written(rows: Sequence[Sequence[str]], delimiter: str, quote: str, escape: str, end: str) -> str:
    def cell(text: str) -> str:
        marks = (delimiter, delimiter[0], quote, "\n", "\r", "'", "`")
        needs_quotes = any(mark in text for mark in marks) or text != text.strip() or not text or text[0] in "#%/-"
        inside = text.replace("\\", "\\\\") if escape == "\\" and needs_quotes else text
        return quote + inside.replace(quote, escape + quote) + quote if needs_quotes else inside

    return "".join(delimiter.join(map(cell, row)) + end for row in rows)


def _read(content: bytes, told: DialectChoice | None = None) -> Table:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.csv"
        source.write_bytes(content)
        return read_table(source, told or DialectChoice())


def _read_or_refused(content: bytes) -> Table:
    """The table in `content`, one without rows if it is refused; any other error fails the test."""
    try:
        return _read(content)
    except InputError:
        return _read(b"")


@settings(max_examples=150, deadline=None, suppress_health_check=_SLOW)
@given(
    rows=_tables(_TEXTS | _HARD.map(lambda text: f"x{text}x".replace("\\", "").replace('"', ""))),
    delimiter=st.sampled_from([",", ";", "\t", "|", "^", "~", "\x1f", "||", "::", "\t\t"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    before=st.sampled_from(["", "Report\n\n", "# a comment\n"]),
    after=st.sampled_from(["", "\nTotal rows: 9\n"]),
)
def test_detected(rows: list[list[str]], delimiter: str, end: str, encoding: str, before: str, after: str) -> None:
    rows = [[cell.replace("\n", " ") for cell in row] for row in rows]
    text = before + _written([_NAMES, *rows], delimiter, '"', '"', "\n") + after
    table = _read(text.replace("\n", end).encode(encoding))
    assert (table.header, table.rows) == (_NAMES, rows)
    assert table.aside.repaired_count == 0


@settings(max_examples=150, deadline=None, suppress_health_check=_SLOW)
@given(
    rows=_tables(_HARD),
    delimiter=st.sampled_from([",", ";", "\t", "|", " ", ":", "\x01", ", ", "||"]),
    quote=st.sampled_from(['"', "'"]),
    escape=st.sampled_from(["", "\\"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
@example([["0", "2000-01-01", "ab", '"']] * 6, ",", '"', "", "\n")
def test_told(rows: list[list[str]], delimiter: str, quote: str, escape: str, end: str) -> None:
    escape = escape or quote
    text = _written([_NAMES, *rows], delimiter, quote, escape, end)
    told = DialectChoice(
        encoding="utf-8", delimiter=delimiter, quote=quote, escape=escape, header_lines=1, preamble_lines=0, comment=""
    )
    table = _read(text.encode(), told)
    assert (table.header, table.rows) == (_NAMES, rows)


_SEED = (
    b'day,code,"some text",n\n'
    + b'01/02/2020,K-1,"a, b ""c""",1\n' * 5
    + "02/02/2020,K-2,\u00e9t\u00e9,2\n".encode() * 5
)


@settings(max_examples=300, deadline=None, suppress_health_check=_SLOW)
@given(
    st.lists(st.tuples(st.integers(0, len(_SEED) - 1), st.integers(0, 9), st.binary(max_size=6)), max_size=12),
    st.sampled_from([1, 40]),
)
def test_damage_is_read_or_refused_quickly(damages: list[tuple[int, int, bytes]], times: int) -> None:
    content = _SEED
    for at, length, new in damages:
        content = content[:at] + new + content[at + length :]
    began = time.monotonic()
    table = _read_or_refused(content * times)
    assert all(len(row) == len(table.rows[0]) for row in table.rows)
    assert time.monotonic() - began < 10


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_noise_is_read_or_refused(content: bytes) -> None:
    _read_or_refused(content)
