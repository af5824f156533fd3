"""The one process of a home that runs its workflows and looks after its deployments."""

import threading
from collections.abc import Callable
from importlib import import_module

from filelock import FileLock, Timeout

from pipeline.durable import DurableEngine, DurableQueue, Workflow
from pipeline.release.supervisor import Supervisor
from pipeline.review.spares import SPARES
from pipeline.settings import Settings
from pipeline.states import State
from pipeline.workflow import Workflows
from storage.rows import Run, RunStatus
from storage.store import Store

DEVELOP = "develop"
RELEASE = "release"
RETRY_S = 2.0


def workflow_id(run_id: int, *, releasing: bool) -> str:
    """The id of a run's workflow. A run has one of each kind, so it is developed once and released once."""
    return f"{RELEASE if releasing else DEVELOP}-{run_id}"


class Worker:
    """Holds the home's lock while it works. The operating system frees it when the process ends, however it ends."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        workflows: Workflows,
        supervisor: Supervisor,
        reap: Callable[[], None],
    ) -> None:
        """`reap` removes what the sandboxes of a killed process left behind."""
        self._reap = reap
        self._settings = settings
        self._store = store
        self._workflows = workflows
        self._supervisor = supervisor
        self._lock = FileLock(settings.home / "worker.lock")
        self._engine: DurableEngine | None = None
        self._stopping = threading.Event()
        self._waiter: threading.Thread | None = None

    @property
    def is_here(self) -> bool:
        """Whether this process is the home's worker, or is about to be."""
        return self._lock.is_locked

    def try_start(self) -> bool:
        """Become the worker unless another process is; whether this process is it now."""
        if self._engine is None:
            try:
                self._lock.acquire(timeout=0)
            except Timeout:
                return False
            workflows: dict[str, Workflow] = {DEVELOP: self._workflows.develop, RELEASE: self._workflows.release}
            self._engine = DurableEngine(self._settings.workflows, workflows, self._settings.parallel_runs)
            self._reconcile()
            threading.Thread(target=self._reap, name="reaper", daemon=True).start()
        return True

    def keep_trying(self) -> None:
        """Become the worker, now or when the process that is the worker ends, and then look after deployments too."""
        self._waiter = threading.Thread(target=self._wait_for_turn, name="worker-turn", daemon=True)
        self._waiter.start()

    def stop(self, wait_s: float = 0) -> None:
        """Stop taking up work, after waiting for what is under way.

        Without a wait the lock is kept until the process ends, so that no other worker takes a step a second time.
        """
        self._stopping.set()
        self._workflows.stop()
        if self._waiter:
            self._waiter.join(timeout=RETRY_S)
            self._supervisor.stop()
        if self._engine:
            self._engine.stop(wait_s)
            self._engine = None
            SPARES.stop()
            if wait_s:
                self._lock.release()

    def is_elsewhere(self) -> bool:
        """Whether another process is the home's worker."""
        if self.is_here:
            return False
        try:
            with self._lock.acquire(timeout=0):
                return False
        except Timeout:
            return True

    def _wait_for_turn(self) -> None:
        while not self._stopping.is_set():
            if self.try_start():
                self._supervisor.start()
                import_module("pipeline.agents.conversation")  # now, so that the first run does not wait for AutoGen
                if not self._stopping.is_set():
                    SPARES.start()  # for the same reason
                return
            self._stopping.wait(RETRY_S)

    def _reconcile(self) -> None:
        """Ask again for what a killed process had decided on but not yet asked for."""
        queue = DurableQueue(self._settings.workflows)
        for status in (RunStatus.NOT_STARTED, RunStatus.RUNNING, RunStatus.RELEASING):
            for run in self._store.runs.newest(limit=1000, status=status):
                take_up(queue, self._store, run)
        queue.close()


def take_up(queue: DurableQueue, store: Store, run: Run) -> None:
    """Have a run's workflow begin, or go on after its last finished step; does nothing while it is under way."""
    releasing = run.status is RunStatus.RELEASING
    name = workflow_id(run.id, releasing=releasing)
    active = queue.is_active(name)
    if active is None:
        queue.start(RELEASE if releasing else DEVELOP, name, run.id)
    elif not active:
        queue.rewind(name, 1 if releasing else _first_unfinished(store, run))


def _first_unfinished(store: Store, run: Run) -> int:
    finished = [step.position for step in store.runs.steps(run.id) if step.handoff and step.state != State.RELEASING]
    return max(finished, default=0) + 1
