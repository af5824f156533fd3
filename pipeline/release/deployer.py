"""The `process` target: bring a release up, check it, and bring the one before it back when the check fails."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

from pipeline.contracts.work import DataProbe
from pipeline.errors import InputError
from pipeline.release import health, process
from pipeline.release.git import export
from sandbox.environments import Environment, EnvironmentCache, environment_python
from storage.deployments import Deployments
from storage.rows import Deployment, DeploymentState, now

LOCK_FILE = "requirements.txt"
FIRST_SECRETS = ("first-key.txt", "first-account.txt")
START_TIMEOUT_S = 60.0
LOAD_BYTES_A_SECOND = 2_000_000
"""The slowest loading of data that is still waited for."""


class Deployer:
    """Starts, checks, replaces and stops releases. Safe to call from several threads and processes."""

    def __init__(
        self, deployments: Deployments, folder: Path, environments: EnvironmentCache, report: Callable[[int, str], None]
    ) -> None:
        """`folder` holds every release; `report` gets a deployment's run number and a line for its log."""
        self._deployments = deployments
        self._folder = folder
        self._environments = environments
        self._report = report

    def deploy(self, deployment: Deployment, plan_probe: DataProbe) -> Deployment:
        """Bring a pushed release to HEALTHY, or restore the one before it; the state tells which.

        Doing it again after an interruption starts the same release again, never a second one beside it.
        """
        with self._exclusively(deployment.project):
            deployment = self._prepare(deployment, plan_probe)
            before = self._deployments.get(deployment.replaces) if deployment.replaces else None
            if before:
                self._report(deployment.run_id, f"Stopping release {before.revision}, which this one replaces.")
                self._halt(before)
            deployment, problem = self._bring_up(deployment, before.port if before else None)
            if not problem:
                return self._accept(deployment, before)
            self._report(deployment.run_id, f"The release is not healthy: {problem}")
            self._halt(deployment)
            return self._restore(deployment, before, problem)

    def stop(self, deployment_id: int) -> Deployment:
        """Stop a running release; raises InputError where there is nothing to stop."""
        deployment = self._deployments.get(deployment_id)
        with self._exclusively(deployment.project):
            deployment = self._deployments.get(deployment_id)
            if not deployment.state.is_live:
                raise InputError(f"Deployment {deployment_id} is {deployment.state.label.lower()}: nothing to stop.")
            self._halt(deployment)
            return self._deployments.update(deployment_id, state=DeploymentState.STOPPED, ended_at=now(), reason=None)

    def start(self, deployment_id: int) -> Deployment:
        """Start a stopped release again; raises InputError where another one serves or it does not become healthy."""
        deployment = self._deployments.get(deployment_id)
        with self._exclusively(deployment.project):
            live = self._deployments.live_of(deployment.project, deployment.target)
            if live:
                raise InputError(f"Deployment {live.id} of {deployment.project} is running; stop it first.")
            return self._revive(self._deployments.get(deployment_id))

    def roll_back(self, deployment_id: int) -> Deployment:
        """Stop a release and start the one that it replaced; raises InputError where there is none."""
        deployment = self._deployments.get(deployment_id)
        with self._exclusively(deployment.project):
            deployment = self._deployments.get(deployment_id)
            if deployment.replaces is None or not deployment.state.is_live:
                raise InputError(f"There is no release before deployment {deployment_id} to go back to.")
            before = self._deployments.get(deployment.replaces)
            self._halt(deployment)
            self._deployments.update(
                deployment_id, state=DeploymentState.ROLLED_BACK, ended_at=now(), reason="Rolled back by hand."
            )
            return self._revive(before)

    def restart(self, deployment: Deployment) -> bool:
        """Start a release whose process has ended by itself; whether it became healthy."""
        with self._exclusively(deployment.project):
            current = self._deployments.get(deployment.id)
            if current.wanted != "running" or not current.state.is_live or is_running(current):
                return True
            current, problem = self._bring_up(current, current.port)
            state = DeploymentState.UNHEALTHY if problem else DeploymentState.HEALTHY
            self._deployments.update(current.id, state=state, reason=problem or None)
            return not problem

    def log_file(self, deployment: Deployment) -> Path:
        """Where the output of a deployment's process goes."""
        return self._folder / deployment.project / "logs" / f"{deployment.id}.log"

    def first_secret(self, deployment: Deployment) -> Path | None:
        """The file in which the application keeps the key or account that it made to let the first person in."""
        data = self._data(deployment)
        return next((data / name for name in FIRST_SECRETS if (data / name).is_file()), None)

    def _data(self, deployment: Deployment) -> Path:
        return self._folder / deployment.project / "data"

    def _exclusively(self, project: str) -> FileLock:
        self._folder.mkdir(parents=True, exist_ok=True)
        return FileLock(self._folder / f"{project}.lock")

    def _prepare(self, deployment: Deployment, plan_probe: DataProbe) -> Deployment:
        assert deployment.commit_hash is not None
        assert deployment.remote is not None
        code = self._folder / deployment.project / "releases" / deployment.commit_hash
        if not code.exists():
            self._report(deployment.run_id, f"Checking out commit {deployment.commit_hash[:12]}.")
            building = code.with_suffix(".new")
            export(Path(deployment.remote), deployment.commit_hash, building)
            building.rename(code)
        environment = self._environments.ensure(
            Environment(lock=(code / LOCK_FILE).read_text(encoding="utf-8")),
            progress=lambda line: self._report(deployment.run_id, line),
        )
        return self._deployments.update(
            deployment.id,
            state=DeploymentState.DEPLOYING,
            wanted="running",
            folder=str(code),
            environment=str(environment),
            probe=plan_probe.model_dump_json(),
        )

    def _bring_up(self, deployment: Deployment, port: int | None) -> tuple[Deployment, str]:
        """Start the process and check it; the deployment as it is now, and what is wrong, empty if nothing."""
        assert deployment.folder is not None
        assert deployment.environment is not None
        assert deployment.probe is not None
        wanted = DataProbe.model_validate_json(deployment.probe)
        self._halt(deployment)
        port = port if port and process.is_free(port) else process.free_port()
        url = f"http://{process.HOST}:{port}"
        python, code = environment_python(Path(deployment.environment)), Path(deployment.folder)
        launched = process.launch(python, code, self._data(deployment), port, self.log_file(deployment))
        deployment = self._deployments.update(
            deployment.id, wanted="running", port=port, url=url, pid=launched.pid, process_started=launched.started
        )
        self._report(deployment.run_id, f"Started on {url}; waiting until it is ready.")
        timeout_s = START_TIMEOUT_S + _size(code / "data") / LOAD_BYTES_A_SECOND
        state = health.wait_until_ready(url, timeout_s, lambda: process.find(launched) is not None)
        if not state.ok:
            return deployment, state.detail
        found = health.probe(url, wanted)
        deployment = self._deployments.update(deployment.id, health=found.model_dump_json())
        return deployment, "" if found.ok else found.detail

    def _accept(self, deployment: Deployment, before: Deployment | None) -> Deployment:
        if before:
            self._deployments.update(before.id, state=DeploymentState.REPLACED, ended_at=now())
        return self._deployments.update(
            deployment.id, state=DeploymentState.HEALTHY, healthy_at=now(), ended_at=None, reason=None
        )

    def _restore(self, deployment: Deployment, before: Deployment | None, problem: str) -> Deployment:
        state = DeploymentState.FAILED
        if before:
            self._report(deployment.run_id, f"Going back to release {before.revision}.")
            _, trouble = self._bring_up(before, before.port)
            self._deployments.update(
                before.id,
                state=DeploymentState.UNHEALTHY if trouble else DeploymentState.HEALTHY,
                reason=trouble or None,
            )
            state = DeploymentState.ROLLBACK_FAILED if trouble else DeploymentState.ROLLED_BACK
        return self._deployments.update(deployment.id, state=state, ended_at=now(), reason=problem)

    def _revive(self, deployment: Deployment) -> Deployment:
        if deployment.folder is None:
            raise InputError(f"Deployment {deployment.id} was never started, so it cannot be started again.")
        deployment, problem = self._bring_up(deployment, deployment.port)
        if problem:
            self._halt(deployment)
            self._deployments.update(deployment.id, state=DeploymentState.FAILED, reason=problem, ended_at=now())
            raise InputError(f"Deployment {deployment.id} did not become healthy: {problem}")
        return self._accept(deployment, None)

    def _halt(self, deployment: Deployment) -> None:
        self._deployments.update(deployment.id, wanted="stopped")
        launched = launched_of(deployment)
        if launched:
            process.stop(launched)


def launched_of(deployment: Deployment) -> process.Launched | None:
    """The process that was last started for a deployment."""
    if deployment.pid is None or deployment.process_started is None:
        return None
    return process.Launched(pid=deployment.pid, started=deployment.process_started)


def is_running(deployment: Deployment) -> bool:
    """Whether the deployment's process is there."""
    launched = launched_of(deployment)
    return launched is not None and process.find(launched) is not None


def uptime_s(deployment: Deployment) -> float | None:
    """Seconds since the deployment's process started, None where it is not running."""
    if deployment.process_started is None or not is_running(deployment):
        return None
    return datetime.now(UTC).timestamp() - deployment.process_started


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else 0
