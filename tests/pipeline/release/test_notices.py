"""A webhook is told of deployments, with tries and without following redirects; looks at deployments are kept."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest

from pipeline.errors import InputError
from pipeline.release import webhooks
from pipeline.release.notices import notice_of
from pipeline.release.webhooks import post
from storage import health_checks
from storage.rows import Deployment, DeploymentState
from storage.store import Store


class Receiver:
    """A web server that answers with these statuses, the last one for good."""

    def __init__(self) -> None:
        self.statuses, self.seen = [200], list[dict[str, Any]]()
        self.address = ""


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setattr(webhooks, "PAUSE_S", 0)
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            found.seen.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(found.statuses.pop(0) if len(found.statuses) > 1 else found.statuses[0])
            self.send_header("Location", f"{found.address}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        found.address = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield found
        server.shutdown()
        thread.join()


@pytest.fixture
def deployment(tmp_path: Path) -> Deployment:
    store = Store(tmp_path / "quintet.db", lambda: b"")
    run = store.runs.create("shop", "{}", "Releasing")
    row = store.deployments.create(run.id, "shop", 1, "docker", None)
    return store.deployments.update(row.id, state=DeploymentState.ROLLED_BACK, reason="It counts 2.")


def test_a_notice_says_how_a_deployment_ended(receiver: Receiver, deployment: Deployment) -> None:
    post(receiver.address, notice_of(deployment))
    (seen,) = receiver.seen
    assert (seen["event"], seen["project"]) == ("deployment_rolled_back", "shop")
    assert seen["text"] == "shop, revision 1: rolled back. It counts 2."


def test_a_receiver_that_fails_is_tried_again(receiver: Receiver) -> None:
    receiver.statuses = [503, 200]
    post(receiver.address, {"event": "test"})
    assert len(receiver.seen) == 2
    receiver.statuses = [500]
    with pytest.raises(httpx.HTTPStatusError):
        post(receiver.address, {"event": "test"})
    assert len(receiver.seen) == 2 + webhooks.TRIES


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    receiver.statuses = [307]
    with pytest.raises(InputError, match="redirect"):
        post(receiver.address, {"event": "test"})
    assert len(receiver.seen) == 1


@pytest.mark.parametrize("address", ["ftp://example.com", "example.com/hook", "file:///etc/passwd", "http://"])
def test_only_addresses_of_web_servers_are_taken(address: str) -> None:
    with pytest.raises(InputError, match="begins with https"):
        post(address, {})


def test_looks_are_kept_up_to_a_bound(tmp_path: Path, deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health_checks, "KEPT_ROWS", 5)
    monkeypatch.setattr(health_checks, "SWEEP_EVERY", 10)
    store = Store(tmp_path / "quintet.db", lambda: b"")
    for number in range(20):
        store.health_checks.add(deployment.id, float(number), ok=number % 2 == 0)
    kept = store.health_checks.of(deployment.id)
    assert [each.latency_ms for each in kept] == [15.0, 16.0, 17.0, 18.0, 19.0]
    assert [each.ok for each in kept] == [False, True, False, True, False]
