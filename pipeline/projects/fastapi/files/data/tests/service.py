"""A running service for the tests, and its answers as exact text."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from app.main import RECORDS, create_app
from app.settings import Settings

LOADING_TIMEOUT_S = 60


@contextmanager
def running_service(data_dir: Path, records: Path = RECORDS) -> Iterator[TestClient]:
    """A client of a service that has loaded its records."""
    with TestClient(create_app(Settings(data_dir=data_dir), records), base_url="http://localhost") as client:
        deadline = time.monotonic() + LOADING_TIMEOUT_S
        while client.get("/ready").status_code != 200 and time.monotonic() < deadline:
            time.sleep(0.005)
        yield client


def ask(client: TestClient, path: str, parameters: dict[str, str] | None = None) -> Any:
    """The JSON at a path, with each number as the text that it was sent as."""
    response = client.get(path, params=parameters)
    assert response.status_code == 200, response.text
    return json.loads(response.text, parse_int=str, parse_float=str)


def as_text(value: Any) -> str | None:
    """A value of an answer as it is written in the file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    assert value is None or isinstance(value, str)
    return value
