"""Keys, limits, metrics and the log, shown on a small application."""

import io
import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fastapi import APIRouter, FastAPI
from starlette.testclient import TestClient

from app.logs import LOGGING
from app.metrics import Metrics
from app.operation import Operation, OperationError, operate, read_operation
from app.rate_limit import MAX_CLIENTS, TokenBuckets
from app.url_limit import MAX_URL_BYTES
from app.web import protect


class BrokenError(Exception):
    """What an endpoint does not expect."""


def client_of(operation: Operation) -> TestClient:
    """A client of an application that is run in this way."""
    app, router = FastAPI(), APIRouter()

    @router.get("/items/{number}")
    async def item(number: int) -> int:
        return number

    @router.get("/broken")
    async def broken() -> None:
        raise BrokenError

    app.include_router(router, dependencies=operation.dependencies, responses=operation.refusals)
    app.state.metrics = operate(app, operation)
    protect(app, ["localhost"])
    return TestClient(app, base_url="http://localhost")


def test_a_key_is_needed_where_keys_are_set() -> None:
    client = client_of(Operation(api_keys=("first", "second")))
    for key in ("first", "second"):
        assert client.get("/items/1", headers={"X-API-Key": key}).text == "1"
    for headers in ({}, *({"X-API-Key": key} for key in ("", "firs", "first,second", "First"))):
        response = client.get("/items/1", headers=headers)
        assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "ApiKey")
        assert response.json() == {"detail": "A valid key is needed in the header X-API-Key."}
    described = client.app.openapi()  # type: ignore[attr-defined]
    assert described["components"]["securitySchemes"] == {
        "APIKeyHeader": {"type": "apiKey", "in": "header", "name": "X-API-Key"}
    }


def test_the_answers_of_a_guard_are_described() -> None:
    described = client_of(Operation(api_keys=("first",), requests_per_minute=9)).app.openapi()  # type: ignore[attr-defined]
    answers = described["paths"]["/items/{number}"]["get"]["responses"]
    assert {status: answers[status]["description"] for status in ("401", "414", "429")} == {
        "401": "The API key is missing or wrong",
        "414": "The URL is too long",
        "429": "Too many requests",
    }


def test_nobody_needs_a_key_where_none_is_set() -> None:
    client = client_of(Operation())
    assert client.get("/items/1").status_code == 200
    assert set(client.app.openapi()["paths"]["/items/{number}"]["get"]["responses"]) == {"200", "414", "422"}  # type: ignore[attr-defined]


def test_a_client_that_asks_too_often_has_to_wait() -> None:
    client = client_of(Operation(requests_per_minute=3))
    assert [client.get("/items/1").status_code for _ in range(3)] == [200, 200, 200]
    response = client.get("/items/1")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "20")
    assert response.json() == {"detail": "Too many requests; try again later."}
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_each_client_has_a_limit_of_its_own() -> None:
    app = client_of(Operation(requests_per_minute=1)).app
    hosts = ("10.0.0.1", "10.0.0.2")
    first, second = (TestClient(app, base_url="http://localhost", client=(host, 1)) for host in hosts)
    assert [client.get("/items/1").status_code for client in (first, second, first)] == [200, 200, 429]


def test_tokens_come_back_evenly() -> None:
    now = [100.0]
    buckets = TokenBuckets(60, clock=lambda: now[0])
    assert [buckets.take("a") for _ in range(60)] == [0.0] * 60
    assert buckets.take("a") == pytest.approx(1.0)
    assert buckets.take("b") == 0.0
    now[0] += 0.5
    assert buckets.take("a") == pytest.approx(0.5)
    now[0] += 0.5
    assert buckets.take("a") == 0.0
    now[0] += 3600
    assert [buckets.take("a") for _ in range(60)] == [0.0] * 60
    assert buckets.take("a") > 0


def test_the_client_that_was_seen_longest_ago_is_forgotten() -> None:
    buckets = TokenBuckets(1, clock=lambda: 0.0)
    assert (buckets.take("first"), buckets.take("second")) == (0.0, 0.0)
    assert buckets.take("first") > 0
    for number in range(MAX_CLIENTS - 1):
        buckets.take(str(number))
    assert buckets.take("first") > 0
    assert buckets.take("second") == 0.0


def test_a_long_url_is_refused() -> None:
    client = client_of(Operation())
    path = "/items/1?q="
    assert client.get(path + "x" * (MAX_URL_BYTES - len(path) + 1)).status_code == 200
    response = client.get(path + "x" * (MAX_URL_BYTES - len(path) + 2))
    assert (response.status_code, response.json()) == (414, {"detail": "The URL is longer than 16384 bytes."})


def test_metrics_count_requests_by_endpoint() -> None:
    client = client_of(Operation())
    for path in ("/items/1", "/items/2", "/items/x", "/nothing"):
        client.get(path)
    client.request("BREW", "/nothing")
    lines = client.app.state.metrics.text().splitlines()  # type: ignore[attr-defined]
    for counted in (
        'http_requests_total{method="GET",path="/items/{number}",status="200"} 2.0',
        'http_requests_total{method="GET",path="/items/{number}",status="422"} 1.0',
        'http_requests_total{method="GET",path="none",status="404"} 1.0',
        'http_requests_total{method="other",path="none",status="404"} 1.0',
        'http_request_duration_seconds_count{path="/items/{number}"} 3.0',
    ):
        assert counted in lines
    assert "# HELP http_requests_total Requests answered." in lines
    assert "# HELP http_request_duration_seconds Seconds until a response was sent." in lines
    assert any(line.startswith("process_resident_memory_bytes") for line in lines) == sys.platform.startswith("linux")


def test_durations_are_counted_by_their_length() -> None:
    metrics = Metrics()
    for seconds in (0.001, 0.3, 60.0):
        metrics.count("GET", "/", 200, seconds)
    found = re.findall(r'_bucket{le="([^"]+)",path="/"} (\d+)', metrics.text())
    bounds = ["0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0"]
    assert found == [*((bound, "1" if float(bound) < 0.5 else "2") for bound in bounds), ("+Inf", "3")]


def test_a_request_keeps_its_id_or_gets_one() -> None:
    client = client_of(Operation())
    assert client.get("/items/1", headers={"X-Request-ID": "abc-1.2_3"}).headers["X-Request-ID"] == "abc-1.2_3"
    for given in ("", "a b", "x" * 65, "{}"):
        response = client.get("/items/1", headers={"X-Request-ID": given})
        assert re.fullmatch(r"[0-9a-f]{32}", response.headers["X-Request-ID"])


def test_the_log_has_a_json_line_for_each_request() -> None:
    with logged() as text:
        client_of(Operation()).get("/items/7?secret=1", headers={"X-Request-ID": "one"})
    (line,) = map(json.loads, text.getvalue().splitlines())
    assert line["duration_ms"] >= 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line["time"])
    expected = {"level": "info", "message": "request", "request_id": "one", "method": "GET", "status": 200}
    assert {**line, **expected, "logger": "app.requests", "path": "/items/7", "client": "testclient"} == line
    assert "secret" not in text.getvalue()


def test_lines_are_about_no_request_where_there_is_none() -> None:
    with logged() as text:
        logging.getLogger("app").info("started")
    (line,) = map(json.loads, text.getvalue().splitlines())
    del line["time"]
    assert line == {"level": "info", "logger": "app", "message": "started", "request_id": None}


def test_the_log_goes_to_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    script = "import logging.config, app.logs; logging.config.dictConfig(app.logs.LOGGING)"
    calls = "logging.getLogger('other').info('seen'); logging.getLogger('other').debug('unseen')"
    before = "import logging; known = logging.getLogger('known')"
    command = [sys.executable, "-c", f"{before}; {script}; {calls}; known.warning('kept')"]
    subprocess.run(command, check=True)  # noqa: S603 - this interpreter, with a script of this test
    out, err = capfd.readouterr()
    assert (out, [json.loads(line)["message"] for line in err.splitlines()]) == ("", ["seen", "kept"])


def test_an_unexpected_error_is_logged_and_not_shown() -> None:
    with logged() as text:
        response = client_of(Operation()).get("/broken", headers={"X-Request-ID": "two"})
    assert (response.status_code, response.json()) == (500, {"detail": "Internal error."})
    failure, request = map(json.loads, text.getvalue().splitlines())
    assert (failure["level"], failure["request_id"], request["status"]) == ("error", "two", 500)
    assert "BrokenError" in failure["error"]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, Operation()),
        ({"API_KEYS": " a, b ,", "RATE_LIMIT": "60"}, Operation(("a", "b"), 60)),
        ({"API_KEYS": "", "RATE_LIMIT": "", "FORWARDED_ALLOW_IPS": " "}, Operation()),
        ({"FORWARDED_ALLOW_IPS": "10.0.0.1"}, Operation(proxies="10.0.0.1")),
    ],
)
def test_the_environment_says_how_it_is_run(environment: dict[str, str], expected: Operation) -> None:
    assert read_operation(environment) == expected


@pytest.mark.parametrize("limit", ["-1", "1.5", "many", "1" * 10, "٣"])
def test_a_limit_that_makes_no_sense_stops_the_start(limit: str) -> None:
    sentence = r"^RATE_LIMIT must be a whole number of requests a minute; 0 is no limit\.$"
    with pytest.raises(OperationError, match=sentence):
        read_operation({"RATE_LIMIT": limit})


def test_keys_are_not_shown() -> None:
    assert "first" not in repr(Operation(api_keys=("first",)))


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """What the application logs meanwhile."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(LOGGING["formatters"]["json"]["()"]())
    logger = logging.getLogger("app")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield text
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)
