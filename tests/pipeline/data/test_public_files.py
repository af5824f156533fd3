"""Files that other people made: read whole, typed as their publishers describe them, and written back cell by cell."""

import csv
from importlib.resources import files
from pathlib import Path

import pytest

from pipeline.contracts.data import FieldType, Kind
from pipeline.data.dataset import build
from pipeline.data.lossless import SPELLINGS, write_cells

FOLDER = Path(str(files("vega_datasets"))) / "_data"
TYPES: dict[str, dict[str, FieldType | Kind]] = {
    "airports.csv": {
        "iata": Kind.IDENTIFIER,
        "latitude": Kind.LATITUDE,
        "longitude": Kind.LONGITUDE,
    },
    "iowa-electricity.csv": {"year": FieldType.DATE, "source": Kind.CATEGORY, "net_generation": FieldType.INTEGER},
    "la-riots.csv": {"age": FieldType.INTEGER, "death_date": FieldType.DATE, "latitude": Kind.LATITUDE},
    "seattle-temps.csv": {"date": FieldType.DATETIME, "temp": FieldType.DECIMAL},
    "seattle-weather.csv": {"date": FieldType.DATE, "precipitation": FieldType.DECIMAL, "weather": Kind.CATEGORY},
    "sf-temps.csv": {"temp": FieldType.DECIMAL, "date": FieldType.DATETIME},
    "stocks.csv": {"symbol": Kind.CATEGORY, "date": FieldType.DATE, "price": FieldType.DECIMAL},
    "us-employment.csv": {"month": FieldType.DATE, "nonfarm": FieldType.INTEGER},
}


def test_all_of_them_are_tested() -> None:
    assert {path.name for path in FOLDER.glob("*.csv")} <= TYPES.keys()


@pytest.mark.parametrize("name", TYPES)
def test_a_public_file(name: str, tmp_path: Path) -> None:
    source, records, back = tmp_path / name, tmp_path / "records.csv", tmp_path / "back.csv"
    source.write_bytes((FOLDER / name).read_bytes())
    dataset = build(source, name, records)
    with source.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.reader(stream) if row]
    assert [column.label for column in dataset.columns] == rows[0]
    assert (dataset.rows, dataset.set_aside_rows, dataset.repaired_rows) == (len(rows) - 1, 0, 0)
    assert dataset.lossless is not None
    assert (dataset.lossless.cells, dataset.lossless.mismatches) == ((len(rows) - 1) * len(rows[0]), 0)
    found = {column.label: (column.type, column.kind) for column in dataset.columns}
    assert {label: kind for label, kind in TYPES[name].items() if kind not in found[label]} == {}
    write_cells(records, tmp_path / SPELLINGS, dataset, back)
    with back.open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == rows
