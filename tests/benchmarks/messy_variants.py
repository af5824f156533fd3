"""Damaged variants of one table, each with what a person would read in it.

The kinds of damage, how many files there are of each, and their weights follow the Pollock benchmark (Vitagliano and
others, "Pollock: A Data Loading Benchmark", PVLDB 16, 2023); the table and the code are ours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.benchmarks.messy_source import NAMES, Cell, source_rows

Grid = list[list[str]]


@dataclass(frozen=True)
class Variant:
    """A file, what it holds (the names first, if there are any), and how often its kind was met among public files."""

    name: str
    content: str
    clean: Grid
    weight: float


@dataclass(frozen=True)
class _Style:
    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    end: str = "\r\n"

    def cell(self, cell: Cell) -> str:
        inside = cell.value.replace('"', self.escape + '"')
        return f"{self.quote}{inside}{self.quote}" if cell.is_quoted else inside

    def row(self, cells: Sequence[Cell]) -> str:
        return self.delimiter.join(map(self.cell, cells)) + self.end


def variants() -> Iterator[Variant]:
    """All files: as the table should be, and damaged in one place or throughout."""
    rows = source_rows()
    yield from _whole_files(rows)
    yield from _styles(rows)
    for at in range(len(rows)):
        yield from _damaged_rows(rows, at)


def _values(rows: Sequence[Sequence[Cell]]) -> Grid:
    return [[cell.value for cell in row] for row in rows]


def _text(rows: Sequence[Sequence[Cell]], style: _Style | None = None) -> str:
    return "".join(map((style or _Style()).row, rows))


def _whole_files(rows: list[list[Cell]]) -> Iterator[Variant]:
    text, clean, header = _text(rows), _values(rows), _text(rows[:1])
    commas = "," * (len(NAMES) - 1)
    yield Variant("as it should be", text, clean, 1)
    yield Variant("empty file", "", [], 15)
    yield Variant("no last line end", text.removesuffix("\r\n"), clean, 184)
    yield Variant("two last line ends", text + "\r\n", clean, 5)
    yield Variant("no header", _text(rows[1:]), clean[1:], 470)
    for count in (2, 3):
        names = [" ".join([name] * count) for name in NAMES]
        yield Variant(f"{count} header rows", header * (count - 1) + text, [names, *clean[1:]], 47)
    yield Variant("preamble", f"PREAMBLE{commas}\r\n{commas}\r\n{text}", clean, 282)
    for kind, change in (("less", -1), ("same", 0), ("more", 1)):
        yield Variant(f"second table, {kind} columns", text + _text(_another(rows, change)), clean, 188 / 3)
    yield Variant("header only", header, clean[:1], 3)
    yield Variant("one row", _text(rows[:2]), clean[:2], 4)


def _another(rows: list[list[Cell]], change: int) -> list[list[Cell]]:
    if change > 0:
        return [[*row, Cell("" if at else "col1")] for at, row in enumerate(rows)]
    return [row[: len(row) + change] for row in rows]


def _styles(rows: list[list[Cell]]) -> Iterator[Variant]:
    styles = {
        "CR": (_Style(end="\r"), 7),
        "LF": (_Style(end="\n"), 1691),
        "semicolons": (_Style(";"), 834),
        "tabs": (_Style("\t"), 4),
        "comma and space": (_Style(", "), 101),
        "spaces": (_Style(" "), 4),
        "apostrophes": (_Style(quote="'"), 11),
        "backslashes": (_Style(escape="\\"), 1),
        "no escapes": (_Style(escape=""), 7),
    }
    for name, (style, weight) in styles.items():
        yield Variant(name, _text(rows, style), _values(rows), weight)


def _damaged_rows(rows: list[list[Cell]], at: int) -> Iterator[Variant]:
    style, clean = _Style(), _values(rows)
    before, after = _text(rows[:at]), _text(rows[at + 1 :])
    cells = [style.cell(cell) for cell in rows[at]]
    for column in range(len(cells)):
        more = ",".join([*cells[:column], "", *cells[column:]])
        yield Variant(f"row {at}: delimiter before {column}", f"{before}{more}\r\n{after}", clean, 0.3678)
        if column:
            less = f"{','.join(cells[:column])}{','.join(cells[column:])}"
            yield Variant(f"row {at}: no delimiter before {column}", f"{before}{less}\r\n{after}", clean, 0.3678)
        yield _with_quote(rows, at, column)
    spaced = " ".join(cells)
    yield Variant(f"row {at}: spaces", f"{before}{spaced}\r\n{after}", clean, 0.1429)


def _with_quote(rows: list[list[Cell]], at: int, column: int) -> Variant:
    style, clean = _Style(), _values(rows)
    clean[at] = [*clean[at][:column], '"' + clean[at][column], *clean[at][column + 1 :]]
    cells = [style.cell(cell) for cell in rows[at]]
    cells[column] = '"' + cells[column]
    text = f"{_text(rows[:at])}{','.join(cells)}\r\n{_text(rows[at + 1 :])}"
    return Variant(f"row {at}: quote before {column}", text, clean, 0.0093)
