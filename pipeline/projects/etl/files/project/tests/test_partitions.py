"""The folders of a table, whatever the values of its rows are."""

from pathlib import Path
from tempfile import TemporaryDirectory

import ibis
import pyarrow as pa
import pytest

from app.contract import Partition, Unit
from app.engines import open_engine
from app.partitions import folder_of, partition_value


def folders(cells: list[str | None], unit: Unit, kind: str = "string") -> list[str]:
    """The folder of each value."""
    partition = Partition("p", "c", unit)
    table = ibis.memtable(pa.table({"n": range(len(cells)), "c": pa.array(cells, pa.string())}))
    rows = table.mutate(c=table.c.cast(kind))
    query = rows.select("n", p=partition_value(rows, partition)).order_by("n")
    with TemporaryDirectory() as folder, open_engine("duckdb", Path(folder) / "scratch") as engine:
        found = engine.connection.to_pyarrow(query).to_pylist()
    return [folder_of("table", partition, row["p"]) for row in found]


@pytest.mark.parametrize(
    ("unit", "expected"), [("day", "table/p=2024-04-03"), ("month", "table/p=2024-04"), ("year", "table/p=2024")]
)
def test_units_of_time(unit: Unit, expected: str) -> None:
    assert folders(["2024-04-03", None], unit, "date") == [expected, "table/p=none"]
    assert folders(["2024-04-03 10:20:30"], unit, "timestamp") == [expected]


def test_values_are_safe_names() -> None:
    cells = ["Rain", "../../etc", "a/b c", "\u4e2d\u6587", "", None, "x" * 50]
    names = ["rain", "-etc", "a-b-c", "other", "", "none", "x" * 40]
    assert folders(cells, "value") == [f"table/p={name}" for name in names]
    assert folders(["true", "false"], "value", "boolean") == ["table/p=true", "table/p=false"]


def test_a_table_without_partitions_is_one_folder() -> None:
    rows = ibis.memtable({"c": ["x"]})
    with TemporaryDirectory() as folder, open_engine("duckdb", Path(folder) / "scratch") as engine:
        found = engine.connection.to_pyarrow(rows.select(p=partition_value(rows, Partition()))).to_pylist()
    assert folder_of("table", Partition(), found[0]["p"]) == "table"
