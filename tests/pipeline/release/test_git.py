"""Git on real repositories: exact trees, no force, no second commit, and nothing of the tree steers Git."""

import subprocess
from pathlib import Path

import pytest

from pipeline.release.git import GitFailed, ProjectRepository, RemoteMoved, ensure_bare, export

AT = "2026-01-02T03:04:05+00:00"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "workspace"
    (root / "app").mkdir(parents=True)
    (root / "app" / "main.py").write_bytes(b"print('one')\r\n")
    (root / "data").mkdir()
    (root / "data" / "records.csv").write_bytes(b"a,b\n1,2\n")
    (root / ".gitignore").write_text("data/\n")
    return root


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    path = tmp_path / "remotes" / "shop.git"
    ensure_bare(path)
    return path


def read(remote: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "--git-dir", str(remote), *arguments], capture_output=True, check=True, text=True)
    return done.stdout.strip()


def test_the_tree_holds_every_file_byte_for_byte_ignored_ones_too(
    workspace: Path, remote: Path, tmp_path: Path
) -> None:
    repository = ProjectRepository(workspace)
    commit = repository.commit(repository.tree_hash(), "First", None, AT)
    repository.push(str(remote), "main", commit, None)
    export(remote, commit, tmp_path / "out")
    files = {
        path.relative_to(tmp_path / "out").as_posix(): path.read_bytes()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    assert files == {
        ".gitignore": b"data/\n",
        "app/main.py": b"print('one')\r\n",
        "data/records.csv": b"a,b\n1,2\n",
    }


def test_one_changed_byte_is_another_tree(workspace: Path) -> None:
    before = ProjectRepository(workspace).tree_hash()
    assert ProjectRepository(workspace).tree_hash() == before
    (workspace / "app" / "main.py").write_bytes(b"print('one')\n")
    assert ProjectRepository(workspace).tree_hash() != before


def test_the_lock_that_a_killed_process_left_is_not_in_the_way(workspace: Path) -> None:
    before = ProjectRepository(workspace).tree_hash()
    (workspace / ".git" / "index.lock").touch()
    assert ProjectRepository(workspace).tree_hash() == before
    assert not list((workspace / ".git").glob("index-*"))


def test_committing_and_pushing_again_makes_nothing_new(workspace: Path, remote: Path) -> None:
    for _ in range(2):
        repository = ProjectRepository(workspace)
        commit = repository.commit(repository.tree_hash(), "First", None, AT)
        repository.push(str(remote), "main", commit, None)
    assert read(remote, "rev-list", "--count", "main") == "1"


def test_the_next_revision_follows_the_one_before(workspace: Path, remote: Path, tmp_path: Path) -> None:
    first = ProjectRepository(workspace)
    parent = first.commit(first.tree_hash(), "First", None, AT)
    first.push(str(remote), "main", parent, None)
    later = tmp_path / "later"
    later.mkdir()
    (later / "README.md").write_text("two")
    second = ProjectRepository(later)
    second.fetch(str(remote), "main")
    commit = second.commit(second.tree_hash(), "Second", parent, AT)
    second.push(str(remote), "main", commit, parent)
    assert read(remote, "log", "--format=%s", "main").splitlines() == ["Second", "First"]
    assert second.head_of(str(remote), "main") == commit


def test_a_remote_that_moved_on_is_left_alone(workspace: Path, remote: Path) -> None:
    repository = ProjectRepository(workspace)
    theirs = repository.commit(repository.tree_hash(), "Theirs", None, AT)
    repository.push(str(remote), "main", theirs, None)
    ours = repository.commit(repository.tree_hash(), "Ours", None, AT)
    with pytest.raises(RemoteMoved, match="has moved"):
        repository.push(str(remote), "main", ours, None)
    assert read(remote, "rev-parse", "main") == theirs


def test_hooks_filters_and_personal_settings_have_no_effect(
    workspace: Path, remote: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof = tmp_path / "ran"
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(
        f'[user]\nname = Someone\n[filter "evil"]\nclean = "touch {proof}; cat"\n[core]\nfsmonitor = "touch {proof}"\n'
    )
    monkeypatch.setenv("HOME", str(home))
    (workspace / ".gitattributes").write_text("* filter=evil\n")
    repository = ProjectRepository(workspace)
    hook = workspace / ".git" / "hooks" / "pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {proof}\n")
    hook.chmod(0o755)
    repository.push(str(remote), "main", repository.commit(repository.tree_hash(), "First", None, AT), None)
    assert not proof.exists()
    assert read(remote, "log", "--format=%an", "main") == "Quintet"


def test_a_remote_that_is_not_there_is_one_sentence(workspace: Path, tmp_path: Path) -> None:
    with pytest.raises(GitFailed, match=r"^There is no repository .*nowhere.git, or .*\.$"):
        ProjectRepository(workspace).head_of(str(tmp_path / "nowhere.git"), "main")
