"""What the targets of this computer have in common: a release that answers at a port of 127.0.0.1."""

from abc import ABC, abstractmethod
from pathlib import Path

from pipeline.contracts.work import DataProbe
from pipeline.release import health, process
from pipeline.release.health import Health, ProbeResult
from pipeline.release.targets.base import Watch
from storage.rows import Deployment

START_TIMEOUT_S = 60.0
LOAD_BYTES_A_SECOND = 2_000_000
"""The slowest loading of data that is still waited for."""


class AtAnAddress(ABC):
    """Asks a release at its own address."""

    @abstractmethod
    def is_running(self, deployment: Deployment) -> bool:
        """Whether it is there."""

    def wait_until_ready(self, deployment: Deployment, watch: Watch) -> Health:
        """Ask until it is ready, for as long as its data may take to load."""
        assert deployment.url is not None
        return health.wait_until_ready(
            deployment.url, start_timeout_s(deployment), lambda: self.is_running(deployment), watch.cancelled
        )

    def probe(self, deployment: Deployment, wanted: DataProbe) -> ProbeResult:
        """Ask it for its number."""
        assert deployment.url is not None
        return health.probe(deployment.url, wanted)

    def health(self, deployment: Deployment) -> Health:
        """Whether it answers now; raises what `is_running` does."""
        if deployment.url is None or not self.is_running(deployment):
            return Health(ok=False, detail="It is not running.")
        return health.check(deployment.url)


def free_port(wanted: int | None, watch: Watch) -> int:
    """The wanted port where nobody listens there, else another one, which is said."""
    if wanted and process.is_free(wanted):
        return wanted
    found = process.free_port()
    if wanted:
        watch.say(f"Port {wanted} is taken by another program; using port {found}.")
    return found


def start_timeout_s(deployment: Deployment) -> float:
    """How long a start may take, given the data that has to be loaded."""
    assert deployment.folder is not None
    data = Path(deployment.folder) / "data"
    size = sum(path.stat().st_size for path in data.rglob("*") if path.is_file()) if data.is_dir() else 0
    return START_TIMEOUT_S + size / LOAD_BYTES_A_SECOND
