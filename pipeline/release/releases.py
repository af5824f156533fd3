"""What follows an approval: the approved tree is pushed, deployed and recorded, each once however often it is begun."""

from collections.abc import Callable
from pathlib import Path

from pipeline.contracts.work import ReleasePlan
from pipeline.errors import RunFailure
from pipeline.handoffs import plan_of, require
from pipeline.infrastructure.topology import topology_of
from pipeline.release.access import Remotes
from pipeline.release.deployer import Deployer
from pipeline.release.publishing import Publisher
from pipeline.release.record import Records
from pipeline.settings import Settings
from pipeline.states import Agent, State
from storage.rows import QUINTET, AuditEvent, Deployment, DeploymentState, Run, RunStatus, Step, Verdict, now
from storage.store import Store

Report = Callable[[str], None]


class Releases:
    """The steps of a release."""

    def __init__(
        self, store: Store, settings: Settings, deployer: Deployer, remotes: Remotes, records: Records
    ) -> None:
        self._records = records
        self._store = store
        self._remotes = remotes
        self._settings = settings
        self._deployer = deployer

    def push(self, run: Run, report: Report) -> str:
        """Commit the approved tree and push it; gives a line for the log. Raises RunFailure.

        The commit's time is the decision's, so that pushing again after an interruption pushes the same commit.
        """
        decision = self._store.decisions.of_run(run.id)
        if decision is None or decision.verdict is not Verdict.APPROVED:
            raise RunFailure("Nobody has approved this run.")
        plan = require(self._store.runs, run.id, ReleasePlan)
        if decision.plan != plan.model_dump_json():
            raise RunFailure("The release plan is not the one that was approved; review the run again.")
        self._begin(run)
        remote = self._remotes.of(plan.remote, run.project)
        if self._remotes.access(remote).token:
            used = f"{remote.token_name} at {remote.host}"
            self._store.audit.append_once(AuditEvent.KEY_USED, QUINTET, used, run.id)
        publisher = Publisher(self._remotes, plan, run.project, report, lambda: self._is_cancelled(run))
        commit, url = publisher.publish(self._settings.run_folder(run.id) / "workspace", decision.at)
        pushed = f"commit {commit} to {plan.branch} of {plan.remote}"
        how = " ".join(filter(None, (f"approved by {decision.who}", url)))
        self._store.audit.append_once(AuditEvent.PUSHED, QUINTET, pushed, run.id, how)
        deployment = self._store.deployments.create(run.id, run.project, run.revision, plan.target, plan.replaces)
        self._store.deployments.update(deployment.id, commit_hash=commit, remote=plan.remote, branch=plan.branch)
        return f"Commit {commit[:12]} is on {plan.branch}{f': {url}' if url else '.'}"

    def deploy(self, run: Run, report: Report) -> str:
        """Bring the pushed release up; gives a line for the log. Raises RunFailure when it was rolled back."""
        deployment = self._store.deployments.of_run(run.id)
        assert deployment is not None
        report(f"Deploying to: {deployment.target}.")
        deployment = self._deployer.deploy(
            deployment,
            require(self._store.runs, run.id, ReleasePlan).probe,
            topology_of(plan_of(self._store.runs, run.id)),
            self._source(deployment),
            lambda: self._is_cancelled(run),
        )
        if deployment.state is not DeploymentState.HEALTHY:
            self._records.write(deployment)
            outcome = deployment.state.label.lower()
            raise RunFailure(f"The release is not healthy ({outcome}): {deployment.reason}")
        subject = f"deployment {deployment.id}, revision {run.revision} of {run.project}"
        healthy = f"healthy at {deployment.url}" if deployment.url else "healthy"
        self._store.audit.append(AuditEvent.DEPLOYED, QUINTET, subject, run.id, healthy)
        self._records.write(deployment)
        self._finish(run, deployment.model_dump_json())
        return f"H{healthy[1:]}."

    def _is_cancelled(self, run: Run) -> bool:
        return self._store.runs.get(run.id).status is RunStatus.CANCELLED

    def _source(self, deployment: Deployment) -> Path:
        """A repository of this computer with the pushed commit: the remote itself, or what was pushed to it from."""
        remote = Path(deployment.remote or "")
        own = self._settings.run_folder(deployment.run_id) / "workspace"
        return remote if (remote / "HEAD").is_file() else own

    def _position(self, run: Run) -> int:
        steps = self._store.runs.steps(run.id)
        return next(step.position for step in reversed(steps) if step.state == State.AWAITING_APPROVAL) + 1

    def _begin(self, run: Run) -> None:
        self._store.runs.save_step(self._row(run, State.RELEASING, now()))

    def _finish(self, run: Run, handoff: str) -> None:
        begun = next(step for step in self._store.runs.steps(run.id) if step.state == State.RELEASING)
        self._store.runs.save_step(begun.model_copy(update={"finished_at": now(), "handoff": handoff}))
        self._store.runs.change_status(
            run.id,
            (RunStatus.RELEASING, RunStatus.CANCELLED),  # stopped too late: it is healthy
            state=State.COMPLETED,
            status=RunStatus.COMPLETED,
            finished_at=now(),
        )

    def _row(self, run: Run, state: State, started_at: str) -> Step:
        return Step(
            run_id=run.id,
            position=self._position(run),
            state=state,
            agent=Agent.VALIDATOR,
            role="ReleaseManager",
            attempt=1,
            started_at=started_at,
            finished_at=None,
            handoff=None,
            error="",
        )
