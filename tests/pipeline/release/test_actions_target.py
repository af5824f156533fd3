"""The github-actions target: a release follows its workflow's run, and only a verified production is healthy."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline.contracts.delivery import Target
from pipeline.release.deployer import Deployer
from pipeline.release.github_contracts import JobState, StepState, WorkflowState
from pipeline.release.targets.actions import ActionsTarget, Origin
from storage.rows import DeploymentState
from storage.store import Store
from tests.pipeline.release.releaser import Releaser

URL = "https://github.example/team/shop/actions/runs"


def job(name: str, status: str = "completed", conclusion: str = "success", step: str = "") -> JobState:
    steps = (StepState(number=1, name=step, status="in_progress"),) if step else ()
    return JobState(id=1, name=name, status=status, conclusion=conclusion if status == "completed" else "", steps=steps)


def seen(number: int, jobs: tuple[JobState, ...]) -> WorkflowState:
    """A run with these jobs, as it stands by them."""
    is_done = all(each.status == "completed" for each in jobs)
    is_good = is_done and all(each.conclusion == "success" for each in jobs)
    status, conclusion = ("completed", "success" if is_good else "failure") if is_done else ("in_progress", "")
    return WorkflowState(id=number, url=f"{URL}/{number}", status=status, conclusion=conclusion, jobs=jobs)


GOOD = (job("Image"), job("Verify production"))
ON_THE_WAY = [
    (job("Image", "in_progress", step="Build and push"), job("Verify production", "queued")),
    (job("Image"), job("Verify production", "waiting")),
]


@dataclass
class Repository:
    """Runs that a push or a dispatch begins; each goes through its scenes, one a look, and stays at the last."""

    scenes: deque[list[tuple[JobState, ...]]] = field(default_factory=deque)
    runs: list[tuple[str, list[tuple[JobState, ...]]]] = field(default_factory=list)
    dispatched: list[str] = field(default_factory=list)
    commits: dict[str, str] = field(default_factory=dict)

    def begin(self, commit: str) -> None:
        self.runs.append((commit, self.scenes.popleft()))

    def runs_of(self, full_name: str, commit: str, workflow: str) -> list[WorkflowState]:
        assert (full_name, workflow) == ("team/shop", "release.yaml")
        numbers = [number for number, (of, _) in enumerate(self.runs, 1) if of == commit]
        return [seen(number, ()) for number in reversed(numbers)]

    def run(self, full_name: str, run_id: int) -> WorkflowState:
        assert full_name == "team/shop"
        scenes = self.runs[run_id - 1][1]
        return seen(run_id, scenes.pop(0) if len(scenes) > 1 else scenes[0])

    def dispatch(self, full_name: str, workflow: str, ref: str, inputs: dict[str, str]) -> None:
        assert (full_name, workflow, inputs) == ("team/shop", "release.yaml", {})
        self.dispatched.append(ref)
        self.begin(self.commits[ref])


@pytest.fixture
def repository() -> Repository:
    return Repository()


@pytest.fixture
def releaser(tmp_path: Path, repository: Repository) -> Releaser:
    @contextmanager
    def github() -> Iterator[Repository]:
        yield repository

    store = Store(tmp_path / "quintet.db", lambda: b"")
    target = ActionsTarget(
        github, lambda each: Origin(repository="team/shop", tag=f"v{each.revision}"), look_s=0.01, appears_s=0.5
    )
    deployer = Deployer(store.deployments, tmp_path / "deployments", {"github-actions": target}, store.events.append)
    return Releaser(store, tmp_path, deployer, Target.GITHUB_ACTIONS)


def released(releaser: Releaser, repository: Repository, *scenes: tuple[JobState, ...]) -> DeploymentState:
    pushed = releaser.push()
    repository.commits[f"v{pushed.revision}"] = pushed.commit_hash or ""
    repository.scenes.appendleft(list(scenes))
    repository.begin(pushed.commit_hash or "")
    return releaser.deploy(pushed).state


def test_a_release_follows_its_run_to_a_verified_production(releaser: Releaser, repository: Repository) -> None:
    assert released(releaser, repository, *ON_THE_WAY, GOOD) is DeploymentState.HEALTHY
    said = releaser.said(releaser.store.deployments.newest()[0])
    assert "Image: Build and push." in said
    assert f"Verify production waits for an approval at {URL}/1." in said
    assert "Verify production: success." in said


def test_a_run_that_verified_nothing_is_never_healthy(releaser: Releaser, repository: Repository) -> None:
    assert released(releaser, repository, (job("Image"),)) is DeploymentState.FAILED
    assert "has verified production" in (releaser.store.deployments.newest()[0].reason or "")


def test_a_run_that_fails_has_the_release_before_deployed_again(releaser: Releaser, repository: Repository) -> None:
    released(releaser, repository, GOOD)
    repository.scenes.append([*ON_THE_WAY, GOOD])
    bad = (job("Image"), job("Verify production", conclusion="failure"))
    assert released(releaser, repository, bad) is DeploymentState.ROLLED_BACK
    assert repository.dispatched == ["v1"]
    newest, first = releaser.store.deployments.newest()
    assert f"The run at {URL}/2 failed: Verify production." in (newest.reason or "")
    assert first.state is DeploymentState.HEALTHY


def test_a_push_that_begins_no_run_is_told(releaser: Releaser, repository: Repository) -> None:
    failed = releaser.release()
    assert failed.state is DeploymentState.FAILED
    assert "GitHub has begun no run of release.yaml" in (failed.reason or "")
