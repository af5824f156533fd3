"""GitHub on loopback: its REST API as far as it is used, with state, and the repositories behind it by real Git.

It is strict: a request that it does not know is answered with 501 and kept in `unknown`, and so is a body with a field
that GitHub's documentation does not name.
"""

import json
import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.pipeline.release.git_server import GitServer, Handler, serving

API = "/api/v3"
Body = dict[str, Any]
Answer = tuple[int, Any]
NOT_FOUND: Answer = (404, {"message": "Not Found"})


@dataclass
class Token:
    """Whose it is and what it may do; `scopes` is None for a fine-grained one."""

    login: str
    scopes: tuple[str, ...] | None = ("repo", "workflow")


@dataclass
class Repository:
    """What is kept of a repository besides its files."""

    full_name: str
    description: str = ""
    archived: bool = False
    private: bool = True
    actions: bool = True
    may_push: bool = True
    topics: list[str] = field(default_factory=list)
    pulls: list[Body] = field(default_factory=list)
    environments: list[str] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    variables: list[str] = field(default_factory=list)
    rules: list[Body] = field(default_factory=list)
    bypass: str = "never"
    runs: list[Body] = field(default_factory=list)
    jobs: dict[int, list[Body]] = field(default_factory=dict)


@dataclass
class Fault:
    """An answer in place of the true one, for requests that match, a number of times."""

    request: str
    status: int
    message: str
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1


class GithubServer(GitServer):
    """Users, organisations and repositories."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.tokens: dict[str, Token] = {}
        self.orgs: dict[str, Body] = {}
        self.repositories: dict[str, Repository] = {}
        self.faults: list[Fault] = []
        self.unknown: list[str] = []
        self.delay_s = 0.0
        self.advance: Callable[[Body, list[Body]], None] = lambda _run, _jobs: None
        """What a run of a workflow does each time that it is looked at."""

    @property
    def api_url(self) -> str:
        """The address of the REST API."""
        return f"{self.url}{API}"

    def add(self, full_name: str) -> Repository:
        """A repository without files."""
        self.make(full_name)
        self.repositories[full_name] = Repository(full_name)
        return self.repositories[full_name]

    def may(self, password: str, name: str, *, write: bool) -> int:
        """Whoever has a token may read and write."""
        token = self.tokens.get(password)
        if token is None:
            return 401
        if write and token.scopes is not None and "repo" not in token.scopes:
            return 403
        return 200 if name in self.repositories else 404

    def head(self, full_name: str, branch: str) -> str:
        """What a branch is at, empty where it is not there."""
        return self.git(full_name, "for-each-ref", "--format=%(objectname)", f"refs/heads/{branch}")

    def ask(self, method: str, path: str, query: dict[str, list[str]], body: Body, token: Token) -> Answer:
        """The answer of the REST API."""
        for pattern, allowed, act in ROUTES:
            if (found := re.fullmatch(pattern, f"{method} {path}")) and set(body) <= allowed:
                return act(self, token, body, query, *map(unquote, found.groups()))
        self.unknown.append(f"{method} {path} {sorted(body)}")
        return 501, {"message": f"Not known here: {method} {path} {sorted(body)}"}


class GithubHandler(Handler):
    """Requests of Git, and of the REST API."""

    git: GithubServer

    def route(self) -> None:
        """By the path."""
        if not self.path.startswith(API):
            self.git.handle(self)
            return
        parts = urlsplit(self.path.removeprefix(API))
        content = self.body()
        body = json.loads(content) if content else {}
        request = f"{self.command} {parts.path}"
        time.sleep(self.git.delay_s)
        self.git.seam(request, "before")
        token = self.git.tokens.get(
            self.headers.get("Authorization", "").removeprefix("token ").removeprefix("Bearer ")
        )
        headers = {"Content-Type": "application/json", "X-RateLimit-Remaining": "4999"}
        fault = next((each for each in self.git.faults if each.times and re.match(each.request, request)), None)
        if fault:
            fault.times -= 1
            status, said = fault.status, {"message": fault.message}
            headers |= fault.headers
        elif token is None:
            status, said = 401, {"message": "Bad credentials"}
        else:
            status, said = self.git.ask(self.command, parts.path, parse_qs(parts.query), body, token)
            if token.scopes is not None:
                headers["X-OAuth-Scopes"] = ", ".join(token.scopes)
            self.git.seam(request, "after")
        self.answer(status, b"" if status == 204 else json.dumps(said).encode(), headers)


def running(server: GithubServer) -> AbstractContextManager[None]:
    """The server at work."""
    return serving(server, GithubHandler)


def _user(_: GithubServer, token: Token, *__: Any) -> Answer:
    return 200, {"login": token.login, "id": 1, "type": "User", "url": "x"}


def _repo(server: GithubServer, _: Token, __: Body, ___: Any, name: str) -> Answer:
    known = {key.casefold(): each for key, each in server.repositories.items()}
    found = known.get(name.casefold())
    if found is None:
        return NOT_FOUND
    return 200, {
        "id": 7,
        "name": found.full_name.partition("/")[2],
        "full_name": found.full_name,
        "url": f"{server.api_url}/repos/{found.full_name}",
        "html_url": f"{server.url}/{found.full_name}",
        "default_branch": "main",
        "private": found.private,
        "archived": found.archived,
        "permissions": {"admin": True, "push": found.may_push, "pull": True, "maintain": True, "triage": True},
    }


def _create(server: GithubServer, token: Token, body: Body, query: Any, owner: str = "") -> Answer:
    if owner and owner not in server.orgs:
        return NOT_FOUND
    if token.scopes is not None and "repo" not in token.scopes:
        return 403, {"message": "Must have admin rights to Repository."}
    name = f"{owner or token.login}/{body['name']}"
    if name in server.repositories:
        return 422, {
            "message": "Repository creation failed.",
            "errors": [{"resource": "Repository", "field": "name", "message": "name already exists on this account"}],
        }
    made = server.add(name)
    made.private, made.description = body["private"], body["description"]
    return 201, _repo(server, token, {}, query, name)[1]


def _branch(server: GithubServer, _: Token, __: Body, ___: Any, name: str, branch: str) -> Answer:
    head = server.head(name, branch) if name in server.repositories else ""
    if not head:
        return 404, {"message": "Branch not found"}
    return 200, {"name": branch, "protected": False, "commit": {"sha": head, "url": "x"}}


def _org(server: GithubServer, _: Token, __: Body, ___: Any, name: str) -> Answer:
    found = server.orgs.get(name)
    if found is None:
        return NOT_FOUND
    may = found["may_create"]
    rights = {"members_can_create_repositories": may, "members_can_create_private_repositories": may}
    return 200, {"login": name, "id": 2, "url": f"{server.api_url}/orgs/{name}", **rights}


def _member(server: GithubServer, _: Token, __: Body, ___: Any, name: str) -> Answer:
    role = server.orgs.get(name, {}).get("role")
    return (200, {"state": "active", "role": role, "url": "x"}) if role else NOT_FOUND


def _pulls(server: GithubServer, _: Token, __: Body, query: dict[str, list[str]], name: str) -> Answer:
    pulls = server.repositories[name].pulls
    wanted = (query.get("head", [""])[0].partition(":")[2], query.get("base", [""])[0])
    return 200, [each for each in pulls if (each["head"]["ref"], each["base"]["ref"]) == wanted]


def _open_pull(server: GithubServer, token: Token, body: Body, _: Any, name: str) -> Answer:
    pulls = server.repositories[name].pulls
    if not server.head(name, body["head"]) or any(each["head"]["ref"] == body["head"] for each in pulls):
        return 422, {"message": "Validation Failed", "errors": [{"message": "A pull request already exists"}]}
    number = len(pulls) + 1
    pull = {"number": number, "state": "open", "title": body["title"], "body": body["body"], "url": "x"}
    pull |= {"html_url": f"{server.url}/{name}/pull/{number}", "user": {"login": token.login}}
    pulls.append(pull | {"head": {"ref": body["head"]}, "base": {"ref": body["base"]}})
    return 201, pulls[-1]


def _topics(server: GithubServer, _: Token, body: Body, __: Any, name: str) -> Answer:
    found = server.repositories[name]
    found.topics = body.get("names", found.topics)
    return 200, {"names": found.topics}


def _environment(server: GithubServer, _: Token, body: Body, __: Any, name: str, environment: str) -> Answer:
    there = server.repositories[name].environments
    if body and environment not in there:
        there.append(environment)
    answer = {"id": 1, "name": environment, "url": f"{server.api_url}/repos/{name}/environments/{environment}"}
    return (200, answer) if environment in there else NOT_FOUND


def _settings(server: GithubServer, _: Token, __: Body, ___: Any, name: str, place: str, kind: str) -> Answer:
    found = server.repositories[name]
    own = {"secrets": found.secrets, "variables": found.variables}[kind] if place == "actions" else []
    return 200, {"total_count": len(own), kind: [{"name": each} for each in own]}


def _no_settings(_: GithubServer, __: Token, ___: Body, ____: Any, _name: str, _environment: str, kind: str) -> Answer:
    return 200, {"total_count": 0, kind: []}


def _rules(server: GithubServer, _: Token, __: Body, ___: Any, name: str, _branch_name: str) -> Answer:
    return 200, server.repositories[name].rules


def _ruleset(server: GithubServer, _: Token, __: Body, ___: Any, name: str, number: str) -> Answer:
    return 200, {"id": int(number), "current_user_can_bypass": server.repositories[name].bypass}


def _permissions(server: GithubServer, _: Token, __: Body, ___: Any, name: str) -> Answer:
    return 200, {"enabled": server.repositories[name].actions, "allowed_actions": "all"}


def _dispatch(server: GithubServer, _: Token, body: Body, __: Any, name: str, workflow: str) -> Answer:
    found = server.repositories[name]
    commit = server.git(name, "rev-parse", f"{body['ref']}^{{commit}}")
    start_run(server, found, commit, workflow, "workflow_dispatch")
    return 204, None


def start_run(server: GithubServer, found: Repository, commit: str, workflow: str, event: str) -> Body:
    """Begin a run of a workflow with one job of two steps."""
    number = len(found.runs) + 101
    base = f"{server.api_url}/repos/{found.full_name}/actions/runs/{number}"
    page = f"{server.url}/{found.full_name}/actions/runs/{number}"
    run: Body = {"id": number, "url": base, "html_url": page, "jobs_url": f"{base}/jobs", "event": event}
    run |= {"status": "queued", "conclusion": None, "head_sha": commit, "path": f".github/workflows/{workflow}@main"}
    steps = [{"number": at, "name": name, "status": "queued", "conclusion": None} for at, name in enumerate(STEPS, 1)]
    job = {"id": number * 10, "name": "deploy", "status": "queued", "conclusion": None, "html_url": f"{page}/job/1"}
    found.runs.insert(0, run)
    found.jobs[number] = [job | {"steps": steps}]
    return run


STEPS = ("Test", "Deploy")


def _runs(server: GithubServer, _: Token, __: Body, query: dict[str, list[str]], name: str) -> Answer:
    commit = query["head_sha"][0]
    runs = [each for each in server.repositories[name].runs if each["head_sha"] == commit]
    return 200, {"total_count": len(runs), "workflow_runs": runs}


def _run(server: GithubServer, _: Token, __: Body, ___: Any, name: str, number: str) -> Answer:
    found = server.repositories[name]
    run = next((each for each in found.runs if each["id"] == int(number)), None)
    if run is None:
        return NOT_FOUND
    server.advance(run, found.jobs[run["id"]])
    return 200, run


def _jobs(server: GithubServer, _: Token, __: Body, ___: Any, name: str, number: str) -> Answer:
    jobs = server.repositories[name].jobs[int(number)]
    return 200, {"total_count": len(jobs), "jobs": jobs}


REPO = r"/repos/([^/]+/[^/]+)"
NEW = {"name", "description", "private", "auto_init"}
SETTING_UP = {"wait_timer", "reviewers", "prevent_self_review", "deployment_branch_policy"}
ROUTES: tuple[tuple[str, set[str], Callable[..., Answer]], ...] = (
    (r"GET /user", set(), _user),
    (r"POST /user/repos", NEW, _create),
    (r"POST /orgs/([^/]+)/repos", NEW, _create),
    (r"GET /orgs/([^/]+)", set(), _org),
    (r"GET /user/memberships/orgs/([^/]+)", set(), _member),
    (rf"GET {REPO}", set(), _repo),
    (rf"GET {REPO}/branches/(.+)", set(), _branch),
    (rf"GET {REPO}/pulls", set(), _pulls),
    (rf"POST {REPO}/pulls", {"title", "body", "head", "base"}, _open_pull),
    (rf"GET {REPO}/topics", set(), _topics),
    (rf"PUT {REPO}/topics", {"names"}, _topics),
    (rf"(?:GET|PUT) {REPO}/environments/([^/]+)", SETTING_UP, _environment),
    (rf"GET {REPO}/environments/([^/]+)/(secrets|variables)", set(), _no_settings),
    (rf"GET {REPO}/(actions)/(secrets|variables)", set(), _settings),
    (rf"GET {REPO}/actions/(organization)-(secrets|variables)", set(), _settings),
    (rf"GET {REPO}/rules/branches/(.+)", set(), _rules),
    (rf"GET {REPO}/rulesets/(\d+)", set(), _ruleset),
    (rf"GET {REPO}/actions/permissions", set(), _permissions),
    (rf"POST {REPO}/actions/workflows/([^/]+)/dispatches", {"ref", "inputs"}, _dispatch),
    (rf"GET {REPO}/actions/runs", set(), _runs),
    (rf"GET {REPO}/actions/runs/(\d+)", set(), _run),
    (rf"GET {REPO}/actions/runs/(\d+)/jobs", set(), _jobs),
)
