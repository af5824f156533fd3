"""What the data contract, the checks, the preview and the profile say about real files."""

import csv
import sqlite3
from pathlib import Path

import pytest

from pipeline.contracts.data import ColumnEdit, DataChecks, Dataset, FilterCheck, Kind
from pipeline.data.checks import derive
from pipeline.data.dataset import build
from pipeline.data.described import describe_file
from pipeline.data.preview import preview
from pipeline.data.profile import profile
from pipeline.errors import InputError

EXAMPLES = sorted((Path(__file__).parents[3] / "pipeline" / "examples").glob("*.csv"))
SMALL = (
    b"id,zip,price,ratio,big,ok,flag,day,seen,note,n\n"
    b'1,00601,1.5,0.1,123456789012345.67,yes,t,2020-01-02,2020-01-02 10:00,"a,b",NA\n'
    b"2,10001,-2.25,1e-7,0.12,No,f,2020-01-01,2020-01-02 10:00:01.5,,5\n"
    b"3,00601,,3,1.00,YES,t,2020/1/3,2020-01-03T00:00,Zz,-\n"
)


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, Path, Dataset]:
    source, records = tmp_path / "in.csv", tmp_path / "records.csv"
    source.write_bytes(SMALL)
    return source, records, build(source, "in.csv", records)


def test_types_and_facts_come_from_all_rows(small: tuple[Path, Path, Dataset]) -> None:
    _, records, dataset = small
    found = {column.name: column for column in dataset.columns}
    assert {name: column.type.value for name, column in found.items()} == {
        "id_value": "integer",
        "zip_value": "text",
        "price": "decimal",
        "ratio": "float",
        "big": "decimal",
        "ok": "boolean",
        "flag": "boolean",
        "day": "date",
        "seen": "datetime",
        "note": "text",
        "n": "integer",
    }
    price = found["price"]
    assert (price.scale, price.nulls, price.distinct) == (2, 1, 2)
    assert (price.minimum, price.maximum, price.total) == ("-2.25", "1.50", "-0.75")
    assert found["n"].null_tokens == ("-", "NA")
    assert found["seen"].maximum == "2020-01-03T00:00:00"
    assert found["ratio"].total == repr(3.1000001)
    assert records.read_bytes().splitlines()[2] == (
        b"2,10001,-2.25,1e-07,0.12,false,false,2020-01-01,2020-01-02T10:00:01.500000,,5"
    )


def test_the_same_file_gives_the_same_bytes(small: tuple[Path, Path, Dataset], tmp_path: Path) -> None:
    source, records, dataset = small
    again = tmp_path / "again.csv"
    assert build(source, "in.csv", again) == dataset
    assert again.read_bytes() == records.read_bytes()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_quick_reader_agrees_with_the_reference(path: Path, tmp_path: Path) -> None:
    quick, slow = tmp_path / "quick.csv", tmp_path / "slow.csv"
    assert build(path, path.name, quick, fast_from_bytes=0) == build(path, path.name, slow, fast_from_bytes=10**9)
    assert quick.read_bytes() == slow.read_bytes()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_checks_agree_with_sqlite(path: Path, tmp_path: Path) -> None:
    records = tmp_path / "records.csv"
    dataset = build(path, path.name, records)
    checks = derive(records, dataset)
    assert checks == derive(records, dataset)
    assert 3 <= len(checks.filters) <= 12
    assert 3 <= len(checks.sorts) <= 12
    connection = _sqlite(records, dataset)
    for check in checks.filters:
        assert _count(connection, dataset, check) == check.expected_rows, check
    _assert_orders(connection, checks)
    connection.close()


def test_text_with_every_line_break_survives_the_checks(tmp_path: Path) -> None:
    source, records = tmp_path / "in.csv", tmp_path / "records.csv"
    source.write_bytes(b'a,b\n1,"x\r\ny"\n2,"p\nq"\n3,"r\rs"\n')
    dataset = build(source, "in.csv", records)
    assert derive(records, dataset).sorts[0].expected_first
    assert profile(records, dataset).rows == 3


def test_edits_change_the_columns(small: tuple[Path, Path, Dataset], tmp_path: Path) -> None:
    source, _, _ = small
    edits = [
        ColumnEdit(action="hide", column="note"),
        ColumnEdit(action="rename", column="price", name="cost", label="Cost"),
        ColumnEdit(action="retype", column="n", kind=Kind.TEXT),
    ]
    dataset = build(source, "in.csv", tmp_path / "edited.csv", edits=edits)
    names = [column.name for column in dataset.columns]
    assert "note" not in names
    assert "cost" in names
    assert dataset.columns[-1].nulls == 0
    assert (tmp_path / "edited.csv").read_text().splitlines()[1].endswith(",NA")


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (ColumnEdit(action="hide", column="nothing"), "There is no column"),
        (ColumnEdit(action="retype", column="price", kind=Kind.DATE), "cannot be read as date"),
    ],
)
def test_an_impossible_edit_is_refused(
    edit: ColumnEdit, expected: str, small: tuple[Path, Path, Dataset], tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=expected):
        build(small[0], "in.csv", tmp_path / "edited.csv", edits=[edit])
    assert not (tmp_path / "edited.csv").exists()


def test_preview_shows_cells_as_they_are_written(small: tuple[Path, Path, Dataset]) -> None:
    source, _, dataset = small
    found = preview(source, "in.csv", rows=2)
    assert found.is_whole_file
    assert found.total_bytes == len(SMALL)
    assert len(found.sample) == 2
    assert found.sample[1][:3] == ("2", "10001", "-2.25")
    assert [(field.name, field.type) for field in found.fields] == [(one.name, one.type) for one in dataset.columns]


def test_preview_of_a_large_file_reads_its_first_part(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(b"a,b\n" + b'1,"x\ny"\n' * 60_000)
    found = preview(source, "in.csv")
    assert not found.is_whole_file
    assert 0 < found.rows_seen < 60_000
    assert found.set_aside_rows == 0


def test_insights_name_their_evidence(tmp_path: Path) -> None:
    path = next(path for path in EXAMPLES if path.stem == "seattle_weather")
    found = describe_file(path).profile
    assert found == describe_file(path).profile
    assert len(found.key_insights) <= 12
    assert "Column precipitation is “0.0” in 57 % of rows (838 of 1,461)." in found.key_insights
    wind = next(column for column in found.columns if column.name == "wind")
    assert wind.quantiles["50%"] == "3.0"
    assert sum(bar.rows for bar in wind.histogram) == 1_461


def _sqlite(records: Path, dataset: Dataset) -> sqlite3.Connection:
    """The records in another engine: numbers as numbers, everything else as its canonical text."""
    connection = sqlite3.connect(":memory:")
    kinds = ", ".join(f'"{column.name}" {"REAL" if column.type.is_number else "TEXT"}' for column in dataset.columns)
    connection.execute(f"CREATE TABLE t ({kinds})")
    with records.open(encoding="utf-8", newline="") as stream:
        rows = [[cell or None for cell in row] for row in csv.reader(stream)][1:]
    connection.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(dataset.columns))})", rows)
    return connection


def _count(connection: sqlite3.Connection, dataset: Dataset, check: FilterCheck) -> int:
    name = f'"{check.field}"'
    kind = next(column.type for column in dataset.columns if column.name == check.field)
    value = "CAST(? AS REAL)" if kind.is_number else "?"
    condition = {
        "eq": f"{name} = {value}",
        "gte": f"{name} >= {value}",
        "lte": f"{name} <= {value}",
        "contains": f"{name} LIKE '%' || ? || '%'",
        "null": f"{name} IS NULL AND ? = 'true'",
    }[check.operator]
    return int(connection.execute(f"SELECT count(*) FROM t WHERE {condition}", [check.value]).fetchone()[0])


def _assert_orders(connection: sqlite3.Connection, checks: DataChecks) -> None:
    for sort in checks.sorts:
        order = "DESC" if sort.descending else "ASC"
        query = f'SELECT "{sort.field}" FROM t WHERE "{sort.field}" IS NOT NULL ORDER BY 1 {order} LIMIT 5'
        found = [row[0] for row in connection.execute(query)]
        assert [type(value)(text) for value, text in zip(found, sort.expected_first, strict=True)] == found
    for group in checks.groups:
        query = f'SELECT "{group.field}", count(*) FROM t GROUP BY 1 ORDER BY 2 DESC, 1'
        rows = connection.execute(query).fetchall()
        assert [count for _, count in rows] == [count for _, count in group.expected]
        values = [
            None if text is None else type(value)(text)
            for (value, _), (text, _) in zip(rows, group.expected, strict=True)
        ]
        assert values == [value for value, _ in rows]
