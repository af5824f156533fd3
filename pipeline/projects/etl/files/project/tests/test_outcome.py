"""What the report of a load says about each step."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from app.changes import Mask, Number
from app.checks import Once, Required
from app.contract import LINE, Column, Partition
from app.engines import open_engine
from app.formats import Numbers
from app.outcome import Job, Outcome
from app.staging import Staged

COLUMNS = (Column("n", "n", "n", "int64", 0), Column("c", "c", "c", "string", 1))
STEPS = (Number("n", "int64", Numbers(thousands=",")), Once(("n",)), Mask("c"), Required("c"))
ROWS = 5
CELLS = {"n": ["1", "x", "2,000", "2,000", "5"], "c": ["a", "b", "c", "d", None]}


def test_a_step_counts_only_rows_that_reach_it(tmp_path: Path) -> None:
    staged = Staged(tmp_path / "rows.parquet", ROWS, 0)
    pq.write_table(pa.table({LINE: range(1, ROWS + 1), **CELLS}), staged.path)
    with open_engine("duckdb", tmp_path / "scratch") as engine:
        outcome = Outcome(engine, Job("t", COLUMNS, STEPS, Partition()), staged, [], is_original=True, load=1)
        found = [(step["rows_in"], step["rows_changed"], step["rows_out"]) for step in outcome.steps()]
    assert found == [(5, 2, 4), (4, 0, 3), (3, 2, 3), (3, 0, 2)]
