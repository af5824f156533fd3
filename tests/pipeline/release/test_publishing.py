"""Releases to real Git servers: by folder, HTTPS and SSH, with the faults that happen there."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.contracts.work import Way
from pipeline.errors import RunCancelled, RunFailure
from pipeline.release import git_process
from pipeline.release.git import ProjectRepository, RemoteMoved
from pipeline.release.git_errors import GitFailed
from storage.rows import RunStatus
from tests.pipeline.release.bench import AT, TOKEN, Bench, failed
from tests.pipeline.release.git_server import GitServer, Gone, serving

NAME = "team/shop"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GitServer]:
    server = GitServer(tmp_path / "served")
    server.passwords[TOKEN] = True
    server.make(NAME)
    with serving(server):
        yield server


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "home", {"GIT_TOKEN": f"ada:{TOKEN}"})


def address(server: GitServer) -> str:
    return f"{server.url}/{NAME}.git"


def theirs(server: GitServer, folder: Path, branch: str = "main") -> str:
    """A commit by somebody else."""
    folder.mkdir(exist_ok=True)
    (folder / "theirs.txt").write_text(f"{time.monotonic_ns()}")
    repository = ProjectRepository(folder)
    commit = repository.commit(repository.tree_hash(), "Theirs", None, AT)
    path = server.root / f"{NAME}.git"
    subprocess.run(["git", "-C", str(folder), "push", "-qf", str(path), f"{commit}:refs/heads/{branch}"], check=True)
    return commit


def everything_below(folder: Path) -> bytes:
    """All that is kept on disk."""
    return b"\0".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_the_default_stays_on_this_computer(bench: Bench) -> None:
    first, plan = bench.release("")
    assert (plan.way, plan.branch, plan.parent, plan.tag) == (Way.PUSH, "main", None, "v1.0.1")
    second, plan = bench.release("", "two")
    repository = ["git", "--git-dir", plan.remote]
    tags = subprocess.run([*repository, "tag", "-n"], capture_output=True, text=True, check=True).stdout.splitlines()
    assert [tag.split()[0] for tag in tags] == ["v1.0.1", "v1.0.2"]
    log = [*repository, "log", "--format=%s|%b", "main"]
    told = subprocess.run(log, capture_output=True, text=True, check=True).stdout
    assert "Generate shop, revision 2" in told
    assert 'From "shop.csv".' in told
    assert "Evidence: 9 of 9 tests passed." in told
    assert {first.id, second.id} == {each.run_id for each in bench.store.deployments.newest()}


def test_by_https_with_a_token_that_is_seen_nowhere(bench: Bench, server: GitServer, tmp_path: Path) -> None:
    run, plan = bench.release(address(server))
    commit = server.git(NAME, "rev-parse", "main")
    assert server.git(NAME, "rev-parse", f"{plan.tag}^{{commit}}") == commit
    assert server.git(NAME, "cat-file", "-t", plan.tag) == "tag"
    assert server.git(NAME, "rev-parse", "main^{tree}") == plan.tree_hash
    assert any(header.startswith("Basic ") for header in server.headers)
    kept = everything_below(tmp_path / "home") + "\n".join(bench.said).encode()
    header = bench.remotes.access(bench.remotes.of(plan.remote, "shop")).header
    for secret in (TOKEN, header.rpartition(" ")[2]):
        assert secret.encode() not in kept
    (entry,) = bench.store.audit.newest(1, run.id)
    assert commit in entry.subject
    _, second = bench.release(address(server), "two")
    assert (second.way, second.parent) == (Way.PUSH, commit)
    assert server.git(NAME, "rev-list", "--count", "main") == "2"


def test_the_token_is_in_no_list_of_processes(bench: Bench, server: GitServer) -> None:
    seen: list[bytes] = []

    def look(_: str, when: str) -> None:
        if when == "before" and sys.platform == "linux":
            lines = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
            seen.extend(line for line in lines if b"git" in line)

    server.seam = look
    bench.release(address(server))
    assert seen or sys.platform != "linux"
    assert not any(TOKEN.encode() in line for line in seen)


def test_pushing_again_after_an_interruption_pushes_nothing(bench: Bench, server: GitServer) -> None:
    run, _ = bench.release(address(server))
    before = server.git(NAME, "for-each-ref")
    server.seen.clear()
    bench.push(run)
    assert not any("git-receive-pack" in request for request in server.seen)
    assert server.git(NAME, "for-each-ref") == before
    assert len(bench.store.deployments.newest()) == 1


def test_what_others_made_is_left_alone(bench: Bench, server: GitServer, tmp_path: Path) -> None:
    head = theirs(server, tmp_path / "theirs")
    _, plan = bench.release(address(server))
    assert (plan.way, plan.branch, plan.base, plan.parent) == (Way.BRANCH, "quintet/revision-1", "main", head)
    assert server.git(NAME, "rev-parse", "main") == head
    assert server.git(NAME, "rev-parse", "quintet/revision-1^") == head


def test_a_remote_that_moved_on_is_told_before_and_at_the_push(bench: Bench, server: GitServer, tmp_path: Path) -> None:
    run = bench.run(address(server))
    plan = bench.plan(run)
    assert failed(bench.checks(run, plan)) == []
    head = theirs(server, tmp_path / "theirs")
    (why,) = failed(bench.checks(run, plan))
    assert "plan the release again" in why
    bench.approve(run, plan)
    with pytest.raises(RemoteMoved, match="nothing was pushed"):
        bench.push(run)
    assert server.git(NAME, "for-each-ref", "--format=%(objectname)") == head


def test_somebody_elses_push_in_the_very_moment_is_not_overwritten(
    bench: Bench, server: GitServer, tmp_path: Path
) -> None:
    run = bench.run(address(server))
    plan = bench.plan(run)
    bench.approve(run, plan)

    def overtake(request: str, when: str) -> None:
        if request.startswith("POST") and "git-receive-pack" in request and when == "before":
            theirs(server, tmp_path / "theirs")

    server.seam = overtake
    with pytest.raises(RemoteMoved):
        bench.push(run)
    assert server.git(NAME, "log", "--format=%s", "main") == "Theirs"
    assert server.git(NAME, "tag") == ""


def test_a_tag_of_others_is_told_before_and_never_moved(bench: Bench, server: GitServer, tmp_path: Path) -> None:
    head = theirs(server, tmp_path / "theirs", "other")
    subprocess.run(["git", "--git-dir", str(server.root / f"{NAME}.git"), "tag", "v1.0.1", head], check=True)
    run = bench.run(address(server))
    plan = bench.plan(run)
    (why,) = failed(bench.checks(run, plan))
    assert "has a tag v1.0.1 already" in why
    bench.approve(run, plan)
    with pytest.raises(GitFailed, match=r"another release as tag v1\.0\.1"):
        bench.push(run)
    assert server.git(NAME, "rev-parse", "v1.0.1") == head


def test_a_hook_that_refuses_is_quoted(bench: Bench, server: GitServer) -> None:
    hook = server.root / f"{NAME}.git" / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'Only on Mondays.' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(GitFailed, match=r"rejects the push \(pre-receive hook declined\): Only on Mondays\."):
        bench.release(address(server))
    assert bench.store.deployments.newest() == []


@pytest.mark.parametrize(
    ("password", "says"),
    [(None, "does not accept the token; save a valid GIT_TOKEN"), (False, "does not let this token push")],
)
def test_a_token_that_is_not_enough(bench: Bench, server: GitServer, password: bool | None, says: str) -> None:
    run = bench.run(address(server))
    plan = bench.plan(run)
    bench.approve(run, plan)
    if password is None:
        server.passwords.clear()
        assert says in failed(bench.checks(run, plan))[0]
    else:
        server.passwords[TOKEN] = password
    with pytest.raises(GitFailed, match=says) as refused:
        bench.push(run)
    assert TOKEN not in str(refused.value)


def test_a_remote_that_cannot_be_reached_is_planned_with_its_trouble(bench: Bench) -> None:
    run = bench.run("http://127.0.0.1:9/team/shop.git")
    plan = bench.plan(run)
    assert "cannot be reached" in plan.trouble
    assert "cannot be reached" in failed(bench.checks(run, plan))[0]


def test_a_remote_that_can_be_reached_again_asks_for_a_new_plan(bench: Bench, server: GitServer) -> None:
    server.passwords.clear()
    run = bench.run(address(server))
    plan = bench.plan(run)
    assert plan.trouble
    server.passwords[TOKEN] = True
    (why,) = failed(bench.checks(run, plan))
    assert "can be reached" in why or "can be now" in why


def test_the_network_goes_between_push_and_answer(bench: Bench, server: GitServer) -> None:
    run = bench.run(address(server))
    bench.approve(run, bench.plan(run))

    def gone(_request: str, _when: str) -> None:
        raise Gone

    def lose(request: str, when: str) -> None:
        if request.startswith("POST") and "git-receive-pack" in request and when == "after":
            server.seam = gone
            gone(request, when)

    server.seam = lose
    with pytest.raises(GitFailed, match="connection was lost"):
        bench.push(run)
    assert bench.store.deployments.newest() == []
    pushed = server.git(NAME, "rev-parse", "main")
    server.seam = lambda _request, _when: None
    server.seen.clear()
    bench.push(run)
    assert server.git(NAME, "rev-parse", "main") == pushed
    assert not any("git-receive-pack" in request for request in server.seen)
    (deployment,) = bench.store.deployments.newest()
    assert deployment.commit_hash == pushed


def test_a_push_whose_answer_is_lost_once_is_recognised(bench: Bench, server: GitServer) -> None:
    def lose(request: str, when: str) -> None:
        if request.startswith("POST") and "git-receive-pack" in request and when == "after":
            server.seam = lambda _request, _when: None
            raise Gone

    server.seam = lose
    bench.release(address(server))
    (deployment,) = bench.store.deployments.newest()
    assert server.git(NAME, "rev-list", "main") == deployment.commit_hash


def test_a_server_that_does_not_answer_is_given_up(
    bench: Bench, server: GitServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.seam = lambda _request, _when: time.sleep(5)
    monkeypatch.setattr("pipeline.release.git.LOOK_S", 0.5)
    assert "no answer within" in bench.plan(bench.run(address(server))).trouble


def test_a_push_is_cancelled(bench: Bench, server: GitServer) -> None:
    run = bench.run(address(server))
    bench.approve(run, bench.plan(run))

    def dawdle(request: str, when: str) -> None:
        if request.startswith("POST") and "git-receive-pack" in request and when == "before":
            bench.store.runs.update(run.id, status=RunStatus.CANCELLED)
            time.sleep(2)

    server.seam = dawdle
    asked = time.monotonic()
    with pytest.raises(RunCancelled):
        bench.push(run)
    assert time.monotonic() - asked < 2
    assert bench.store.deployments.newest() == []


def test_changed_files_are_not_pushed(bench: Bench, server: GitServer) -> None:
    run = bench.run(address(server))
    bench.approve(run, bench.plan(run))
    (bench.workspace(run) / "README.md").write_text("# Other\n")
    with pytest.raises(RunFailure, match="not those that were approved"):
        bench.push(run)
    assert server.git(NAME, "for-each-ref") == ""


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for ssh")
@pytest.mark.parametrize(
    ("script", "says"),
    [
        ('shift $(($# - 1)); exec sh -c "$1"', ""),
        ("echo 'Host key verification failed.' >&2; exit 255", "connect to it once by hand"),
        ("echo 'ada@host: Permission denied (publickey).' >&2; exit 255", "refuses your SSH key"),
    ],
)
def test_by_ssh_with_the_persons_own_home_and_agent(
    bench: Bench, server: GitServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, says: str
) -> None:
    binaries, note = tmp_path / "bin", tmp_path / "note"
    binaries.mkdir()
    (binaries / "ssh").write_text(f'#!/bin/sh\necho "$HOME $SSH_AUTH_SOCK $TOKEN_IN_SIGHT $*" >> {note}\n{script}\n')
    (binaries / "ssh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{binaries}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", "/home/ada")
    monkeypatch.setenv("SSH_AUTH_SOCK", "/run/agent")
    monkeypatch.setenv("TOKEN_IN_SIGHT", "never")
    for name in ("GIT_SSH", "GIT_SSH_COMMAND"):
        monkeypatch.delenv(name, raising=False)
    run = bench.run(f"ssh://git@localhost{server.root / NAME}.git")
    plan = bench.plan(run)
    if says:
        assert says in plan.trouble
        return
    assert failed(bench.checks(run, plan)) == []
    bench.approve(run, plan)
    bench.push(run)
    assert server.git(NAME, "rev-parse", "main^{tree}") == plan.tree_hash
    called = note.read_text()
    assert "/home/ada /run/agent" in called
    assert "-oBatchMode=yes" in called
    assert "never" not in called


def test_the_person_may_name_their_own_ssh(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_SSH_COMMAND", "ssh -i mine")
    remote = bench.remotes.of("git@localhost:x.git", "shop")
    assert git_process.environment_for(remote.url, bench.remotes.access(remote))["GIT_SSH_COMMAND"] == "ssh -i mine"


@pytest.mark.parametrize(("make", "says"), [(False, "There is no folder"), (True, "no bare Git repository")])
def test_a_folder_has_to_be_a_bare_repository(bench: Bench, tmp_path: Path, make: bool, says: str) -> None:
    folder = tmp_path / "elsewhere"
    if make:
        folder.mkdir()
    assert says in bench.plan(bench.run(str(folder))).trouble


def test_a_bare_folder_elsewhere(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "elsewhere.git"
    subprocess.run(["git", "init", "--bare", "-q", "-b", "trunk", str(path)], check=True)
    run = bench.run(str(path))
    plan = bench.plan(run)
    assert plan.trouble == ""
    bench.approve(run, plan)
    bench.push(run)
    assert (path / "HEAD").is_file()
    shutil.rmtree(path)
    assert "There is no folder" in failed(bench.checks(run, plan))[0]
