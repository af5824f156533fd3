"""Applications that start, and applications that don't: what the sandbox says of them."""

import sys
from pathlib import Path

import pytest

from pipeline.contracts.work import DataProbe
from pipeline.review.boot import check_boot
from sandbox.bubblewrap import BubblewrapSandbox
from sandbox.contracts import Sandbox
from sandbox.environments import Environment, EnvironmentCache
from sandbox.limited import LimitedSandbox

PROBE = DataProbe(path="/api/records", key="total", expected=3)
SERVER = """
import argparse, json, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

parser = argparse.ArgumentParser()
for name in ("--host", "--port", "--data-dir"):
    parser.add_argument(name)
options = parser.parse_args()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        status = {READY} if self.path == "/ready" else 200
        body = json.dumps({ANSWER}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


print("ready 200 total 3")
HTTPServer((options.host, int(options.port)), Handler).serve_forever()
"""


@pytest.fixture(scope="module")
def environments(tmp_path_factory: pytest.TempPathFactory) -> EnvironmentCache:
    return EnvironmentCache(tmp_path_factory.mktemp("environments"))


@pytest.fixture(scope="module", params=["bubblewrap", "limited"])
def sandbox(request: pytest.FixtureRequest, environments: EnvironmentCache) -> Sandbox:
    if request.param == "limited":
        return LimitedSandbox(environments, trusted_templates_only=True)
    if sys.platform != "linux":
        pytest.skip("bubblewrap is for Linux")
    return BubblewrapSandbox(environments)


def files(ready: str = "200", answer: str = '{"total": 3}', main: str = SERVER) -> dict[str, bytes]:
    text = main.replace("{READY}", ready).replace("{ANSWER}", answer)
    return {"app/__init__.py": b"", "app/__main__.py": text.encode()}


def boot(sandbox: Sandbox, project: dict[str, bytes]) -> tuple[bool, str]:
    report = check_boot(project, sandbox, Environment(lock=""), PROBE, lambda: False)
    return report.ok, report.detail


def test_what_answers_has_started(sandbox: Sandbox) -> None:
    ok, detail = boot(sandbox, files())
    assert ok, detail
    assert "total = 3" in detail


@pytest.mark.parametrize(
    ("project", "says"),
    [
        (files(answer='{"total": 4}'), "total = 4; expected 3"),
        (files(answer='{"total": "3"}'), "total = None; expected 3"),
        (files(answer='["total"]'), "total = None; expected 3"),
        (files(main="raise SystemExit('no database')\n"), "ended with code 1 before it was ready: no database"),
        (files(main="import no_such_package\n"), "No module named 'no_such_package'"),
        ({"app/__init__.py": b""}, "No module named app.__main__"),
    ],
)
def test_what_does_not_answer_says_why(sandbox: Sandbox, project: dict[str, bytes], says: str) -> None:
    ok, detail = boot(sandbox, project)
    assert not ok
    assert says in detail


def test_what_never_becomes_ready_is_given_up(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("pipeline.review.boot.READY_S", 2)
    ok, detail = boot(sandbox, files(ready="503"))
    assert not ok
    assert detail == "It was not ready after 2 s; /ready answered with 503."
