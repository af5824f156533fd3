"""Logs are lines of JSON that can be searched by part and by request."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.logs import REQUEST_ID, JsonLines, configure
from app.settings import Settings
from tests.system import running_gateway, running_services


@pytest.fixture(autouse=True)
def root_logger() -> Iterator[None]:
    """The root logger as it was, after the test."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def record(text: str) -> logging.LogRecord:
    """A record from the end of 2023."""
    made = logging.LogRecord("x", logging.WARNING, __file__, 1, text, None, None)
    made.created = 1703980800.25
    return made


def test_a_line_is_one_object() -> None:
    hostile = 'two\nlines "quoted" \x00 \U0001f600'
    assert json.loads(JsonLines("worker").format(record(hostile))) == {
        "time": "2023-12-31T00:00:00.250+00:00",
        "level": "warning",
        "part": "worker",
        "message": hostile,
    }
    assert "\n" not in JsonLines("worker").format(record(hostile))


def test_a_line_names_its_request_its_data_and_its_failure() -> None:
    made = record("failed")
    made.data = {"status": 500}
    try:
        raise ValueError("broken")
    except ValueError as error:
        made.exc_info = (type(error), error, error.__traceback__)
    token = REQUEST_ID.set("order-66")
    line = json.loads(JsonLines("gateway").format(made))
    REQUEST_ID.reset(token)
    assert (line["request_id"], line["status"]) == ("order-66", 500)
    assert line["trace"].endswith("ValueError: broken")


def test_every_request_is_logged_but_for_those_that_only_ask_how_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with running_services(tmp_path) as apps, running_gateway(apps, Settings()) as gateway:
        configure("gateway")
        gateway.get("/health")
        gateway.get("/api/nothing", headers={"X-Request-Id": "order-66"})
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    (line,) = (line for line in lines if line["message"] == "request")
    assert {name: line[name] for name in ("level", "part", "request_id", "method", "path", "status")} == {
        "level": "info",
        "part": "gateway",
        "request_id": "order-66",
        "method": "GET",
        "path": "/api/nothing",
        "status": 404,
    }
    assert line["milliseconds"] >= 0
