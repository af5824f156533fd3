"""The process target with real processes: healthy, replaced, rolled back, stopped, started, adopted and restarted."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from pipeline.contracts.work import DataProbe
from pipeline.errors import InputError
from pipeline.release import process
from pipeline.release.deployer import Deployer, is_running
from pipeline.release.git import ProjectRepository, ensure_bare
from pipeline.release.supervisor import Supervisor
from sandbox.environments import EnvironmentCache
from storage.rows import Deployment, DeploymentState
from storage.store import Store

APPLICATION = """
import argparse, http.server, json, os, sys
parser = argparse.ArgumentParser()
for name in ("--host", "--port", "--data-dir"):
    parser.add_argument(name)
options = parser.parse_args()
print("environment", sorted(os.environ))
if {dies}:
    sys.exit("cannot start")
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({{"status": "ready", "total": {rows}, "pid": os.getpid()}}).encode()
        self.send_response({status})
        self.end_headers()
        self.wfile.write(body)
http.server.HTTPServer((options.host, int(options.port)), Handler).serve_forever()
"""
PROBE = DataProbe(path="/api/records?limit=1", key="total", expected=3)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "quintet.db", lambda: b"")


@pytest.fixture
def deployer(store: Store, tmp_path: Path) -> Iterator[Deployer]:
    environments = EnvironmentCache(tmp_path / "environments")
    yield Deployer(store.deployments, tmp_path / "deployments", environments, store.events.append)
    for deployment in store.deployments.newest():
        if deployment.pid and deployment.process_started:
            process.stop(process.Launched(pid=deployment.pid, started=deployment.process_started))


class Releaser:
    """Pushes releases of a small application, one revision after the other."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._remote = folder / "shop.git"
        ensure_bare(self._remote)

    def push(self, *, rows: int = 3, status: int = 200, dies: bool = False) -> Deployment:
        run = self._store.runs.create("shop", "{}", "Releasing")
        root = self._folder / f"workspace-{run.id}"
        (root / "app").mkdir(parents=True)
        (root / "app" / "__init__.py").touch()
        (root / "app" / "__main__.py").write_text(APPLICATION.format(rows=rows, status=status, dies=dies))
        (root / "requirements.txt").touch()
        repository = ProjectRepository(root)
        commit = repository.commit(repository.tree_hash(), f"Revision {run.revision}", None, "2026-01-01T00:00:00Z")
        repository.push(str(self._remote), f"r{run.revision}", commit, None)
        before = self._store.deployments.live_of("shop", "process")
        row = self._store.deployments.create(run.id, "shop", run.revision, "process", before.id if before else None)
        return self._store.deployments.update(row.id, commit_hash=commit, remote=str(self._remote), branch="main")


@pytest.fixture
def releaser(store: Store, tmp_path: Path) -> Releaser:
    return Releaser(store, tmp_path)


def answer(deployment: Deployment) -> dict[str, object]:
    found: dict[str, object] = httpx.get(f"{deployment.url}/ready", trust_env=False).json()
    return found


def test_a_release_becomes_healthy_with_the_right_count_and_none_of_our_environment(
    deployer: Deployer, releaser: Releaser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    deployment = deployer.deploy(releaser.push(), PROBE)
    assert deployment.state is DeploymentState.HEALTHY
    assert answer(deployment)["total"] == 3
    assert '"found":3' in (deployment.health or "")
    log = process.tail(deployer.log_file(deployment), 10)
    assert "environment" in log
    assert "OPENAI_API_KEY" not in log


def test_the_next_release_takes_the_same_address(deployer: Deployer, releaser: Releaser, store: Store) -> None:
    first = deployer.deploy(releaser.push(), PROBE)
    second = deployer.deploy(releaser.push(), PROBE)
    assert second.url == first.url
    assert answer(second)["pid"] == second.pid
    assert store.deployments.get(first.id).state is DeploymentState.REPLACED
    assert not is_running(store.deployments.get(first.id))


@pytest.mark.parametrize(
    ("fault", "reason"),
    [({"rows": 2}, "counts 2 records; expected 3"), ({"dies": True}, "process ended during the start")],
)
def test_a_release_that_fails_its_check_is_rolled_back(
    deployer: Deployer, releaser: Releaser, store: Store, fault: dict[str, int], reason: str
) -> None:
    first = deployer.deploy(releaser.push(), PROBE)
    second = deployer.deploy(releaser.push(**fault), PROBE)  # type: ignore[arg-type]
    assert second.state is DeploymentState.ROLLED_BACK
    assert reason in (second.reason or "")
    assert not is_running(second)
    restored = store.deployments.get(first.id)
    assert restored.state is DeploymentState.HEALTHY
    assert restored.url == first.url
    assert answer(restored)["pid"] == restored.pid


def test_a_first_release_that_fails_is_failed_and_leaves_no_process(deployer: Deployer, releaser: Releaser) -> None:
    deployment = deployer.deploy(releaser.push(rows=4), PROBE)
    assert deployment.state is DeploymentState.FAILED
    assert not is_running(deployment)


def test_deploying_again_after_an_interruption_leaves_one_process(deployer: Deployer, releaser: Releaser) -> None:
    pushed = releaser.push()
    first = deployer.deploy(pushed, PROBE)
    again = deployer.deploy(pushed, PROBE)
    assert again.state is DeploymentState.HEALTHY
    assert again.pid != first.pid
    assert first.pid is not None
    assert not psutil.pid_exists(first.pid)


def test_stop_and_start(deployer: Deployer, releaser: Releaser) -> None:
    deployment = deployer.deploy(releaser.push(), PROBE)
    stopped = deployer.stop(deployment.id)
    assert (stopped.state, is_running(stopped)) == (DeploymentState.STOPPED, False)
    with pytest.raises(InputError, match="nothing to stop"):
        deployer.stop(deployment.id)
    started = deployer.start(deployment.id)
    assert (started.state, started.url) == (DeploymentState.HEALTHY, deployment.url)
    with pytest.raises(InputError, match="is running; stop it first"):
        deployer.start(deployment.id)


def test_going_back_by_hand(deployer: Deployer, releaser: Releaser, store: Store) -> None:
    first = deployer.deploy(releaser.push(), PROBE)
    with pytest.raises(InputError, match="no release before"):
        deployer.roll_back(first.id)
    second = deployer.deploy(releaser.push(), PROBE)
    back = deployer.roll_back(second.id)
    assert (back.id, back.state) == (first.id, DeploymentState.HEALTHY)
    assert store.deployments.get(second.id).state is DeploymentState.ROLLED_BACK


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGKILL")
def test_a_supervisor_adopts_a_running_application_and_restarts_one_that_ended(
    deployer: Deployer, releaser: Releaser, store: Store
) -> None:
    deployment = deployer.deploy(releaser.push(), PROBE)
    assert deployment.pid is not None
    supervisor = Supervisor(store.deployments, deployer, store.events.append)
    supervisor.start()
    try:
        time.sleep(0.5)
        assert answer(deployment)["pid"] == deployment.pid
        os.kill(deployment.pid, signal.SIGKILL)
        deadline = time.monotonic() + 20
        while store.deployments.get(deployment.id).pid == deployment.pid or not is_running(
            store.deployments.get(deployment.id)
        ):
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        supervisor.stop()
    revived = store.deployments.get(deployment.id)
    assert revived.url == deployment.url
