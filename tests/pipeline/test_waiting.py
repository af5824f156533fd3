"""What a run or its release waits for is said, and only while it waits."""

from pathlib import Path

import pytest

from pipeline.states import State
from pipeline.waiting import waits_for
from storage.rows import Run, RunStatus, Step, now
from storage.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "quintet.db", lambda: b"")


def run(store: Store, status: RunStatus) -> Run:
    made = store.runs.create(f"p-{status}", "{}", State.INITIALIZED)
    store.runs.update(made.id, status=status)
    return store.runs.get(made.id)


@pytest.mark.parametrize("status", [RunStatus.RELEASING, RunStatus.NOT_STARTED])
def test_who_waits_is_told_for_whom(status: RunStatus, store: Store) -> None:
    mine = run(store, status)
    assert waits_for(store, mine, 2) == ""
    first = run(store, RunStatus.RUNNING)
    assert waits_for(store, mine, 2) == ""
    second = run(store, RunStatus.RUNNING)
    said = waits_for(store, mine, 2)
    assert f"waits until one of the runs {first.id} and {second.id} has come to its end" in said
    assert said.endswith("2 runs are worked on at once.")
    store.runs.update(second.id, status=RunStatus.AWAITING_APPROVAL)
    assert waits_for(store, mine, 2) == ""
    assert f"until run {first.id} has" in waits_for(store, mine, 1)


def test_a_release_that_has_begun_waits_no_longer_and_counts_for_others(store: Store) -> None:
    mine, other = run(store, RunStatus.RELEASING), run(store, RunStatus.RELEASING)
    step = Step(
        run_id=other.id, position=1, state=State.RELEASING, agent="", role="", attempt=1, started_at=now(),
        finished_at=None, handoff=None, error="",
    )  # fmt: skip
    store.runs.save_step(step)
    assert waits_for(store, other, 1) == ""
    assert f"run {other.id}" in waits_for(store, mine, 1)
