"""A running service for the tests, and its answers as exact text."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from app.main import create_app
from app.operation import Operation
from app.settings import Settings
from tests.rows import Row, value_of

LOADING_TIMEOUT_S = 60

DATABASE_URL = os.environ.get("TEST_DATABASE_URL", "")
"""A PostgreSQL database that takes the place of the embedded one in all tests."""

EVERYBODY = Operation()


@contextmanager
def running_service(data_dir: Path, operation: Operation = EVERYBODY) -> Iterator[TestClient]:
    """A client of a service that has loaded its records."""
    app = create_app(Settings(data_dir=data_dir, database_url=DATABASE_URL), operation)
    with TestClient(app, base_url="http://localhost") as client:
        deadline = time.monotonic() + LOADING_TIMEOUT_S
        while client.get("/ready").status_code != 200 and time.monotonic() < deadline:
            time.sleep(0.005)
        yield client


def ask(client: TestClient, path: str, parameters: dict[str, str] | None = None) -> Any:
    """The JSON at a path, with each number as the text that it was sent as."""
    response = client.get(path, params=parameters)
    assert response.status_code == 200, response.text
    return json.loads(response.text, parse_int=str, parse_float=str)


def rows_of(answer: Any) -> list[Row]:
    """The records of an answer, with values as Python compares them."""
    items = answer["items"] if isinstance(answer, dict) else answer
    return [{name: value_of(name, as_text(value)) for name, value in item.items()} for item in items]


def as_text(value: Any) -> str | None:
    """A value of an answer as it is written in the file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    assert value is None or isinstance(value, str)
    return value
