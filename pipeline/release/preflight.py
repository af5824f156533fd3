"""Whether a release could go through now: what Approve needs, checked before it may be pressed.

Checks that take a network are made in threads of their own, and kept for some seconds.
"""

import threading
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet

from pipeline.contracts.delivery import Target
from pipeline.contracts.work import Check, ReleasePlan, Way
from pipeline.errors import InputError, RunFailure
from pipeline.release.access import Remotes
from pipeline.release.git import ProjectRepository
from pipeline.release.github_preflight import github_checks
from pipeline.release.remotes import Remote, RemoteKind
from pipeline.release.situation import Situation, look_at

KEPT_S = 20.0
PARALLEL = 4
REACHED, PLANNED, TAG = "The remote can be reached", "The remote is as planned", "The tag is free"


def preflight(
    plan: ReleasePlan,
    project: str,
    revision: int,
    remotes: Remotes,
    repository: ProjectRepository,
    released: Collection[str] = (),
) -> tuple[Check, ...]:
    """What a plan's release needs of its remote; the evidence of a check that failed says what to do.

    `released` are the commits of the project that were released before. Nothing is changed.
    """
    try:
        remote = remotes.of(plan.remote, project)
        return tuple(_checks(plan, remote, revision, remotes, repository, released))
    except (InputError, RunFailure) as error:
        return (Check(name=REACHED, passed=False, evidence=str(error)),)


def _checks(
    plan: ReleasePlan,
    remote: Remote,
    revision: int,
    remotes: Remotes,
    repository: ProjectRepository,
    released: Collection[str],
) -> Iterator[Check]:
    now = look_at(remote, remotes, repository, revision, released)
    yield Check(name=REACHED, passed=not now.trouble, evidence=now.trouble or f"{plan.remote} answers.")
    if now.trouble:
        return
    planned = _as_planned(plan, now)
    yield planned
    if planned.passed and now.way is not Way.CREATE:
        yield _tag_is_free(plan, remote, remotes, repository)
    if remote.kind is RemoteKind.GITHUB:
        yield from github_checks(plan, remote, remotes)
    elif plan.target == Target.GITHUB_ACTIONS:
        told = "GitHub Actions runs where the files are; start the run with a Git repository written as OWNER/NAME."
        yield Check(name="The repository is at GitHub", passed=False, evidence=told)


def _as_planned(plan: ReleasePlan, now: Situation) -> Check:
    planned = Situation(way=plan.way, branch=plan.branch, base=plan.base, parent=plan.parent)
    if plan.trouble:
        told = "It could not be reached when the release was planned, and can be now; plan the release again."
    elif now != planned:
        told = f"{plan.remote} has moved on since this release was planned; plan the release again."
    else:
        at = f"{plan.base or plan.branch} at commit {plan.parent[:12]}" if plan.parent else "empty, or not there yet"
        return Check(name=PLANNED, passed=True, evidence=f"It is {at}.")
    return Check(name=PLANNED, passed=False, evidence=told)


def _tag_is_free(plan: ReleasePlan, remote: Remote, remotes: Remotes, repository: ProjectRepository) -> Check:
    """Whether neither the tag is there nor, where a branch of its own is pushed, that branch."""
    there = repository.references(remote.url, plan.branch, plan.tag, remotes.access(remote))
    told = ""
    if plan.tag and there.tag(plan.tag):
        told = f"{remote.url} has a tag {plan.tag} already; remove it there, or make a new revision of the project."
    elif plan.base and there.branch(plan.branch):
        told = f"{remote.url} has a branch {plan.branch} already; merge or remove it there, and check again."
    return Check(name=TAG, passed=not told, evidence=told or f"{plan.tag} is not there yet.")


class Preflights:
    """The newest checks of each run, made anew when they are old, changed or not wanted any more."""

    def __init__(self, look: Callable[[int, ReleasePlan], tuple[Check, ...]]) -> None:
        """`look` makes the checks of a run's plan; it is called in threads."""
        self._look = look
        self._threads = ThreadPoolExecutor(PARALLEL, thread_name_prefix="preflight")
        self._lock = threading.Lock()
        self._known: dict[int, tuple[float, ReleasePlan, Future[tuple[Check, ...]]]] = {}

    def of(self, run_id: int, plan: ReleasePlan, wait_s: float) -> tuple[Check, ...] | None:
        """The checks of a run's plan, None where they are still being made after `wait_s` seconds."""
        with self._lock:
            asked_at, asked_for, result = self._known.get(run_id, (0.0, None, None))
            is_old = result is not None and result.done() and time.monotonic() - asked_at > KEPT_S
            if result is None or is_old or asked_for != plan:
                result = self._threads.submit(self._look, run_id, plan)
                self._known[run_id] = (time.monotonic(), plan, result)
        try:
            return result.result(wait_s)
        except NotYet:
            return None

    def forget(self, run_id: int) -> None:
        """Make the checks of a run anew when they are asked for next."""
        with self._lock:
            self._known.pop(run_id, None)
