"""The project's tree in Git: hashed before approval, committed and pushed after it.

Files from an untrusted tree must not steer Git, so every command runs with a configuration of its own: no hooks, no
file-system monitor, no filters, no submodules, no settings of the person or the machine, and no prompt.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from git import Blob, GitCommandError, GitCommandNotFound, Repo

from pipeline.errors import RunFailure

AUTHOR = "Quintet"
EMAIL = "quintet@localhost"
NOBODY = Path(os.devnull)
SAFE = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.autocrlf": "false",
    "core.safecrlf": "false",
    "core.symlinks": "false",
    "core.fileMode": "false",
    "core.quotePath": "false",
    "protocol.ext.allow": "never",
    "submodule.recurse": "false",
    "gc.auto": "0",
}


class GitFailed(RunFailure):
    """Git refused a command; the message holds its own words."""


class RemoteMoved(RunFailure):
    """The remote's branch is not where the release plan was made for."""


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
        self._repo.git.update_environment(
            HOME=str(NOBODY),
            XDG_CONFIG_HOME=str(NOBODY),
            GIT_CONFIG_GLOBAL=str(NOBODY),
            GIT_CONFIG_SYSTEM=str(NOBODY),
            GIT_CONFIG_NOSYSTEM="1",
            GIT_ATTR_NOSYSTEM="1",
            GIT_TERMINAL_PROMPT="0",
            GIT_CONFIG_COUNT=str(len(SAFE)),
            **{f"GIT_CONFIG_KEY_{number}": key for number, key in enumerate(SAFE)},
            **{f"GIT_CONFIG_VALUE_{number}": value for number, value in enumerate(SAFE.values())},
        )

    def tree_hash(self) -> str:
        """The hash of the tree that holds exactly the workspace's files, ignored ones included."""
        with _explained():
            self._repo.git.add("--all", "--force", ".")
            return str(self._repo.git.write_tree())

    def commit(self, tree: str, message: str, parent: str | None, at: str) -> str:
        """A commit of a tree; equal arguments give an equal hash, so that a repeated step makes no second commit."""
        stamp = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
        names = {"NAME": AUTHOR, "EMAIL": EMAIL}
        who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in names.items()}
        parents = ["-p", parent] if parent else []
        with _explained(), self._repo.git.custom_environment(**stamp, **who):
            return str(self._repo.git.commit_tree(tree, *parents, "-m", message))

    def head_of(self, remote: str, branch: str) -> str | None:
        """The commit that a remote's branch is at, None where the branch does not exist."""
        with _explained():
            line = str(self._repo.git.ls_remote(remote, f"refs/heads/{branch}"))
        return line.split()[0] if line else None

    def fetch(self, remote: str, commit: str) -> None:
        """Get a commit from a remote, so that it can be the parent of another."""
        with _explained():
            self._repo.git.fetch("--no-tags", "--no-recurse-submodules", "--quiet", remote, commit)

    def push(self, remote: str, branch: str, commit: str, expected: str | None) -> None:
        """Move a remote's branch from `expected` to `commit`, never by force; raises RemoteMoved, GitFailed.

        Pushing what is there already does nothing.
        """
        head = self.head_of(remote, branch)
        if head == commit:
            return
        if head != expected:
            raise RemoteMoved(
                f"Branch {branch} of {remote} has moved to {head}; review the run again before a release."
            )
        with _explained():
            self._repo.git.push("--porcelain", remote, f"{commit}:refs/heads/{branch}")


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
