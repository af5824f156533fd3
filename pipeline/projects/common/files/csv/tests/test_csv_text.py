"""CSV files can be read back, and run nothing in a spreadsheet."""

import csv
import io

import pytest

from app.csv_text import csv_text, harmless


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(A1)", "+1+1", "-2+3", "+cmd|' /C calc'!A0", "-a", "\t=1", "\r=1", "\n=1", "=", "+1e5"]
)
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", " =1", "-5", "+49 (228) 12-34", "-1.234,50", "1-2", "'=1", "a@b.example"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_only_texts_are_guarded() -> None:
    rows = [("-1e5", "=1", None), ("=2", None, "=3")]
    assert csv_text(rows, [1, 2]) == "-1e5,'=1,\r\n=2,,'=3\r\n"
    assert csv_text(rows) == "-1e5,=1,\r\n=2,,=3\r\n"
    assert csv_text([]) == ""


def test_line_breaks_commas_and_quotes_stay_within_their_cell() -> None:
    rows = [["a\rb", "c\nd", "e\r\nf"], ["g,h", 'i"j', "\r"], ["", " ", "k"]]
    assert list(csv.reader(io.StringIO(csv_text(rows), newline=""), strict=True)) == rows
