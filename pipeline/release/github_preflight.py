"""What a release to GitHub needs there: a token that may do it, a place for it, and what its workflows read."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.contracts.delivery import Target
from pipeline.contracts.work import Check, ReleasePlan
from pipeline.release.access import Remotes
from pipeline.release.github_contracts import Account, RepositoryFacts
from pipeline.release.github_errors import FORBIDDEN, GithubFailed
from pipeline.release.remotes import GITHUB_TOKEN, Remote

if TYPE_CHECKING:
    from pipeline.release.github import GithubClient

BLOCKING_RULES = {
    "creation": "lets nobody create the branch",
    "update": "lets nobody push to the branch",
    "required_signatures": "takes signed commits only, and these are not",
    "pull_request": "takes changes to the branch by pull request only",
}
"""Kinds of rules that refuse the push, with what each does; see “rules” in GitHub's REST documentation."""
TOKEN, RIGHTS, PLACE, BRANCH = "The token", "The token's rights", "The repository", "The branch"
ACTIONS, SETTINGS = "Actions are on", "Secrets and variables"


def github_checks(plan: ReleasePlan, remote: Remote, remotes: Remotes) -> Iterator[Check]:
    """What GitHub says of a plan; raises GithubFailed where it says nothing."""
    with remotes.github() as github:
        account = github.account()
        yield Check(name=TOKEN, passed=True, evidence=f"GitHub accepts it; you are {account.login}.")
        found = github.repository(remote.full_name)
        yield _rights(plan, account, found)
        yield _place(github, remote, account, found)
        if found and not found.is_archived and found.can_push:
            yield _branch(github, plan, found)
        if plan.target == Target.GITHUB_ACTIONS:
            if found:
                yield _actions(github, found)
            yield _settings(github, plan, remote, found)


def _rights(plan: ReleasePlan, account: Account, found: RepositoryFacts | None) -> Check:
    """The scopes of a classic token; a fine-grained one states none, and shows its rights only by what it is let do."""
    if account.scopes is None:
        told = "It is a fine-grained token; it needs the rights Contents and Pull requests (write)"
        more = ", Workflows (write)" if plan.has_workflows else ""
        return Check(
            name=RIGHTS, passed=True, evidence=f"{told}{more}, and Administration (write) to create or set up."
        )
    is_public = found is not None and not found.is_private
    enough = ("repo", "public_repo") if is_public else ("repo",)
    missing = [] if set(enough) & set(account.scopes) else ["repo"]
    if plan.has_workflows and "workflow" not in account.scopes:
        missing.append("workflow")
    if missing:
        needed = " and ".join(f"“{scope}”" for scope in missing)
        told = f"The token lacks the scope {needed}; add it at GitHub, or save another {GITHUB_TOKEN} in Settings."
        return Check(name=RIGHTS, passed=False, evidence=told)
    return Check(name=RIGHTS, passed=True, evidence=f"Its scopes are {', '.join(account.scopes)}.")


def _place(github: "GithubClient", remote: Remote, account: Account, found: RepositoryFacts | None) -> Check:
    told = _trouble_with_place(github, remote, account, found)
    seen = f"{remote.full_name} is {'there, and you may push' if found else 'free, and will be made, private'}."
    return Check(name=PLACE, passed=not told, evidence=told or seen)


def _trouble_with_place(github: "GithubClient", remote: Remote, account: Account, found: RepositoryFacts | None) -> str:
    if found:
        if found.full_name.casefold() != remote.full_name.casefold():
            return f"{remote.full_name} is called {found.full_name} now; start the run with that name."
        if found.is_archived:
            return f"{remote.full_name} is archived; unarchive it at GitHub, or choose another."
        return (
            "" if found.can_push else f"You may not push to {remote.full_name}; ask its owner for the right to write."
        )
    if remote.owner.casefold() == account.login.casefold():
        return ""
    organization = github.organization(remote.owner)
    if organization is None:
        return (
            f"GitHub has no organisation {remote.owner}, and you are {account.login}; choose one of the two as owner."
        )
    if not organization.may_create:
        return f"You may not create repositories in {remote.owner}; ask an owner of it to make {remote.name}, empty."
    return ""


def _branch(github: "GithubClient", plan: ReleasePlan, found: RepositoryFacts) -> Check:
    rules = github.rules_of(found.full_name, plan.branch)
    blocking = [BLOCKING_RULES[rule] for rule in rules if rule in BLOCKING_RULES]
    if blocking:
        told = f"A rule of {found.full_name} {blocking[0]} ({plan.branch}); let it make an exception for you at GitHub."
        return Check(name=BRANCH, passed=False, evidence=told)
    return Check(name=BRANCH, passed=True, evidence=f"No rule forbids to push {plan.branch}.")


def _actions(github: "GithubClient", found: RepositoryFacts) -> Check:
    try:
        is_on = github.actions_enabled(found.full_name)
    except GithubFailed as error:
        if error.status != FORBIDDEN:
            raise
        return Check(
            name=ACTIONS, passed=True, evidence="This token may not see whether they are; that shows when they run."
        )
    told = "" if is_on else f"Actions are off in {found.full_name}; turn them on in its settings at GitHub."
    return Check(name=ACTIONS, passed=is_on, evidence=told or "Workflows run in this repository.")


def _settings(github: "GithubClient", plan: ReleasePlan, remote: Remote, found: RepositoryFacts | None) -> Check:
    """Whether everything that the workflows read is there, since the run of a workflow without it cannot succeed."""
    needed = (*plan.secrets, *plan.variables)
    if not needed:
        return Check(name=SETTINGS, passed=True, evidence="The workflows need none.")
    if found is None:
        told = f"Make the repository {remote.full_name} at GitHub, empty, and save in it: {', '.join(needed)}."
        return Check(name=SETTINGS, passed=False, evidence=told)
    name = found.full_name
    known = {
        "secret": (plan.secrets, github.setting_names(name, "secrets", plan.environments)),
        "variable": (plan.variables, github.setting_names(name, "variables", plan.environments)),
    }
    missing = [f"the {kind} {each}" for kind, (names, there) in known.items() for each in names if each not in there]
    told = f"Save in {name} at GitHub (Settings → Secrets and variables → Actions): {', '.join(missing)}."
    return Check(name=SETTINGS, passed=not missing, evidence=told if missing else "All are there.")
