"""How far a run has come, in the words and numbers that the Run page draws. Pure functions of what is stored."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

from pydantic import BaseModel

from pipeline.states import DEVELOPMENT, Agent, State, Transition
from storage.rows import Run, RunStatus, Step

Mark = Literal["done", "current", "failed", "stopped", "waiting", "pending"]

ORDER = {transition.state: position for position, transition in enumerate(DEVELOPMENT)}
RELEASE = Transition(State.COMPLETED, Agent.VALIDATOR, "ReleaseManager", "Release it")
ASK = "Wait for your decision"


class StepView(BaseModel):
    """A line of an agent's card. `started_ms` is set while the step is under way, `seconds` when it is over."""

    title: str
    role: str
    mark: Mark
    seconds: float | None = None
    started_ms: int | None = None
    attempt: int = 1
    error: str = ""


class AgentView(BaseModel):
    """An agent's card."""

    name: str
    mark: Mark
    steps: list[StepView]


def agents(run: Run, steps: list[Step]) -> list[AgentView]:
    """The five agents with their steps, in order."""
    newest = _newest(steps)
    views: dict[Agent, list[StepView]] = {agent: [] for agent in Agent}
    for transition in DEVELOPMENT:
        views[transition.agent].append(_view(run, transition, newest.get(transition.state)))
    views[Agent.VALIDATOR].append(_release(run, newest.get(State.RELEASING)))
    return [AgentView(name=agent, mark=_together(rows), steps=rows) for agent, rows in views.items()]


def left_s(run: Run, steps: list[Step], typical: Mapping[str, float]) -> float | None:
    """Seconds that the steps still to come usually take.

    None where past runs do not tell, or where the step under way takes longer than it used to: this run is another.
    """
    newest = _newest(steps)
    known = all(transition.state in typical for transition in DEVELOPMENT)
    if run.status not in (RunStatus.RUNNING, RunStatus.NOT_STARTED) or not known:
        return None
    left = 0.0
    for transition in DEVELOPMENT:
        step = newest.get(transition.state)
        if step is None:
            left += typical[transition.state]
        elif step.finished_at is None:
            rest = typical[transition.state] - _since(step.started_at)
            if rest < 0:
                return None
            left += rest
    return left


def worked_s(steps: list[Step]) -> float:
    """Seconds of all finished steps: the time that a person takes to decide is not work."""
    return sum(step.elapsed_s or 0.0 for step in steps)


def working_since_ms(run: Run, steps: list[Step]) -> int | None:
    """When the work would have begun, had it never paused; None while no step is under way."""
    if not (run.status.is_active and steps and steps[-1].finished_at is None):
        return None
    return milliseconds(steps[-1].started_at) - int(worked_s(steps) * 1000)


def milliseconds(at: str) -> int:
    """A stored time as a browser counts it."""
    return int(_time(at).timestamp() * 1000)


def _newest(steps: list[Step]) -> dict[str, Step]:
    """The steps that still count: a retry makes everything after the state that it goes back to pending again."""
    counting: dict[str, Step] = {}
    for step in steps:
        place = ORDER.get(State(step.state), len(ORDER))
        counting = {state: kept for state, kept in counting.items() if ORDER.get(State(state), 0) < place}
        counting[step.state] = step
    return counting


def _view(run: Run, transition: Transition, step: Step | None) -> StepView:
    is_question = transition.state is State.AWAITING_APPROVAL
    view = StepView(title=transition.title, role=transition.role, mark="pending")
    if step is None:
        return view
    known = {"attempt": step.attempt, "seconds": step.elapsed_s, "error": step.error}
    if step.error:
        return view.model_copy(update={**known, "mark": "failed"})
    if is_question and run.status is RunStatus.AWAITING_APPROVAL:
        return view.model_copy(update={"title": ASK, "mark": "waiting"})
    if step.finished_at:
        return view.model_copy(update={**known, "mark": "done"})
    if not run.status.is_active:
        return view.model_copy(update={**known, "mark": "failed" if run.status is RunStatus.FAILED else "stopped"})
    return view.model_copy(update={**known, "mark": "current", "started_ms": milliseconds(step.started_at)})


def _release(run: Run, step: Step | None) -> StepView:
    marks: dict[RunStatus, Mark] = {
        RunStatus.RELEASING: "current",
        RunStatus.COMPLETED: "done",
        RunStatus.REJECTED: "stopped",
    }
    failed = run.status is RunStatus.FAILED and run.state in (State.RELEASING, State.AWAITING_APPROVAL)
    mark: Mark = "failed" if failed else marks.get(run.status, "pending")
    title = "Not released" if run.status is RunStatus.REJECTED else RELEASE.title
    view = StepView(title=title, role=RELEASE.role, mark=mark, seconds=step.elapsed_s if step else None)
    if step and mark == "current":
        return view.model_copy(update={"started_ms": milliseconds(step.started_at), "attempt": step.attempt})
    return view


def _together(steps: list[StepView]) -> Mark:
    marks = [step.mark for step in steps]
    for strongest in ("failed", "current", "waiting", "stopped"):
        if strongest in marks:
            return strongest
    if all(mark == "done" for mark in marks):
        return "done"
    return "current" if "done" in marks and "pending" in marks and len(set(marks)) > 1 else "pending"


def _time(at: str) -> datetime:
    return datetime.fromisoformat(at)


def _since(at: str) -> float:
    return (datetime.now(UTC) - _time(at)).total_seconds()


def in_ms(seconds: float) -> int:
    """The moment so many seconds from now, as a browser counts it."""
    return int((datetime.now(UTC).timestamp() + seconds) * 1000)
