"""From an approved plan to its commit in the remote, once however often it is begun."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.contracts.work import ReleasePlan, Way
from pipeline.errors import RunFailure
from pipeline.release.access import Remotes
from pipeline.release.git import ProjectRepository
from pipeline.release.git_errors import RemoteMoved, moved
from pipeline.release.github_errors import GithubFailed
from pipeline.release.remotes import Remote, RemoteKind

if TYPE_CHECKING:
    from pipeline.release.github import GithubClient

Report = Callable[[str], None]
TAG_SENTENCE = "Approved and released with Quintet."


class Published(NamedTuple):
    """A commit in its remote, and where people find it; empty where it has no page."""

    commit: str
    url: str = ""


class Publisher:
    """Pushes one approved tree. Every part of it looks first whether it was done before."""

    def __init__(
        self, remotes: Remotes, plan: ReleasePlan, project: str, report: Report, cancelled: Callable[[], bool]
    ) -> None:
        """Raises InputError where the plan's remote is none."""
        self._remotes = remotes
        self._plan = plan
        self._report = report
        self._remote: Remote = remotes.of(plan.remote, project)
        self._access = remotes.access(self._remote, report, cancelled)

    def publish(self, workspace: Path, at: str) -> Published:
        """Commit the approved tree as of the time `at`, and push it; raises RunFailure or RunCancelled.

        Equal times give equal commits, so that what was pushed before an interruption is known by its hash.
        """
        plan = self._plan
        repository = ProjectRepository(workspace)
        if repository.tree_hash() != plan.tree_hash:
            raise RunFailure("The files are not those that were approved; review the run again.")
        if plan.parent and not repository.has(plan.parent):
            self._fetch_parent(repository, plan.parent)
        commit = repository.commit(plan.tree_hash, plan.commit_message, plan.parent, at)
        tag = (plan.tag, repository.tag(plan.tag, commit, TAG_SENTENCE, at)) if plan.tag else None
        if plan.way is Way.CREATE:
            self._create(commit)
        self._report(f"Pushing commit {commit[:12]} to {plan.branch} of {plan.remote}.")
        repository.push(plan.remote, plan.branch, commit, plan.expected, tag, self._access)
        return Published(commit, self._present() if self._remote.kind is RemoteKind.GITHUB else "")

    def _fetch_parent(self, repository: ProjectRepository, parent: str) -> None:
        """Get the commit that this one follows; raises RemoteMoved where its branch has another."""
        plan = self._plan
        repository.fetch(plan.remote, plan.base or plan.branch, self._access)
        if not repository.has(parent):
            raise moved(plan.remote)

    def _create(self, commit: str) -> None:
        """Make the repository, unless an interrupted release has; raises RemoteMoved where it is somebody else's."""
        name = self._remote.full_name
        with self._remotes.github() as github:
            found = github.repository(name)
            if found is None:
                self._report(f"Creating the private repository {name}.")
                github.create_repository(name, self._plan.commit_message.partition("\n")[0])
            elif found.head not in (None, commit):
                raise RemoteMoved(f"{name} has been made by somebody else since; plan the release again.")

    def _present(self) -> str:
        """What GitHub shows of the release besides its files; gives the address of its page."""
        plan, name = self._plan, self._remote.full_name
        page = f"{plan.remote.removesuffix('.git')}/tree/{plan.tag or plan.branch}"
        with self._remotes.github() as github:
            if plan.way is Way.PULL_REQUEST:
                title, _, body = plan.commit_message.partition("\n\n")
                request = github.ensure_pull_request(name, plan.branch, plan.base, title, f"{body}\n\n{self._warning}")
                page = request.url
                self._report(f"Pull request {request.number}: {page}")
            self._set_up(github, name)
        return page

    @property
    def _warning(self) -> str:
        plan = self._plan
        return (
            f"This branch holds exactly the {plan.files} files that were approved (tree {plan.tree_hash}). "
            f"Merging it removes whatever else is in {plan.base}."
        )

    def _set_up(self, github: "GithubClient", name: str) -> None:
        """Topics and environments: useful, but no reason to undo a release."""
        try:
            github.describe(name, self._plan.topics)
            for environment in self._plan.environments:
                github.ensure_environment(name, environment)
        except GithubFailed as error:
            self._report(f"The release is pushed, but not all of {name} is set up: {error}")
