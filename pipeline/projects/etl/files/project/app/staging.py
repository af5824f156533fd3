"""A file's rows as a Parquet file of text, which every engine reads in the same way."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq

from app.contract import LINE, Column, Layout
from app.reading import Row, read_rows

BATCH_ROWS = 50_000


@dataclass(frozen=True)
class Staged:
    """The text of a file's rows, and how many there are: those that fit, and those that do not."""

    path: Path
    rows: int
    misfits: int


class Quarantine:
    """Writes the rows that are set aside, a line of JSON each, and counts them by reason."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self.reasons: Counter[str] = Counter()

    def add(self, line: int, reason: str, cells: Sequence[str] | Mapping[str, str | None]) -> None:
        """Write one row: its line in the file, why it is here, and what it says."""
        self.reasons[reason] += 1
        self._stream.write(json.dumps({"line": line, "reason": reason, "cells": cells}, ensure_ascii=False) + "\n")


def stage(source: Path, layout: Layout, columns: Sequence[Column], folder: Path, quarantine: Quarantine) -> Staged:
    """Write rows that fit to a file in `folder`, and the others to `quarantine`. FileRefusedError as `read_rows`."""
    schema = pa.schema([(LINE, pa.int64()), *((column.name, pa.string()) for column in columns)])
    target = folder / "staged.parquet"
    fit = 0
    rows = _fitting(read_rows(source, layout, columns), quarantine)
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        while batch := list(islice(rows, BATCH_ROWS)):
            fit += len(batch)
            writer.write_batch(_batch(batch, schema))
    return Staged(target, fit, quarantine.reasons.total())


def _fitting(rows: Iterator[Row], quarantine: Quarantine) -> Iterator[Row]:
    for row in rows:
        if row.problem:
            quarantine.add(row.line, row.problem, row.cells)
        else:
            yield row


def _batch(rows: Sequence[Row], schema: pa.Schema) -> pa.RecordBatch:
    columns = zip(*(row.cells for row in rows), strict=True)
    arrays = [pa.array([cell or None for cell in cells], pa.string()) for cells in columns]
    return pa.RecordBatch.from_arrays([pa.array([row.line for row in rows], pa.int64()), *arrays], schema=schema)
