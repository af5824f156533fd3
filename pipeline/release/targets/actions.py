"""The `github-actions` target: a release is the run of a workflow at GitHub, which deploys and verifies by itself."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from pipeline.contracts.base import Contract
from pipeline.contracts.work import DataProbe
from pipeline.errors import RunFailure
from pipeline.release.github_contracts import WorkflowState
from pipeline.release.health import STOPPED, Health, ProbeResult
from pipeline.release.targets.base import FirstSecret, Job, Values, Watch
from storage.rows import Deployment

WORKFLOW = "release.yaml"
VERIFY = "verify"
"""What the name of the job says that asks production for its number, in any case of letters."""
LOOK_S = 5.0
APPEARS_S = 180.0
"""How long GitHub may take to begin a run after a push."""
WORKS_S = 4 * 3600.0
"""How long a run may take, the time aside that it waits for a person."""


class Workflows(Protocol):
    """GitHub, as far as runs of workflows go. All raise RunFailure."""

    def runs_of(self, full_name: str, commit: str, workflow: str) -> Sequence[WorkflowState]:
        """The runs of a workflow for a commit, newest first."""
        ...

    def run(self, full_name: str, run_id: int) -> WorkflowState:
        """A run with its jobs and steps."""
        ...

    def dispatch(self, full_name: str, workflow: str, ref: str, inputs: dict[str, str]) -> None:
        """Have a workflow run on a branch or tag."""
        ...


class Origin(Contract):
    """Where a release's workflow is: the repository as OWNER/NAME, and the tag of the release."""

    repository: str
    tag: str


class WorkflowPlace(Contract):
    """Which run of a workflow a release is."""

    repository: str
    tag: str
    run: int = 0
    url: str = ""


class ActionsTarget:
    """Follows the run that a push has begun; going back begins the run of the earlier release's tag again."""

    rolls = True

    def __init__(
        self,
        github: Callable[[], AbstractContextManager[Workflows]],
        origin: Callable[[Deployment], Origin],
        look_s: float = LOOK_S,
        appears_s: float = APPEARS_S,
    ) -> None:
        self._github, self._origin = github, origin
        self._look_s, self._appears_s = look_s, appears_s

    def prepare(self, job: Job) -> Values:
        """Nothing is made here: the workflow builds. It notes where that is."""
        origin = self._origin(job.deployment)
        return {"place": WorkflowPlace(repository=origin.repository, tag=origin.tag).model_dump_json()}

    def bring_up(self, deployment: Deployment, port: int | None, watch: Watch) -> Values:
        """Find the run of the pushed commit; where it was followed to its end before, begin another one."""
        place = place_of(deployment)
        assert deployment.commit_hash is not None
        with self._github() as github:
            if place.run and github.run(place.repository, place.run).is_done:
                watch.say(f"Having {WORKFLOW} run again for {place.tag}.")
                github.dispatch(place.repository, WORKFLOW, place.tag, {})
                found = self._appeared(github, place, deployment.commit_hash, place.run, watch)
            else:
                found = self._appeared(github, place, deployment.commit_hash, 0, watch)
        watch.say(f"Following {found.url}.")
        followed = place.model_copy(update={"run": found.id, "url": found.url})
        return {"port": port, "place": followed.model_dump_json()}

    def wait_until_ready(self, deployment: Deployment, watch: Watch) -> Health:
        """Follow the run to its end, and say how each job goes."""
        place, said, left_s = place_of(deployment), set[str](), WORKS_S
        with self._github() as github:
            while True:
                run = github.run(place.repository, place.run)
                for line in filter(lambda each: each not in said, _lines(run)):
                    said.add(line)
                    watch.say(line)
                if run.is_done:
                    return _verdict(run)
                if watch.cancelled():
                    return Health(ok=False, detail=f"{STOPPED} The run goes on at {run.url}; cancel it there.")
                left_s -= 0 if run.waits_for_approval else self._look_s
                if left_s < 0:
                    return Health(ok=False, detail=f"The run has not ended after {WORKS_S / 3600:.0f} hours of work.")
                time.sleep(self._look_s)

    def probe(self, deployment: Deployment, wanted: DataProbe) -> ProbeResult:
        """What the job of the workflow found that asks production."""
        place = place_of(deployment)
        with self._github() as github:
            verdict = _verdict(github.run(place.repository, place.run))
        found = wanted.expected if verdict.ok else None
        return ProbeResult(ok=verdict.ok, expected=wanted.expected, found=found, detail=verdict.detail)

    def accept(self, deployment: Deployment) -> None:
        """Nothing: the place that the workflow deploys to keeps it running."""

    def is_running(self, _deployment: Deployment) -> bool:
        """Yes, as far as is known here: nothing here starts it again."""
        return True

    def health(self, deployment: Deployment) -> Health:
        """How the run ended that brought it up."""
        place = place_of(deployment)
        with self._github() as github:
            return _verdict(github.run(place.repository, place.run))

    def started_at(self, _deployment: Deployment) -> float | None:
        """Not known here."""
        return None

    def own_restarts(self, _deployment: Deployment, /) -> int:
        """Not known here."""
        return 0

    def logs(self, deployment: Deployment, lines: int) -> str:
        """Where they are, and how each job stands."""
        place = place_of(deployment)
        with self._github() as github:
            told = list(_lines(github.run(place.repository, place.run)))
        return "\n".join([place.url, *told][:lines])

    def halt(self, deployment: Deployment) -> None:
        """RunFailure: what runs in the cloud is stopped there."""
        raise RunFailure(f"What {place_of(deployment).url} has deployed is stopped in the cloud, not from here.")

    def tidy(self, gone: Deployment, keep: Deployment | None) -> None:
        """Nothing: a run of a workflow stays where it is, as a record."""

    def first_secret(self, deployment: Deployment) -> FirstSecret | None:
        """Not known here."""

    def _appeared(
        self, github: Workflows, place: WorkflowPlace, commit: str, after: int, watch: Watch
    ) -> WorkflowState:
        """The run for a commit that came after another, once GitHub has begun it."""
        deadline = time.monotonic() + self._appears_s
        while True:
            newer = [run for run in github.runs_of(place.repository, commit, WORKFLOW) if run.id > after]
            if newer:
                return newer[0]
            if watch.cancelled():
                raise RunFailure(STOPPED)
            if time.monotonic() > deadline:
                raise RunFailure(
                    f"GitHub has begun no run of {WORKFLOW} for this release; look whether Actions are allowed there."
                )
            time.sleep(self._look_s)


def place_of(deployment: Deployment) -> WorkflowPlace:
    """Which run a deployment is; raises RunFailure where it never came that far."""
    if not deployment.place:
        raise RunFailure(f"Deployment {deployment.id} was never begun at GitHub.")
    return WorkflowPlace.model_validate_json(deployment.place)


def _lines(run: WorkflowState) -> Sequence[str]:
    """How the jobs of a run stand, those that have begun."""
    told = []
    for job in run.jobs:
        step = next((each.name for each in job.steps if each.status == "in_progress"), "")
        if job.conclusion:
            told.append(f"{job.name}: {job.conclusion.replace('_', ' ')}.")
        elif job.status == "waiting":
            told.append(f"{job.name} waits for an approval at {run.url}.")
        elif job.status == "in_progress":
            told.append(f"{job.name}: {step or 'at work'}.")
    return told


def _verdict(run: WorkflowState) -> Health:
    """Whether a run proves that production is well: it ended well, and so did its job that verifies."""
    if not run.is_done:
        return Health(ok=False, detail=f"The run at {run.url} is still at work.")
    if not run.is_success:
        return Health(ok=False, detail=f"The run at {run.url} failed: {', '.join(run.failed) or 'no job says why'}.")
    proofs = [job for job in run.jobs if VERIFY in job.name.lower()]
    if not proofs or any(job.conclusion != "success" for job in proofs):
        return Health(ok=False, detail=f"Nothing in the run at {run.url} has verified production, so it is not known.")
    return Health(ok=True, detail=f"{proofs[0].name}: verified by {run.url}.")
