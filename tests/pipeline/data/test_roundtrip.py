"""Any table of typed values, written in any dialect, comes back the same."""

import csv
import io
import string
import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.contracts.data import FieldType
from pipeline.data.dataset import build
from pipeline.data.records import Value, parse, render
from pipeline.errors import InputError

_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\",;\t|'"), max_size=12
)
_SCALE = 2
_VALUES: dict[FieldType, st.SearchStrategy[Value]] = {
    FieldType.INTEGER: st.integers(-(10**14), 10**14),
    FieldType.DECIMAL: st.decimals(-(10**9), 10**9, places=_SCALE, allow_nan=False),
    FieldType.BOOLEAN: st.booleans(),
    FieldType.DATE: st.dates(date(1000, 1, 1), date(9999, 12, 31)),
    FieldType.DATETIME: st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 31)),
    # A letter in front keeps a text from being a number, a date or a token for "no value".
    FieldType.TEXT: st.builds("x{}".format, _TEXT),
}
_DIALECTS = [
    (delimiter, end, encoding, quoting)
    for delimiter in ",;\t|"
    for end in ("\n", "\r\n")
    for encoding in ("utf-8", "utf-8-sig", "utf-16")
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL)
]


@st.composite
def _tables(draw: st.DrawFn) -> tuple[list[FieldType], list[list[Value | None]]]:
    kinds = draw(st.lists(st.sampled_from(list(_VALUES)), min_size=2, max_size=5))
    cells = [_VALUES[kind] | (st.none() if at else st.nothing()) for at, kind in enumerate(kinds)]
    rows = draw(st.lists(st.tuples(*cells).map(list), min_size=1, max_size=8))
    return kinds, rows


def _write(path: Path, names: Sequence[str], rows: Sequence[Sequence[str]], dialect: tuple[str, str, str, int]) -> None:
    delimiter, end, encoding, quoting = dialect
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([names, *rows])
    path.write_bytes(stream.getvalue().encode(encoding))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(table=_tables(), dialect=st.sampled_from(_DIALECTS), fast=st.booleans())
def test_values_come_back(
    table: tuple[list[FieldType], list[list[Value | None]]], dialect: tuple[str, str, str, int], fast: bool
) -> None:
    kinds, rows = table
    names = [f"{kind.value} {string.ascii_lowercase[at]}" for at, kind in enumerate(kinds)]
    with tempfile.TemporaryDirectory() as folder:
        source, records = Path(folder) / "in.csv", Path(folder) / "records.csv"
        _write(source, names, [[render(value, _SCALE) for value in row] for row in rows], dialect)
        dataset = build(source, "in.csv", records, fast_from_bytes=0 if fast else 10**9)
        with records.open(encoding="utf-8", newline="") as stream:
            written = list(csv.reader(stream, strict=True))[1:]
    assert [column.label for column in dataset.columns] == names
    for at, (kind, column) in enumerate(zip(kinds, dataset.columns, strict=True)):
        values = [row[at] for row in rows]
        if any(value is not None for value in values):
            assert column.type is kind
        assert [parse(row[at], column.type) for row in written] == values
        assert column.nulls == values.count(None)


@settings(max_examples=25, deadline=None)
@given(cells=st.lists(st.floats(allow_nan=False, allow_infinity=False).map(repr), min_size=1, max_size=20))
def test_no_float_is_changed(cells: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, records = Path(folder) / "in.csv", Path(folder) / "records.csv"
        source.write_text("name,x\n" + "".join(f"a,{cell}\n" for cell in cells))
        build(source, "in.csv", records)
        written = [line.split(",")[1] for line in records.read_text().splitlines()[1:]]
    assert [Decimal(cell) for cell in written] == [Decimal(cell) for cell in cells]


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.tuples(_TEXT, _TEXT), min_size=1, max_size=6), quoting=st.sampled_from([0, 1]))
def test_both_readers_agree(rows: list[tuple[str, str]], quoting: int) -> None:
    """Whatever the cells hold, the quick reader gives the same bytes as the reference, or leaves the file to it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.csv"
        _write(source, ["first", "second"], rows, (",", "\n", "utf-8", quoting))
        outputs: list[bytes | str] = []
        for fast_from_bytes in (0, 10**9):
            records = Path(folder) / f"records{fast_from_bytes}.csv"
            try:
                build(source, "in.csv", records, fast_from_bytes=fast_from_bytes)
                outputs.append(records.read_bytes())
            except InputError as error:
                outputs.append(str(error))
    assert outputs[0] == outputs[1]
