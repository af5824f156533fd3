"""One way to deploy to every target: bring a release up, check it, and bring the one before it back if it fails."""

from collections.abc import Callable, Mapping
from pathlib import Path

from filelock import FileLock

from pipeline.contracts.delivery import Topology
from pipeline.contracts.work import DataProbe
from pipeline.errors import InputError, RunCancelled, RunFailure
from pipeline.release import health
from pipeline.release.changes import Changes, Told
from pipeline.release.git import export
from pipeline.release.health import Health
from pipeline.release.targets.base import Job, Target, Unreachable, Watch, never
from storage.deployments import Deployments
from storage.rows import Deployment, DeploymentState, now


def nobody(_: Deployment) -> None:
    """Nobody is told."""


class Deployer:
    """Starts, checks, replaces and stops releases. Safe to call from several threads and processes."""

    def __init__(
        self,
        deployments: Deployments,
        folder: Path,
        targets: Mapping[str, Target],
        report: Callable[[int, str], None],
        told: Told = nobody,
    ) -> None:
        """`folder` holds every release; `report` gets a deployment's run number and a line for its log.

        `told` gets every deployment that has just become healthy, or has failed to.
        """
        self._deployments = deployments
        self._folder = folder
        self._report = report
        self._changes = Changes(deployments, targets, report, told)

    def deploy(
        self,
        deployment: Deployment,
        plan_probe: DataProbe,
        topology: Topology,
        source: Path,
        cancelled: Callable[[], bool] = never,
    ) -> Deployment:
        """Bring a pushed release to HEALTHY, or restore the one before it; the state tells which.

        `source` is a local Git repository that has the release's commit. Doing it again after an interruption starts
        the same release again, never a second one beside it. Raises Unreachable where the target cannot be asked.
        """
        watch = Watch(lambda line: self._report(deployment.run_id, line), cancelled)
        with self._exclusively(deployment.project):
            before = self._deployments.get(deployment.replaces) if deployment.replaces else None
            try:
                deployment = self._prepare(deployment, plan_probe, topology, source, watch)
            except Unreachable:
                raise
            except (RunFailure, RunCancelled) as error:
                # Nothing was started, and the release before serves as it did.
                return self._changes.end(deployment, DeploymentState.FAILED, str(error) or health.STOPPED)
            return self._changes.replace(deployment, before, watch)

    def stop(self, deployment_id: int) -> Deployment:
        """Stop a running release; raises InputError where there is nothing to stop, Unreachable."""
        deployment = self._deployments.get(deployment_id)
        with self._exclusively(deployment.project):
            deployment = self._deployments.get(deployment_id)
            if not deployment.state.is_live:
                raise InputError(f"Deployment {deployment_id} is {deployment.state.label.lower()}: nothing to stop.")
            try:
                self._changes.halt(deployment)
            except RunFailure:
                self._deployments.update(deployment_id, wanted=deployment.wanted)
                raise
            return self._deployments.update(deployment_id, state=DeploymentState.STOPPED, ended_at=now(), reason=None)

    def start(self, deployment_id: int) -> Deployment:
        """Start a stopped release again; raises InputError where another one serves or it does not become healthy."""
        deployment = self._deployments.get(deployment_id)
        with self._exclusively(deployment.project):
            live = self._deployments.live_of(deployment.project, deployment.target)
            if live:
                raise InputError(f"Deployment {live.id} of {deployment.project} is running; stop it first.")
            return self._changes.revive(self._deployments.get(deployment_id))

    def redeploy(self, deployment_id: int) -> Deployment:
        """Stop the release that serves, and start this one anew, be it the same or an earlier one.

        Raises InputError where it was never ready to start, or does not become healthy; the one that served is back
        then.
        """
        deployment = self._deployments.get(deployment_id)
        with self._exclusively(deployment.project):
            live = self._deployments.live_of(deployment.project, deployment.target)
            if live and live.id != deployment_id:
                return self._changes.go_back(live, self._deployments.get(deployment_id), DeploymentState.REPLACED, "")
            return self._changes.revive(self._deployments.get(deployment_id))

    def roll_back(self, deployment_id: int) -> Deployment:
        """Stop a release and start the one that it replaced; raises InputError where there is none."""
        deployment = self._deployments.get(deployment_id)
        with self._exclusively(deployment.project):
            deployment = self._deployments.get(deployment_id)
            if deployment.replaces is None or not deployment.state.is_live:
                raise InputError(f"There is no release before deployment {deployment_id} to go back to.")
            before = self._deployments.get(deployment.replaces)
            return self._changes.go_back(deployment, before, DeploymentState.ROLLED_BACK, "Rolled back by hand.")

    def restart(self, deployment: Deployment) -> bool:
        """Start a release that has ended by itself; whether it became healthy."""
        with self._exclusively(deployment.project):
            current = self._deployments.get(deployment.id)
            target = self.target_of(current)
            if current.wanted != "running" or not current.state.is_live or target.is_running(current):
                return True
            self._deployments.update(current.id, restarts=current.restarts + 1)
            current, problem = self._changes.bring_up(current, current.port, self._changes.watch(current))
            if not problem:
                target.accept(current)
            state = DeploymentState.UNHEALTHY if problem else DeploymentState.HEALTHY
            self._deployments.update(current.id, state=state, reason=problem or None)
            return not problem

    def target_of(self, deployment: Deployment) -> Target:
        """Where a deployment runs; raises InputError for a target that is not known."""
        return self._changes.target_of(deployment)

    def health_of(self, deployment: Deployment) -> Health:
        """Whether a deployment answers now; where its place cannot be asked, that is what is wrong."""
        try:
            return self.target_of(deployment).health(deployment)
        except RunFailure as error:
            return Health(ok=False, detail=str(error))

    def _exclusively(self, project: str) -> FileLock:
        self._folder.mkdir(parents=True, exist_ok=True)
        return FileLock(self._folder / f"{project}.lock")

    def _prepare(
        self, deployment: Deployment, probe: DataProbe, topology: Topology, source: Path, watch: Watch
    ) -> Deployment:
        target, code = self.target_of(deployment), self._checked_out(deployment, source, watch)
        deployment = self._deployments.update(
            deployment.id,
            state=DeploymentState.BUILDING,
            folder=str(code),
            probe=probe.model_dump_json(),
            reason=None,
            ended_at=None,
        )
        made = target.prepare(Job(deployment, code, topology, watch))
        if watch.cancelled():
            raise RunCancelled
        return self._deployments.update(deployment.id, state=DeploymentState.DEPLOYING, wanted="running", **made)

    def _checked_out(self, deployment: Deployment, source: Path, watch: Watch) -> Path:
        assert deployment.commit_hash is not None
        code = self._folder / deployment.project / "releases" / deployment.commit_hash
        if not code.exists():
            watch.say(f"Checking out commit {deployment.commit_hash[:12]}.")
            building = code.with_suffix(".new")
            export(source, deployment.commit_hash, building)
            building.rename(code)
        return code
