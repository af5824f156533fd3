"""The services behind their gateway, as one client sees them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.testclient import TestClient

from app.settings import Settings
from tests.system import running_gateway, running_services


@contextmanager
def running_service(data_dir: Path) -> Iterator[TestClient]:
    """A client of the gateway to services that keep their databases in a folder."""
    settings = Settings(data_dir=data_dir, rate_per_minute=0)
    with running_services(data_dir) as apps, running_gateway(apps, settings) as client:
        yield client
