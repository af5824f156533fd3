"""What the gateway adds to the services: who may ask, how often, how long it takes, and what a failure looks like."""

import asyncio
import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message

from app.about import ACTIVITY, SCHEMA, SUMMARY
from app.gateway.breaker import FAILURES_TO_OPEN, OPEN_S, Breaker
from app.gateway.upstream import TRIES, WORKER, Upstream
from app.limits import MAX_BODY_BYTES
from app.operation import Operation
from app.schema import ABOUT, TABLES
from app.settings import Settings
from app.url_limit import MAX_URL_BYTES
from tests.samples import FIRST
from tests.system import (
    BASE_URL,
    KEY,
    OPERATION,
    System,
    client_of,
    running_gateway,
    running_services,
    running_system,
    silent,
)

TABLE = TABLES[0].name
PATH = f"/api/{TABLE}"

Outcome = Exception | Callable[[], httpx2.Response]
REFUSED = httpx2.ConnectError("connection refused")
BROKEN = httpx2.ReadError("connection reset")
SLOW = httpx2.ReadTimeout("too slow")
NOWHERE = httpx2.ConnectTimeout("no route")


class Scripted(httpx2.AsyncBaseTransport):
    """A network on which one thing after another happens, the last of them again and again."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.requests: list[httpx2.Request] = []
        self._outcomes = outcomes

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """What happens next."""
        outcome = self._outcomes[min(len(self.requests), len(self._outcomes) - 1)]
        self.requests.append(request)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome()


@contextmanager
def gateway_to(transport: httpx2.AsyncBaseTransport, operation: Operation = OPERATION) -> Iterator[TestClient]:
    """A client of a gateway whose every service is at the other end of a network."""

    def connect(_settings: Settings) -> Mapping[str, Upstream]:
        names = [*(table.name for table in TABLES), WORKER]
        return {name: Upstream(name, httpx2.AsyncClient(transport=transport, base_url=BASE_URL)) for name in names}

    with client_of(connect, operation) as client:
        yield client


def answer(status_code: int = 200, text: str = "{}", **headers: str) -> Callable[[], httpx2.Response]:
    """Makes an answer whose body is still to be read."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda: httpx2.Response(status_code, headers=named, stream=httpx2.ByteStream(text.encode()))


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running_system(tmp_path_factory.mktemp("data")) as running:
        yield running


@pytest.fixture
def client() -> Iterator[TestClient]:
    with gateway_to(Scripted(answer())) as gateway:
        yield gateway


def test_the_gateway_knows_how_each_part_is(system: System) -> None:
    response = system.gateway.get("/ready")
    ready = {"status": "ready", "circuit": "closed"}
    assert response.status_code == 200
    assert response.json() == {
        "status": "ready",
        "tables": len(TABLES),
        "services": {table.name: ready for table in TABLES},
        "worker": ready,
    }


def test_a_system_with_a_part_that_is_away_is_not_ready(tmp_path: Path) -> None:
    with running_services(tmp_path) as apps, running_gateway({**apps, WORKER: silent()}) as gateway:
        response = gateway.get("/ready")
        assert response.status_code == 503
        assert response.json()["status"] == "not ready"
        assert response.json()["worker"] == {"status": "not ready", "circuit": "closed"}
        assert response.json()["services"][TABLE]["status"] == "ready"
        assert gateway.get("/health").json() == {"status": "ok"}
    with gateway_to(Scripted(REFUSED)) as gateway:
        assert gateway.get("/ready").json()["services"][TABLE] == {"status": "away", "circuit": "closed"}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_what_may_be_sent_twice_is_tried_again(method: str) -> None:
    network = Scripted(REFUSED, BROKEN, answer(200, '{"ok": true}'))
    with gateway_to(network) as client:
        assert client.request(method, f"{PATH}/1").json() == {"ok": True}
    assert [request.method for request in network.requests] == [method] * 3


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize(("failure", "status_code"), [(REFUSED, 503), (BROKEN, 502)])
def test_what_must_not_be_sent_twice_is_not(method: str, failure: Exception, status_code: int) -> None:
    network = Scripted(failure, answer())
    with gateway_to(network) as client:
        assert client.request(method, f"{PATH}/1", json={}).status_code == status_code
    assert len(network.requests) == 1


@pytest.mark.parametrize(
    ("failure", "status_code", "tries", "sentence"),
    [
        (REFUSED, 503, TRIES, f"The service of {TABLE} does not answer. Nothing was changed."),
        (NOWHERE, 503, 1, f"The service of {TABLE} does not answer. Nothing was changed."),
        (SLOW, 504, 1, f"The service of {TABLE} did not answer in time."),
        (BROKEN, 502, TRIES, f"The connection to the service of {TABLE} broke."),
    ],
)
def test_a_failure_is_one_sentence(failure: Exception, status_code: int, tries: int, sentence: str) -> None:
    network = Scripted(failure)
    with gateway_to(network) as client:
        response = client.get(PATH)
    assert (response.status_code, response.json()) == (status_code, {"detail": sentence})
    assert len(network.requests) == tries


def test_an_answer_of_the_service_is_no_failure() -> None:
    network = Scripted(answer(503, '{"detail": "Later."}', Retry_After="7"))
    with gateway_to(network) as client:
        for _ in range(FAILURES_TO_OPEN + 1):
            response = client.get(PATH)
            assert (response.status_code, response.headers["Retry-After"]) == (503, "7")
        assert client.get("/ready").json()["services"][TABLE]["circuit"] == "closed"


def test_a_service_that_keeps_failing_is_left_alone() -> None:
    network = Scripted(SLOW)
    with gateway_to(network) as client:
        for _ in range(FAILURES_TO_OPEN):
            assert client.get(PATH).status_code == 504
        asked = len(network.requests)
        response = client.get(PATH)
        assert response.status_code == 503
        assert response.json()["detail"] == f"The service of {TABLE} does not answer. Try again in a few seconds."
        assert len(network.requests) == asked
        assert client.get("/ready").json()["services"][TABLE] == {"status": "away", "circuit": "open"}
        assert client.get("/ready").json()["worker"]["circuit"] == "closed"


def test_the_breaker_opens_lets_one_try_and_closes() -> None:
    now = [0.0]
    breaker = Breaker(lambda: now[0])
    for _ in range(FAILURES_TO_OPEN - 1):
        breaker.failed()
    breaker.succeeded()
    for _ in range(FAILURES_TO_OPEN - 1):
        breaker.failed()
    assert (breaker.state, breaker.admit()) == ("closed", True)
    breaker.failed()
    assert (breaker.state, breaker.admit()) == ("open", False)
    now[0] += OPEN_S
    assert [breaker.state, breaker.admit(), breaker.admit(), breaker.state] == ["half-open", True, False, "open"]
    now[0] += OPEN_S
    assert breaker.admit()
    breaker.failed()
    assert [breaker.state, breaker.admit()] == ["open", False]
    now[0] += OPEN_S
    assert breaker.admit()
    breaker.succeeded()
    assert (breaker.state, breaker.admit()) == ("closed", True)


def test_a_request_keeps_its_id_on_its_way() -> None:
    network = Scripted(answer())
    with gateway_to(network) as client:
        response = client.get(PATH, headers={"X-Request-Id": "order-66"})
        assert response.headers["X-Request-Id"] == "order-66"
        assert network.requests[-1].headers["X-Request-Id"] == "order-66"
        for unusable in ("", "x" * 65, "a b", "{}"):
            made = client.get(PATH, headers={"X-Request-Id": unusable}).headers["X-Request-Id"]
            assert re.fullmatch("[0-9a-f]{32}", made)
            assert network.requests[-1].headers["X-Request-Id"] == made


def test_only_what_concerns_a_service_reaches_it() -> None:
    network = Scripted(answer(Location="/api/x/1", Set_Cookie="a=b", Server="x", ETag='"1"'))
    sent = {"Cookie": "a=b", "Authorization": "Bearer k", "X-Service-Token": "t", "If-Match": '"1"'}
    with gateway_to(network) as client:
        response = client.post(f"{PATH}/a%2Fb?q=%25&q=2", content=b"[1]", headers=sent)
    (request,) = network.requests
    assert (request.method, request.url.raw_path, request.content) == ("POST", f"{PATH}/a/b?q=%25&q=2".encode(), b"[1]")
    names = set(request.headers)
    assert not names & {"cookie", "x-api-key", "authorization", "x-service-token"}
    assert request.headers["If-Match"] == '"1"'
    assert (response.headers["Location"], response.headers["ETag"]) == ("/api/x/1", '"1"')
    assert not {"set-cookie", "server"} & set(response.headers)


def test_what_a_client_needs_of_an_answer_is_passed_on() -> None:
    told = {"Content-Type": "text/csv", "Content-Length": "3", "Content-Disposition": "attachment", "Allow": "GET"}
    told |= {"ETag": '"1"', "Location": "/api/x/1", "Retry-After": "7"}
    with gateway_to(
        Scripted(answer(201, "a,b", **{name.replace("-", "_"): text for name, text in told.items()}))
    ) as client:
        response = client.get(PATH)
    assert (response.status_code, response.text) == (201, "a,b")
    assert {name: response.headers.get(name) for name in told} == told


@pytest.mark.parametrize(
    "path",
    ["/api/nothing", "/api/nothing/1", "/api", "/api/", f"{PATH}/%2e%2e/%2e%2e/health", f"{PATH}/%23/%2e%2e/x", "/x"],
)
def test_what_is_not_there(path: str) -> None:
    network = Scripted(answer())
    with gateway_to(network) as client:
        response = client.get(httpx2.URL(BASE_URL, raw_path=path.encode()))
        assert (response.status_code, list(response.json())) == (404, ["detail"])
    assert network.requests == []


@pytest.mark.parametrize("path", [SCHEMA, ACTIVITY, SUMMARY])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE"])
def test_what_the_gateway_itself_answers_is_only_read(client: TestClient, method: str, path: str) -> None:
    response = client.request(method, path)
    assert (response.status_code, response.headers["Allow"]) == (405, "GET")


@pytest.mark.parametrize(
    ("location", "offered"),
    [
        ("http://127.0.0.1:5/api/x/1?a=b", "/api/x/1?a=b"),
        ("http://service//attacker.example/x", "/attacker.example/x"),
        ("//service/api/x", "/api/x"),
    ],
)
def test_an_address_within_the_system_is_not_told(location: str, offered: str) -> None:
    with gateway_to(Scripted(answer(307, Location=location))) as client:
        assert client.get(PATH, follow_redirects=False).headers["Location"] == offered


def test_a_path_with_a_slash_too_many_leads_nowhere(system: System) -> None:
    for path in ("/", "//", "/%2F", "/1/"):
        response = system.gateway.get(PATH + path, follow_redirects=False)
        assert (response.status_code, list(response.json())) == (404, ["detail"])


def test_a_header_reaches_a_service_as_it_came(system: System) -> None:
    for name in (b"accept", b"content-type", b"if-match", b"if-none-match"):
        network, sent = Scripted(answer()), {name: '"é"'.encode()}
        with gateway_to(network) as client:
            assert client.get(PATH, headers=sent).status_code == 200
        assert (name, sent[name]) in network.requests[0].headers.raw
        assert system.gateway.get(PATH, headers=sent).status_code == 200
        assert system.gateway.request("PATCH", f"{PATH}/1", content=b"{}", headers=sent).status_code in range(400, 500)


def test_a_url_that_is_too_long_goes_nowhere() -> None:
    network = Scripted(answer())
    with gateway_to(network) as client:
        response = client.get(f"{PATH}/1?x=" + "a" * MAX_URL_BYTES)
        assert (response.status_code, list(response.json())) == (414, ["detail"])
    assert network.requests == []


def test_a_body_that_is_too_large_goes_nowhere() -> None:
    network, body = Scripted(answer()), b"x" * (MAX_BODY_BYTES + 1)
    with gateway_to(network) as client:
        for content in (body, iter([body])):
            assert client.post(PATH, content=content).status_code == 413
        assert network.requests == []
        assert client.post(PATH, content=body[1:]).status_code == 200


def test_a_body_that_is_announced_as_too_large_is_not_waited_for() -> None:
    assert told({"type": "http.request", "body": b"x", "more_body": True}, MAX_BODY_BYTES + 1) == (413, 0)


def test_a_client_that_leaves_is_no_failure() -> None:
    assert told({"type": "http.disconnect"}, 8) == (400, 1)


def told(message: Message, announced_bytes: int) -> tuple[int, int]:
    """The status of the answer to a body that begins so, and how often the gateway asked for a part of it."""
    statuses: list[int] = []
    asked: list[Message] = []

    async def receive() -> Message:
        asked.append(message)
        return message

    async def send(sent: Message) -> None:
        statuses.extend([sent["status"]] if "status" in sent else [])

    async def ask(app: ASGIApp) -> None:
        await app({**scope, "headers": headers, "client": None}, receive, send)

    scope = {"type": "http", "method": "POST", "path": PATH, "query_string": b""}
    headers = [(b"host", b"localhost"), (b"content-length", str(announced_bytes).encode())]
    headers += [(name.lower().encode(), value.encode()) for name, value in KEY.items()]
    network = Scripted(answer())
    with gateway_to(network) as client:
        asyncio.run(ask(client.app))
    assert network.requests == []
    return statuses[0], len(asked)


def test_a_client_that_asks_too_often_has_to_wait() -> None:
    with gateway_to(Scripted(answer()), replace(OPERATION, requests_per_minute=3)) as client:
        assert [client.get(PATH).status_code for _ in range(4)] == [200, 200, 200, 429]
        assert 1 <= int(client.get(PATH).headers["Retry-After"]) <= 20


def test_each_part_has_figures_of_its_own(system: System) -> None:
    system.gateway.get(f"{PATH}?limit=1")
    system.gateway.get(SUMMARY)
    parts = {"/api/{service}": system.gateway, PATH: system.services[TABLE], SUMMARY: system.worker}
    for path, part in parts.items():
        response = part.get("/metrics")
        assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        assert f'http_requests_total{{method="GET",path="{path}",status="200"}}' in response.text


def test_one_document_describes_every_service(system: System) -> None:
    document = system.gateway.get("/openapi.json").json()
    tables = {path for table in FIRST for path in (f"/api/{table}", f"/api/{table}/{{record_id}}")}
    own = {"/health", "/ready", "/metrics", "/api/schema"}
    assert tables | own <= set(document["paths"])
    assert {path for path in document["paths"] if not path.startswith("/api/")} == {"/health", "/ready", "/metrics"}
    assert document["info"]["title"] == ABOUT["title"]
    assert "x-away" not in document
    (shape,) = {answer["content"]["application/json"]["schema"]["$ref"] for answer in of_readiness(document)}
    schema = document["components"]["schemas"][shape.rpartition("/")[2]]
    assert set(schema["properties"]) == set(system.gateway.get("/ready").json())
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', system.gateway.get("/openapi.json").text))
    assert named <= set(document["components"]["schemas"])


def of_readiness(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The answers that say how the system is."""
    responses = document["paths"]["/ready"]["get"]["responses"]
    return [responses["200"], responses["503"]]


def test_what_is_away_is_missing_in_the_description() -> None:
    with gateway_to(Scripted(REFUSED)) as client:
        document = client.get("/openapi.json").json()
    assert document["x-away"] == sorted(["", *(table.name for table in TABLES)])
    assert set(document["paths"]) == {"/health", "/ready", "/metrics", "/api/schema"}


def test_schema_names_every_service(client: TestClient) -> None:
    schema = client.get("/api/schema").json()
    assert schema["title"] == ABOUT["title"]
    assert [entity["name"] for entity in schema["entities"]] == list(FIRST)


def test_the_page_runs_its_own_script_and_no_other(client: TestClient) -> None:
    response = client.get("/")
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", response.text, re.DOTALL)
    policy = response.headers["Content-Security-Policy"]
    assert [f"'sha256-{digest(script)}'" in policy for script in scripts] == [True]
    assert re.findall("<!--.*?-->", response.text) == []
    assert response.text.rstrip().endswith("</html>")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_page_shows_its_title_as_text(client: TestClient) -> None:
    found = re.search(r"<h1>([^<]*)</h1>", client.get("/").text)
    assert found
    assert unescape(found[1]) == ABOUT["title"]


def test_answers_carry_security_headers(client: TestClient) -> None:
    for path in ("/", "/health", PATH, "/api/nothing"):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_a_foreign_host_name_is_refused(client: TestClient) -> None:
    assert client.get("/health", headers={"Host": "attacker.example"}).status_code == 400


def digest(script: str) -> str:
    """The SHA-256 of a script as a policy names it."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
