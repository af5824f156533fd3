"""Files are divided as their layout says, whatever it is."""

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from app.contract import Column, Layout
from app.errors import FileRefusedError
from app.reading import PLAIN, Row, read_rows

COLUMNS = (Column("a", "A", "A", "string", 0), Column("b", "B", "B", "string", 1))
COMMAS = Layout(width=2)


def read(folder: Path, content: str | bytes, layout: Layout = COMMAS) -> list[Row]:
    """The rows of a file with this content."""
    path = folder / "file.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_rows(path, layout, COLUMNS))


def cells(rows: list[Row]) -> list[list[str]]:
    """What the rows hold."""
    return [list(row.cells) for row in rows]


@pytest.mark.parametrize(
    ("layout", "content"),
    [
        (COMMAS, "A,B\n1,x y\n2,\n"),
        (COMMAS, "B,A\nx y,1\n,2\n"),
        (COMMAS, 'A,B\r\n"1","x y"\r\n\r\n2,\r\n'),
        (COMMAS, "A,B,\n1,x y,\n2,,\n"),
        (replace(COMMAS, delimiter=";", quote=""), "A;B\n1;x y\n2;\n"),
        (replace(COMMAS, delimiter="||"), "A||B\n1||x y\n2||\n"),
        (replace(COMMAS, quote="«»", escape=""), "«A»,«B»\n«1»,«x y»\n2,\n"),
        (replace(COMMAS, preamble_lines=2), "note\n\nA,B\n1,x y\n2,\n"),
        (replace(COMMAS, header_lines=0), "1,x y\n2,\n"),
        (replace(COMMAS, header_lines=2), "A,B\n-,-\n1,x y\n2,\n"),
        (replace(COMMAS, footer_lines=1), "A,B\n1,x y\n2,\ntotal,2\n"),
        (replace(COMMAS, comment="#"), "# by me\nA,B\n1,x y\n# a note\n2,\n"),
        (replace(COMMAS, encoding="utf-8-sig"), b"\xef\xbb\xbfA,B\n1,x y\n2,\n"),
        (replace(COMMAS, encoding="utf-16"), "A,B\n1,x y\n2,\n".encode("utf-16")),
        (COMMAS, gzip.compress(b"A,B\n1,x y\n2,\n")),
        (replace(COMMAS, width=3, unused=("C",)), "A,C,B\n1,?,x y\n2,?,\n"),
        (PLAIN, "a,b\n1,x y\n2,\n"),
    ],
)
def test_layouts(tmp_path: Path, layout: Layout, content: str | bytes) -> None:
    assert cells(read(tmp_path, content, layout)) == [["1", "x y"], ["2", ""]]


def test_lines_are_counted(tmp_path: Path) -> None:
    layout = replace(COMMAS, preamble_lines=1, comment="#")
    rows = read(tmp_path, 'note\nA,B\n1,"two\nlines"\n\n# no\n2,x\n', layout)
    assert [(row.line, list(row.cells)) for row in rows] == [(3, ["1", "two\nlines"]), (7, ["2", "x"])]


def test_quotes_and_escapes(tmp_path: Path) -> None:
    assert cells(read(tmp_path, 'A,B\n"a ""b""","c,d"\n')) == [['a "b"', "c,d"]]
    assert cells(read(tmp_path, 'A,B\n"a \\"b\\"","c,d"\n', replace(COMMAS, escape="\\"))) == [['a "b"', "c,d"]]
    assert cells(read(tmp_path, 'A||B\n"a||b"||c\n', replace(COMMAS, delimiter="||"))) == [["a||b", "c"]]


def test_rows_that_do_not_fit(tmp_path: Path) -> None:
    rows = read(tmp_path, "A,B\n1\n1,2,3\nA,B\n1,2\n")
    assert [(row.line, row.problem) for row in rows] == [
        (2, "The row has 1 cells instead of 2."),
        (3, "The row has 3 cells instead of 2."),
        (4, "The row repeats the header."),
        (5, ""),
    ]


def test_a_cell_that_is_too_long(tmp_path: Path) -> None:
    rows = read(tmp_path, "A,B\n" + "x" * 10_000_001 + ",1\n2,3\n")
    assert [row.problem[:26] for row in rows] == ["The row cannot be read: fi", ""]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("A\n1\n", "has no column “B”"),
        ("A,B,C,D\n1,2,3,4\n", "does not name: “C”, “D”"),
        ("", "has no column “A”, “B”"),
        (b"A,B\n\xff,1\n", "not readable as utf-8 text"),
        (gzip.compress(b"A,B\n1,2\n")[:-9], "not readable"),
        ("A,B,c,d,e,f,g,h\n", "“c”, “d”, “e”, “f”, “g” and 1 more"),
    ],
)
def test_files_that_are_refused(tmp_path: Path, content: str | bytes, problem: str) -> None:
    with pytest.raises(FileRefusedError, match=problem):
        read(tmp_path, content)


def test_columns_of_the_same_name(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("A,A\n1,2\n", encoding="utf-8")
    twice = (COLUMNS[0], replace(COLUMNS[1], header="A"))
    assert cells(list(read_rows(path, COMMAS, twice))) == [["1", "2"]]
