"""The databases of tests: SQLite files, or schemas of the PostgreSQL database at TEST_DATABASE_URL if that is set."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from app.database import open_database
from app.database.backend import Backend
from app.database.postgresql import DRIVER
from app.tables import Table


def database_url(data_dir: Path) -> str:
    """The URL that takes the place of a folder: none, or a schema of its own."""
    base = os.environ.get("TEST_DATABASE_URL", "")
    if not base:
        return ""
    url = sa.make_url(base).set(drivername=DRIVER)
    schema = f"test_{hashlib.sha256(str(data_dir).encode()).hexdigest()[:24]}"
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.schema.CreateSchema(schema, if_not_exists=True))
    engine.dispose()
    return url.update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(hide_password=False)


@contextmanager
def opened(data_dir: Path, tables: Sequence[Table]) -> Iterator[Backend]:
    """A database with these tables; the same folder leads to the same database."""
    backend = open_database(data_dir, tables, database_url(data_dir))
    yield backend
    backend.close()
