"""Keeps released applications running: adopts what a former session started, and restarts what ended by itself."""

import itertools
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable

from pipeline.errors import InputError, RunFailure
from pipeline.release.changes import Told
from pipeline.release.deployer import Deployer, nobody
from pipeline.release.health import Health
from storage.rows import Deployment, DeploymentState
from storage.store import Store

PERIOD_S = 2.0
LOOKS_A_QUESTION = 5
"""Whether the process is there is looked at every period; whether it answers is asked every fifth time."""
RESTARTS = 5
RESTART_WINDOW_S = 600.0


class Supervisor:
    """A background thread that looks at every deployment that should be running."""

    def __init__(
        self, store: Store, deployer: Deployer, report: Callable[[int, str], None], told: Told = nobody
    ) -> None:
        """`told` gets a deployment that has just broken, or is well again."""
        self._deployments = store.deployments
        self._checks = store.health_checks
        self._deployer = deployer
        self._report = report
        self._told = told
        self._stop = threading.Event()
        self._own_restarts: dict[int, int] = {}
        self._restarts: dict[int, deque[float]] = defaultdict(lambda: deque(maxlen=RESTARTS))
        self._thread = threading.Thread(target=self._watch, name="supervisor", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Stop watching; the applications go on."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=PERIOD_S)

    def _watch(self) -> None:
        for look in itertools.count():
            if self._stop.is_set():
                return
            for deployment in self._deployments.newest():
                if deployment.wanted == "running" and deployment.state in (
                    DeploymentState.HEALTHY,
                    DeploymentState.UNHEALTHY,
                ):
                    self._look_after(deployment, ask=look % LOOKS_A_QUESTION == 0)
            self._stop.wait(PERIOD_S)

    def _look_after(self, deployment: Deployment, *, ask: bool) -> None:
        try:
            target = self._deployer.target_of(deployment)
            if target.is_running(deployment):
                if ask:
                    self._note_restarts(deployment, target.own_restarts(deployment))
                    self._note_health(deployment, target.health(deployment))
            elif self._may_restart(deployment.id):
                self._report(deployment.run_id, f"Deployment {deployment.id} had ended; starting it again.")
                self._checks.add(deployment.id, None, ok=False)
                self._deployer.restart(deployment)
            elif deployment.state is not DeploymentState.UNHEALTHY:
                minutes = RESTART_WINDOW_S / 60
                reason = f"It ended {RESTARTS} times within {minutes:.0f} minutes; it is not started again."
                self._report(deployment.run_id, reason)
                self._change(deployment, DeploymentState.UNHEALTHY, reason)
        except (RunFailure, InputError) as error:  # its place cannot be asked: that is what is known of it
            if ask:
                self._note_health(deployment, Health(ok=False, detail=str(error)))

    def _note_restarts(self, deployment: Deployment, own: int) -> None:
        """Restarts by the place itself add to those from here; it counts from nothing when it starts anew."""
        known = self._own_restarts.get(deployment.id, own)
        self._own_restarts[deployment.id] = own
        if own > known:
            self._deployments.update(deployment.id, restarts=deployment.restarts + own - known)

    def _note_health(self, deployment: Deployment, seen: Health) -> None:
        self._checks.add(deployment.id, seen.latency_ms, ok=seen.ok)
        state = DeploymentState.HEALTHY if seen.ok else DeploymentState.UNHEALTHY
        if state is not deployment.state:
            self._change(deployment, state, None if seen.ok else seen.detail)

    def _change(self, deployment: Deployment, state: DeploymentState, reason: str | None) -> None:
        """Note how it is now, unless somebody has stopped or replaced it meanwhile."""
        current = self._deployments.get(deployment.id)
        if current.state is deployment.state and current.wanted == "running":
            self._told(self._deployments.update(deployment.id, state=state, reason=reason))

    def _may_restart(self, deployment_id: int) -> bool:
        """Count a restart, unless there were too many of late."""
        times = self._restarts[deployment_id]
        if len(times) == RESTARTS and time.monotonic() - times[0] < RESTART_WINDOW_S:
            return False
        times.append(time.monotonic())
        return True
