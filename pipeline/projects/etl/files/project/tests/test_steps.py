"""The steps of this table: each names columns that are there, sets the right rows aside, and is a query of Spark, too."""

import datetime as dt
import math
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

from app.changes import Letters, Mask, Number
from app.checks import Between, Longest, Once, OneOf, Required
from app.cleaning import FAILED, PROBLEMS, Step, clean
from app.contract import LINE
from app.runner import JOB, Runner
from app.schema import COLUMNS, PARTITION
from app.steps import KEY, STEPS
from tests.support import (
    NAMES,
    answer,
    as_people_write,
    begin,
    begin_alike,
    expected_rows,
    fine_rows,
    first_line,
    lettered,
    quarantined,
    some,
    steps_of,
)

Record = dict[str, str | None]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return begin(tmp_path_factory.mktemp("begun"))


@pytest.fixture
def runner(begun: Path, tmp_path: Path) -> Runner:
    return begin_alike(begun, tmp_path)


def aside(rows: list[Record]) -> list[str]:
    """The reasons for which the steps set rows in the plain form aside."""
    return [row[PROBLEMS].strip() for row in after_steps(rows) if row[FAILED]]


def after_steps(rows: list[Record]) -> list[dict[str, Any]]:
    """Rows in the plain form after the steps."""
    types = {name: pa.string() for name in NAMES} | {LINE: pa.int64()}
    table = pa.Table.from_pylist([row | {LINE: line} for line, row in enumerate(rows, 1)], pa.schema(types))
    return answer(table, lambda given: clean(given, STEPS, is_original=False).order_by(LINE))


def set_aside(runner: Runner, rows: list[Record]) -> list[str]:
    """The reasons for which a load of rows, written as people do, sets some of them aside."""
    (number,) = runner.load([as_people_write(rows, runner.inbox / "rows.csv")]).loads
    return [row["reason"] for row in quarantined(runner, number)]


def test_steps_name_columns_of_the_table() -> None:
    assert {column for step in STEPS for column in step.columns} <= {*NAMES}
    assert {*KEY} <= {*NAMES}
    assert PARTITION.column in ("", *NAMES)


def test_every_value_gets_the_type_of_its_column() -> None:
    kinds = {column.name: column.kind for column in COLUMNS}
    text = ibis.table(dict.fromkeys(NAMES, "string") | {LINE: "int64"}, name="rows")
    schema = clean(text, STEPS, is_original=True).schema()
    assert {name: str(schema[name]).lstrip("!") for name in NAMES} == {
        name: str(ibis.dtype(kind)) for name, kind in kinds.items()
    }


def test_the_steps_are_queries_of_spark_too(monkeypatch: pytest.MonkeyPatch) -> None:
    # Ibis sets this option where PySpark is installed; to write the query, it is not needed.
    content = {"__annotations__": {"treat_nan_as_null": bool}, "treat_nan_as_null": False}
    monkeypatch.setattr(ibis.options, "pyspark", type("SparkOptions", (ibis.config.Config,), content)())
    text = ibis.table(dict.fromkeys(NAMES, "string") | {LINE: "int64"}, name="rows")
    query = str(ibis.to_sql(clean(text, STEPS, is_original=True), dialect="pyspark"))
    assert all(f"`{name}`" in query for name in NAMES)


def test_required() -> None:
    (row,) = some(fine_rows(), 1)
    columns = [step.columns[0] for _, step in steps_of(Required)]
    reasons = aside([row | {column: None} for column in columns])
    assert [
        column for column, reason in zip(columns, reasons, strict=True) if f"{column} is missing." in reason
    ] == columns


def beside(limit: str, distance: int) -> str:
    """A number, a date or a timestamp that lies so far from a limit."""
    if re.match(r"\d{4}-", limit):
        moment = dt.datetime.fromisoformat(limit) + dt.timedelta(days=distance)
        return moment.isoformat() if "T" in limit else moment.date().isoformat()
    if "e" in limit:
        return repr(math.nextafter(float(limit), distance * math.inf))
    return str(Decimal(limit) + distance)


def test_between() -> None:
    (row,) = some(fine_rows(), 1)
    steps = [step for _, step in steps_of(Between) if isinstance(step, Between)]
    below = [row | {step.column: beside(step.at_least, -1)} for step in steps if step.at_least is not None]
    above = [row | {step.column: beside(step.at_most, 1)} for step in steps if step.at_most is not None]
    columns = [
        *(step.column for step in steps if step.at_least is not None),
        *(step.column for step in steps if step.at_most is not None),
    ]
    reasons = aside([*below, *above])
    assert [column for column, reason in zip(columns, reasons, strict=True) if f"{column} is " in reason] == columns


def test_longest() -> None:
    (row,) = some(fine_rows(), 1)
    steps = [step for _, step in steps_of(Longest) if isinstance(step, Longest)]
    reasons = aside([row | {step.column: "x" * (step.most + 1)} for step in steps])
    assert len(reasons) == len(steps)
    assert all(f"{step.column} has more than" in reason for step, reason in zip(steps, reasons, strict=True))


def test_letters() -> None:
    steps = [step for _, step in steps_of(Letters) if isinstance(step, Letters)]
    rows = [row for row in after_steps(some(fine_rows(), 50)) if not row[FAILED]]
    for step in [step for step in steps if not any(isinstance(other, Mask) for other in steps_on(step.column))]:
        texts = [row[step.column] for row in rows if row[step.column]]
        assert texts == [lettered(text, step.case) for text in texts]


def test_mask() -> None:
    columns = [step.columns[0] for _, step in steps_of(Mask)]
    rows = some(fine_rows(), 50)
    for column in columns:
        masked = [row[column] for row in after_steps(rows) if row[column] is not None]
        assert all(re.fullmatch("[0-9a-f]{16}", text) for text in masked)
        assert not {*masked} & {row[column] for row in rows}


def steps_on(column: str) -> list[Step]:
    """The steps that look at a column."""
    return [step for step in STEPS if column in step.columns]


def test_one_of() -> None:
    (row,) = some(fine_rows(), 1)
    columns = [step.columns[0] for _, step in steps_of(OneOf)]
    reasons = aside([row | {column: "?!"} for column in columns])
    assert all(f"{column} is not one of" in reason for column, reason in zip(columns, reasons, strict=True))


def test_once() -> None:
    rows = some(fine_rows(), 3)
    reasons = aside([*rows, rows[0]])
    repeats = len(rows) + 1 - len(expected_rows([*rows, rows[0]]))
    assert reasons == [step.reason for _, step in steps_of(Once) if isinstance(step, Once)] * repeats


def test_a_word_is_no_number(runner: Runner) -> None:
    (row,) = some(fine_rows(), 1)
    steps = [step for _, step in steps_of(Number) if isinstance(step, Number)]
    path = as_people_write([row] * len(steps), runner.inbox / "rows.csv", [{step.column: "x?"} for step in steps])
    (number,) = runner.load([path]).loads
    for at, (step, bad) in enumerate(zip(steps, quarantined(runner, number), strict=False)):
        assert f"{step.column} is not a number like {step.format.example}." in bad["reason"]
        assert bad["cells"][step.column] == "x?"
        assert bad["line"] >= first_line() + at


def test_a_known_key_with_other_values_is_set_aside(runner: Runner) -> None:
    others = [name for name in NAMES if name not in KEY and not any(name in step.columns for step in STEPS)]
    (row,) = some(fine_rows(), 1)
    changed = [row | {name: "something else"} for name in others[:1] if KEY]
    assert set_aside(runner, [row]) == []
    known = f"A row with this {' and '.join(KEY)} is in the table already, with other values."
    assert set_aside(runner, changed) == [known] * len(changed)


def test_steps_have_a_sentence() -> None:
    for step in STEPS:
        assert isinstance(step, Step)
        assert step.sentence.endswith(".")
    assert not KEY or KEY in [step.key for step in STEPS if isinstance(step, Once)]
    assert JOB.names == NAMES
