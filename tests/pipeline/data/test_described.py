"""A file described from one pass is the file described from a table of all its rows."""

import csv
import random
from pathlib import Path

import pytest

from pipeline.contracts.data import ColumnEdit, FieldType, Kind
from pipeline.data.described import describe_file

ROWS = 30_000


def _write(path: Path, last: tuple[str, ...] = ("29999", "10115", "1.50", "2025-01-01", "yes", "a")) -> Path:
    chance = random.Random(7)
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["number", "units", "amount", "day", "ok", "word"])
        for at in range(ROWS - 1):
            day = f"20{chance.randrange(10, 25)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
            amount = f"{chance.randrange(0, 10**6) / 100:.2f}" if at % 7 else ""
            writer.writerow(
                [at, chance.randrange(10_000, 99_999), amount, day, chance.choice(["yes", "no"]), "abc"[at % 3]]
            )
        writer.writerow(last)
    return path


def test_one_pass_finds_what_a_table_of_all_rows_holds(tmp_path: Path) -> None:
    path = _write(tmp_path / "in.csv")
    quick, slow = describe_file(path, stream_from_bytes=0), describe_file(path)
    assert quick.profile.sampled_rows is not None
    assert slow.profile.sampled_rows is None
    for one, other in zip(quick.dataset.columns, slow.dataset.columns, strict=True):
        for fact in ("name", "type", "scale", "nulls", "minimum", "maximum", "format", "required"):
            assert getattr(one, fact) == getattr(other, fact), (one.name, fact)
    for seen, whole in zip(quick.profile.columns, slow.profile.columns, strict=True):
        assert (seen.mean, seen.deviation, seen.zeros) == (whole.mean, whole.deviation, whole.zeros)
        assert abs(seen.distinct - whole.distinct) <= 0.3 * whole.distinct
    assert quick.profile.columns[5].top == slow.profile.columns[5].top
    assert (quick.dataset.rows, quick.dataset.sha256) == (ROWS, slow.dataset.sha256)


@pytest.mark.parametrize(
    ("last", "column", "kind"),
    [
        (("007", "10115", "1.50", "2025-01-01", "yes", "a"), 0, FieldType.TEXT),
        (("1", "1.5e5", "1.50", "2025-01-01", "yes", "a"), 1, FieldType.FLOAT),
        (("1", "10115", "1.505", "2025-01-01", "yes", "a"), 2, FieldType.DECIMAL),
        (("1", "10115", "1.50", "2025-02-30", "yes", "a"), 3, FieldType.TEXT),
        (("1", "10115", "1.50", "2025-2-3", "yes", "a"), 3, FieldType.DATE),
        (("1", "10115", "1.50", "2025-01-01", "maybe", "a"), 4, FieldType.TEXT),
        (("1", "10115", "n/a", "2025-01-01", "YES", "a"), 4, FieldType.BOOLEAN),
    ],
)
def test_the_last_cell_decides(last: tuple[str, ...], column: int, kind: FieldType, tmp_path: Path) -> None:
    path = _write(tmp_path / "in.csv", last)
    quick, slow = describe_file(path, stream_from_bytes=0), describe_file(path)
    assert quick.profile.sampled_rows is not None
    types = [one.type for one in quick.dataset.columns]
    assert types[column] is kind
    assert types == [one.type for one in slow.dataset.columns]
    assert [one.scale for one in quick.dataset.columns] == [one.scale for one in slow.dataset.columns]


def test_a_file_that_is_not_regular_is_described_from_a_table(tmp_path: Path) -> None:
    path = _write(tmp_path / "in.csv", ("1", "10115", "1.50", "2025-01-01", "yes", "a\nb"))
    found = describe_file(path, stream_from_bytes=0)
    assert found.profile.sampled_rows is None
    assert found.dataset.rows == ROWS


def test_what_a_person_says_holds_in_one_pass_too(tmp_path: Path) -> None:
    path = _write(tmp_path / "in.csv")
    edits = [ColumnEdit(action="retype", column="number", kind=Kind.TEXT), ColumnEdit(action="hide", column="word")]
    found = describe_file(path, edits=edits, stream_from_bytes=0)
    assert [column.name for column in found.dataset.columns] == ["number", "units", "amount", "day", "ok"]
    assert found.dataset.columns[0].type is FieldType.TEXT
