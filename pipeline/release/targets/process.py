"""The `process` target: a release as a supervised process of this computer."""

from pathlib import Path

from pipeline.errors import RunFailure
from pipeline.release import process
from pipeline.release.targets.address import AtAnAddress, free_port
from pipeline.release.targets.base import FIRST_SECRETS, FirstSecret, Job, Values, Watch
from sandbox.environments import Environment, EnvironmentCache, environment_python
from sandbox.errors import SandboxError
from storage.rows import Deployment

LOCK_FILE = "requirements.txt"


class ProcessTarget(AtAnAddress):
    """Runs a release with the environment of its lock, in the background of this computer."""

    rolls = False

    def __init__(self, folder: Path, environments: EnvironmentCache) -> None:
        """`folder` holds every release, its data and its log."""
        self._folder = folder
        self._environments = environments

    def prepare(self, job: Job) -> Values:
        """Make the environment of the release's lock."""
        lock = (job.code / LOCK_FILE).read_text(encoding="utf-8")
        try:
            made = self._environments.ensure(Environment(lock=lock), progress=job.watch.say)
        except SandboxError as error:
            raise RunFailure(f"The environment of the release could not be made: {error}") from error
        return {"environment": str(made)}

    def bring_up(self, deployment: Deployment, port: int | None, watch: Watch) -> Values:
        """Start the process, after the one that may be left of an interrupted start."""
        assert deployment.folder is not None
        assert deployment.environment is not None
        self.halt(deployment)
        chosen = free_port(port, watch)
        python, code = environment_python(Path(deployment.environment)), Path(deployment.folder)
        launched = process.launch(python, code, self._data(deployment), chosen, self.log_file(deployment))
        return {
            "port": chosen,
            "url": f"http://{process.HOST}:{chosen}",
            "pid": launched.pid,
            "process_started": launched.started,
        }

    def accept(self, deployment: Deployment) -> None:
        """Nothing: the supervisor keeps it running."""

    def is_running(self, deployment: Deployment) -> bool:
        """Whether its process is there."""
        launched = _launched(deployment)
        return launched is not None and process.find(launched) is not None

    def started_at(self, deployment: Deployment) -> float | None:
        """When its process started."""
        return deployment.process_started if self.is_running(deployment) else None

    def own_restarts(self, _deployment: Deployment, /) -> int:
        """None: only the supervisor starts it again, which counts that itself."""
        return 0

    def logs(self, deployment: Deployment, lines: int) -> str:
        """The last lines of its log."""
        return process.tail(self.log_file(deployment), lines)

    def halt(self, deployment: Deployment) -> None:
        """End the process and everything that it started, and whatever else runs on the same data."""
        noted = _launched(deployment)
        for launched in (*([noted] if noted else ()), *process.on_data(self._data(deployment))):
            process.stop(launched)

    def tidy(self, gone: Deployment, keep: Deployment | None) -> None:
        """Nothing: files of a commit are small, and environments are shared and pruned by their age."""

    def first_secret(self, deployment: Deployment) -> FirstSecret | None:
        """The file in its data."""
        paths = (self._data(deployment) / name for name in FIRST_SECRETS)
        found = next((path for path in paths if path.is_file()), None)
        return FirstSecret(kind=found.stem.replace("-", " "), where=str(found)) if found else None

    def log_file(self, deployment: Deployment) -> Path:
        """Where its output goes."""
        return self._folder / deployment.project / "logs" / f"{deployment.id}.log"

    def _data(self, deployment: Deployment) -> Path:
        return self._folder / deployment.project / "data"


def _launched(deployment: Deployment) -> process.Launched | None:
    """The process that was last started for a deployment."""
    if deployment.pid is None or deployment.process_started is None:
        return None
    return process.Launched(pid=deployment.pid, started=deployment.process_started)
