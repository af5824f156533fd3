"""The REST routes and the event stream, over real sockets on a real home."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from pipeline.api import routes as api
from pipeline.api.guard import Guard
from pipeline.errors import InputError
from pipeline.service import Service
from pipeline.settings import load
from storage.rows import EventKind, RunStatus

CSV = "city,people\nOslo,709037\nBergen,291940\n"
TOKEN = "a-token-for-tests"


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Service:
    """A service on an empty home, not started."""
    monkeypatch.setenv(api.TOKEN_VARIABLE, TOKEN)
    monkeypatch.setenv("QUINTET_KEY_FILE", str(tmp_path / "fernet.key"))
    monkeypatch.setenv("QUINTET_USE_KEYRING", "false")
    return Service(load(tmp_path / "home"))


def application(service: Service) -> Starlette:
    """The routes as app.py mounts them."""
    routes = [Mount("/api", app=api.build(lambda: service))]
    return Starlette(routes=routes, middleware=[Middleware(Guard, hosts=["127.0.0.1"])])


@contextmanager
def serve(app: Starlette) -> Iterator[str]:
    """The address of a server for the block."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", ws="websockets-sansio"))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        while not server.started:
            time.sleep(0.005)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def client(service: Service) -> Iterator[httpx.Client]:
    """A client that holds the token."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with serve(application(service)) as address, httpx.Client(base_url=address, headers=headers) as client:
        yield client


def generate(client: httpx.Client, **changes: object) -> tuple[int, dict[str, object]]:
    """Ask for a run."""
    body = {"input_type": "csv", "input_data": CSV, "project_name": "cities", **changes}
    answer = client.post("/api/v1/generate", json=body)
    return answer.status_code, answer.json()


def test_health_names_the_worker(client: httpx.Client) -> None:
    assert client.get("/api/v1/health").json() == {"status": "ok", "worker": "none"}


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("csv", CSV),
        ("text", "A library lends books. Each book has a title, an author and an ISBN."),
        ("json", {"entities": [{"name": "book", "fields": [{"name": "title", "type": "text"}]}]}),
    ],
)
def test_generate_starts_a_run(client: httpx.Client, service: Service, kind: str, data: object) -> None:
    status, answer = generate(client, input_type=kind, input_data=data)
    assert status == 202
    run = service.store.runs.get(int(str(answer["run_id"])))
    assert (run.project, run.status) == ("cities", RunStatus.NOT_STARTED)
    assert client.get(str(answer["self"])).json()["state"] == "Initialized"


@pytest.mark.parametrize(
    "changes",
    [
        {"input_data": ""},
        {"input_data": "only one column header\n"},
        {"project_name": "../../etc"},
        {"budget_usd": "-1"},
        {"input_type": "spreadsheet"},
        {"unknown": 1},
    ],
)
def test_bad_input_is_one_sentence_and_writes_nothing(
    client: httpx.Client, service: Service, changes: dict[str, object]
) -> None:
    status, answer = generate(client, **changes)
    assert status == 422
    sentence = str(answer["error"])
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert service.store.runs.count() == 0


def test_body_that_is_not_json(client: httpx.Client) -> None:
    answer = client.post("/api/v1/generate", content=b"{", headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert "error" in answer.json()


def test_execute_answers_in_the_words_of_a_workflow(client: httpx.Client) -> None:
    body = {"input_type": "text", "input_data": "A shop sells plants. Each plant has a name.", "cloud_provider": "aws"}
    answer = client.post("/api/workflow/execute", json=body)
    assert answer.status_code == 202
    known = {"success": True, "status": "running", "agents_completed": [], "current_agent": "analyzer"}
    assert known.items() <= answer.json().items()
    page = client.get(f"/api/v1/runs/{answer.json()['run_id']}").json()
    assert page["cloud"] == "aws"
    assert client.post("/api/workflow/execute", json={**body, "cloud_provider": "moon"}).status_code == 422
    refused = client.post("/api/workflow/execute", json={**body, "input_data": ""}).json()
    assert refused["success"] is False


def test_cost_report_of_a_free_run(client: httpx.Client) -> None:
    report = client.post("/api/v1/cost-report", json={}).json()
    assert (report["spent_usd"], report["calls"]) == ("0", 0)
    assert client.post("/api/v1/cost-report", json={"run_id": 99}).status_code == 404


def test_metrics_count_what_is_stored(client: httpx.Client, service: Service) -> None:
    _, answer = generate(client)
    service.store.runs.update(int(str(answer["run_id"])), status=RunStatus.FAILED)
    text = client.get("/api/v1/metrics").text
    assert 'autogen_workflows_total{status="failed"} 1.0' in text
    for name in ("autogen_workflow_duration_seconds", "autogen_agent_response_seconds", "autogen_llm_cost_dollars"):
        assert f"# TYPE {name} " in text


@pytest.mark.parametrize("path", ["/api/", "/api/v1/nothing", "/api/v1/runs/99", "/api/v1/runs/x"])
def test_unknown_paths_are_404_in_json(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]


@pytest.mark.parametrize(("method", "path"), [("POST", "/api/v1/health"), ("GET", "/api/v1/generate")])
def test_wrong_methods_are_405_in_json(client: httpx.Client, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert answer.json()["error"]


def test_every_unsafe_route_wants_the_token(service: Service) -> None:
    routes = [route for route in api.build(lambda: service).routes if isinstance(route, Route)]
    unsafe = [route.path for route in routes if not route.methods or route.methods - {"GET", "HEAD"}]
    assert len(unsafe) == 3
    with serve(application(service)) as address, httpx.Client(base_url=address) as stranger:
        for path in unsafe:
            for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}):
                assert stranger.post(f"/api{path}", json={}, headers=headers).status_code == 401


def test_only_json_is_read(client: httpx.Client) -> None:
    assert client.post("/api/v1/generate", data={"input_type": "csv"}).status_code == 415


def test_other_sites_and_host_names_are_refused(client: httpx.Client) -> None:
    assert client.get("/api/v1/health", headers={"Host": "evil.example"}).status_code == 403
    for origin in ("http://evil.example", "null", "http://127.0.0.1:9999"):
        answer = client.post("/api/v1/cost-report", json={}, headers={"Origin": origin})
        assert answer.status_code == 403
    here = str(client.base_url).rstrip("/")
    own = client.post("/api/v1/cost-report", json={}, headers={"Origin": here})
    assert own.status_code == 200
    assert own.headers["X-Frame-Options"] == "DENY"


def test_large_bodies_are_refused_whatever_they_declare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(api.TOKEN_VARIABLE, TOKEN)
    monkeypatch.setenv("QUINTET_MAX_UPLOAD_MB", "1")
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    with serve(application(Service(load(tmp_path)))) as address, httpx.Client(base_url=address) as client:
        chunks = (b"x" * 100_000 for _ in range(20))
        assert client.post("/api/v1/generate", content=chunks, headers=headers).status_code == 413


def test_token_is_made_once_and_kept_encrypted(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(api.TOKEN_VARIABLE)
    made = api.token(service)
    assert len(made) >= 32
    assert api.token(service) == made
    assert made.encode() not in service.settings.database.read_bytes()


def test_home_that_cannot_be_opened_is_503() -> None:
    def unusable() -> Service:
        raise InputError("The folder cannot be used; choose another.")

    app = Starlette(routes=[Mount("/api", app=api.build(unusable))])
    with serve(app) as address:
        answer = httpx.get(f"{address}/api/v1/health")
    assert answer.status_code == 503
    assert "choose another" in answer.json()["error"]


def stream(client: httpx.Client, path: str) -> str:
    """The address of an event stream."""
    return f"ws://{client.base_url.host}:{client.base_url.port}/api/v1/runs/{path}"


def test_events_come_in_order_and_once(client: httpx.Client, service: Service) -> None:
    _, answer = generate(client)
    run_id = int(str(answer["run_id"]))
    for number in range(3):
        service.store.events.append(run_id, f"line {number}")
    with connect(stream(client, f"{run_id}/events?after=0")) as follower:
        known = json.loads(follower.recv(5))
        assert [event["message"] for event in known][-3:] == ["line 0", "line 1", "line 2"]
        service.store.events.append(run_id, "line 3", kind=EventKind.STATE, level="warning")
        fresh = json.loads(follower.recv(5))
    assert [(event["message"], event["kind"], event["level"]) for event in fresh] == [("line 3", "state", "warning")]
    with connect(stream(client, f"{run_id}/events?after={known[-1]['id']}")) as follower:
        assert [event["message"] for event in json.loads(follower.recv(5))] == ["line 3"]


def test_long_log_is_cut_to_its_newest_lines(client: httpx.Client, service: Service) -> None:
    _, answer = generate(client)
    run_id = int(str(answer["run_id"]))
    with service.store.database.transaction() as db:
        row = {"run_id": run_id, "at": "", "kind": "log", "level": "info", "agent": "", "role": ""}
        db.table("events").insert_all({**row, "message": str(number)} for number in range(api.BACKLOG + 10))
    with connect(stream(client, f"{run_id}/events"), max_size=None) as follower:
        messages = [event["message"] for event in json.loads(follower.recv(5))]
    assert messages == [str(number) for number in range(10, api.BACKLOG + 10)]


@pytest.mark.parametrize("path", ["99/events", "1/events?after=x"])
def test_event_streams_that_do_not_exist(client: httpx.Client, path: str) -> None:
    generate(client)
    with connect(stream(client, path)) as follower, pytest.raises(ConnectionClosed) as closed:
        follower.recv(5)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4404


def test_other_sites_cannot_follow_events(client: httpx.Client) -> None:
    generate(client)
    with pytest.raises(InvalidStatus) as refused:
        connect(stream(client, "1/events"), origin=Origin("http://evil.example"))
    assert refused.value.response.status_code == 403
