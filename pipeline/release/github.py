"""The one place where GitHub's REST API is asked, by PyGithub: it gives types of ours, and errors in a sentence."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

from github import Auth, Github, GithubException
from github.Repository import Repository
from github.WorkflowJob import WorkflowJob
from github.WorkflowRun import WorkflowRun
from requests import RequestException

from pipeline.release.github_contracts import (
    Account,
    JobState,
    Organization,
    PullRequest,
    RepositoryFacts,
    StepState,
    WorkflowState,
)
from pipeline.release.github_errors import MISSING, GithubFailed, refusal, unreachable, unusable_token
from pipeline.release.remotes import API_URL

TIMEOUT_S = 15
ATTEMPTS, PAUSE_S = 3, 0.5
"""How often a question is asked that GitHub had trouble with, and how long is waited after the first time."""
INVALID = 422
SettingKind = Literal["secrets", "variables"]
Answer = TypeVar("Answer")


class GithubClient:
    """GitHub, for one token. It can be used in a `with` statement, which closes its connections."""

    def __init__(self, token: str, api_url: str = API_URL, timeout_s: int = TIMEOUT_S) -> None:
        self._token = token
        auth = Auth.Token(token) if token else None
        self._github = Github(
            auth=auth, base_url=api_url, timeout=timeout_s, retry=0, seconds_between_requests=0, lazy=False
        )
        self._lazy = self._github.withLazy(lazy=True)
        """The same, but nothing is asked of a repository until it is needed."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._github.close()
        self._lazy.close()

    # What is there

    def account(self) -> Account:
        """Whose token it is; raises GithubFailed."""
        login = self._ask("say whose token it is", lambda: self._github.get_user().login)
        scopes = self._github.oauth_scopes
        return Account(login=login, scopes=None if scopes is None else tuple(filter(None, scopes)))

    def repository(self, full_name: str) -> RepositoryFacts | None:
        """A repository, None where there is none that this token may see; raises GithubFailed."""
        found = self._unless_missing(f"look at {full_name}", lambda: self._github.get_repo(full_name))
        if found is None:
            return None
        rights = found.permissions
        return RepositoryFacts(
            full_name=found.full_name,
            url=found.html_url,
            default_branch=found.default_branch or "main",
            is_private=found.private,
            is_archived=found.archived,
            can_push=rights.push,
            can_administer=rights.admin,
            head=self.head_of(full_name, found.default_branch or "main"),
        )

    def head_of(self, full_name: str, branch: str) -> str | None:
        """The commit that a branch is at, None where it does not exist; raises GithubFailed."""
        found = self._unless_missing(f"look at {branch}", lambda: self._repo(full_name).get_branch(branch))
        return None if found is None else found.commit.sha

    def organization(self, login: str) -> Organization | None:
        """An organisation, None where there is none of that name; raises GithubFailed."""

        what = f"look at the organisation {login}"
        found = self._unless_missing(what, lambda: self._github.get_organization(login))
        if found is None:
            return None
        member = self._unless_missing(what, lambda: self._github.get_user().get_organization_membership(login))
        if member is None or member.state != "active":
            return Organization(login=found.login, may_create=False)
        may = found.members_can_create_private_repositories or found.members_can_create_repositories
        return Organization(login=found.login, may_create=member.role == "admin" or bool(may))

    def rules_of(self, full_name: str, branch: str) -> tuple[str, ...]:
        """The kinds of the rules that hold for this account at a branch, which need not exist; raises GithubFailed."""
        rules = self._get(f"/repos/{full_name}/rules/branches/{branch}")
        rulesets = {rule.get("ruleset_id") for rule in rules}
        free = {each for each in rulesets if self._may_bypass(full_name, each)}
        return tuple(str(rule["type"]) for rule in rules if rule.get("ruleset_id") not in free)

    def _may_bypass(self, full_name: str, ruleset: int | None) -> bool:
        found = self._unless_missing("answer", lambda: self._get(f"/repos/{full_name}/rulesets/{ruleset}"))
        return found is not None and found.get("current_user_can_bypass") in ("always", "exempt")

    def actions_enabled(self, full_name: str) -> bool:
        """Whether workflows run in a repository; raises GithubFailed where the token may not see that."""
        return bool(self._get(f"/repos/{full_name}/actions/permissions")["enabled"])

    def setting_names(self, full_name: str, kind: SettingKind, environments: tuple[str, ...] = ()) -> frozenset[str]:
        """The names of the secrets or variables that workflows of a repository can read in any of the environments.

        They are the repository's, those of its organisation for it, and those of the environments. Raises GithubFailed.
        """
        base = f"/repos/{full_name}"
        own = self._get(f"{base}/actions/{kind}?per_page=100")[kind]
        others = (
            f"{base}/actions/organization-{kind}",
            *(f"{base}/environments/{each}/{kind}" for each in environments),
        )
        pages = (self._unless_missing("answer", partial(self._get, f"{page}?per_page=100")) for page in others)
        return frozenset(each["name"] for each in chain(own, *(page[kind] for page in pages if page)))

    # What is changed

    def create_repository(self, full_name: str, description: str) -> None:
        """Make a private repository without content; raises GithubFailed, also where the name is taken."""
        owner, _, name = full_name.partition("/")
        how: dict[str, Any] = {"description": description, "private": True, "auto_init": False}

        def create() -> None:
            user = self._github.get_user()
            if user.login.casefold() == owner.casefold():
                user.create_repo(name, **how)
            else:
                self._github.get_organization(owner).create_repo(name, **how)

        with self._explained(f"create {full_name}"):
            create()

    def ensure_pull_request(self, full_name: str, branch: str, base: str, title: str, body: str) -> PullRequest:
        """The one pull request from a branch into another, made where there is none; raises GithubFailed."""
        found = self._pull_request(full_name, branch, base)
        if found is None:
            try:
                with self._explained("open a pull request"):
                    self._repo(full_name).create_pull(base, branch, title=title, body=body)
            except GithubFailed as error:
                if error.status != INVALID:  # somebody else has made it in between
                    raise
                found = self._pull_request(full_name, branch, base)
                if found is None:
                    raise
            found = found or self._pull_request(full_name, branch, base)
        assert found is not None
        return found

    def describe(self, full_name: str, topics: Iterable[str]) -> None:
        """Add topics to those of a repository; raises GithubFailed."""
        with self._explained("set topics"):
            repository = self._repo(full_name)
            before = repository.get_topics()
            if missing := [topic for topic in topics if topic not in before]:
                repository.replace_topics([*before, *missing])

    def ensure_environment(self, full_name: str, name: str) -> None:
        """Make an environment where there is none, and leave one with its rules as it is; raises GithubFailed."""
        there = self._unless_missing("answer", lambda: self._get(f"/repos/{full_name}/environments/{name}"))
        if there is None:
            with self._explained(f"make the environment {name}"):
                self._repo(full_name).create_environment(name)

    def dispatch(self, full_name: str, workflow: str, ref: str, inputs: dict[str, str]) -> None:
        """Have a workflow run, by its file's name, on a branch or tag; raises GithubFailed."""
        with self._explained(f"run the workflow {workflow}"):
            path = f"/repos/{full_name}/actions/workflows/{workflow}/dispatches"
            self._github.requester.requestJsonAndCheck("POST", path, input={"ref": ref, "inputs": inputs})

    # Runs of workflows

    def runs_of(self, full_name: str, commit: str, workflow: str) -> tuple[WorkflowState, ...]:
        """The runs of a workflow, by its file's name, for a commit, without their jobs, newest first."""

        def look() -> tuple[WorkflowState, ...]:
            found = self._repo(full_name).get_workflow_runs(head_sha=commit)
            return tuple(_run(each, ()) for each in found if each.path.partition("@")[0].endswith(f"/{workflow}"))

        return self._ask("list the runs of its workflows", look)

    def run(self, full_name: str, run_id: int) -> WorkflowState:
        """A run with its jobs and steps as they are now; raises GithubFailed."""

        def look() -> WorkflowState:
            found = self._repo(full_name).get_workflow_run(run_id)
            status = found.status  # first, so that no job of a run that has ended is seen as it was before
            return _run(found, tuple(_job(each) for each in found.jobs())).model_copy(update={"status": status})

        return self._ask("follow the run of the workflow", look)

    # How it is asked

    def _repo(self, full_name: str) -> Repository:
        return self._lazy.get_repo(full_name)

    def _pull_request(self, full_name: str, branch: str, base: str) -> PullRequest | None:
        head = f"{full_name.partition('/')[0]}:{branch}"

        def look() -> PullRequest | None:
            pulls = self._repo(full_name).get_pulls(state="all", head=head, base=base)
            found = [PullRequest(number=each.number, url=each.html_url, is_open=each.state == "open") for each in pulls]
            return next(iter(sorted(found, key=lambda each: not each.is_open)), None)

        return self._ask("list pull requests", look)

    def _get(self, path: str) -> Any:
        return self._ask("answer", lambda: self._github.requester.requestJsonAndCheck("GET", path)[1])

    def _unless_missing(self, to: str, question: Callable[[], Answer]) -> Answer | None:
        """The answer to a question, None where GitHub has nothing of that name."""
        try:
            return self._ask(to, question)
        except GithubFailed as error:
            if error.status == MISSING:
                return None
            raise

    def _ask(self, to: str, question: Callable[[], Answer]) -> Answer:
        """The answer to a question that changes nothing, which is asked again where GitHub has trouble."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self._explained(to):
                    return question()
            except GithubFailed as error:
                if attempt == ATTEMPTS or not error.is_passing:
                    raise
                time.sleep(PAUSE_S * attempt)
        raise AssertionError

    @contextmanager
    def _explained(self, to: str) -> Iterator[None]:
        try:
            yield
        except GithubException as error:
            data = error.data if isinstance(error.data, dict) else {"message": error.message}
            raise refusal(to, error.status, data, error.headers or {}, self._token) from None
        except RequestException as error:
            raise unreachable(type(error).__name__) from None
        except UnicodeEncodeError:
            raise unusable_token() from None


def _run(found: WorkflowRun, jobs: tuple[JobState, ...]) -> WorkflowState:
    return WorkflowState(
        id=found.id, url=found.html_url, status=found.status, conclusion=found.conclusion or "", jobs=jobs
    )


def _job(found: WorkflowJob) -> JobState:
    steps = tuple(
        StepState(number=each.number, name=each.name, status=each.status, conclusion=each.conclusion or "")
        for each in found.steps
    )
    return JobState(
        id=found.id,
        name=found.name,
        status=found.status,
        conclusion=found.conclusion or "",
        url=found.html_url or "",
        steps=steps,
    )
