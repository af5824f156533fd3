"""Odd and hostile files: each is read right, or refused in one sentence that names the problem."""

import csv
import gzip
import io
import json
import pickle
import zipfile
from pathlib import Path

import pytest

from pipeline.data.dataset import build
from pipeline.data.reading.intake import IntakeLimits, inspect
from pipeline.errors import InputError


def _xlsx() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return stream.getvalue()


def _zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("data.csv", "a,b\n1,2\n")
    return stream.getvalue()


PROSE = (
    "Dear Sir or Madam,\n\nI write to you, as I said, about the matter.\nIt is long, and it is sad.\n"
    "No table here.\nOnly text, text, text, and more text.\nYours\n"
)
CODE = "import os\n\n\ndef main(a, b, c):\n    print(a, b)\n    return os.path.join(a, b, c)\n\n\nmain(1, 2, 3)\n"
SMALL = IntakeLimits(size_bytes=2_000, line_bytes=1_500, field_chars=100, header_chars=50, columns=20)

REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "blank lines": (b"\n\n  \n", "only blank lines"),
    "header only": (b"name,age\n", "a header and no rows"),
    "header only without line end": (b"name,age", "a header and no rows"),
    "xlsx": (_xlsx(), "XLSX"),
    "zip": (_zip(), "zip archive"),
    "gzip of an archive": (gzip.compress(gzip.compress(b"a,b\n1,2\n")), "inside of another"),
    "gzip of a workbook": (gzip.compress(_xlsx()), "XLSX) in an archive"),
    "gzip of nothing": (gzip.compress(b""), "archive is empty"),
    "gzip that is cut off": (gzip.compress(b"a,b\n" + b"1,2\n" * 99)[:-9], "archive is cut off"),
    "gzip that is damaged": (gzip.compress(b"a,b\n1,2\n")[:12] + b"\xff" * 30, "archive is"),
    "gzip with a wrong checksum": (gzip.compress(b"a,b\n1,2\n")[:-8] + b"\0" * 8, "archive is damaged"),
    "gzip that expands too far": (gzip.compress(b"a,b\n" + b"1,2\n" * 999), "expands to more than 2,000"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "PDF"),
    "old office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old Microsoft Office"),
    "png": (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
    "sqlite": (b"SQLite format 3\x00" + b"\x00" * 90, "SQLite"),
    "parquet": (b"PAR1\x15\x04\x15\x00\x00PAR1", "Parquet"),
    "pickle": (pickle.dumps({"a": [1, 2]}), "pickle"),
    "program": (b"\x7fELF\x02\x01\x01\x00", "program"),
    "json object": (json.dumps({"a": 1, "b": [1, 2]}).encode(), "JSON document"),
    "json list": (json.dumps([{"a": 1}, {"a": 2}], indent=1).encode(), "JSON document"),
    "broken json": (b'{"a": 1, "b": [1, 2', "JSON document"),
    "json lines": (b'{"a": 1}\n{"a": 2}\n', "JSON Lines"),
    "html": (b"<!DOCTYPE html>\n<html><body><table><tr><td>1</td></tr></table></body></html>\n", "HTML"),
    "xml": (b'<?xml version="1.0"?>\n<a><b>1</b></a>\n', "XML"),
    "svg": (b'<svg xmlns="x">\n</svg>\n', "XML"),
    "prose": (PROSE.encode(), "not a CSV file"),
    "source code": (CODE.encode(), "not a CSV file"),
    "nul byte": (b"a,b\n1,2\n3,\x004\n", "Line 3 holds a NUL byte"),
    "control characters": (bytes(range(1, 32)) * 40, "binary"),
    "unclosed quote": (
        b"a,b,c\n" + b"1,2,3\n" * 20 + b'4,"five\nor six\nor seven\nand more\n',
        "Line 22 opens a quote that is never closed",
    ),
    "mixed utf-8": ("a,b\né,ü\nö,ä\n".encode() + b"x,\xe9\n", "Line 4 holds bytes that are not UTF-8"),
    "too large": (b"a,b\n" + b"1,2\n" * 600, "the limit is 2,000"),
    "long line": (b"a,b\n" + b"x" * 1_600, "longer than 1,500 bytes"),
    "long field": (b"a,b\n1," + b"x" * 200 + b"\n", "Line 2 has a field of more than 100 characters"),
    "too many columns": (b",".join(b"c%d" % at for at in range(30)) + b"\n" + b",".join([b"1"] * 30), "30 columns"),
    "mostly ragged": (b"a,b,c,d,e\n" + b"1,2\n" * 9, "Line 1 has 5 fields and most other lines have 2"),
    "long name": (b"a," + b"x" * 60 + b"\n1,2\n", "Line 1 has a column name of more than 50 characters"),
    "random bytes": (bytes(range(256)) * 7, "binary"),
    "html table": (b"<table>\n<tr><td>1</td></tr>\n</table>\n", "HTML"),
    "tar": (b"data.csv".ljust(257, b"\0") + b"ustar\x0000" + b"\0" * 500, "tar archive"),
    "utf-16 with a zero": ("a,b\n1,\0\n".encode("utf-16"), "NUL character"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_in_one_sentence(name: str, tmp_path: Path) -> None:
    content, expected = REFUSED[name]
    source, records = tmp_path / "input.csv", tmp_path / "records.csv"
    source.write_bytes(content)
    with pytest.raises(InputError) as caught:
        build(source, "input.csv", records, SMALL)
    message = str(caught.value)
    assert expected in message
    assert "\n" not in message
    assert message.endswith(".")
    assert list(tmp_path.iterdir()) == [source], "a refusal leaves nothing behind"
    with pytest.raises(InputError):
        inspect(source, "input.csv", SMALL)


READ: dict[str, tuple[bytes, list[str], list[list[str]]]] = {
    "bom": (b"\xef\xbb\xbfname,age\nAnn,3\n", ["name", "age"], [["Ann", "3"]]),
    "utf-16": ("name,age\nÅsa,3\n".encode("utf-16"), ["name", "age"], [["Åsa", "3"]]),
    "utf-16 without a mark": ("name,age\nAsa,3\n".encode("utf-16-le"), ["name", "age"], [["Asa", "3"]]),
    "cp1252": (
        "name,town\nJosé,Málaga\nAnn,York\n".encode("cp1252"),
        ["name", "town"],
        [["José", "Málaga"], ["Ann", "York"]],
    ),
    "totals below the table": (
        b"day,shop,sum\n2025-01-01,N,1\n2025-01-02,S,2\n2025-01-03,N,3\n2025-01-04,S,4\nTotal,,10\n",
        ["day", "shop", "sum_value"],
        [["2025-01-01", "N", "1"], ["2025-01-02", "S", "2"], ["2025-01-03", "N", "3"], ["2025-01-04", "S", "4"]],
    ),
    "totals that are rows": (
        b"kind,shop,n\nTotal,N,1\nPart,S,2\nTotal,S,3\n",
        ["kind", "shop", "n"],
        [["Total", "N", "1"], ["Part", "S", "2"], ["Total", "S", "3"]],
    ),
    "cp1252 at the very end": ("a,b\n1,caf\xe9".encode("cp1252"), ["a", "b"], [["1", "café"]]),
    "semicolon": (b"a;b\n1,5;x\n2,5;y\n", ["a", "b"], [["1.5", "x"], ["2.5", "y"]]),
    "tab": (b"a\tb\n1\tx, y\n", ["a", "b"], [["1", "x, y"]]),
    "pipe": (b"a|b\n1|x\n", ["a", "b"], [["1", "x"]]),
    "crlf": (b"a,b\r\n1,x\r\n", ["a", "b"], [["1", "x"]]),
    "cr only": (b"a,b\r1,x\r2,y\r", ["a", "b"], [["1", "x"], ["2", "y"]]),
    "mixed line ends": (b"a,b\r\n1,x\n2,y\r\n", ["a", "b"], [["1", "x"], ["2", "y"]]),
    "no last line end": (b"a,b\n1,x", ["a", "b"], [["1", "x"]]),
    "blank lines between": (b"a,b\n\n1,x\n\n\n2,y\n", ["a", "b"], [["1", "x"], ["2", "y"]]),
    "line breaks in quotes": (b'a,b\n1,"x\r\ny"\n2,"p\nq"\n', ["a", "b"], [["1", "x\r\ny"], ["2", "p\nq"]]),
    "doubled quotes": (b'a,b\n1,"say ""hi"""\n', ["a", "b"], [["1", 'say "hi"']]),
    "quote inside of a field": (b'a,b\n1,5" pipe\n', ["a", "b"], [["1", '5" pipe']]),
    "single quotes": (b"a,b\n'x, y','1'\n'z','2'\n", ["a", "b"], [["x, y", "1"], ["z", "2"]]),
    "one column": (b"name\nAnn\nBob\n", ["name"], [["Ann"], ["Bob"]]),
    "one column with an empty cell": (b'name\nAnn\n""\nBob\n', ["name"], [["Ann"], [""], ["Bob"]]),
    "no header": (b"1,2.5\n3,4.5\n", ["column_1", "column_2"], [["1", "2.5"], ["3", "4.5"]]),
    "years as names": (
        b"country,2001,2002\nPeru,1,2\nChad,3,4\n",
        ["country", "column_2001", "column_2002"],
        [["Peru", "1", "2"], ["Chad", "3", "4"]],
    ),
    "trailing delimiters": (b"a,b\n1,x,\n2,y,\n", ["a", "b"], [["1", "x"], ["2", "y"]]),
    "trailing delimiter in the header": (b"a,b,\n1,x\n2,y\n", ["a", "b"], [["1", "x"], ["2", "y"]]),
    "title above the table": (
        b"Sales 2020\n\nregion,item,sum\nN,x,1\nS,y,2\n",
        ["region", "item", "sum_value"],
        [["N", "x", "1"], ["S", "y", "2"]],
    ),
    "leading zeros": (b"zip,n\n00601,1\n10001,2\n", ["zip_value", "n"], [["00601", "1"], ["10001", "2"]]),
    "phone numbers": (b"phone,n\n+4930123,1\n", ["phone", "n"], [["+4930123", "1"]]),
    "long digits": (b"card,n\n1234567890123456789,1\n", ["card", "n"], [["1234567890123456789", "1"]]),
    "spaces kept in text": (b"a,b\n x ,1\n", ["a", "b"], [[" x ", "1"]]),
    "spaces around numbers": (b"a,b\nx, 1\ny, 22 \n", ["a", "b"], [["x", "1"], ["y", "22"]]),
    "impossible day": (b"d,n\n2025-02-30,1\n2025-01-01,2\n", ["d", "n"], [["2025-02-30", "1"], ["2025-01-01", "2"]]),
    "ambiguous dates": (b"d,n\n03/04/2025,1\n05/06/2025,2\n", ["d", "n"], [["03/04/2025", "1"], ["05/06/2025", "2"]]),
    "day first": (b"d,n\n03/04/2025,1\n25/06/2025,2\n", ["d", "n"], [["2025-04-03", "1"], ["2025-06-25", "2"]]),
    "month first": (b"d,n\n3/4/2025,1\n6/25/2025,2\n", ["d", "n"], [["2025-03-04", "1"], ["2025-06-25", "2"]]),
    "zone offset": (b"t,n\n2025-01-01T10:00:00+02:00,1\n", ["t", "n"], [["2025-01-01T10:00:00", "1"]]),
    "time of day": (b"t,n\n2025/01/01 9:05,1\n", ["t", "n"], [["2025-01-01T09:05:00", "1"]]),
    "fractions of a second": (b"t,n\n2025-01-01 09:05:01.5,1\n", ["t", "n"], [["2025-01-01T09:05:01.500000", "1"]]),
    "formulas are text": (b"a,b\n=1+1,x\n@SUM(A1),y\n", ["a", "b"], [["=1+1", "x"], ["@SUM(A1)", "y"]]),
    "hostile names": (
        b'__proto__,{{7*7}},"; DROP TABLE x",../../x,class,id,Total,\xf0\x9f\x98\x80\nq,r,s,t,u,v,w,z\n',
        ["proto", "column_7_7", "drop_table_x", "x", "class_value", "id_value", "total_value", "column_8"],
        [["q", "r", "s", "t", "u", "v", "w", "z"]],
    ),
    "duplicate and missing names": (b"a,A,,a\nx,y,z,w\n", ["a", "a_2", "column_3", "a_3"], [["x", "y", "z", "w"]]),
    "separators that are no line ends": ("a,b\nx\u2028y,\x0b\x0cz\n".encode(), ["a", "b"], [["x\u2028y", "\x0b\x0cz"]]),
    "angle brackets in the header": (b"<TICKER>,<PER>\nABC,1\n", ["ticker", "per"], [["ABC", "1"]]),
}


@pytest.mark.parametrize("name", READ)
def test_read_right(name: str, tmp_path: Path) -> None:
    content, names, rows = READ[name]
    source, records = tmp_path / "input.csv", tmp_path / "records.csv"
    source.write_bytes(content)
    dataset = build(source, "input.csv", records)
    assert [column.name for column in dataset.columns] == names
    assert _records(records) == [names, *rows]
    assert dataset.rows == len(rows)


def _records(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream, strict=True))


def test_rows_that_do_not_fit_are_set_aside_with_their_lines(tmp_path: Path) -> None:
    source = tmp_path / "input.csv"
    source.write_bytes(b'a,b\n1,2\n3\n4,5,6\n"7\n8",9\n10,x,y\n11,12\n13,14\n15,16\n')
    dataset = build(source, "input.csv", tmp_path / "records.csv")
    assert dataset.rows == 5
    assert dataset.set_aside_rows == 3
    assert [row.line for row in dataset.set_aside] == [3, 4, 7]
    assert [row.reason for row in dataset.set_aside] == ["1 field instead of 2", *["3 fields instead of 2"] * 2]
    assert [row.text for row in dataset.set_aside] == ["3", "4,5,6", "10,x,y"]


def test_only_the_first_rows_set_aside_are_listed(tmp_path: Path) -> None:
    source = tmp_path / "input.csv"
    source.write_bytes(b"a,b\n" + b"1,2\n" * 300 + b"3\n" * 150)
    dataset = build(source, "input.csv", tmp_path / "records.csv")
    assert (dataset.rows, dataset.set_aside_rows, len(dataset.set_aside)) == (300, 150, 100)


def test_a_path_with_wildcards_is_only_a_path(tmp_path: Path) -> None:
    folder = tmp_path / "a[1]*'b"
    folder.mkdir()
    source = folder / "x?.csv"
    source.write_bytes(b"a,b\n1,2\n")
    assert build(source, "x", folder / "records.csv", fast_from_bytes=0).rows == 1


@pytest.mark.parametrize("header", ['"id","v"', "id,v", '"id",v'])
def test_a_large_file_is_read_as_a_small_one_where_its_header_comes_back(header: str, tmp_path: Path) -> None:
    source = tmp_path / "large.csv"
    source.write_text('"id","v"\n' + '"a1","x y"\n' * 300 + f"{header}\n" + '"a2","x"\n' * 300)
    dataset = build(source, "large.csv", tmp_path / "records.csv", fast_from_bytes=0)
    assert (dataset.rows, [row.line for row in dataset.set_aside]) == (600, [302])
