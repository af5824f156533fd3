"""From what is kept of a file, every cell of it can be written back."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.contracts.data import ColumnEdit, Dataset, Kind
from pipeline.data.dataset import build
from pipeline.data.lossless import SPELLINGS, write_cells
from pipeline.data.records import text_sql
from pipeline.errors import InputError

EXAMPLES = sorted((Path(__file__).parents[3] / "pipeline" / "examples").glob("*.csv"))

_DIGITS = st.text("0123456789", min_size=1, max_size=7)
_NUMBERS = st.one_of(
    st.integers(-(10**18), 10**18).map(str),
    st.decimals(-(10**6), 10**6, places=2, allow_nan=False).map(str),
    st.decimals(-(10**6), 10**6, places=2, allow_nan=False).map("{:,}".format),
    st.decimals(-(10**6), 10**6, places=2, allow_nan=False).map(lambda value: f"{value:,}".replace(",", ".")),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.builds("{}{}".format, st.sampled_from(["$", "€ ", "USD ", "-$", "+", "(", "-", "00"]), _DIGITS),
    st.builds(
        "{}{}".format, _DIGITS, st.sampled_from(["%", " %", " €", " kg", ",5", ".50", ",123", ".123", "e5", ")"])
    ),
)  # fmt: skip
_MOMENTS = st.datetimes().flatmap(
    lambda moment: st.sampled_from(
        ["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%y", "%d.%m.%Y", "%d %b %Y", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%SZ",
         "%m/%d/%Y %I:%M %p", "%Y%m%d", "%Y-%m-%dT%H:%M:%S+02:00", "%H:%M", "%B %Y", "%Y-%m-%d %H:%M:%S.%f"]
    ).map(moment.strftime)
)  # fmt: skip
_WORDS = st.sampled_from(
    ["true", "TRUE", "no", "Yes", "NA", "n/a", "-", "", " ", "9999", "null", "None", "a@b.de", "x y"]
)
_CELLS = st.one_of(_NUMBERS, _MOMENTS, _WORDS)


def _written_back(source: Path, dataset: Dataset, records: Path) -> list[list[str]]:
    target = source.with_name("back.csv")
    write_cells(records, records.parent / SPELLINGS, dataset, target)
    with target.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream, strict=True))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    column=st.lists(_CELLS, min_size=1, max_size=12),
    wild=st.lists(st.lists(_CELLS, min_size=12, max_size=12), max_size=2),
)
def test_every_cell_comes_back(column: list[str], wild: list[list[str]]) -> None:
    _assert_comes_back(column, wild)


def _assert_comes_back(column: list[str], wild: list[list[str]]) -> None:
    rows = [[f"row {at}", cell, *(other[at] for other in wild)] for at, cell in enumerate(column)]
    header = ["name", "value", *(f"wild {at}" for at in range(len(wild)))]
    stream = io.StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    with tempfile.TemporaryDirectory() as folder:
        source, records = Path(folder) / "in.csv", Path(folder) / "records.csv"
        source.write_bytes(stream.getvalue().encode())
        dataset = build(source, "in.csv", records)
        assert dataset.lossless is not None
        assert (dataset.lossless.cells, dataset.lossless.mismatches) == (len(rows) * len(header), 0)
        assert _written_back(source, dataset, records) == [header, *rows]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(kind=st.sampled_from([_NUMBERS, _MOMENTS]), data=st.data())
def test_columns_of_one_kind_come_back(kind: st.SearchStrategy[str], data: st.DataObject) -> None:
    _assert_comes_back(data.draw(st.lists(kind, min_size=1, max_size=8)), [])


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_real_files_come_back(path: Path, tmp_path: Path) -> None:
    source, records = tmp_path / path.name, tmp_path / "records.csv"
    source.write_bytes(path.read_bytes())
    dataset = build(source, path.name, records)
    with path.open(encoding="utf-8", newline="") as stream:
        assert _written_back(source, dataset, records) == list(csv.reader(stream))


def test_the_proof_finds_a_value_that_was_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that loses a digit makes the column text, and what is kept is right again."""
    source, records = tmp_path / "in.csv", tmp_path / "records.csv"
    source.write_text("name,n\na,1.25\nb,2.50\n")
    whole = text_sql
    monkeypatch.setattr(
        "pipeline.data.dataset.text_sql",
        lambda value, kind: f"left({whole(value, kind)}, 3)" if kind.is_number else whole(value, kind),
    )
    dataset = build(source, "in.csv", records)
    assert [column.type.value for column in dataset.columns] == ["text", "text"]
    assert dataset.lossless is not None
    assert dataset.lossless.mismatches == 0
    assert _written_back(source, dataset, records)[1:] == [["a", "1.25"], ["b", "2.50"]]


SPELLED = b"day,ok,n,when\n2025-1-2,YES,1,03/04/2025\n2025-01-03,no,NA,05/06/2025\n2025-01-04,Yes,,07/08/2025\n"


def _edited(tmp_path: Path, *edits: ColumnEdit) -> Dataset:
    source = tmp_path / "in.csv"
    source.write_bytes(SPELLED)
    dataset = build(source, "in.csv", tmp_path / "records.csv", edits=edits)
    assert dataset.lossless is not None
    assert dataset.lossless.mismatches == 0
    return dataset


def test_a_question_is_answered_by_a_pattern(tmp_path: Path) -> None:
    asked = _edited(tmp_path)
    (question,) = asked.questions
    assert (question.column, question.choices) == ("when_value", ("%d/%m/%Y", "%m/%d/%Y"))
    assert "03/04/2025" in question.text
    for choice, first in zip(question.choices, ("2025-04-03", "2025-03-04"), strict=True):
        edit = ColumnEdit(action="retype", column="when_value", kind=Kind.DATE, pattern=choice)
        answered = _edited(tmp_path, edit)
        assert answered.questions == ()
        assert answered.columns[3].minimum == first


def test_a_question_has_as_many_answers_as_there_are_orders(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("when,date of birth,n\n01/02/03,01/02/1980,1\n04/05/06,03/04/1981,2\n")
    when, born = build(source, "in.csv", tmp_path / "records.csv").questions
    assert when.choices == ("%d/%m/%y", "%m/%d/%y", "%y/%m/%d")
    assert when.examples == ("1 February 2003", "2 January 2003", "3 February 2001")
    assert "1980" not in born.text


def test_other_missing_values_make_another_type(tmp_path: Path) -> None:
    edit = ColumnEdit(action="nulls", column="ok", tokens=("no",))
    column = _edited(tmp_path, edit).columns[1]
    assert (column.nulls, column.null_tokens) == (1, ("no",))


def test_a_column_that_is_left_out_is_named(tmp_path: Path) -> None:
    dataset = _edited(
        tmp_path, ColumnEdit(action="hide", column="ok"), ColumnEdit(action="unit", column="n", unit="kg")
    )
    assert dataset.left_out == ("ok",)
    assert {column.name: column.unit for column in dataset.columns}["n"] == "kg"


def test_a_column_that_was_left_out_comes_back(tmp_path: Path) -> None:
    edits = [ColumnEdit(action=action, column="ok") for action in ("hide", "show")]
    assert _edited(tmp_path, *edits).left_out == ()
    assert _edited(tmp_path, *reversed(edits)).left_out == ("ok",)


def test_a_kind_that_cells_are_not_of_names_one_of_them(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read as integer"):
        _edited(tmp_path, ColumnEdit(action="retype", column="when_value", kind=Kind.INTEGER))
