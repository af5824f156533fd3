"""Files as people have them: each is read as a person would read it, with nothing told."""

import gzip
from pathlib import Path

import pytest

from pipeline.contracts.data import DialectChoice
from pipeline.data.reading.table import Table, read_table

Rows = list[list[str]]
BODY = b"a,b,c\n1,2,x\n3,4,y\n5,6,z\n"
THREE = [["1", "2", "x"], ["3", "4", "y"], ["5", "6", "z"]]
ABC = ("a", "b", "c")


def table_of(content: bytes, folder: Path, told: DialectChoice | None = None) -> Table:
    source = folder / "input.csv"
    source.write_bytes(content)
    return read_table(source, told or DialectChoice())


def _by(delimiter: str) -> bytes:
    return BODY.replace(b",", delimiter.encode())


DELIMITED = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "pipe": "|",
    "caret": "^",
    "tilde": "~",
    "colon": ":",
    "space": " ",
    "unit separator": "\x1f",
    "start of heading": "\x01",
    "broken bar": "¦",
    "comma and space": ", ",
    "semicolon and space": "; ",
    "two tabs": "\t\t",
    "two colons": "::",
    "two pipes": "||",
    "pipe between spaces": " | ",
}


@pytest.mark.parametrize("name", DELIMITED)
def test_delimiters(name: str, tmp_path: Path) -> None:
    table = table_of(_by(DELIMITED[name]), tmp_path)
    assert (table.dialect.delimiter, table.header, table.rows) == (DELIMITED[name], ABC, THREE)


QUOTED: dict[str, tuple[bytes, Rows]] = {
    "apostrophes": (b"a,b\n'x, y',1\n'z',2\n", [["x, y", "1"], ["z", "2"]]),
    "apostrophes with apostrophes inside": (
        b"a,b,c\n'it's, well',1,2\n'z',3,4\n'men's, w',5,6\n",
        [["it's, well", "1", "2"], ["z", "3", "4"], ["men's, w", "5", "6"]],
    ),
    "backticks": (b"a,b\n`x, y`,1\n`z`,2\n", [["x, y", "1"], ["z", "2"]]),
    "typographic": ("a,b\n“x, y”,1\n“z”,2\n".encode(), [["x, y", "1"], ["z", "2"]]),
    "guillemets": ("a;b\n«x; y»;1\n«z»;2\n".encode(), [["x; y", "1"], ["z", "2"]]),
    "backslashes": (b'a,b\n1,"say \\"hi\\", you"\n2,"C:\\\\x"\n', [["1", 'say "hi", you'], ["2", "C:\\x"]]),
    "backslashes that escape nothing": (b'a,b\n1,C:\\temp\\new\n2,"\\N"\n', [["1", "C:\\temp\\new"], ["2", "\\N"]]),
    "doubled": (b'a,b\n1,"say ""hi"""\n2,""""\n', [["1", 'say "hi"'], ["2", '"']]),
    "not escaped": (
        b'a,b,c\n1,"48" wide",x\n2,"5"",y\n3,"z",z\n',
        [["1", '48" wide', "x"], ["2", '5"', "y"], ["3", "z", "z"]],
    ),
    "empty": (b'a,b\n"",""\n1,x\n', [["", ""], ["1", "x"]]),
    "inches": (b'a,b\n1,5" pipe\n2,6" pipe\n', [["1", '5" pipe'], ["2", '6" pipe']]),
    "after spaces": (b'a, b\n1, "x, y"\n2, "z"\n', [["1", "x, y"], ["2", "z"]]),
    "lines": (b'a,b\r\n1,"p\nq\r\nr"\r\n2,z\r\n', [["1", "p\nq\r\nr"], ["2", "z"]]),
}


@pytest.mark.parametrize("name", QUOTED)
def test_quotes_and_escapes(name: str, tmp_path: Path) -> None:
    content, rows = QUOTED[name]
    assert table_of(content, tmp_path).rows == rows


AROUND: dict[str, tuple[bytes, list[tuple[int, str]]]] = {
    "separator line": (b"sep=,\n" + BODY, [(1, "stands before the table")]),
    "title": (b"Sales of 2020\n\n" + BODY, [(1, "stands before the table")]),
    "delimited title": (b"Sales,,\n,,\n" + BODY, [(1, "stands before the table"), (2, "stands before the table")]),
    "several lines": (b"By: me\nAt: 10:00\nWhat\n\n" + BODY, [(at, "stands before the table") for at in (1, 2, 3)]),
    "comments": (b"# made by me\n# 2020, really\n" + BODY, [(1, "comment"), (2, "comment")]),
    "slashes": (b"// made by me\n" + BODY, [(1, "comment")]),
    "comment inside": (BODY + b"# odd, one\n7,8,w\n# end\n", [(5, "comment"), (7, "comment")]),
    "total": (BODY + b"Total rows: 3\n", [(5, "stands after the table")]),
    "delimited note": (BODY + b"\nSource: us,,\n", [(6, "stands after the table")]),
    "several notes": (
        BODY + b"\nSource: us\nof 2020\n",
        [(6, "stands after the table"), (7, "stands after the table")],
    ),
    "empty rows at the end": (BODY + b",,\n,,\n", [(5, "stands after the table"), (6, "stands after the table")]),
    "another table": (
        BODY + b"\nname,town\nAnn,York\n",
        [(6, "belongs to another table"), (7, "belongs to another table")],
    ),
    "the same table again": (BODY + BODY, [(at, "belongs to another table") for at in (5, 6, 7, 8)]),
}


@pytest.mark.parametrize("name", AROUND)
def test_what_is_not_the_table_is_set_aside_by_line(name: str, tmp_path: Path) -> None:
    content, aside = AROUND[name]
    table = table_of(content, tmp_path)
    rows = [*THREE, ["7", "8", "w"]] if name == "comment inside" else THREE
    assert (table.header, table.rows) == (ABC, rows)
    assert [(row.line, row.reason) for row in table.aside.listed] == aside
    assert table.aside.misfits == 0


HEADED: dict[str, tuple[bytes, tuple[str, ...], int]] = {
    "none": (b"1,2\n3,4\n", (), 2),
    "one": (b"n,m\n1,2\n", ("n", "m"), 1),
    "two": (b"size,weight\n(m),(kg)\n1,2\n3,4\n5,6\n", ("size (m)", "weight (kg)"), 3),
    "the same twice": (b"n,m\nn,m\n1,2\n3,4\n", ("n n", "m m"), 2),
    "a name too few, for the row names": (b"n,m\nr1,1,2\nr2,3,4\n", ("", "n", "m"), 2),
    "by another delimiter": (b"day time code\n1,2,x\n3,4,y\n5,6,z\n", ("day", "time", "code"), 3),
    "with an open quote": (b'"day,time,code\n1,2,x\n3,4,y\n5,6,z\n', ('"day', "time", "code"), 3),
    "with an empty one too many": (b"day,,time,code\n1,2,x\n3,4,y\n5,6,z\n", ("day", "time", "code"), 3),
    "only": (b"name,age\n", ("name", "age"), 0),
}


@pytest.mark.parametrize("name", HEADED)
def test_headers(name: str, tmp_path: Path) -> None:
    content, header, rows = HEADED[name]
    table = table_of(content, tmp_path)
    assert (table.header, len(table.rows)) == (header, rows)


GOOD = b"day,code,text\n" + b"".join(b"0%d/01/2020,K-%d,some %s\n" % (at, at, b"word " * at) for at in range(1, 8))
MENDED: dict[str, tuple[bytes, list[str], str]] = {
    "short": (b"08/01/2020,K-8", ["08/01/2020", "K-8", ""], "2 fields instead of 3"),
    "an empty field too many": (b"08/01/2020,,K-8,x", ["08/01/2020", "K-8", "x"], "an empty field too many"),
    "no delimiter": (b"08/01/2020K-8,x", ["08/01/2020", "K-8", "x"], "a delimiter is missing"),
    "no delimiter before a quote": (b'08/01/2020,K-8"a b"', ["08/01/2020", "K-8", "a b"], "a delimiter is missing"),
    "open quote": (b'08/01/2020,"K-8,x', ["08/01/2020", '"K-8', "x"], "a quote that is not closed"),
    "open quote at the end": (b'08/01/2020,K-8,"', ["08/01/2020", "K-8", '"'], "a quote that is not closed"),
    "text after a quote": (b'08/01/2020,K-8,"x"y', ["08/01/2020", "K-8", '"x"y'], "a quote that is not closed"),
    "punctuation": (b"08/01/2020,K-8,some, and more", ["08/01/2020", "K-8", "some, and more"], "without quotes"),
    "other delimiter": (b"08/01/2020;K-8;x", ["08/01/2020", "K-8", "x"], "divided by “;” instead of “,”"),
    "other quote": (b"08/01/2020,K-8,'a, b,c'", ["08/01/2020", "K-8", "a, b,c"], "another quote"),
}


@pytest.mark.parametrize("name", MENDED)
def test_damaged_rows_are_put_right_and_said_so(name: str, tmp_path: Path) -> None:
    line, cells, reason = MENDED[name]
    table = table_of(GOOD + line + b"\n09/01/2020,K-9,end\n", tmp_path)
    assert table.rows[-2:] == [cells, ["09/01/2020", "K-9", "end"]]
    assert len(table.rows) == 9
    assert table.aside.count == 0
    (repaired,) = table.aside.repaired
    assert (repaired.line, repaired.text) == (9, line.decode())
    assert reason in repaired.reason


def test_rows_that_nothing_puts_right_are_set_aside(tmp_path: Path) -> None:
    table = table_of(GOOD + b"1,2,3,4,5,6\n09/01/2020,K-9,end\n", tmp_path)
    assert len(table.rows) == 8
    assert [(row.line, row.reason, row.text) for row in table.aside.listed] == [
        (9, "6 fields instead of 3", "1,2,3,4,5,6")
    ]


@pytest.mark.parametrize(("end", "named"), [(b"\n", "LF"), (b"\r\n", "CRLF"), (b"\r", "CR")], ids=["LF", "CRLF", "CR"])
def test_line_ends(end: bytes, named: str, tmp_path: Path) -> None:
    table = table_of(BODY.replace(b"\n", end), tmp_path)
    assert (table.rows, table.dialect.line_end) == (THREE, named)


def test_mixed_line_ends(tmp_path: Path) -> None:
    table = table_of(b"a,b,c\r\n1,2,x\n3,4,y\r5,6,z\r\n", tmp_path)
    assert (table.rows, table.dialect.line_end) == (THREE, "mixed")


def test_gzip_is_read_whole_even_in_parts(tmp_path: Path) -> None:
    table = table_of(gzip.compress(BODY[:11]) + gzip.compress(BODY[11:]), tmp_path)
    assert (table.rows, table.dialect.compression) == (THREE, "gzip")


def test_an_empty_file_is_an_empty_table(tmp_path: Path) -> None:
    table = table_of(b"", tmp_path)
    assert (table.header, table.rows) == ((), [])


def test_marks_of_files_that_were_put_together_are_left_out(tmp_path: Path) -> None:
    mark = b"\xef\xbb\xbf"
    assert table_of(mark + BODY + mark + b"7,8,w\n", tmp_path).rows == [*THREE, ["7", "8", "w"]]


TOLD: dict[str, tuple[bytes, DialectChoice, tuple[str, ...], Rows]] = {
    "delimiter": (b"a,b;c\n1,2;3\n", DialectChoice(delimiter=";"), ("a,b", "c"), [["1,2", "3"]]),
    "no quote": (b'a,b\n"x,y\n', DialectChoice(quote=""), ("a", "b"), [['"x', "y"]]),
    "quote": (b"a,b\n'x',y\n", DialectChoice(quote="'"), ("a", "b"), [["x", "y"]]),
    "escape": (b'a,b\n"x\\"",y\n', DialectChoice(escape="\\"), ("a", "b"), [['x"', "y"]]),
    "no header": (b"a,b\n1,2\n", DialectChoice(header_lines=0), (), [["a", "b"], ["1", "2"]]),
    "two headers": (b"a,b\nc,d\n1,2\n", DialectChoice(header_lines=2), ("a c", "b d"), [["1", "2"]]),
    "preamble": (b"x,y\na,b\n1,2\n", DialectChoice(preamble_lines=1), ("a", "b"), [["1", "2"]]),
    "footer": (b"a,b\n1,2\n3,4\n5,6\n", DialectChoice(footer_lines=2), ("a", "b"), [["1", "2"]]),
    "comment": (b"a,b\n1,2\n!3,4\n", DialectChoice(comment="!"), ("a", "b"), [["1", "2"]]),
    "no comment": (
        b"#a,b\n#1,2\n3,4\n5,6\n",
        DialectChoice(comment=""),
        ("#a", "b"),
        [["#1", "2"], ["3", "4"], ["5", "6"]],
    ),
    "encoding": ("a,b\nя,2\n".encode("cp1251"), DialectChoice(encoding="cp1251"), ("a", "b"), [["я", "2"]]),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_is_told_is_not_looked_for(name: str, tmp_path: Path) -> None:
    content, told, header, rows = TOLD[name]
    table = table_of(content, tmp_path, told)
    assert (table.header, table.rows) == (header, rows)


DAYS = b"".join(b"2025-01-%02d,%d,%d\n" % (day, day * 7, day * 11) for day in range(1, 26))


@pytest.mark.parametrize(
    ("content", "after"),
    [
        (b"day,n,m\n" + DAYS + b"Source: office,,\n", [27]),
        (
            b"day,site,kwh,cost,note\n"
            + b'2025-01-01,A,"1,388",4.5,\n2025-01-02,B,"2,388",4.5,x\n' * 9
            + b'Total,,"1,388,077",430303.87,\n,,,,\n* kWh values are preliminary\n',
            [20, 21, 22],
        ),
    ],
)
def test_totals_and_notes_below_the_table(content: bytes, after: list[int], tmp_path: Path) -> None:
    table = table_of(content, tmp_path)
    assert [row.line for row in table.aside.listed] == after
    assert len(table.rows) == content.count(b"\n") - 1 - len(after)


def test_a_name_over_several_columns_holds_for_all_of_them(tmp_path: Path) -> None:
    content = b"Site\tTemp\t\tHum\t\tBy\n\tmin\tmax\tmin\tmax\t\n" + b"A\t1\t2\t3\t4\tX\nB\t2\t3\t4\t5\tY\n" * 5
    assert table_of(content, tmp_path).header == ("Site", "Temp min", "Temp max", "Hum min", "Hum max", "By")


def test_a_mark_inside_of_the_file_is_never_lost_in_silence(tmp_path: Path) -> None:
    table = table_of('a,b\n1,2\n\ufeff3,4\n"x\n\ufeffy",5\n'.encode(), tmp_path)
    assert table.rows == [["1", "2"], ["3", "4"], ["x\n\ufeffy", "5"]]
    assert [(row.line, row.reason) for row in table.aside.repaired] == [(3, "a byte order mark before it was left out")]
