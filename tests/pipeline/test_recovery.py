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
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.release.process import Launched, stop
from pipeline.states import DEVELOPMENT, State
from storage.rows import RunStatus
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


def kill_when(process: subprocess.Popen[bytes], store: Store, state: str) -> None:
    """Kill a process as soon as the step that reaches `state` has begun."""
    deadline = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < deadline:
        runs = store.runs.newest(limit=1)
        steps = store.runs.steps(runs[0].id) if runs else []
        if steps and steps[-1].state == state:
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


@pytest.mark.parametrize("state", [transition.state for transition in DEVELOPMENT[::2]])
def test_a_run_killed_in_any_state_goes_on_to_the_decision(home: Path, source: Path, state: State) -> None:
    store = open_store(home)
    process = subprocess.Popen(
        command(home, "run", str(source), "--name", f"killed-{state}"),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    kill_when(process, store, state)
    run = store.runs.newest(limit=1)[0]
    before = {step.position: step for step in store.runs.steps(run.id) if step.handoff}
    call(home, "resume", str(run.id)) if run.status is not RunStatus.AWAITING_APPROVAL else None
    finished = store.runs.get(run.id)
    assert finished.status is RunStatus.AWAITING_APPROVAL, finished.error
    steps = store.runs.steps(run.id)
    assert [step.state for step in steps] == [transition.state for transition in DEVELOPMENT]
    kept = [position for position, step in before.items() if steps[position - 1] == step]
    assert len(kept) >= len(before) - 1, "a finished step was taken again"
    calls = [entry.call_key for entry in store.ledger.entries(run.id)]
    assert len(calls) == len(set(calls)) == 9


def test_a_release_killed_while_it_deploys_goes_on_and_releases_once(home: Path, source: Path) -> None:
    store = open_store(home)
    run_id = call(home, "run", str(source), "--name", "killed-release")["run_id"]
    process = subprocess.Popen(
        command(home, "approve", str(run_id)), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    kill_when(process, store, State.RELEASING)
    released = call(home, "approve", str(run_id))
    assert released["status"] == "completed"
    assert released["deployment"]["probe"]["found"] == 60
    remote = Path(released["remote"])
    count = subprocess.run(
        ["git", "--git-dir", str(remote), "rev-list", "--count", "main"], capture_output=True, check=True, text=True
    )
    assert count.stdout.strip() == "1"
    assert len([item for item in store.deployments.newest() if item.run_id == run_id]) == 1


def test_approve_pressed_eight_times_at_once_releases_once(home: Path, source: Path) -> None:
    run_id = call(home, "run", str(source), "--name", "eight-times")["run_id"]
    processes = [
        subprocess.Popen(command(home, "approve", str(run_id)), cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(8)
    ]
    answers = [json.loads(process.communicate(timeout=240)[0].splitlines()[-1]) for process in processes]
    assert {process.returncode for process in processes} == {0}
    assert len({answer["commit"] for answer in answers}) == 1
    assert len({answer["deployment"]["id"] for answer in answers}) == 1
    store = open_store(home)
    started = [event for event in store.events.after(run_id) if event.message.startswith("Started on")]
    assert len(started) == 1


def test_two_processes_share_a_home_and_every_run_is_run_once(home: Path, source: Path) -> None:
    processes = [
        subprocess.Popen(
            command(home, "run", str(source), "--name", f"at-once-{number}"),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(3)
    ]
    answers = [json.loads(process.communicate(timeout=240)[0].splitlines()[-1]) for process in processes]
    assert {answer["status"] for answer in answers} == {"awaiting_approval"}
    store = open_store(home)
    for answer in answers:
        states = [step.state for step in store.runs.steps(answer["run_id"]) if step.handoff]
        assert len(states) == len(set(states)), "a step that had ended was taken again"
        assert states[-1] == State.AWAITING_APPROVAL
