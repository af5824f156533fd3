"""The records of a data contract as a typed table, for questions about the data."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.contracts.data import Dataset
from pipeline.data.engine import Engine, csv_source, open_engine
from pipeline.data.records import column_sql

RECORDS = "records"


@contextmanager
def open_records(records: Path, dataset: Dataset) -> Iterator[Engine]:
    """A connection whose table `records` holds the rows of the file `records`, typed as `dataset` says, in order."""
    columns = {column.name: column_sql(column.type, column.scale) for column in dataset.columns}
    with open_engine(records.parent) as engine:
        engine.load(RECORDS, csv_source(records, columns))
        yield engine
