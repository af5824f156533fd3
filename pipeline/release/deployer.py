"""One way to deploy to every target: bring a release up, check it, and bring the one before it back if it fails."""

from collections.abc import Callable, Mapping
from pathlib import Path

from filelock import FileLock

from pipeline.contracts.delivery import Topology
from pipeline.contracts.work import DataProbe
from pipeline.errors import InputError, RunCancelled, RunFailure
from pipeline.release import health
from pipeline.release.git import export
from pipeline.release.health import Health
from pipeline.release.targets.base import Job, Target, Unreachable, Watch, never
from storage.deployments import Deployments
from storage.rows import Deployment, DeploymentState, now

Told = Callable[[Deployment], None]


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
        self._targets = targets
        self._report = report
        self._told = told

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
                return self._end(deployment, DeploymentState.FAILED, str(error) or health.STOPPED)
            return self._replace(deployment, before, watch)

    def stop(self, deployment_id: int) -> Deployment:
        """Stop a running release; raises InputError where there is nothing to stop, Unreachable."""
        deployment = self._deployments.get(deployment_id)
        with self._exclusively(deployment.project):
            deployment = self._deployments.get(deployment_id)
            if not deployment.state.is_live:
                raise InputError(f"Deployment {deployment_id} is {deployment.state.label.lower()}: nothing to stop.")
            try:
                self._halt(deployment)
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
            return self._revive(self._deployments.get(deployment_id))

    def redeploy(self, deployment_id: int) -> Deployment:
        """Stop the release that serves, and start this one anew, be it the same or an earlier one.

        Raises InputError where it was never ready to start, or does not become healthy; the one that served is back
        then.
        """
        deployment = self._deployments.get(deployment_id)
        with self._exclusively(deployment.project):
            live = self._deployments.live_of(deployment.project, deployment.target)
            if live and live.id != deployment_id:
                return self._go_back(live, self._deployments.get(deployment_id), DeploymentState.REPLACED, "")
            return self._revive(self._deployments.get(deployment_id))

    def roll_back(self, deployment_id: int) -> Deployment:
        """Stop a release and start the one that it replaced; raises InputError where there is none."""
        deployment = self._deployments.get(deployment_id)
        with self._exclusively(deployment.project):
            deployment = self._deployments.get(deployment_id)
            if deployment.replaces is None or not deployment.state.is_live:
                raise InputError(f"There is no release before deployment {deployment_id} to go back to.")
            before = self._deployments.get(deployment.replaces)
            return self._go_back(deployment, before, DeploymentState.ROLLED_BACK, "Rolled back by hand.")

    def restart(self, deployment: Deployment) -> bool:
        """Start a release that has ended by itself; whether it became healthy."""
        with self._exclusively(deployment.project):
            current = self._deployments.get(deployment.id)
            target = self.target_of(current)
            if current.wanted != "running" or not current.state.is_live or target.is_running(current):
                return True
            self._deployments.update(current.id, restarts=current.restarts + 1)
            current, problem = self._bring_up(current, current.port, self._watch(current))
            if not problem:
                target.accept(current)
            state = DeploymentState.UNHEALTHY if problem else DeploymentState.HEALTHY
            self._deployments.update(current.id, state=state, reason=problem or None)
            return not problem

    def target_of(self, deployment: Deployment) -> Target:
        """Where a deployment runs; raises InputError for a target that is not known."""
        found = self._targets.get(deployment.target)
        if found is None:
            raise InputError(f"There is no target “{deployment.target}”; choose one of {', '.join(self._targets)}.")
        return found

    def health_of(self, deployment: Deployment) -> Health:
        """Whether a deployment answers now; where its place cannot be asked, that is what is wrong."""
        try:
            return self.target_of(deployment).health(deployment)
        except RunFailure as error:
            return Health(ok=False, detail=str(error))

    def _exclusively(self, project: str) -> FileLock:
        self._folder.mkdir(parents=True, exist_ok=True)
        return FileLock(self._folder / f"{project}.lock")

    def _watch(self, deployment: Deployment) -> Watch:
        return Watch(lambda line: self._report(deployment.run_id, line))

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

    def _replace(self, deployment: Deployment, before: Deployment | None, watch: Watch) -> Deployment:
        """Start a release that is ready to, in place of the one before; this is where a deployment succeeds or not."""
        try:
            if before and not self.target_of(deployment).rolls:
                watch.say(f"Stopping release {before.revision}, which this one replaces.")
                self._halt(before)
            deployment, problem = self._bring_up(deployment, before.port if before else None, watch)
            if not problem and watch.cancelled():
                problem = health.STOPPED
            if not problem:
                return self._accept(deployment, before)
            watch.say(f"The release is not healthy: {problem}")
            return self._restore(deployment, before, problem, watch)
        except Unreachable as error:
            if before:  # the supervisor brings it back as soon as its place can be asked
                self._deployments.update(
                    before.id, state=DeploymentState.UNHEALTHY, wanted="running", reason=str(error)
                )
            raise

    def _bring_up(self, deployment: Deployment, port: int | None, watch: Watch) -> tuple[Deployment, str]:
        """Start it and check it; the deployment as it is now, and what is wrong, empty if nothing."""
        assert deployment.probe is not None
        target, wanted = self.target_of(deployment), DataProbe.model_validate_json(deployment.probe)
        try:
            started = target.bring_up(deployment, port, watch)
            deployment = self._deployments.update(deployment.id, **{**started, "wanted": "running"})
            if deployment.url:
                watch.say(f"Started on {deployment.url}; waiting until it is ready.")
            state = target.wait_until_ready(deployment, watch)
            if not state.ok:
                return deployment, state.detail
            found = target.probe(deployment, wanted)
        except Unreachable:
            raise
        except RunFailure as error:
            return deployment, str(error)
        deployment = self._deployments.update(deployment.id, health=found.model_dump_json())
        return deployment, "" if found.ok else found.detail

    def _accept(self, deployment: Deployment, before: Deployment | None) -> Deployment:
        target = self.target_of(deployment)
        target.accept(deployment)
        accepted = self._deployments.update(
            deployment.id, state=DeploymentState.HEALTHY, healthy_at=now(), ended_at=None, reason=None
        )
        if before:
            self._deployments.update(
                before.id, state=DeploymentState.REPLACED, wanted="stopped", ended_at=now(), reason=None
            )
        self._tidy(before or accepted, accepted)
        self._told(accepted)
        return accepted

    def _restore(self, deployment: Deployment, before: Deployment | None, problem: str, watch: Watch) -> Deployment:
        target = self.target_of(deployment)
        if before is None or not target.rolls:
            problem = self._halt_failed(deployment, problem)
        if before is None:
            self._tidy(deployment, None)
            return self._end(deployment, DeploymentState.FAILED, problem)
        watch.say(f"Going back to release {before.revision}.")
        before, trouble = self._bring_up(before, before.port, Watch(watch.say))
        if not trouble:
            target.accept(before)
        self._tidy(deployment, before)
        self._deployments.update(
            before.id,
            state=DeploymentState.UNHEALTHY if trouble else DeploymentState.HEALTHY,
            reason=trouble or None,
        )
        if trouble:
            both = f"{problem} Going back failed, too: {trouble}"
            return self._end(deployment, DeploymentState.ROLLBACK_FAILED, both)
        return self._end(deployment, DeploymentState.ROLLED_BACK, problem)

    def _halt_failed(self, deployment: Deployment, problem: str) -> str:
        """Stop what failed; the problem, and what else is one where that cannot be done."""
        try:
            self._halt(deployment)
        except Unreachable:
            raise
        except RunFailure as error:
            return f"{problem} {error}"
        return problem

    def _tidy(self, gone: Deployment, keep: Deployment | None) -> None:
        """Remove what is left of a release; where that cannot be done, the one that is kept is no worse for it."""
        try:
            self.target_of(gone).tidy(gone, keep)
        except RunFailure as error:
            self._report(gone.run_id, f"What is left of release {gone.revision} could not be removed: {error}")

    def _end(self, deployment: Deployment, state: DeploymentState, reason: str) -> Deployment:
        ended = self._deployments.update(deployment.id, state=state, wanted="stopped", ended_at=now(), reason=reason)
        self._told(ended)
        return ended

    def _go_back(self, live: Deployment, wanted: Deployment, state: DeploymentState, reason: str) -> Deployment:
        """Start another release in place of the one that serves."""
        _must_have_been_healthy(wanted)
        target = self.target_of(live)
        if not target.rolls:
            self._halt(live)
        back, problem = self._bring_up(wanted, live.port, self._watch(live))
        if problem:
            if not target.rolls:
                self._halt(back)
            self._deployments.update(back.id, state=DeploymentState.FAILED, reason=problem, ended_at=now())
            again, trouble = self._bring_up(live, live.port, self._watch(live))
            known = DeploymentState.UNHEALTHY if trouble else DeploymentState.HEALTHY
            self._deployments.update(again.id, state=known, reason=trouble or None)
            raise InputError(
                f"Deployment {back.id} did not become healthy, so deployment {live.id} serves on: {problem}"
            )
        self._deployments.update(live.id, state=state, wanted="stopped", ended_at=now(), reason=reason or None)
        return self._accept(back, None)

    def _revive(self, deployment: Deployment) -> Deployment:
        _must_have_been_healthy(deployment)
        deployment, problem = self._bring_up(deployment, deployment.port, self._watch(deployment))
        if problem:
            self._halt(deployment)
            self._end(deployment, DeploymentState.FAILED, problem)
            raise InputError(f"Deployment {deployment.id} did not become healthy: {problem}")
        return self._accept(deployment, None)

    def _halt(self, deployment: Deployment) -> None:
        self._deployments.update(deployment.id, wanted="stopped")
        self.target_of(deployment).halt(deployment)


def _must_have_been_healthy(deployment: Deployment) -> None:
    if deployment.healthy_at is None:
        raise InputError(f"Deployment {deployment.id} was never healthy, so it cannot be started again.")
