"""The workflow killed in every state, and resumed: nothing is lost, nothing is done twice.

Each case runs the command line in a process of its own, which is killed with SIGKILL as soon as the run's newest step
is the one of that state; `resume` then brings the run to its end, and `approve` releases it.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.release.process import Launched, stop
from pipeline.states import DEVELOPMENT, State
from storage.rows import RunStatus, Step
from storage.store import Store
from tests.homes import new_home

ROOT = Path(__file__).parent.parent.parent
CSV = "code,name,price\n" + "".join(f"{number:04},thing {number % 7},{number}.50\n" for number in range(60))

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="sends SIGKILL"),
    pytest.mark.usefixtures("quick_sandbox"),
]


def command(home: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "pipeline", *arguments, "--home", str(home), "--json"]


def call(home: Path, *arguments: str) -> dict[str, Any]:
    done = subprocess.run(command(home, *arguments), cwd=ROOT, capture_output=True, check=False, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def kill_when(process: subprocess.Popen[bytes], store: Store, reached: Callable[[Step], bool]) -> None:
    """Kill a process as soon as the newest step of the newest run is one that is waited for."""
    deadline = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < deadline:
        runs = store.runs.newest(limit=1)
        steps = store.runs.steps(runs[0].id) if runs else []
        if steps and reached(steps[-1]):
            os.kill(process.pid, signal.SIGKILL)
            break
        time.sleep(0.001)
    process.wait(timeout=60)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One home for all cases, so that its environments are made once."""
    folder = new_home(tmp_path_factory)
    yield folder
    store = open_store(folder)
    for deployment in store.deployments.newest():
        if deployment.pid and deployment.process_started:
            stop(Launched(pid=deployment.pid, started=deployment.process_started))


def open_store(home: Path) -> Store:
    return Store(home / "quintet.db", lambda: b"")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("input") / "things.csv"
    path.write_text(CSV)
    return path


def begin(home: Path, *arguments: str) -> subprocess.Popen[bytes]:
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(command(home, *arguments), cwd=ROOT, stdout=nowhere, stderr=nowhere)


def test_a_run_killed_in_every_second_state_goes_on_to_the_decision(home: Path, source: Path) -> None:
    store = open_store(home)
    arguments = ["run", str(source), "--name", "killed"]
    kept: dict[int, Step] = {}
    for position in range(1, len(DEVELOPMENT) + 1, 2):
        kill_when(begin(home, *arguments), store, lambda step, at=position: step.position >= at)  # type: ignore[misc]
        run = store.runs.newest(limit=1)[0]
        finished = {step.position: step for step in store.runs.steps(run.id) if step.handoff}
        lost = [at for at, step in kept.items() if finished.get(at) != step]
        assert len(lost) <= 1, "more than the step that was under way was taken again"
        kept, arguments = finished, ["resume", str(run.id)]
    if run.status is not RunStatus.AWAITING_APPROVAL:
        call(home, *arguments)
    ended = store.runs.get(run.id)
    assert ended.status is RunStatus.AWAITING_APPROVAL, ended.error
    assert [step.state for step in store.runs.steps(run.id)] == [transition.state for transition in DEVELOPMENT]
    calls = [entry.call_key for entry in store.ledger.entries(run.id)]
    assert len(calls) == len(set(calls)) == 9


def test_processes_that_share_a_home_run_and_release_each_run_once(home: Path, source: Path) -> None:
    one, other = run_at_once(home, source)
    release_killed_while_it_deploys(home, other)
    approve_eight_times_at_once(home, one)


def run_at_once(home: Path, source: Path) -> list[int]:
    """Two runs, begun by two processes at the same time."""
    answers = all_of(home, *(("run", str(source), "--name", f"at-once-{number}") for number in range(2)))
    assert {answer["status"] for answer in answers} == {"awaiting_approval"}
    store = open_store(home)
    for answer in answers:
        states = [step.state for step in store.runs.steps(answer["run_id"]) if step.handoff]
        assert len(states) == len(set(states)), "a step that had ended was taken again"
        assert states[-1] == State.AWAITING_APPROVAL
    return sorted(answer["run_id"] for answer in answers)


def release_killed_while_it_deploys(home: Path, run_id: int) -> None:
    """It goes on and releases once. The run is the newest one."""
    store = open_store(home)
    kill_when(begin(home, "approve", str(run_id)), store, lambda step: step.state == State.RELEASING)
    released = call(home, "approve", str(run_id))
    assert released["status"] == "completed"
    assert released["deployment"]["probe"]["found"] == 60
    count = subprocess.run(
        ["git", "--git-dir", released["remote"], "rev-list", "--count", "main"],
        capture_output=True,
        check=True,
        text=True,
    )
    assert count.stdout.strip() == "1"
    assert len([item for item in store.deployments.newest() if item.run_id == run_id]) == 1


def approve_eight_times_at_once(home: Path, run_id: int) -> None:
    """It is released once."""
    answers = all_of(home, *[("approve", str(run_id))] * 8)
    assert len({answer["commit"] for answer in answers}) == 1
    assert len({answer["deployment"]["id"] for answer in answers}) == 1
    messages = [event.message for event in open_store(home).events.after(run_id)]
    assert len([message for message in messages if message.startswith("Started on")]) == 1


def all_of(home: Path, *calls: tuple[str, ...]) -> list[dict[str, Any]]:
    """What processes answer that work at the same time; each succeeds."""
    processes = [
        subprocess.Popen(command(home, *arguments), cwd=ROOT, stdout=subprocess.PIPE, text=True) for arguments in calls
    ]
    answers = [json.loads(process.communicate(timeout=240)[0].splitlines()[-1]) for process in processes]
    assert {process.returncode for process in processes} == {0}
    return answers
