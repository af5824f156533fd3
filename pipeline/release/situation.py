"""What a remote is like now, and how a release comes into it because of that."""

from collections.abc import Collection
from pathlib import Path

from pipeline.contracts.base import Contract
from pipeline.contracts.work import Way
from pipeline.errors import RunFailure
from pipeline.release.access import Remotes
from pipeline.release.git import ProjectRepository, ensure_bare
from pipeline.release.git_errors import GitFailed
from pipeline.release.remotes import Remote, RemoteKind, trouble_with_folder

MAIN = "main"


class Situation(Contract):
    """How a release would come into its remote; see the same names in the release plan."""

    way: Way = Way.PUSH
    branch: str = MAIN
    base: str = ""
    parent: str | None = None
    trouble: str = ""


def own_branch(revision: int) -> str:
    """The branch of a release that does not go into the remote's own."""
    return f"quintet/revision-{revision}"


def look_at(
    remote: Remote, remotes: Remotes, repository: ProjectRepository, revision: int, released: Collection[str]
) -> Situation:
    """How revision `revision` would come into a remote; `released` are the commits that were released from here.

    What prevents that is told in the answer. Makes the repository on this computer where there is none yet.
    """
    try:
        if remote.kind is RemoteKind.LOCAL:
            ensure_bare(Path(remote.url))
            return Situation(parent=repository.head_of(remote.url, MAIN))
        if not remotes.has_token(remote) and remote.kind is RemoteKind.GITHUB:
            return Situation(trouble=f"No {remote.token_name} is saved; save one in Settings to release to GitHub.")
        if remote.kind is RemoteKind.GITHUB:
            return _at_github(remote, remotes, revision)
        return _at_git(remote, remotes, repository, revision, released)
    except RunFailure as error:
        return Situation(trouble=str(error))


def _at_github(remote: Remote, remotes: Remotes, revision: int) -> Situation:
    with remotes.github() as github:
        found = github.repository(remote.full_name)
    if found is None:
        return Situation(way=Way.CREATE)
    if found.head is None:
        return Situation(branch=found.default_branch)
    return Situation(way=Way.PULL_REQUEST, branch=own_branch(revision), base=found.default_branch, parent=found.head)


def _at_git(
    remote: Remote, remotes: Remotes, repository: ProjectRepository, revision: int, released: Collection[str]
) -> Situation:
    if trouble := trouble_with_folder(remote):
        raise GitFailed(trouble)
    access = remotes.access(remote)
    there = repository.references(remote.url, MAIN, access=access)
    branch = there.default_branch or MAIN
    if branch != MAIN:
        there = repository.references(remote.url, branch, access=access)
    head = there.branch(branch)
    if head is None or head in released:
        return Situation(branch=branch, parent=head)
    return Situation(way=Way.BRANCH, branch=own_branch(revision), base=branch, parent=head)
