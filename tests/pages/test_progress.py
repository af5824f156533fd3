"""How far a run has come, in words."""

from datetime import UTC, datetime, timedelta

import pytest

from pages.ui import progress
from pipeline.states import DEVELOPMENT, State
from storage.rows import Run, RunStatus, Step

START = datetime(2026, 1, 1, tzinfo=UTC)


def run_of(status: RunStatus) -> Run:
    """A run."""
    at = START.isoformat()
    return Run(
        id=1, project="x", revision=1, parent_run=None, request="{}", workflow_id="", state="", status=status, error="",
        created_at=at, started_at=at, finished_at=None,
    )  # fmt: skip


def step(position: int, state: State, attempt: int = 1, error: str = "", *, finished: bool = True) -> Step:
    """A step of two seconds."""
    at = START + timedelta(seconds=10 * position)
    transition = next(known for known in DEVELOPMENT if known.state is state)
    return Step(
        run_id=1, position=position, state=state, agent=transition.agent, role=transition.role, attempt=attempt,
        started_at=at.isoformat(), finished_at=(at + timedelta(seconds=2)).isoformat() if finished else None,
        handoff="{}" if finished else None, error=error,
    )  # fmt: skip


def marks(run: Run, steps: list[Step]) -> list[str]:
    """The marks of every step, in order."""
    return [view.mark for agent in progress.agents(run, steps) for view in agent.steps]


def test_marks_while_running() -> None:
    steps = [step(0, State.REQUIREMENTS_ANALYZED), step(1, State.ARCHITECTURE_DESIGNED, finished=False)]
    found = marks(run_of(RunStatus.RUNNING), steps)
    assert found == ["done", "current", *["pending"] * 10]
    assert [agent.mark for agent in progress.agents(run_of(RunStatus.RUNNING), steps)][:2] == ["current", "pending"]


def test_retry_makes_later_steps_pending_again() -> None:
    order = [transition.state for transition in DEVELOPMENT[:7]]
    steps = [step(position, state) for position, state in enumerate(order)]
    steps.append(step(7, State.CODE_GENERATED, attempt=2, finished=False))
    views = [view for agent in progress.agents(run_of(RunStatus.RUNNING), steps) for view in agent.steps]
    assert [view.mark for view in views[:7]] == ["done"] * 3 + ["current"] + ["pending"] * 3
    assert views[3].attempt == 2


@pytest.mark.parametrize(
    ("status", "mark"),
    [(RunStatus.FAILED, "failed"), (RunStatus.CANCELLED, "stopped")],
)
def test_step_that_was_under_way_when_the_run_ended(status: RunStatus, mark: str) -> None:
    assert marks(run_of(status), [step(0, State.REQUIREMENTS_ANALYZED, finished=False)])[0] == mark


def test_deciding_is_not_work() -> None:
    steps = [step(position, transition.state) for position, transition in enumerate(DEVELOPMENT)]
    assert progress.worked_s(steps) == 2.0 * len(DEVELOPMENT)
    assert marks(run_of(RunStatus.AWAITING_APPROVAL), steps)[-2:] == ["waiting", "pending"]
    assert marks(run_of(RunStatus.COMPLETED), steps) == ["done"] * 12


def test_time_left_needs_past_runs() -> None:
    typical: dict[str, float] = {transition.state: 3.0 for transition in DEVELOPMENT}
    steps = [step(0, State.REQUIREMENTS_ANALYZED)]
    assert progress.left_s(run_of(RunStatus.RUNNING), steps, typical) == 3.0 * (len(DEVELOPMENT) - 1)
    under_way = [*steps, step(1, State.ARCHITECTURE_DESIGNED, finished=False)]
    assert progress.left_s(run_of(RunStatus.RUNNING), under_way, typical) is None  # it takes longer than it used to
    del typical[State.TESTS_EXECUTED]
    assert progress.left_s(run_of(RunStatus.RUNNING), steps, typical) is None
