"""The rows of `records.csv`, some at a time, however many: where every thousandth begins is kept beside it."""

import csv
import io
import os
import tempfile
from itertools import islice
from pathlib import Path

from pydantic import ValidationError

from pipeline.contracts.base import Contract
from pipeline.data.reading.limits import IntakeLimits

STEP = 1_000
SUFFIX = ".index.json"
QUOTE = b'"'


class RowIndex(Contract):
    """Where rows 1, `step` + 1, 2 x `step` + 1, … of a file begin, in bytes, and the file that this is true of."""

    size_bytes: int
    modified_ns: int
    step: int
    rows: int
    offsets: tuple[int, ...]

    def fits(self, records: Path) -> bool:
        """Whether the file is still the one that was read."""
        status = records.stat()
        return (self.size_bytes, self.modified_ns) == (status.st_size, status.st_mtime_ns)


def row_index(records: Path) -> RowIndex:
    """The index of canonical records: the kept one, or a new one from one pass where the file has changed since."""
    place = records.with_name(records.name + SUFFIX)
    try:
        kept = RowIndex.model_validate_json(place.read_bytes())
    except (FileNotFoundError, ValidationError):
        kept = None
    if kept is not None and kept.fits(records):
        return kept
    made = build(records)
    _keep(place, made)
    return made


def build(records: Path, step: int = STEP) -> RowIndex:
    """Read the whole of canonical records once. A line end within quotes is part of a cell, and is no row's end."""
    status = records.stat()
    offsets, rows, offset, inside = list[int](), -1, 0, 0
    with records.open("rb") as lines:
        for line in lines:
            offset += len(line)
            # A quote within a cell is doubled, so an odd number of them opens or closes a cell.
            inside ^= line.count(QUOTE) & 1
            if inside:
                continue
            rows += 1
            if rows % step == 0:
                offsets.append(offset)
    return RowIndex(
        size_bytes=status.st_size,
        modified_ns=status.st_mtime_ns,
        step=step,
        rows=max(rows, 0),
        offsets=tuple(offsets),
    )


def read_rows(records: Path, index: RowIndex, first: int, count: int) -> list[list[str]]:
    """Up to `count` rows from row number `first`, counted from 0, as canonical text."""
    if not 0 <= first < index.rows:
        return []
    csv.field_size_limit(IntakeLimits().field_chars)
    within = first % index.step
    with records.open("rb") as stream:
        stream.seek(index.offsets[first // index.step])
        lines = io.TextIOWrapper(stream, encoding="utf-8", newline="")
        return list(islice(csv.reader(lines), within, within + count))


def _keep(place: Path, index: RowIndex) -> None:
    """Write the index in one step, since another page may read it at the same time."""
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=place.name)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(index.model_dump_json())
    Path(name).replace(place)
