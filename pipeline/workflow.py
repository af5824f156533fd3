"""The two workflows: from the input to the person's decision, and from the approval to a healthy deployment."""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.contracts.plan import RunRequest
from pipeline.development import Development, Step
from pipeline.durable import TakeStep
from pipeline.errors import InputError, RunCancelled, RunFailure
from pipeline.release.releases import Releases
from pipeline.states import Agent, Exhausted, State, Taken, Transition, attempt_of, next_transition
from pipeline.unusable import is_disk_full, reason
from storage.ledger import BudgetExceeded
from storage.rows import QUINTET, AuditEvent, EventKind, Run, RunStatus, now
from storage.rows import Step as StepRow
from storage.store import Store

log = logging.getLogger(__name__)

CANCEL_CHECK_S = 0.2
ROOM_CHECK_S = 1.0
EXPECTED = (RunFailure, InputError, BudgetExceeded)
RELEASING = Transition(State.RELEASING, Agent.VALIDATOR, "ReleaseManager", "Push and deploy")


class Workflows:
    """What the worker runs. A step that fails is recorded and ends its workflow; nothing is ever raised from one."""

    def __init__(self, home: Path, store: Store, development: Development, releases: Releases) -> None:
        self.halted: dict[int, str] = {}
        """Why a run stands still that cannot even be recorded as failed, as on a full disk; by the run's number."""
        self._home = home
        self._stopping = threading.Event()
        self._store = store
        self._development = development
        self._releases = releases

    def develop(self, run_id: int, durably: TakeStep) -> None:
        """Take steps until the person must decide, or the run has ended."""
        with self._failing_when_stuck(run_id):
            self._develop(run_id, durably)

    def release(self, run_id: int, durably: TakeStep) -> None:
        """Push the approved tree, and deploy it."""
        with self._failing_when_stuck(run_id):
            if durably("push", lambda: self._release_step(run_id, self._releases.push)):
                durably("deploy", lambda: self._release_step(run_id, self._releases.deploy))

    def stop(self) -> None:
        """Wait for room no longer."""
        self._stopping.set()

    def _develop(self, run_id: int, durably: TakeStep) -> None:
        history: list[Taken] = []
        reason = ""
        while transition := self._next(run_id, history):
            position, attempt = len(history) + 1, attempt_of(history, transition.state)
            taken = durably(
                transition.state,
                lambda: self._take(run_id, transition, position, attempt, reason),  # noqa: B023
            )
            if taken is None:
                return
            history.append(taken)
            reason = taken.objection

    def _next(self, run_id: int, history: list[Taken]) -> Transition | None:
        try:
            return next_transition(history)
        except Exhausted as error:
            self._fail(run_id, str(error))
            return None

    @contextmanager
    def _failing_when_stuck(self, run_id: int) -> Iterator[None]:
        """Fail a run that nothing can be written down for, as on a full disk, as soon as that can be written down.

        Until then the workflow waits within its step, so that nothing is recorded as done, and `halted` says why.
        """
        try:
            yield
        except Exception as error:
            why = reason(error, self._home)
            if not why or self._stopping.is_set():
                raise
            log.exception("Run %s stands still: %s", run_id, why)
            self.halted[run_id] = why
            while not self._failed(run_id, why):
                if self._stopping.wait(ROOM_CHECK_S):
                    raise
            del self.halted[run_id]

    def _failed(self, run_id: int, why: str) -> bool:
        """Whether a run and its unfinished steps could be recorded as failed."""
        try:
            for row in self._store.runs.steps(run_id):
                if row.finished_at is None:
                    self._finish_step(row, error=why)
            self._fail(run_id, why)
        except sqlite3.Error:
            return False
        return True

    def _take(self, run_id: int, transition: Transition, position: int, attempt: int, reason: str) -> Taken | None:
        """One step with its record; None when the run has ended."""
        with self._failing_when_stuck(run_id):
            return self._attempted(run_id, transition, position, attempt, reason)
        return None

    def _attempted(self, run_id: int, transition: Transition, position: int, attempt: int, reason: str) -> Taken | None:
        if not self._store.runs.change_status(
            run_id, (RunStatus.NOT_STARTED, RunStatus.RUNNING), status=RunStatus.RUNNING
        ):
            return None
        run = self._store.runs.get(run_id)
        row = _row(run_id, transition, position, attempt)
        self._store.runs.drop_steps(run_id, position)
        self._store.runs.save_step(row)
        if run.started_at is None:
            self._store.runs.update(run_id, started_at=row.started_at)
        report = self._reporter(run_id, transition)
        report(f"{transition.title}" + (f", attempt {attempt}: {reason}" if attempt > 1 else "."), EventKind.STATE)
        try:
            outcome = self._development.take(transition.state, self._step(run, position, attempt, reason, report))
        except RunCancelled:
            self._finish_step(row, error="Cancelled.")
            return None
        except EXPECTED as error:
            self._finish_step(row, error=str(error))
            self._fail(run_id, str(error))
            return None
        except Exception as error:  # the one place where a surprise ends a run and not the worker
            if is_disk_full(error):
                raise
            log.exception("Run %s: the step that reaches %s failed", run_id, transition.state)
            self._finish_step(row, error=repr(error))
            self._fail(run_id, f"An unexpected error ended the step “{transition.title}”: {error!r}.")
            return None
        self._finish_step(row, handoff=outcome.handoff.model_dump_json(), error=outcome.objection)
        log.info("Run %s reached %s", run_id, transition.state)
        self._reach(run_id, transition.state)
        ending = "Not sent back" if outcome.is_final else "Sent back"
        report(outcome.message + (f" {ending}: {outcome.objection}" if outcome.objection else ""), EventKind.STATE)
        return Taken(state=transition.state, objection=outcome.objection, is_final=outcome.is_final)

    def _step(self, run: Run, position: int, attempt: int, reason: str, report: Callable[[str], None]) -> Step:
        return Step(
            run=run,
            request=RunRequest.model_validate_json(run.request),
            position=position,
            attempt=attempt,
            retry_reason=reason,
            report=report,
            cancelled=self._cancel_check(run.id),
        )

    def _finish_step(self, row: StepRow, *, handoff: str | None = None, error: str = "") -> None:
        self._store.runs.save_step(row.model_copy(update={"finished_at": now(), "handoff": handoff, "error": error}))

    def _reach(self, run_id: int, state: State) -> None:
        values: dict[str, str] = {"state": state}
        if state is State.AWAITING_APPROVAL:
            values |= {"status": RunStatus.AWAITING_APPROVAL, "finished_at": now()}
        self._store.runs.change_status(run_id, (RunStatus.RUNNING,), **values)

    def _fail(self, run_id: int, error: str) -> None:
        values = {"state": State.FAILED, "status": RunStatus.FAILED, "error": error, "finished_at": now()}
        if self._store.runs.change_status(run_id, (RunStatus.RUNNING, RunStatus.RELEASING), **values):
            self._store.events.append(run_id, error, kind=EventKind.STATE, level="error")

    def _release_step(self, run_id: int, act: Callable[[Run, Callable[[str], None]], str]) -> bool:
        """One step of a release; whether the next may follow."""
        with self._failing_when_stuck(run_id):
            return self._released(run_id, act)
        return False

    def _released(self, run_id: int, act: Callable[[Run, Callable[[str], None]], str]) -> bool:
        run = self._store.runs.get(run_id)
        if run.status is not RunStatus.RELEASING:
            return False
        report = self._reporter(run_id, RELEASING)
        try:
            report(act(run, report), EventKind.STATE)
        except RunCancelled:
            return False
        except EXPECTED as error:
            self._fail_release(run, str(error))
            return False
        except Exception as error:  # as above
            if is_disk_full(error):
                raise
            log.exception("Run %s: the release failed", run_id)
            self._fail_release(run, f"An unexpected error ended the release: {error!r}.")
            return False
        return True

    def _fail_release(self, run: Run, error: str) -> None:
        self._store.audit.append(
            AuditEvent.RELEASE_FAILED, QUINTET, f"revision {run.revision} of {run.project}", run.id, error
        )
        self._fail(run.id, error)

    def _reporter(self, run_id: int, transition: Transition) -> Callable[..., None]:
        def report(message: str, kind: EventKind = EventKind.LOG) -> None:
            self._store.events.append(run_id, message, kind=kind, agent=transition.agent, role=transition.role)

        return report

    def _cancel_check(self, run_id: int) -> Callable[[], bool]:
        """Whether the run was cancelled, looked up five times a second at most."""
        seen = {"at": 0.0, "cancelled": 0.0}

        def cancelled() -> bool:
            if time.monotonic() - seen["at"] > CANCEL_CHECK_S:
                status = self._store.runs.get(run_id).status
                seen.update(at=time.monotonic(), cancelled=float(status is RunStatus.CANCELLED))
            return bool(seen["cancelled"])

        return cancelled


def _row(run_id: int, transition: Transition, position: int, attempt: int) -> StepRow:
    return StepRow(
        run_id=run_id,
        position=position,
        state=transition.state,
        agent=transition.agent,
        role=transition.role,
        attempt=attempt,
        started_at=now(),
        finished_at=None,
        handoff=None,
        error="",
    )
