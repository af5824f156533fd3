"""Large hostile files are refused at once and in little memory, and damage takes no longer with every row."""

import gzip
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.data.reading.content import describe_text
from pipeline.data.reading.shape import shape_of
from pipeline.data.reading.table import read_table

SIZE = 200_000_000
ROWS = 15_000
_SCRIPT = """
import resource, sys, time
from pathlib import Path
from pipeline.data.reading.intake import IntakeLimits, inspect
from pipeline.errors import InputError
before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
try:
    inspect(Path(sys.argv[1]), "big.csv")
except InputError as error:
    print(error)
print(time.process_time() - began, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


def _repeated(unit: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        block = unit * (1_000_000 // len(unit))
        with path.open("wb") as stream:
            for _ in range(SIZE // len(block)):
                stream.write(block)

    return write


def _bomb(path: Path) -> None:
    path.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * (SIZE // 4), compresslevel=9))


def _columns(path: Path) -> None:
    path.write_bytes(b"a" + b",a" * 3_000_000 + b"\n")


def _opened(path: Path) -> None:
    path.write_bytes(b'a,b\n1,"' + b"x\n" * 200_000)


def _commas(path: Path) -> None:
    path.write_bytes(b"a,b\n" + b"," * 15_000_000)


BIG: dict[str, tuple[Callable[[Path], None], str]] = {
    "quotes": (_repeated(b'"'), "longer than 16,000,000 bytes"),
    "delimiters": (_repeated(b","), "columns and the limit is 2,000"),
    "one line": (_repeated(b"some text, "), "columns and the limit is 2,000"),
    "one word": (_repeated(b"abcdefgh"), "longer than 16,000,000 bytes"),
    "zeros": (_repeated(b"\0"), "NUL byte"),
    "bomb": (_bomb, "expands to more than 250 times"),
    "open quotes": (_repeated(b'a,b,"c\n'), "Line 1 opens a quote that is never closed, as many others do"),
    "open quotes at the start": (_repeated(b'"abc,def\n'), "opens a quote that is never closed, as many others do"),
    "quotes and line ends": (_repeated(b'"\n'), "only quotes and blank cells"),
    "a quote": (_opened, "Line 2 opens a quote that is never closed"),
    "commas": (_commas, "columns and the limit is 2,000"),
    "columns": (_columns, "columns and the limit is 2,000"),
}


@pytest.mark.parametrize("name", BIG)
def test_refused_at_once(name: str, tmp_path: Path) -> None:
    write, expected = BIG[name]
    source = tmp_path / "big.csv"
    write(source)
    done = subprocess.run([sys.executable, "-c", _SCRIPT, str(source)], capture_output=True, text=True, check=True)
    message, _, figures = done.stdout.strip().rpartition("\n")
    seconds, megabytes = map(float, figures.split())
    assert expected in message
    assert seconds < 3, "seconds of the processor"
    assert megabytes < 200


DAMAGED: dict[str, bytes] = {
    "open quotes": b'"a,b,c\n',
    "quotes everywhere": b'a,""b"",c"\n',
    "too many fields": b"1,2,3" + b",4" * 60 + b"\n",
    "short rows": b"1\n",
    "text after quotes": b'"a"b,"c"d,"e"f\n',
    "other delimiters": b"1;2;3\n",
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damage_takes_no_longer_with_every_row(name: str, tmp_path: Path) -> None:
    source = tmp_path / "damaged.csv"
    good = b"1,2,3\n"
    source.write_bytes(b"x,y,z\n" + (good + DAMAGED[name]) * ROWS)
    began = time.process_time()
    table = read_table(source)
    assert time.process_time() - began < 40
    assert len(table.rows) >= ROWS
    assert table.aside.count + table.aside.repaired_count >= 0.75 * ROWS


def test_no_cell_takes_long_to_look_at() -> None:
    began = time.process_time()
    for cell in ("a" * 63 + "?!", "a-" * 30 + "!!", "1" * 63 + "x!", "1,1" * 20 + "z!", "1.1" * 20 + "%%"):
        shape_of(cell)
    assert time.process_time() - began < 0.1


@pytest.mark.parametrize("text", ['["a"' + " " * 250_000, "[" + " \n" * 125_000 + "x", '{"' + "\\a" * 100_000])
def test_json_is_told_in_linear_time(text: str) -> None:
    began = time.process_time()
    assert describe_text(text) is None
    assert time.process_time() - began < 0.2
