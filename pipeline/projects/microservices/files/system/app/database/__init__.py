"""The database of a service: SQLite in a file of its own.

It is made at the first start, and brought up to the tables of this release at every later one.
"""

from collections.abc import Sequence
from pathlib import Path

from app.database.backend import Backend
from app.database.migration import migrate
from app.database.sqlite import Sqlite
from app.tables import Table


def open_database(data_dir: Path, tables: Sequence[Table]) -> Backend:
    """The database in a folder, with every table and column of this release."""
    backend = Sqlite(data_dir, tables)
    try:
        with backend.writing() as connection:
            migrate(connection, backend, tables)
    except BaseException:
        backend.close()
        raise
    return backend
