"""What the modules say about the table agrees with the data contract and with the project's own settings."""

import json
import tomllib
from pathlib import Path
from typing import Any

from app.runner import CONTRACT
from app.schema import ABOUT, COLUMNS, LAYOUT, PARTITION
from app.steps import STEPS


def contract() -> dict[str, Any]:
    """The data contract."""
    found: dict[str, Any] = json.loads(CONTRACT.read_text(encoding="utf-8"))
    return found


def test_the_table_is_the_one_of_the_contract() -> None:
    about = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (ABOUT["name"], ABOUT["version"]) == (about["name"], about["version"])
    assert ABOUT["title"].strip()
    assert ABOUT["source"] == contract()["provenance"]["file_name"]


def test_the_columns_are_those_of_the_contract() -> None:
    kinds = {"BIGINT": "int64", "DOUBLE PRECISION": "float64", "TEXT": "string"}
    agreed = [
        (column["name"], column["label"], kinds.get(column["sql_type"], column["sql_type"].lower()))
        for column in contract()["columns"]
    ]
    kept = [(column.name, column.label, column.kind.replace("decimal", "numeric")) for column in COLUMNS]
    assert kept == agreed


def test_every_column_has_a_place_in_the_file() -> None:
    places = {column.place for column in COLUMNS}
    assert len(places) == len(COLUMNS)
    assert places <= {*range(LAYOUT.width)}
    assert LAYOUT.width - len(places) == len(LAYOUT.unused)


def test_the_layout_is_the_dialect_of_the_contract() -> None:
    dialect = contract()["dialect"]
    for name in ("delimiter", "quote", "header_lines", "preamble_lines", "footer_lines", "comment"):
        assert getattr(LAYOUT, name) == dialect[name]
    assert LAYOUT.encoding.removesuffix("-sig") == dialect["encoding"].removesuffix("-sig")


def test_what_was_decided_says_why() -> None:
    assert PARTITION.reason.endswith(".")
    assert all(step.why.endswith(".") for step in STEPS if step.why)
