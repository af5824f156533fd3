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

from pipeline.contracts.delivery import Target
from pipeline.errors import InputError
from pipeline.release import process
from pipeline.release.deployer import Deployer
from pipeline.release.supervisor import Supervisor
from pipeline.release.targets.process import ProcessTarget
from sandbox.environments import EnvironmentCache
from storage.rows import Deployment, DeploymentState
from storage.store import Store
from tests.pipeline.release.releaser import Releaser


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "quintet.db", lambda: b"")


@pytest.fixture
def deployer(store: Store, tmp_path: Path) -> Iterator[Deployer]:
    target = ProcessTarget(tmp_path / "deployments", EnvironmentCache(tmp_path / "environments"))
    yield Deployer(store.deployments, tmp_path / "deployments", {"process": target}, store.events.append)
    for deployment in store.deployments.newest():
        if deployment.pid and deployment.process_started:
            process.stop(process.Launched(pid=deployment.pid, started=deployment.process_started))


@pytest.fixture
def releaser(store: Store, tmp_path: Path, deployer: Deployer) -> Releaser:
    return Releaser(store, tmp_path, deployer, Target.PROCESS)


def is_running(deployment: Deployment) -> bool:
    return deployment.pid is not None and psutil.pid_exists(deployment.pid)


def answer(deployment: Deployment) -> dict[str, object]:
    found: dict[str, object] = httpx.get(f"{deployment.url}/ready", trust_env=False).json()
    return found


def test_a_release_becomes_healthy_with_the_right_count_and_none_of_our_environment(
    releaser: Releaser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    deployment = releaser.release()
    assert deployment.state is DeploymentState.HEALTHY
    assert answer(deployment)["total"] == 3
    assert '"found":3' in (deployment.health or "")
    log = process.tail(tmp_path / "deployments" / "shop" / "logs" / f"{deployment.id}.log", 10)
    assert "environment" in log
    assert "OPENAI_API_KEY" not in log


def test_the_next_release_takes_the_same_address(deployer: Deployer, releaser: Releaser, store: Store) -> None:
    first = releaser.release()
    second = releaser.release()
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
    first = releaser.release()
    second = releaser.release(**fault)
    assert second.state is DeploymentState.ROLLED_BACK
    assert reason in (second.reason or "")
    assert not is_running(second)
    restored = store.deployments.get(first.id)
    assert restored.state is DeploymentState.HEALTHY
    assert restored.url == first.url
    assert answer(restored)["pid"] == restored.pid


def test_a_first_release_that_fails_is_failed_and_leaves_no_process(deployer: Deployer, releaser: Releaser) -> None:
    deployment = releaser.release(rows=4)
    assert deployment.state is DeploymentState.FAILED
    assert not is_running(deployment)


def test_deploying_again_after_an_interruption_leaves_one_process(deployer: Deployer, releaser: Releaser) -> None:
    pushed = releaser.push()
    first = releaser.deploy(pushed)
    again = releaser.deploy(pushed)
    assert again.state is DeploymentState.HEALTHY
    assert again.pid != first.pid
    assert first.pid is not None
    assert not psutil.pid_exists(first.pid)


def test_a_process_that_nobody_noted_ends_before_another_one_starts_on_its_data(
    store: Store, deployer: Deployer, releaser: Releaser
) -> None:
    pushed = releaser.push()
    first = releaser.deploy(pushed)
    assert first.pid is not None
    store.deployments.update(pushed.id, state=DeploymentState.DEPLOYING, pid=None, process_started=None)
    again = releaser.deploy(store.deployments.get(pushed.id))
    assert again.state is DeploymentState.HEALTHY
    assert not psutil.pid_exists(first.pid)
    store.deployments.update(pushed.id, pid=None, process_started=None)
    deployer.stop(pushed.id)
    assert again.pid is not None
    assert not psutil.pid_exists(again.pid)


def test_stop_and_start(deployer: Deployer, releaser: Releaser) -> None:
    deployment = releaser.release()
    stopped = deployer.stop(deployment.id)
    assert (stopped.state, is_running(stopped)) == (DeploymentState.STOPPED, False)
    with pytest.raises(InputError, match="nothing to stop"):
        deployer.stop(deployment.id)
    started = deployer.start(deployment.id)
    assert (started.state, started.url) == (DeploymentState.HEALTHY, deployment.url)
    with pytest.raises(InputError, match="is running; stop it first"):
        deployer.start(deployment.id)


def test_going_back_by_hand(deployer: Deployer, releaser: Releaser, store: Store) -> None:
    first = releaser.release()
    with pytest.raises(InputError, match="no release before"):
        deployer.roll_back(first.id)
    second = releaser.release()
    back = deployer.roll_back(second.id)
    assert (back.id, back.state) == (first.id, DeploymentState.HEALTHY)
    assert store.deployments.get(second.id).state is DeploymentState.ROLLED_BACK


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGKILL")
def test_a_supervisor_adopts_a_running_application_and_restarts_one_that_ended(
    deployer: Deployer, releaser: Releaser, store: Store
) -> None:
    deployment = releaser.release()
    assert deployment.pid is not None
    supervisor = Supervisor(store, deployer, store.events.append)
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
