"""The folders of a table, whatever the values of its rows are."""

from typing import Any

import pyarrow as pa
import pytest

from app.contract import Partition, Unit
from app.partitions import folder_of, partition_value
from tests.support import answer


def folders(cells: list[str | None], unit: Unit, kind: str = "string") -> list[str]:
    """The folder of each value."""
    partition = Partition("p", "c", unit)

    def placed(table: Any) -> Any:
        rows = table.mutate(c=table.c.cast(kind))
        return rows.select("n", p=partition_value(rows, partition)).order_by("n")

    found = answer(pa.table({"n": range(len(cells)), "c": pa.array(cells, pa.string())}), placed)
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
    partition = Partition()
    (row,) = answer(pa.table({"c": ["x"]}), lambda rows: rows.select(p=partition_value(rows, partition)))
    assert folder_of("table", partition, row["p"]) == "table"
