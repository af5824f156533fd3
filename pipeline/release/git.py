"""The project's tree in Git: hashed before approval, committed and pushed after it.

Files from an untrusted tree must not steer Git, so every command runs with a configuration of its own: no hooks, no
file-system monitor, no filters, no submodules, no settings of the person or the machine, and no prompt.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from git import Blob, GitCommandError, GitCommandNotFound, Repo

from pipeline.errors import RunFailure
from pipeline.release.access import Access
from pipeline.release.git_errors import GitFailed, RemoteMoved, moved
from pipeline.release.git_process import (
    LOOK_S,
    NOBODY,
    PUSH_S,
    SAFE,
    UNSTEERED,
    configuration,
    run_git,
)

__all__ = ["GitFailed", "ProjectRepository", "RemoteMoved", "ensure_bare", "export"]

AUTHOR = "Quintet"
EMAIL = "quintet@localhost"
NO_ACCESS = Access()

FETCHES, PAUSE_S = 5, 0.3
DISTURBED = "shallow file has changed"
"""What Git says where another process fetched into the same repository at the same time."""


class References(NamedTuple):
    """What a remote has: its default branch, empty where it is not known, and commits and tags by reference."""

    default_branch: str
    by_name: dict[str, str]

    def branch(self, name: str) -> str | None:
        """The commit that a branch is at, None where it does not exist."""
        return self.by_name.get(f"refs/heads/{name}")

    def tag(self, name: str) -> str | None:
        """The object that a tag names, None where it does not exist."""
        return self.by_name.get(f"refs/tags/{name}")


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except GitCommandNotFound as error:
        raise GitFailed("Git is not installed; install it (https://git-scm.com) and resume the run.") from error
    except GitCommandError as error:
        words = str(error.stderr).strip().removeprefix("stderr: ").strip("' \n").partition("\n")[0]
        raise GitFailed(f"Git could not {error.command[1]}: {words}.") from error


class ProjectRepository:
    """The Git repository of one run's workspace."""

    def __init__(self, root: Path) -> None:
        """Open the repository in the workspace at `root`, making it fresh where there is none; raises GitFailed."""
        with _explained():
            self._repo = Repo(root) if (root / ".git").is_dir() else Repo.init(root, initial_branch="main")
        self._root = root
        self._repo.git.update_environment(HOME=str(NOBODY), **UNSTEERED, **configuration(SAFE))

    def tree_hash(self) -> str:
        """The hash of the tree that holds exactly the workspace's files, ignored ones included.

        Each call has an index of its own: neither another call nor the lock that a killed process left is in its way.
        """
        with TemporaryDirectory(prefix="index-", dir=self._root / ".git") as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            with _explained(), self._repo.git.custom_environment(**index):
                self._repo.git.add("--all", "--force", ".")
                return str(self._repo.git.write_tree())

    def commit(self, tree: str, message: str, parent: str | None, at: str) -> str:
        """A commit of a tree; equal arguments give an equal hash, so that a repeated step makes no second commit."""
        parents = ["-p", parent] if parent else []
        with _explained(), self._repo.git.custom_environment(**_signed(at)):
            return str(self._repo.git.commit_tree(tree, *parents, "-m", message))

    def tag(self, name: str, commit: str, message: str, at: str) -> str:
        """An annotated tag of a commit; equal arguments give an equal hash, as with commits."""
        with _explained(), self._repo.git.custom_environment(**_signed(at)):
            self._repo.git.tag("--annotate", "--force", "--no-sign", "-m", message, name, commit)
            return str(self._repo.git.rev_parse(f"refs/tags/{name}"))

    def has(self, commit: str) -> bool:
        """Whether a commit is here, so that it can be the parent of another."""
        try:
            self._repo.git.cat_file("-e", f"{commit}^{{commit}}")
        except GitCommandError:
            return False
        return True

    def references(self, remote: str, branch: str, tag: str = "", access: Access = NO_ACCESS) -> References:
        """What a remote has under these names, and its default branch."""
        names = ("HEAD", f"refs/heads/{branch}", *([f"refs/tags/{tag}"] if tag else []))
        lines = run_git(("ls-remote", "--symref", "--", remote, *names), self._root, remote, access, LOOK_S)
        return _references(lines)

    def head_of(self, remote: str, branch: str, access: Access = NO_ACCESS) -> str | None:
        """The commit that a remote's branch is at, None where the branch does not exist."""
        return self.references(remote, branch, access=access).branch(branch)

    def fetch(self, remote: str, branch: str, access: Access = NO_ACCESS) -> None:
        """Get the commit that a remote's branch is at, so that it can be the parent of another.

        Git that a killed process had begun may still be fetching the same, which ends this one: it begins again then.
        """
        how = ("--no-tags", "--no-recurse-submodules", "--quiet", "--depth=1", "--no-write-fetch-head")
        for left in reversed(range(FETCHES)):
            try:
                run_git(("fetch", *how, "--", remote, f"refs/heads/{branch}"), self._root, remote, access, PUSH_S)
                return
            except GitFailed as error:
                if not left or DISTURBED not in str(error):
                    raise
                time.sleep(PAUSE_S)

    def push(
        self,
        remote: str,
        branch: str,
        commit: str,
        expected: str | None,
        tag: tuple[str, str] | None = None,
        access: Access = NO_ACCESS,
    ) -> None:
        """Move a remote's branch from `expected` to `commit`, with a tag by its name and object.

        The commit follows `expected`, and the remote is told to move from there only, so nothing is ever forced or
        lost. Pushing what is there already does nothing. Raises RemoteMoved, GitFailed, RunCancelled.
        """
        there = self.references(remote, branch, tag[0] if tag else "", access)
        wanted = {f"refs/heads/{branch}": (commit, expected)}
        if tag:
            wanted[f"refs/tags/{tag[0]}"] = (tag[1], None)
        missing = {name: each for name, each in wanted.items() if there.by_name.get(name) != each[0]}
        if there.branch(branch) not in (expected, commit):
            raise moved(remote)
        if tag and there.tag(tag[0]) not in (None, tag[1]):
            raise GitFailed(f"{remote} has another release as tag {tag[0]}; remove that tag, or make a new revision.")
        if missing:
            leases = [f"--force-with-lease={name}:{before or ''}" for name, (_, before) in missing.items()]
            specs = [f"{made}:{name}" for name, (made, _) in missing.items()]
            command = ("push", "--porcelain", "--progress", "--atomic", "--no-verify", *leases, "--", remote, *specs)
            try:
                run_git(command, self._root, remote, access, PUSH_S)
            except RunFailure:
                # A connection that is lost, or a request that was sent twice, says nothing of what the remote did.
                if not self._is_there(remote, branch, tag, wanted, access):
                    raise

    def _is_there(
        self,
        remote: str,
        branch: str,
        tag: tuple[str, str] | None,
        wanted: dict[str, tuple[str, str | None]],
        access: Access,
    ) -> bool:
        with suppress(RunFailure):
            there = self.references(remote, branch, tag[0] if tag else "", access).by_name
            return all(there.get(name) == made for name, (made, _) in wanted.items())
        return False


def _references(lines: str) -> References:
    default, found = "", {}
    for line in lines.splitlines():
        value, _, name = line.partition("\t")
        if value.startswith("ref: refs/heads/") and name == "HEAD":
            default = value.removeprefix("ref: refs/heads/")
        elif name.startswith("refs/"):
            found[name] = value
    return References(default, found)


def _signed(at: str) -> dict[str, str]:
    """Who makes a commit or a tag, and when."""
    names = {"NAME": AUTHOR, "EMAIL": EMAIL, "DATE": at}
    return {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in names.items()}


def ensure_bare(path: Path) -> None:
    """Make a bare repository at `path` where there is none; raises GitFailed."""
    if not (path / "HEAD").is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        with _explained():
            Repo.init(path, bare=True, initial_branch="main")


def export(remote: Path, commit: str, folder: Path) -> None:
    """Write the files of a commit of a local repository into a new folder; raises GitFailed."""
    with _explained(), Repo(remote) as repository:
        for item in repository.commit(commit).tree.traverse():
            if isinstance(item, Blob):
                target = folder.joinpath(*str(item.path).split("/"))
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(item.data_stream.read())
