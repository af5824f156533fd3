"""Logs are lines of JSON that can be searched by part and by request."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.part_log import configure
from tests.system import running_gateway, running_services


@pytest.fixture(autouse=True)
def root_logger() -> Iterator[None]:
    """The root logger as it was, after the test."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.getLogger("httpx2").setLevel(logging.NOTSET)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """What was logged."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_names_the_part_and_its_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with running_services(tmp_path) as apps, running_gateway(apps) as gateway:
        configure("gateway")
        gateway.get("/health")
        gateway.get("/api/nothing", headers={"X-Request-Id": "order-66"})
    expected = {"level": "info", "part": "gateway", "request_id": "order-66", "path": "/api/nothing", "status": 404}
    assert [{name: line[name] for name in expected} for line in lines(capsys)] == [expected]


def test_a_part_that_says_it_is_not_well_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    configure("worker")
    for status in (200, 404, 499, 500, 503):
        logging.getLogger("app").info("request", extra={"facts": {"path": "/ready", "status": status}})
    assert [line["status"] for line in lines(capsys)] == [500, 503]


def test_what_is_no_request_is_told_too(capsys: pytest.CaptureFixture[str]) -> None:
    configure("supervisor")
    logging.getLogger("app").info("a part was started", extra={"facts": {"pid": 7}})
    logging.getLogger("app").info("plain")
    logging.getLogger("httpx2").info("a request of our own")
    told = [(line["part"], line["message"], line.get("pid")) for line in lines(capsys)]
    assert told == [("supervisor", "a part was started", 7), ("supervisor", "plain", None)]
