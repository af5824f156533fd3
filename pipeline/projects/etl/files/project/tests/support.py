"""What the tests share: runners in folders of their own, the rows that the table must have, and files as people write them."""

import csv
import datetime as dt
import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa

from app.changes import Letters, Mask, Missing, Moment, Number, Spell, Trim, YesNo
from app.checks import Between, Longest, Once, OneOf, Required
from app.cleaning import Step
from app.contract import LINE, LOAD, Layout
from app.formats import Numbers
from app.loading import quarantine_of
from app.runner import FIRST_FILE, JOB, Runner
from app.schema import COLUMNS, LAYOUT
from app.steps import STEPS

NAMES = [column.name for column in COLUMNS]
Row = tuple[Any, ...]
MOST_LOOKED_AT = 5000


def file_rows() -> list[dict[str, str | None]]:
    """The rows that the project came with, as text; an empty cell is null."""
    with FIRST_FILE.open(encoding="utf-8", newline="") as file:
        return [{name: cell or None for name, cell in row.items()} for row in csv.DictReader(file)]


def expected_rows(rows: Sequence[dict[str, str | None]]) -> list[Row]:
    """What the steps must make of rows in the plain form, by another way than theirs."""
    cleaned = [row for cells in rows if (row := _typed(cells))]
    for step in STEPS:
        if isinstance(step, Trim):
            _replace(cleaned, step.column, lambda text: text.strip(" \t") or None)
        elif isinstance(step, Spell):
            _replace(cleaned, step.column, lambda text, step=step: step.as_ if text in step.variants else text)
        elif isinstance(step, Letters):
            _replace(cleaned, step.column, lambda text, step=step: lettered(text, step.case))
        elif isinstance(step, Between | Longest | OneOf | Required):
            cleaned = [row for row in cleaned if _is_fine(step, row[step.column])]
        elif isinstance(step, Mask):
            _replace(cleaned, step.column, lambda text, step=step: digest(step.secret + text))
        elif isinstance(step, Once):
            first: dict[Row, dict[str, Any]] = {}
            for row in cleaned:
                key = tuple(row[name] for name in step.key)
                first.setdefault((len(first),) if key == (None,) else key, row)
            cleaned = list(first.values())
    return [tuple(row[name] for name in NAMES) for row in cleaned]


def _is_fine(step: Between | Longest | OneOf | Required, value: Any) -> bool:
    if value is None:
        return not isinstance(step, Required)
    if isinstance(step, Between):
        low, high = (_value(step.column, limit) for limit in (step.at_least, step.at_most))
        return (low is None or value >= low) and (high is None or value <= high)
    if isinstance(step, Longest):
        return len(value) <= step.most
    return isinstance(step, Required) or value in step.choices


@cache
def fine_rows() -> tuple[dict[str, str | None], ...]:
    """Rows that the project came with, without those that a step sets aside by themselves."""
    return tuple(row for row in file_rows()[:MOST_LOOKED_AT] if expected_rows([row]))


def lettered(text: str, case: str) -> str:
    """A text in capital or small letters, one for one: that is what databases make of it."""
    return "".join(map(_capital if case == "upper" else _small, text))


def _capital(letter: str) -> str:
    capital = letter.upper()
    return "\u1e9e" if letter == "\u00df" else capital if len(capital) == 1 else letter


def _small(letter: str) -> str:
    return letter.lower()[:1]


def digest(text: str) -> str:
    """The digest of a personal value."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _replace(rows: list[dict[str, Any]], column: str, change: Any) -> None:
    for row in rows:
        row[column] = None if row[column] is None else change(row[column])


def _typed(cells: dict[str, str | None]) -> dict[str, Any]:
    """The values of a row; of one with a day that is in no calendar, nothing."""
    plain = {name: cell and _plain(name, cell) for name, cell in cells.items()}
    return {} if "" in plain.values() else {name: _value(name, cell) for name, cell in plain.items()}


def _plain(name: str, cell: str) -> str:
    """The plain form of a cell; nothing if it should be a day and is none."""
    for step in STEPS:
        if isinstance(step, Moment) and step.column == name and step.is_always_raw:
            return next((day.isoformat() for pattern in step.format.patterns if (day := _day(cell, pattern))), "")
    return cell


def _day(cell: str, pattern: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(cell.strip(" \t"), pattern)
    except ValueError:
        return None


def _value(name: str, cell: str | None) -> Any:
    """A cell in the plain form as the value that Parquet holds."""
    kind = next(column.kind for column in COLUMNS if column.name == name)
    if cell is None or kind == "string":
        return cell
    if kind.startswith("decimal"):
        return Decimal(cell)
    makers: dict[str, Callable[[str], Any]] = {
        "int64": int,
        "float64": float,
        "boolean": {"true": True, "false": False}.__getitem__,
        "date": lambda text: dt.datetime.fromisoformat(text).date(),
        "timestamp": dt.datetime.fromisoformat,
    }
    return makers[kind](cell)


def table_rows(runner: Runner, columns: Sequence[str] = NAMES) -> list[Row]:
    """The rows of the table in the order in which they were loaded."""
    paths = [str(path) for path in runner.loader.paths()]
    if not paths:
        return []
    names = ", ".join(f'"{name}"' for name in columns)
    query = f'SELECT {names} FROM read_parquet(?, hive_partitioning = false) ORDER BY "{LOAD}", "{LINE}"'
    return ask(query, [paths])


def ask(query: str, values: list[Any]) -> list[Row]:
    """The answer of DuckDB."""
    return _connection().execute(query, values).fetchall()


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    """One for all tests, since each takes its time to begin; nothing is stored in it."""
    return duckdb.connect()


def facts_text(value: Any) -> str:
    """A value of a query as the contract writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:f}" if isinstance(value, Decimal) else str(value).replace(" ", "T", 1)


def answer(rows: pa.Table, change: Callable[[Any], Any]) -> list[dict[str, Any]]:
    """What DuckDB makes of an expression of Ibis over some rows."""
    query = ibis.to_sql(change(ibis.table(ibis.Schema.from_pyarrow(rows.schema), name="given")), dialect="duckdb")
    found = _connection().register("given", rows).execute(query)
    return [dict(zip(map(itemgetter(0), found.description), row, strict=True)) for row in found.fetchall()]


def quarantined(runner: Runner, load: int) -> list[dict[str, Any]]:
    """The rows that a load set aside."""
    text = quarantine_of(runner.loader.home, load).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def runner_at(home: Path, first: Path | None = None) -> Runner:
    """A runner over a folder."""
    return Runner(home, first=first or FIRST_FILE)


def empty_first(folder: Path) -> Path:
    """A first file without rows, for tests that look at later files alone."""
    path = folder / "empty.csv"
    path.write_text(",".join(NAMES) + "\n", encoding="utf-8")
    return path


def begin(folder: Path) -> Path:
    """A folder in which the first file is loaded, and has no rows."""
    runner_at(folder / "home", empty_first(folder)).run()
    return folder


def begin_alike(begun: Path, folder: Path) -> Runner:
    """A runner over a copy of such a folder, which takes no load."""
    shutil.copytree(begun, folder, dirs_exist_ok=True)
    return runner_at(folder / "home", folder / "empty.csv")


def as_people_write(
    rows: Sequence[dict[str, str | None]],
    path: Path,
    cells: Sequence[Mapping[str, str]] | None = None,
    before: Sequence[str] = (),
) -> Path:
    """Write rows in the plain form to a file of the same layout as the person's own.

    `cells` of each row stand as they are, and so do the lines `before` the rows.
    """
    lines = [*top_lines(), *before]
    lines += [_line(_cells(row, given)) for row, given in zip(rows, cells or [{}] * len(rows), strict=True)]
    lines += [f"end {number}" for number in range(LAYOUT.footer_lines)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("".join(f"{line}\n" for line in lines).encode(LAYOUT.encoding))
    return path


def top_lines() -> list[str]:
    """What stands before the first row."""
    header = [""] * LAYOUT.width
    for at, place in enumerate(places()):
        header[place] = COLUMNS[at].header
    taken = {*places()}
    free = [at for at in range(LAYOUT.width) if at not in taken]
    for at, name in zip(free, LAYOUT.unused, strict=True):
        header[at] = name
    notes = [f"note {number}" for number in range(LAYOUT.preamble_lines)]
    return [*notes, *(_line(header) for _ in range(LAYOUT.header_lines))]


def first_line() -> int:
    """The line of the first row, since names of columns may have line breaks."""
    text = "".join(f"{line}\n" for line in top_lines())
    return len(re.findall("\r\n|\r|\n", text)) + 1


def places() -> list[int]:
    """Where each column stands in the person's file."""
    return [column.place for column in COLUMNS]


def _cells(row: dict[str, str | None], given: Mapping[str, str]) -> list[str]:
    cells = [""] * LAYOUT.width
    for place, (name, cell) in zip(places(), row.items(), strict=True):
        cells[place] = given.get(name) or _written(name, cell)
    return cells


def _written(name: str, cell: str | None) -> str:
    steps = [step for step in STEPS if name in step.columns and not isinstance(step, Once)]
    if cell is None:
        return next((step.tokens[0] for step in steps if isinstance(step, Missing)), "")
    for step in steps:
        if isinstance(step, Number):
            return number(step.format, cell)
        if isinstance(step, Moment):
            return cell if step.is_always_raw else moment(step, cell)
        if isinstance(step, YesNo):
            return step.true if cell == "true" else step.false
    return cell


def number(form: Numbers, cell: str) -> str:
    """A number in the plain form as a format writes it."""
    sign, digits = ("-", cell[1:]) if cell.startswith("-") else ("", cell)
    whole, _, decimals = digits.partition(".")
    if form.thousands:
        whole = f"{int(whole):,}".replace(",", form.thousands)
    return f"{sign}{form.prefix}{whole}{form.point + decimals if decimals else ''}{form.suffix}"


def moment(step: Moment, cell: str) -> str:
    """A moment in the plain form as the first pattern that can tell it writes it."""
    value = dt.datetime.fromisoformat(cell)
    if not step.format.patterns:
        return f"{value.isoformat()}Z"
    texts = [(pattern, value.strftime(pattern)) for pattern in step.format.patterns]
    return next((text for pattern, text in texts if dt.datetime.strptime(text, pattern) == value), texts[0][1])


def _line(cells: Sequence[str]) -> str:
    return LAYOUT.delimiter.join(_quoted(cell, LAYOUT) for cell in cells)


def _quoted(cell: str, layout: Layout) -> str:
    if not layout.quote:
        return cell
    opening, closing = layout.quote[0], layout.quote[-1]
    if layout.escape == layout.quote:
        return opening + cell.replace(closing, closing * 2) + closing
    return opening + cell.replace(layout.escape, layout.escape * 2).replace(closing, layout.escape + closing) + closing


def some(rows: Sequence[dict[str, str | None]], count: int) -> list[dict[str, str | None]]:
    """Some rows evenly from all of them."""
    step = max(1, len(rows) // count)
    return list(rows[::step][:count])


def steps_of(*kinds: type[Step]) -> Iterator[tuple[int, Step]]:
    """The steps of some kinds, with their numbers."""
    yield from ((number, step) for number, step in enumerate(JOB.steps, 1) if isinstance(step, kinds))
