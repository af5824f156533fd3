"""A running service for the tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.databases import database_url


@contextmanager
def running_service(data_dir: Path) -> Iterator[TestClient]:
    """A client of a service that keeps its database in a folder."""
    settings = Settings(data_dir=data_dir, database_url=database_url(data_dir))
    with TestClient(create_app(settings), base_url="http://localhost") as client:
        yield client
