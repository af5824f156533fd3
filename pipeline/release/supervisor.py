"""Keeps released applications running: adopts what a former session started, and restarts what ended by itself."""

import itertools
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable

from pipeline.release import health
from pipeline.release.deployer import Deployer, is_running
from storage.deployments import Deployments
from storage.rows import Deployment, DeploymentState

PERIOD_S = 2.0
LOOKS_A_QUESTION = 5
"""Whether the process is there is looked at every period; whether it answers is asked every fifth time."""
RESTARTS = 5
RESTART_WINDOW_S = 600.0


class Supervisor:
    """A background thread that looks at every deployment that should be running."""

    def __init__(self, deployments: Deployments, deployer: Deployer, report: Callable[[int, str], None]) -> None:
        self._deployments = deployments
        self._deployer = deployer
        self._report = report
        self._stop = threading.Event()
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
        if is_running(deployment):
            if ask:
                self._note_health(deployment)
        elif self._may_restart(deployment.id):
            self._report(deployment.run_id, f"Deployment {deployment.id} had ended; starting it again.")
            self._deployer.restart(deployment)
        elif deployment.state is not DeploymentState.UNHEALTHY:
            reason = f"It ended {RESTARTS} times within {RESTART_WINDOW_S / 60:.0f} minutes; it is not started again."
            self._deployments.update(deployment.id, state=DeploymentState.UNHEALTHY, reason=reason)
            self._report(deployment.run_id, reason)

    def _note_health(self, deployment: Deployment) -> None:
        assert deployment.url
        seen = health.check(deployment.url)
        state = DeploymentState.HEALTHY if seen.ok else DeploymentState.UNHEALTHY
        if state is not deployment.state:
            self._deployments.update(deployment.id, state=state, reason=None if seen.ok else seen.detail)

    def _may_restart(self, deployment_id: int) -> bool:
        """Count a restart, unless there were too many of late."""
        times = self._restarts[deployment_id]
        if len(times) == RESTARTS and time.monotonic() - times[0] < RESTART_WINDOW_S:
            return False
        times.append(time.monotonic())
        return True
