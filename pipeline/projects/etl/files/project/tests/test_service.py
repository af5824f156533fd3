"""The service: what it tells, what it refuses, and that it runs on schedule."""

import base64
import hashlib
import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.report import render_page, report_of
from app.runner import original_digest
from app.scheduler import Scheduler
from app.schema import ABOUT, COLUMNS, SCHEDULE
from app.settings import Settings
from app.state import State
from tests.support import as_people_write, expected_rows, file_rows, runner_at, some

WAIT_S = 300
KEY = "correct horse"
BROKEN = b"\x1f\x8b"
"""The beginning of an archive."""

# Runs take place in a thread, which pytest gives its own filters of warnings in the middle of its work.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_(arrow_table|record_batch):DeprecationWarning")


def wait_for(condition: Callable[[], bool]) -> None:
    """Return once something is so."""
    deadline = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient]:
    (home / "inbox").mkdir()
    (home / "inbox" / "bad.csv").write_bytes(BROKEN + b"<script>alert(1)</script>")
    rows = some(file_rows(), 3)
    as_people_write(rows, home / "inbox" / "<b>more.csv")
    with TestClient(create_app(Settings(data_dir=home, api_key=KEY)), base_url="http://localhost") as found:
        wait_for(lambda: found.get("/ready").status_code == 200)
        yield found


def test_health_and_readiness(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}
    rows = client.get("/api/status").json()["rows"]
    assert client.get("/ready").json() == {"status": "ready", "rows": rows}
    assert rows >= len(expected_rows(file_rows()))


def test_not_ready_before_the_first_run(tmp_path: Path) -> None:
    client = TestClient(create_app(Settings(data_dir=tmp_path)), base_url="http://localhost")
    assert client.get("/health").status_code == 200
    assert client.get("/ready").status_code == 503
    assert client.get("/api/quarantine").json() == {"load": None, "file": None, "total": 0, "items": []}
    assert "Nothing was loaded yet." in client.get("/").text


def test_status_tells_the_schedule(client: TestClient) -> None:
    wait_for(lambda: client.get("/api/status").json()["next_run"] is not None)
    status = client.get("/api/status").json()
    assert (status["engine"], status["schedule"], status["running"]) == ("duckdb", SCHEDULE, False)
    assert datetime.fromisoformat(status["next_run"]) > datetime.now(UTC) - timedelta(minutes=1)
    assert status["last_run"]["loads"][0] == 1
    assert status["last_run"]["known"] == []


def test_runs_are_listed_newest_first(client: TestClient) -> None:
    found = client.get("/api/runs").json()
    numbers = [load["number"] for load in found["items"]]
    assert numbers == sorted(numbers, reverse=True)
    assert found["next"] is None
    page = client.get("/api/runs", params={"limit": 1}).json()
    assert (page["items"], page["next"]) == (found["items"][:1], numbers[0])
    assert client.get("/api/runs", params={"before": numbers[0]}).json()["items"] == found["items"][1:]


def test_one_run_has_its_lineage(client: TestClient) -> None:
    first = client.get("/api/runs/1").json()
    assert (first["file"], first["sha256"], first["status"]) == ("records.csv", original_digest(), "loaded")
    assert [*first["lineage"]["columns"]] == [column.name for column in COLUMNS]
    assert sum(part["rows"] for part in first["lineage"]["partitions"]) == first["rows_loaded"]


def test_the_report_follows_every_row(client: TestClient) -> None:
    for load in client.get("/api/lineage").json()["loads"]:
        if load["status"] != "loaded":
            continue
        left = load["rows_read"] - sum(
            reason["rows"] for reason in load["lineage"]["reasons"] if reason["reason"].startswith("The row ")
        )
        for step in load["lineage"]["steps"]:
            assert step["rows_in"] == left
            assert 0 <= step["rows_out"] <= left
            assert 0 <= step["rows_changed"] <= left
            left = step["rows_out"]
        assert load["rows_loaded"] + load["rows_known"] <= left


def test_openlineage_names_the_source_of_every_column(client: TestClient) -> None:
    event = client.get("/api/lineage/1").json()
    (output,) = event["outputs"]
    assert (event["eventType"], output["name"]) == ("COMPLETE", ABOUT["table"])
    assert [*output["facets"]["columnLineage"]["fields"]] == [column.name for column in COLUMNS]
    assert output["outputFacets"]["outputStatistics"]["rowCount"] == len(expected_rows(file_rows()))
    assert event["run"]["runId"] == client.get("/api/lineage/1").json()["run"]["runId"]


def test_the_quarantine_of_a_load(client: TestClient) -> None:
    for load in client.get("/api/runs").json()["items"]:
        found = client.get("/api/quarantine", params={"load": load["number"], "limit": 500}).json()
        assert (found["load"], found["file"]) == (load["number"], load["file"])
        assert found["total"] == load["rows_quarantined"]
        assert len(found["items"]) == min(500, found["total"])
        after = client.get("/api/quarantine", params={"load": load["number"], "offset": found["total"]}).json()
        assert after["items"] == []


@pytest.mark.parametrize(
    ("path", "status_code"),
    [
        ("/api/runs?limit=0", 422),
        ("/api/runs?limit=201", 422),
        ("/api/runs?before=one", 422),
        ("/api/runs?before=99999999999999999999", 422),
        ("/api/runs/0", 404),
        ("/api/runs/999", 404),
        ("/api/runs/99999999999999999999", 404),
        ("/api/runs/one", 422),
        ("/api/quarantine?load=999", 404),
        ("/api/quarantine?limit=501", 422),
        ("/api/quarantine?offset=-1", 422),
        ("/api/lineage/999", 404),
        ("/api/nothing", 404),
        ("/../app/main.py", 404),
        ("/%2e%2e/state.sqlite", 404),
    ],
)
def test_a_bad_question_gets_one_sentence(client: TestClient, path: str, status_code: int) -> None:
    response = client.get(path)
    assert (response.status_code, list(response.json())) == (status_code, ["detail"])


def test_a_run_needs_the_key(client: TestClient) -> None:
    assert client.post("/api/runs", json={}).status_code == 401
    for key in (b"wrong", KEY.encode() + b"\xe4"):
        assert client.post("/api/runs", json={}, headers=[(b"X-API-Key", key)]).status_code == 401
    foreign = client.post("/api/runs", json={}, headers={"X-API-Key": KEY, "Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 401


def test_a_run_loads_what_is_asked_for(client: TestClient, home: Path) -> None:
    headers = {"X-API-Key": KEY}
    for name in ("a.csv", "b.csv"):
        (home / "inbox" / name).write_bytes(BROKEN + name.encode())
    wait_for(lambda: not client.get("/api/status").json()["running"])
    answer = client.post("/api/runs", json={"files": ["b.csv", "../state.sqlite"]}, headers=headers)
    assert (answer.status_code, answer.json()) == (202, {"status": "started"})
    wait_for(lambda: "b.csv" in str(client.get("/api/status").json()["last_run"]["failed"]))
    assert "a.csv" not in str(client.get("/api/status").json()["last_run"])
    wait_for(lambda: client.post("/api/runs", json={}, headers=headers).status_code == 202)
    wait_for(lambda: "a.csv" in str(client.get("/api/status").json()["last_run"]["failed"]))


@pytest.mark.parametrize("body", ["", "{", "null", "[]", '"x"', '{"files": [""]}', '{"files": "x"}', '{"other": 1}'])
def test_a_run_that_is_asked_for_wrongly(client: TestClient, body: str) -> None:
    headers = {"X-API-Key": KEY, "Content-Type": "application/json"}
    assert client.post("/api/runs", content=body, headers=headers).status_code == 422


def test_the_page_admits_its_own_style_and_nothing_else(client: TestClient) -> None:
    response = client.get("/")
    (style,) = re.findall(r"<style>(.*?)</style>", response.text, re.DOTALL)
    policy = response.headers["Content-Security-Policy"]
    assert f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<script" not in response.text


def test_the_page_shows_text_as_text(client: TestClient) -> None:
    page = client.get("/").text
    found = re.search(r"<h1>([^<]*)</h1>", page)
    assert found
    assert unescape(found[1]) == ABOUT["title"]
    assert "&lt;b&gt;more.csv" in page
    assert "<b>more" not in page


def test_answers_carry_security_headers(client: TestClient) -> None:
    for path in ("/", "/health", "/api/runs", "/api/nothing"):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_a_foreign_host_name_is_refused(client: TestClient) -> None:
    assert client.get("/health", headers={"Host": "attacker.example"}).status_code == 400


def test_the_report_is_the_same_without_a_service(client: TestClient, home: Path) -> None:
    state = State(home)
    assert report_of(state)["totals"]["rows"] == client.get("/api/status").json()["rows"]
    assert report_of(state)["loads"] == client.get("/api/lineage").json()["loads"]
    assert "not scheduled" in render_page(state).html
    assert json.dumps(report_of(state))


def test_the_scheduler_runs_at_its_times(tmp_path: Path) -> None:
    scheduler = Scheduler(runner_at(tmp_path), "30 2 * * *")
    scheduler.start()
    wait_for(lambda: scheduler.next_at is not None)
    scheduler.stop()
    assert scheduler.is_ready
    assert scheduler.last
    assert scheduler.last.failed == ()
    assert scheduler.next_at
    assert (scheduler.next_at.hour, scheduler.next_at.minute) == (2, 30)
    assert timedelta() < scheduler.next_at - datetime.now(UTC) <= timedelta(days=1)


def test_the_scheduler_waits_while_another_process_loads(tmp_path: Path) -> None:
    runner = runner_at(tmp_path)
    scheduler = Scheduler(runner, "* * * * *")
    with runner.state.exclusive():
        scheduler.start()
        wait_for(lambda: scheduler.next_at is not None)
    assert not scheduler.is_ready
    scheduler.ask()
    wait_for(lambda: scheduler.is_ready)
    scheduler.stop()


def test_a_run_that_fails_leaves_the_service_up(tmp_path: Path) -> None:
    scheduler = Scheduler(runner_at(tmp_path, tmp_path / "missing.csv"), "* * * * *")
    scheduler.start()
    wait_for(lambda: scheduler.next_at is not None)
    scheduler.stop()
    assert (scheduler.is_ready, scheduler.is_running, scheduler.last) == (False, False, None)
