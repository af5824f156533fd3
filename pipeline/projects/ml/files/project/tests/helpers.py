"""What the tests share: a model of some of the data, records of it, and a running service."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from starlette.testclient import TestClient

from app.artifact import Model
from app.features import Cell
from app.main import RECORDS, create_app
from app.settings import Settings
from app.table import read_table
from app.training import train

LIMIT = 200
"""How many rows the tests learn from: enough to see that training works, few enough to be quick."""
TIMEOUT_S = 120


@cache
def data_dir() -> Path:
    """The folder that `small_model` is kept in."""
    return Path(mkdtemp())


@cache
def small_model() -> Model:
    """A model of a part of the data."""
    return train(RECORDS, data_dir(), LIMIT)


@cache
def table() -> dict[str, list[Cell]]:
    """The features of the rows that the model learned from."""
    return read_table(RECORDS, LIMIT).columns


def records(count: int) -> list[dict[str, Cell]]:
    """The first rows as records, without what is missing."""
    columns = table()
    count = min(count, small_model().info.learned_rows)
    rows = [{name: cells[place] for name, cells in columns.items()} for place in range(count)]
    return [{name: cell for name, cell in row.items() if cell is not None} for row in rows]


@contextmanager
def running_service(folder: Path) -> Iterator[TestClient]:
    """A client of a service that has its model."""
    with TestClient(create_app(Settings(data_dir=folder), limit=LIMIT), base_url="http://localhost") as client:
        deadline = time.monotonic() + TIMEOUT_S
        while client.get("/ready").status_code != 200 and time.monotonic() < deadline:
            time.sleep(0.01)
        yield client


def rounded(answer: Any) -> Any:
    """An answer whose numbers have six digits: sums of one row and of many may differ in the last ones."""
    return json.loads(json.dumps(answer), parse_float=lambda text: f"{float(text):.6g}")


def post(client: TestClient, path: str, text: str) -> Any:
    """The answer to JSON text."""
    return client.post(path, content=text.encode(), headers={"Content-Type": "application/json"})


def post_records(client: TestClient, path: str, sent: list[dict[str, Cell]]) -> Any:
    """The answer to a batch of records."""
    return post(client, path, json.dumps({"records": sent}))
