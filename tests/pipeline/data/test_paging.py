"""Rows by number, from anywhere in a file, without reading what stands before."""

import csv
from itertools import islice
from pathlib import Path

import pytest

from pipeline.data import paging

CELLS = ["plain", "with\na line end", 'a "quote"', "a,comma", "", "\r\n", "é", '"', "last"]


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """2,500 rows whose cells hold all that must be quoted."""
    path = tmp_path / "records.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["number", "text"])
        writer.writerows([number, CELLS[number % len(CELLS)]] for number in range(2_500))
    return path


@pytest.mark.parametrize(("first", "count"), [(0, 3), (999, 2), (1_000, 1), (1_777, 400), (2_499, 50)])
def test_any_row_is_found(records: Path, first: int, count: int) -> None:
    with records.open(encoding="utf-8", newline="") as stream:
        expected = list(islice(csv.reader(stream), 1 + first, 1 + first + count))
    assert paging.read_rows(records, paging.row_index(records), first, count) == expected


@pytest.mark.parametrize("first", [-1, 2_500, 10**9])
def test_there_is_nothing_beyond_the_rows(records: Path, first: int) -> None:
    assert paging.read_rows(records, paging.row_index(records), first, 10) == []


def test_index_is_kept_and_made_again_when_the_file_changes(records: Path) -> None:
    first = paging.row_index(records)
    kept = records.with_name("records.csv.index.json")
    assert (first.rows, len(first.offsets)) == (2_500, 3)
    written = kept.stat().st_mtime_ns
    assert paging.row_index(records) == first
    assert kept.stat().st_mtime_ns == written
    with records.open("a", encoding="utf-8") as stream:
        stream.write("2500,more\n")
    assert paging.row_index(records).rows == 2_501


@pytest.mark.parametrize("damaged", ["", "{}", "not json", '{"rows": "many"}'])
def test_damaged_index_is_replaced(records: Path, damaged: str) -> None:
    records.with_name("records.csv.index.json").write_text(damaged)
    assert paging.row_index(records).rows == 2_500


def test_file_with_a_header_only(tmp_path: Path) -> None:
    records = tmp_path / "records.csv"
    records.write_text("a,b\n")
    index = paging.row_index(records)
    assert index.rows == 0
    assert paging.read_rows(records, index, 0, 10) == []


def test_nulls_in_a_single_column_are_rows(tmp_path: Path) -> None:
    records = tmp_path / "records.csv"
    records.write_text('a\n""\nx\n""\n')
    assert paging.read_rows(records, paging.row_index(records), 0, 10) == [[""], ["x"], [""]]


def test_nothing_else_is_left_beside_the_file(records: Path) -> None:
    paging.row_index(records)
    assert sorted(path.name for path in records.parent.iterdir()) == ["records.csv", "records.csv.index.json"]
