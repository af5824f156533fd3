"""The steps that all targets share: a release is brought up, checked, accepted, or gives way to the one before."""

from collections.abc import Callable, Mapping

from pipeline.contracts.work import DataProbe
from pipeline.errors import InputError, RunFailure
from pipeline.release import health
from pipeline.release.targets.base import Target, Unreachable, Watch
from storage.deployments import Deployments
from storage.rows import Deployment, DeploymentState, now

Told = Callable[[Deployment], None]


class Changes:
    """What happens to a deployment, while nobody else changes one of its project."""

    def __init__(
        self,
        deployments: Deployments,
        targets: Mapping[str, Target],
        report: Callable[[int, str], None],
        told: Told,
    ) -> None:
        """See Deployer."""
        self._deployments = deployments
        self._targets = targets
        self._report = report
        self._told = told

    def target_of(self, deployment: Deployment) -> Target:
        """Where a deployment runs; raises InputError for a target that is not known."""
        found = self._targets.get(deployment.target)
        if found is None:
            raise InputError(f"There is no target “{deployment.target}”; choose one of {', '.join(self._targets)}.")
        return found

    def watch(self, deployment: Deployment) -> Watch:
        """Who hears of a change that a person makes by hand."""
        return Watch(lambda line: self._report(deployment.run_id, line))

    def replace(self, deployment: Deployment, before: Deployment | None, watch: Watch) -> Deployment:
        """Start a release that is ready to, in place of the one before; this is where a deployment succeeds or not."""
        try:
            if before and not self.target_of(deployment).rolls:
                watch.say(f"Stopping release {before.revision}, which this one replaces.")
                self.halt(before)
            deployment, problem = self.bring_up(deployment, before.port if before else None, watch)
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

    def bring_up(self, deployment: Deployment, port: int | None, watch: Watch) -> tuple[Deployment, str]:
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
            return self.end(deployment, DeploymentState.FAILED, problem)
        watch.say(f"Going back to release {before.revision}.")
        before, trouble = self.bring_up(before, before.port, Watch(watch.say))
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
            return self.end(deployment, DeploymentState.ROLLBACK_FAILED, both)
        return self.end(deployment, DeploymentState.ROLLED_BACK, problem)

    def go_back(self, live: Deployment, wanted: Deployment, state: DeploymentState, reason: str) -> Deployment:
        """Start another release in place of the one that serves."""
        _must_have_been_healthy(wanted)
        target = self.target_of(live)
        if not target.rolls:
            self.halt(live)
        back, problem = self.bring_up(wanted, live.port, self.watch(live))
        if problem:
            if not target.rolls:
                self.halt(back)
            self._deployments.update(back.id, state=DeploymentState.FAILED, reason=problem, ended_at=now())
            again, trouble = self.bring_up(live, live.port, self.watch(live))
            known = DeploymentState.UNHEALTHY if trouble else DeploymentState.HEALTHY
            self._deployments.update(again.id, state=known, reason=trouble or None)
            raise InputError(
                f"Deployment {back.id} did not become healthy, so deployment {live.id} serves on: {problem}"
            )
        self._deployments.update(live.id, state=state, wanted="stopped", ended_at=now(), reason=reason or None)
        return self._accept(back, None)

    def revive(self, deployment: Deployment) -> Deployment:
        """Start a release that does not run; raises InputError where it does not become healthy."""
        _must_have_been_healthy(deployment)
        deployment, problem = self.bring_up(deployment, deployment.port, self.watch(deployment))
        if problem:
            self.halt(deployment)
            self.end(deployment, DeploymentState.FAILED, problem)
            raise InputError(f"Deployment {deployment.id} did not become healthy: {problem}")
        return self._accept(deployment, None)

    def halt(self, deployment: Deployment) -> None:
        """Stop it, so that nothing starts it again by itself."""
        self._deployments.update(deployment.id, wanted="stopped")
        self.target_of(deployment).halt(deployment)

    def _halt_failed(self, deployment: Deployment, problem: str) -> str:
        """Stop what failed; the problem, and what else is one where that cannot be done."""
        try:
            self.halt(deployment)
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

    def end(self, deployment: Deployment, state: DeploymentState, reason: str) -> Deployment:
        """Note how a release has ended, and tell."""
        ended = self._deployments.update(deployment.id, state=state, wanted="stopped", ended_at=now(), reason=reason)
        self._told(ended)
        return ended


def _must_have_been_healthy(deployment: Deployment) -> None:
    if deployment.healthy_at is None:
        raise InputError(f"Deployment {deployment.id} was never healthy, so it cannot be started again.")
