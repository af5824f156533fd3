"""A process that is killed at each step of a release: pushed again, it goes on, and nothing is done twice."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.release.git import ProjectRepository
from tests.pipeline.release.bench import AT, TOKEN, Bench
from tests.pipeline.release.git_server import Gone
from tests.pipeline.release.github_server import GithubServer, Token, running

ROOT = Path(__file__).parents[3]
NAME = "ada/shop"
CREATING = (
    "POST /user/repos",
    "GET ada/shop.git/info/refs?service=git-upload-pack",
    "POST ada/shop.git/git-receive-pack?",
    "PUT /repos/ada/shop/topics",
)
ASKING = (
    "POST ada/shop.git/git-upload-pack?",
    "POST ada/shop.git/git-receive-pack?",
    "GET /repos/ada/shop/pulls",
    "POST /repos/ada/shop/pulls",
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends SIGKILL")


@pytest.fixture
def github(tmp_path: Path) -> Iterator[GithubServer]:
    server = GithubServer(tmp_path / "served")
    server.tokens[TOKEN] = Token("ada")
    with running(server):
        yield server
    assert server.unknown == []


@pytest.fixture
def bench(tmp_path: Path, github: GithubServer) -> Bench:
    return Bench(tmp_path / "home", {"GITHUB_TOKEN": TOKEN, "GITHUB_API_URL": github.api_url})


def push_and_kill(bench: Bench, github: GithubServer, run_id: int, request: str, when: str) -> None:
    """Push in a process of its own, which is killed as soon as the server comes to a request."""
    environment = {**os.environ, "GITHUB_TOKEN": TOKEN, "GITHUB_API_URL": github.api_url, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.pipeline.release.bench", str(bench.settings.home), str(run_id)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE)

    def kill(now: str, at: str) -> None:
        if now.startswith(request) and at == when and process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            process.wait(10)
            raise Gone

    github.seam = kill
    _, said = process.communicate(timeout=60)
    github.seam = lambda _now, _at: None
    assert process.returncode == -signal.SIGKILL, said.decode()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("request_", CREATING)
def test_killed_while_a_repository_is_made(bench: Bench, github: GithubServer, request_: str, when: str) -> None:
    run = bench.run(NAME)
    plan = bench.plan(run)
    bench.approve(run, plan)
    push_and_kill(bench, github, run.id, request_, when)
    bench.push(run)
    once(bench, github)
    assert github.git(NAME, "rev-list", "--count", "main") == "1"
    assert github.git(NAME, "rev-parse", "main^{tree}") == plan.tree_hash


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("request_", ASKING)
def test_killed_while_a_pull_request_is_made(
    bench: Bench, github: GithubServer, tmp_path: Path, request_: str, when: str
) -> None:
    github.add(NAME)
    folder = tmp_path / "theirs"
    folder.mkdir()
    (folder / "theirs.txt").write_text("theirs")
    theirs = ProjectRepository(folder)
    commit = theirs.commit(theirs.tree_hash(), "Theirs", None, AT)
    theirs.push(str(github.root / f"{NAME}.git"), "main", commit, None)
    run = bench.run(NAME)
    bench.approve(run, bench.plan(run))
    push_and_kill(bench, github, run.id, request_, when)
    bench.push(run)
    once(bench, github)
    assert len(github.repositories[NAME].pulls) == 1
    assert github.git(NAME, "rev-list", "--count", "quintet/revision-1") == "2"


def once(bench: Bench, github: GithubServer) -> None:
    """One deployment, one audit entry, one tag, at the commit that is recorded."""
    (deployment,) = bench.store.deployments.newest()
    assert github.git(NAME, "rev-parse", "v1.0.1^{commit}") == deployment.commit_hash
    assert github.git(NAME, "tag") == "v1.0.1"
    assert [entry.event for entry in bench.store.audit.newest(9)] == ["pushed", "key_used"]
