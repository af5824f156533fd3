"""Runs of workflows at GitHub: found or begun once, and followed to their end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import RunCancelled, RunFailure
from pipeline.release.actions import follow, run_for, start_run
from pipeline.release.git import ProjectRepository
from pipeline.release.github import GithubClient
from tests.pipeline.release.bench import AT, TOKEN
from tests.pipeline.release.github_server import Body, GithubServer, Token, running
from tests.pipeline.release.github_server import start_run as begin

NAME, FILE = "ada/shop", "release.yaml"


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
def commit(server: GithubServer, tmp_path: Path) -> str:
    folder = tmp_path / "tree"
    folder.mkdir()
    (folder / "a.txt").write_text("a")
    repository = ProjectRepository(folder)
    made = repository.commit(repository.tree_hash(), "A", None, AT)
    repository.push(str(server.root / f"{NAME}.git"), "main", made, None)
    return made


def goes_on() -> bool:
    return False


class Work:
    """Brings a run one stage further each time that it is looked at."""

    def __init__(self, *stages: tuple[str, str, str, str]) -> None:
        """Each stage is the status and conclusion of the run, and those of its first step."""
        self._stages = list(stages)

    def __call__(self, run: Body, jobs: list[Body]) -> None:
        status, conclusion, step_status, step_conclusion = self._stages.pop(0) if self._stages else ("",) * 4
        if status:
            run.update(status=status, conclusion=conclusion or None)
            jobs[0].update(status=status, conclusion=conclusion or None)
            jobs[0]["steps"][0].update(status=step_status, conclusion=step_conclusion or None)


def test_a_run_is_followed_step_by_step(server: GithubServer, github: GithubClient, commit: str) -> None:
    begin(server, server.repositories[NAME], commit, FILE, "push")
    server.advance = Work(
        ("queued", "", "queued", ""),
        ("in_progress", "", "in_progress", ""),
        ("in_progress", "", "in_progress", ""),
        ("waiting", "", "completed", "success"),
        ("completed", "success", "completed", "success"),
    )
    found = run_for(github, NAME, commit, FILE, goes_on, 0)
    assert found is not None
    states = list(follow(github, NAME, found.id, goes_on, pause_s=0))
    assert [state.status for state in states] == ["queued", "in_progress", "waiting", "completed"]
    assert [state.waits_for_approval for state in states] == [False, False, True, False]
    assert states[-1].is_success
    assert states[-1].url == f"{server.url}/{NAME}/actions/runs/101"
    assert [(step.number, step.name) for step in states[1].jobs[0].steps] == [(1, "Test"), (2, "Deploy")]


def test_a_run_that_fails_says_where(server: GithubServer, github: GithubClient, commit: str) -> None:
    begin(server, server.repositories[NAME], commit, FILE, "push")
    server.advance = Work(("completed", "failure", "completed", "failure"))
    (state,) = follow(github, NAME, 101, goes_on, pause_s=0)
    assert not state.is_success
    assert state.failed == ("deploy: Test",)


def test_a_run_is_begun_once(server: GithubServer, github: GithubClient, commit: str) -> None:
    begin(server, server.repositories[NAME], commit, "ci.yaml", "push")
    begun = [start_run(github, NAME, commit, FILE, "main", {"version": "1.0.1"}, goes_on, 0) for _ in range(2)]
    assert begun[0] == begun[1]
    assert len(server.repositories[NAME].runs) == 2
    assert run_for(github, NAME, "0" * 40, FILE, goes_on, 0) is None


def test_following_can_be_stopped_and_ends_in_time(server: GithubServer, github: GithubClient, commit: str) -> None:
    begin(server, server.repositories[NAME], commit, FILE, "push")
    with pytest.raises(RunCancelled):
        list(follow(github, NAME, 101, lambda: True, pause_s=0))
    with pytest.raises(RunFailure, match="has not ended within"):
        list(follow(github, NAME, 101, goes_on, timeout_s=0, pause_s=0))
