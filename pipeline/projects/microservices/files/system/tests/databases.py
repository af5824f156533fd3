"""The databases of tests."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.database import open_database
from app.database.backend import Backend
from app.tables import Table


@contextmanager
def opened(data_dir: Path, tables: Sequence[Table]) -> Iterator[Backend]:
    """A database with these tables; the same folder leads to the same database."""
    backend = open_database(data_dir, tables)
    yield backend
    backend.close()
