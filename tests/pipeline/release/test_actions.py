"""Runs of workflows at GitHub, as the target `github-actions` sees them through the REST API."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.contracts.delivery import Target
from pipeline.release.deployer import Deployer
from pipeline.release.github import GithubClient
from pipeline.release.targets.actions import ActionsTarget, Origin
from storage.rows import DeploymentState
from storage.store import Store
from tests.pipeline.release.bench import TOKEN
from tests.pipeline.release.github_server import Body, GithubServer, Token, running, start_run
from tests.pipeline.release.releaser import Releaser

NAME, FILE = "ada/shop", "release.yaml"
VERIFY = "Deploy to production and verify, once it is approved"
Stage = tuple[str, str, str, str]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GithubServer]:
    server = GithubServer(tmp_path / "served")
    server.tokens[TOKEN] = Token("ada")
    server.add(NAME)
    with running(server):
        yield server
    assert server.unknown == []


@pytest.fixture
def github(server: GithubServer) -> Iterator[GithubClient]:
    with GithubClient(TOKEN, server.api_url) as client:
        yield client


@pytest.fixture
def releaser(tmp_path: Path, server: GithubServer) -> Releaser:
    store = Store(tmp_path / "quintet.db", lambda: b"")
    origin = Origin(repository=NAME, tag="v1.0.1")
    target = ActionsTarget(lambda: GithubClient(TOKEN, server.api_url), lambda _: origin, look_s=0.01, appears_s=0.5)
    deployer = Deployer(store.deployments, tmp_path / "deployments", {"github-actions": target}, store.events.append)
    return Releaser(store, tmp_path, deployer, Target.GITHUB_ACTIONS)


class Work:
    """Brings a run one stage further each time that it is looked at."""

    def __init__(self, *stages: Stage, job: str = VERIFY) -> None:
        """Each stage is the status and conclusion of the run, and those of its first step."""
        self._stages, self._job = list(stages), job

    def __call__(self, run: Body, jobs: list[Body]) -> None:
        jobs[0]["name"] = self._job
        if not self._stages:
            return
        status, conclusion, step_status, step_conclusion = self._stages.pop(0)
        run.update(status=status, conclusion=conclusion or None)
        jobs[0].update(status=status, conclusion=conclusion or None)
        jobs[0]["steps"][0].update(status=step_status, conclusion=step_conclusion or None)


ON_THE_WAY: tuple[Stage, ...] = (
    ("queued", "", "queued", ""),
    ("in_progress", "", "in_progress", ""),
    ("waiting", "", "completed", "success"),
)
GOOD: Stage = ("completed", "success", "completed", "success")
BAD: Stage = ("completed", "failure", "completed", "failure")


def test_a_release_follows_its_run_and_waits_for_the_person_at_github(server: GithubServer, releaser: Releaser) -> None:
    server.advance = Work(*ON_THE_WAY, GOOD)
    pushed = releaser.push()
    start_run(server, server.repositories[NAME], pushed.commit_hash or "", FILE, "push")
    deployment = releaser.deploy(pushed)
    assert deployment.state is DeploymentState.HEALTHY
    said = releaser.said(deployment)
    page = f"{server.url}/{NAME}/actions/runs/101"
    for line in (f"Following {page}.", f"{VERIFY}: Test.", f"{VERIFY} waits for an approval at {page}."):
        assert line in said


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (Work(BAD), f"{VERIFY}: Test"),
        (Work(GOOD, job="Deploy"), "has verified production"),
    ],
)
def test_what_failed_or_was_not_verified_is_not_healthy(
    server: GithubServer, releaser: Releaser, work: Work, reason: str
) -> None:
    server.advance = work
    pushed = releaser.push()
    start_run(server, server.repositories[NAME], pushed.commit_hash or "", FILE, "push")
    deployment = releaser.deploy(pushed)
    assert deployment.state is DeploymentState.FAILED
    assert reason in (deployment.reason or "")


def test_runs_of_other_workflows_do_not_count_and_one_can_be_begun(server: GithubServer, github: GithubClient) -> None:
    start_run(server, server.repositories[NAME], "0" * 40, "ci.yaml", "push")
    assert github.runs_of(NAME, "0" * 40, FILE) == ()
    start_run(server, server.repositories[NAME], "0" * 40, FILE, "push")
    (found,) = github.runs_of(NAME, "0" * 40, FILE)
    server.advance = Work(ON_THE_WAY[1])
    now = github.run(NAME, found.id)
    assert [(step.number, step.name, step.status) for step in now.jobs[0].steps] == [
        (1, "Test", "in_progress"),
        (2, "Deploy", "queued"),
    ]
