"""The one place where DBOS is used: workflows whose every step is recorded, so that a killed run goes on.

Steps of a workflow have the numbers 1, 2, 3, … in the order in which they are taken. DBOS is imported at its first use,
because the first page does not need it.
"""

import math
import sqlite3
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

TakeStep = Callable[[str, Callable[[], Any]], Any]
"""Take a step under a name, or give what it gave when it was taken before the process was killed."""
Workflow = Callable[[int, TakeStep], None]
"""A workflow's function: it gets a run's number, and what takes its steps."""

QUEUE = "runs"
EXECUTOR = "worker"
APPLICATION_VERSION = "1"
"""Recovery only takes up workflows of the same version: change it when recorded steps can no longer be replayed."""
POLLING_S = 0.15
SETTLE_S = 30.0
SETTLE_POLL_S = 0.02
ACTIVE = ("PENDING", "ENQUEUED", "DELAYED")


def is_ready(path: Path) -> bool:
    """Whether a worker has made the tables, so that they can be asked; until then it finds by itself what there is."""
    return _mark(path).exists()


class DurableQueue:
    """Asks for workflows. Works in any process of a home as soon as its file `is_ready`."""

    def __init__(self, path: Path) -> None:
        from dbos import DBOSClient

        _complete_sqlite()
        self._client = DBOSClient(system_database_url=_url(path))

    def start(self, workflow: str, workflow_id: str, run_id: int) -> None:
        """Ask for a workflow; asking again for the same id changes nothing."""
        self._client.enqueue(
            {
                "queue_name": QUEUE,
                "workflow_name": workflow,
                "workflow_id": workflow_id,
                "app_version": APPLICATION_VERSION,
            },
            run_id,
        )

    def is_active(self, workflow_id: str) -> bool | None:
        """Whether a workflow waits or runs; None where nobody ever asked for it."""
        found = self._client.list_workflows(workflow_ids=[workflow_id])
        return found[0].status in ACTIVE if found else None

    def settle(self, workflow_id: str) -> None:
        """Wait until a workflow neither waits nor runs; raises TimeoutError."""
        deadline = time.monotonic() + SETTLE_S
        while self.is_active(workflow_id):
            if time.monotonic() > deadline:
                raise TimeoutError(f"Workflow {workflow_id} has not ended within {SETTLE_S:.0f} seconds.")
            time.sleep(SETTLE_POLL_S)

    def rewind(self, workflow_id: str, step: int) -> None:
        """Take a workflow that has ended up again at one of its steps."""
        self._client.rewind_workflow(
            workflow_id, start_step=step, queue_name=QUEUE, application_version=APPLICATION_VERSION
        )

    def close(self) -> None:
        """Close the connection."""
        self._client.destroy()


class DurableEngine:
    """Runs workflows in background threads of this process. At most one process of a home may have one."""

    def __init__(self, path: Path, workflows: dict[str, Workflow], parallel: int) -> None:
        """Start: take up what was interrupted, then whatever is asked for, at most `parallel` workflows at a time."""
        from dbos import DBOS, DBOSConfig

        _complete_sqlite()
        path.parent.mkdir(parents=True, exist_ok=True)
        _mark(path).unlink(missing_ok=True)
        config: DBOSConfig = {
            "name": "quintet",
            "system_database_url": _url(path),
            "application_version": APPLICATION_VERSION,
            "executor_id": EXECUTOR,
            "enable_otlp": False,
            "log_level": "ERROR",
        }
        DBOS(config=config)
        for name, function in workflows.items():
            DBOS.workflow(name=name)(_durable(function))
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=parallel, polling_interval_sec=POLLING_S)
        _mark(path).touch()

    def stop(self, wait_s: float) -> None:
        """Stop taking up workflows, and wait for those under way. They go on when an engine is started again."""
        from dbos import DBOS

        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=math.ceil(wait_s))


def _durable(function: Workflow) -> Callable[[int], None]:
    from dbos import DBOS

    def workflow(run_id: int) -> None:
        function(run_id, lambda name, step: DBOS.run_step({"name": name}, step))

    return workflow


def _mark(path: Path) -> Path:
    return path.with_suffix(".ready")


def _url(path: Path) -> str:
    return f"sqlite:///{path}"


@cache
def _complete_sqlite() -> None:
    """Give an old SQLite the function `unixepoch('subsec')`, which came with 3.42.

    From Python 3.12 on DBOS takes it for granted, but such a Python may well be linked to an older SQLite.
    """
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    if sqlite3.sqlite_version_info >= (3, 42):
        return

    @event.listens_for(Engine, "connect")
    def complete(connection: Any, _record: Any) -> None:
        connection.create_function("unixepoch", -1, lambda *_: time.time())
