"""Runs of GitHub Actions: the one for a commit is found or begun, and followed job by job."""

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pipeline.errors import RunCancelled, RunFailure
from pipeline.release.github_contracts import WorkflowState

if TYPE_CHECKING:
    from pipeline.release.github import GithubClient

APPEARS_S, FOLLOW_S, PAUSE_S = 60.0, 3 * 3600.0, 5.0
"""How long a run may take to appear and to end, and the time between two looks."""


def run_for(
    github: "GithubClient",
    full_name: str,
    commit: str,
    workflow: str,
    cancelled: Callable[[], bool],
    appears_s: float = APPEARS_S,
    pause_s: float = PAUSE_S,
) -> WorkflowState | None:
    """The newest run of a workflow, by its file's name, for a commit, once there is one; None after `appears_s`.

    Raises GithubFailed, RunCancelled.
    """
    deadline = time.monotonic() + appears_s
    while True:
        if found := github.runs_of(full_name, commit, workflow):
            return found[0]
        if time.monotonic() > deadline:
            return None
        _pause(pause_s, cancelled)


def start_run(
    github: "GithubClient",
    full_name: str,
    commit: str,
    workflow: str,
    ref: str,
    inputs: dict[str, str],
    cancelled: Callable[[], bool],
    pause_s: float = PAUSE_S,
) -> WorkflowState:
    """The run of a workflow for a commit: the one that there is, or one begun now on `ref`, which names the commit.

    Asking again after an interruption begins no second one. Raises GithubFailed, RunCancelled, RunFailure.
    """
    if found := run_for(github, full_name, commit, workflow, cancelled, 0):
        return found
    github.dispatch(full_name, workflow, ref, inputs)
    if begun := run_for(github, full_name, commit, workflow, cancelled, pause_s=pause_s):
        return begun
    raise RunFailure(
        f"GitHub has not begun {workflow} within {APPEARS_S:.0f} seconds; look at its Actions, and resume."
    )


def follow(
    github: "GithubClient",
    full_name: str,
    run_id: int,
    cancelled: Callable[[], bool],
    timeout_s: float = FOLLOW_S,
    pause_s: float = PAUSE_S,
) -> Iterator[WorkflowState]:
    """Each state of a run that differs from the one before, the last of them that of its end.

    Raises GithubFailed, RunCancelled, and RunFailure where it has not ended after `timeout_s`. The run itself goes on.
    """
    deadline, seen = time.monotonic() + timeout_s, None
    while True:
        now = github.run(full_name, run_id)
        if now != seen:
            yield now
            seen = now
        if now.is_done:
            return
        if time.monotonic() > deadline:
            raise RunFailure(f"The workflow has not ended within {timeout_s / 3600:.1f} hours; look at it: {now.url}")
        _pause(pause_s, cancelled)


def _pause(pause_s: float, cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise RunCancelled
    time.sleep(pause_s)
