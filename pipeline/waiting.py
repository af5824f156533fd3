"""What a run waits for that was asked for and has not begun: others are at work, and only so many at once."""

from pipeline.counting import in_a_row
from pipeline.states import State
from storage.rows import Run, RunStatus
from storage.store import Store

MOST_NAMED = 6


def waits_for(store: Store, run: Run, parallel: int) -> str:
    """Why a run, or its release, has not begun, in a sentence; empty where it has, or is about to.

    `parallel` is how many runs are worked on at once.
    """
    if run.status not in (RunStatus.NOT_STARTED, RunStatus.RELEASING) or _is_begun(store, run):
        return ""
    busy = [*store.runs.newest(status=RunStatus.RUNNING), *store.runs.newest(status=RunStatus.RELEASING)]
    at_work = sorted(other.id for other in busy if _is_begun(store, other))
    if len(at_work) < parallel:
        return ""
    named = in_a_row([str(each) for each in at_work[:MOST_NAMED]])
    what = "The release" if run.status is RunStatus.RELEASING else "The run"
    which = f"run {named}" if len(at_work) == 1 else f"one of the runs {named}"
    at_once = "one run is" if parallel == 1 else f"{parallel} runs are"
    return f"{what} waits until {which} has come to its end or to your decision: {at_once} worked on at once."


def _is_begun(store: Store, run: Run) -> bool:
    """Whether work on a run is under way: a release has a step of its own."""
    if run.status is not RunStatus.RELEASING:
        return run.status is RunStatus.RUNNING
    return any(step.state == State.RELEASING for step in store.runs.steps(run.id))
