"""Files of records: read with each row checked, and written back with predictions."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from app.answers import COLUMNS, Prediction, as_cells
from app.artifact import Model
from app.csv_text import csv_text
from app.drift import Drift, check_drift
from app.features import Cell, by_feature, parse_cell
from app.models import Record
from app.prediction import predict_records
from app.schema import FEATURES

PART = 1_000
"""Rows that are predicted together."""


class BatchError(Exception):
    """A file that cannot be used; its text is one sentence that says why."""


@dataclass(frozen=True)
class Row:
    """A row of a file, and the record that it is, or why it is none."""

    cells: Mapping[str, str]
    record: Mapping[str, Cell] | None
    problem: str = ""


def predict_file(model: Model, source: Path, result: Path) -> tuple[int, int]:
    """Write the rows of `source` with their predictions to `result`; how many were predicted, and how many were not.

    A row that is no record is kept, with the reason in the column `problem`.
    """
    rows = list(read_rows(source))
    found = [row.record for row in rows if row.record is not None]
    predicted = _in_parts(model, found)
    with result.open("w", encoding="utf-8", newline="") as file:
        names = [name for name in (rows[0].cells if rows else ()) if name not in (*COLUMNS, "problem")]
        file.write(_line([*names, *COLUMNS, "problem"]))
        for row in rows:
            cells = as_cells(next(predicted)) if row.record is not None else dict.fromkeys(COLUMNS, "")
            file.write(_line([*(row.cells[name] for name in names), *cells.values(), row.problem]))
    return len(found), len(rows) - len(found)


def _line(cells: Sequence[str]) -> str:
    """A line of a file, in which numbers stay as they are and no text is a formula."""
    return csv_text([cells], [place for place, cell in enumerate(cells) if not _is_number(cell)])


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _in_parts(model: Model, records: Sequence[Mapping[str, Cell]]) -> Iterator[Prediction]:
    for start in range(0, len(records), PART):
        yield from predict_records(model, records[start : start + PART])


def check_file(model: Model, source: Path) -> Drift:
    """How the records of a file differ from the training data; rows that are no records are left out."""
    records = [row.record for row in read_rows(source) if row.record is not None]
    if not records:
        raise BatchError(f"{source} has no row that could be compared.")
    return check_drift(model.info, FEATURES, by_feature(records, FEATURES))


def read_rows(source: Path) -> Iterator[Row]:
    """The rows of a CSV file whose header has the features by name or by label; BatchError if it lacks any."""
    try:
        with source.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restkey="", restval="")
            columns = _columns(source, list(reader.fieldnames or ()))
            for cells in reader:
                cells.pop("", None)
                yield _row(cells, columns)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BatchError(f"{source} cannot be read as a CSV file in UTF-8: {error}.") from error


def _columns(source: Path, header: list[str]) -> dict[str, str]:
    """The header's word for each feature."""
    found = {}
    for feature in FEATURES:
        name = next((name for name in (feature.name, feature.label) if name in header), None)
        if name is None and feature.required:
            raise BatchError(f"{source} has no column {feature.name}, which every record needs.")
        if name is not None:
            found[feature.name] = name
    return found


def _row(cells: dict[str, str], columns: Mapping[str, str]) -> Row:
    record: dict[str, Cell] = {}
    for feature in FEATURES:
        try:
            record[feature.name] = parse_cell(feature.kind, cells.get(columns.get(feature.name, ""), ""))
        except ValueError as error:
            return Row(cells, None, f"{feature.name}: {error}.")
    try:
        # Values that may be missing are left out, so that the model says which of the others are required.
        checked = Record.model_validate({name: value for name, value in record.items() if value is not None})
    except ValidationError as error:
        problem = error.errors()[0]
        message = problem["msg"].removeprefix("Value error, ")
        return Row(cells, None, f"{'.'.join(str(part) for part in problem['loc'])}: {message}.")
    return Row(cells, checked.model_dump(by_alias=True))
