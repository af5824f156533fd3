"""Releases to GitHub: what is created, pushed and asked for there, what is checked before, and what goes wrong."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.contracts.delivery import Target
from pipeline.contracts.work import Way
from pipeline.release.git import ProjectRepository, RemoteMoved
from pipeline.release.github import GithubClient
from pipeline.release.github_errors import GithubFailed
from pipeline.release.plan import Needs
from pipeline.release.plan_lines import plan_lines
from tests.pipeline.release.bench import AT, TOKEN, Bench, failed
from tests.pipeline.release.github_server import Fault, GithubServer, Token, running

NAME = "ada/shop"
USED_UP = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1767323045"}
NEEDS = Needs(environments=("staging", "production"), secrets=("DEPLOY_ROLE",), variables=("REGION",))


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


def filled(github: GithubServer, folder: Path, name: str = NAME) -> str:
    """A repository in which somebody has a commit."""
    found = github.add(name)
    folder.mkdir()
    (folder / "theirs.txt").write_text("theirs")
    repository = ProjectRepository(folder)
    commit = repository.commit(repository.tree_hash(), "Theirs", None, AT)
    repository.push(str(github.root / f"{name}.git"), "main", commit, None)
    assert found.pulls == []
    return commit


def test_a_repository_that_is_not_there_is_made_private(bench: Bench, github: GithubServer, tmp_path: Path) -> None:
    run = bench.run(NAME)
    plan = bench.plan(run, Needs(environments=("staging", "production")))
    assert (plan.way, plan.branch, plan.parent, plan.trouble) == (Way.CREATE, "main", None, "")
    assert plan_lines(plan)["Creates"] == f"{github.url}/{NAME}.git, a private repository"
    assert failed(bench.checks(run, plan)) == []
    assert github.repositories == {}
    bench.approve(run, plan)
    told = bench.push(run)
    made = github.repositories[NAME]
    assert made.private
    assert made.description == "Generate shop, revision 1"
    assert made.topics == ["quintet"]
    assert made.environments == ["staging", "production"]
    assert github.git(NAME, "rev-parse", "v1.0.1^{tree}") == plan.tree_hash
    assert f"{github.url}/{NAME}/tree/v1.0.1" in told
    kept = b"".join(path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file())
    assert TOKEN.encode() not in kept
    assert TOKEN not in "".join(bench.said)


def test_a_repository_with_content_gets_a_pull_request_once(bench: Bench, github: GithubServer, tmp_path: Path) -> None:
    head = filled(github, tmp_path / "theirs")
    github.repositories[NAME].topics = ["mine"]
    run = bench.run(NAME)
    plan = bench.plan(run)
    assert (plan.way, plan.branch, plan.base, plan.parent) == (
        Way.PULL_REQUEST, "quintet/revision-1", "main", head,
    )  # fmt: skip
    assert plan_lines(plan)["Asks to"] == "merge quintet/revision-1 into main, by a pull request"
    assert failed(bench.checks(run, plan)) == []
    bench.approve(run, plan)
    for _ in range(2):
        assert f"{github.url}/{NAME}/pull/1" in bench.push(run)
    (pull,) = github.repositories[NAME].pulls
    assert pull["title"] == "Generate shop, revision 1"
    assert "Merging it removes whatever else is in main." in pull["body"]
    assert github.head(NAME, "main") == head
    assert github.git(NAME, "rev-parse", "quintet/revision-1^") == head
    assert github.repositories[NAME].topics == ["mine", "quintet"]


def test_a_pull_request_that_was_closed_is_not_opened_again(bench: Bench, github: GithubServer, tmp_path: Path) -> None:
    filled(github, tmp_path / "theirs")
    run, _ = bench.release(NAME)
    github.repositories[NAME].pulls[0]["state"] = "closed"
    bench.push(run)
    assert len(github.repositories[NAME].pulls) == 1


def test_in_an_organisation(bench: Bench, github: GithubServer) -> None:
    github.orgs["lab"] = {"role": "member", "may_create": True}
    _, plan = bench.release("lab/shop")
    assert plan.way is Way.CREATE
    assert github.repositories["lab/shop"].private


def test_a_name_that_was_taken_after_the_plan_is_left_alone(bench: Bench, github: GithubServer, tmp_path: Path) -> None:
    run = bench.run(NAME)
    plan = bench.plan(run)
    bench.approve(run, plan)
    head = filled(github, tmp_path / "theirs")
    assert "plan the release again" in failed(bench.checks(run, plan))[0]
    with pytest.raises(RemoteMoved, match="made by somebody else"):
        bench.push(run)
    assert github.head(NAME, "main") == head


def test_the_name_is_taken_at_the_very_moment(bench: Bench, github: GithubServer) -> None:
    run = bench.run(NAME)
    bench.approve(run, bench.plan(run))
    github.faults = [Fault("POST /user/repos", 422, "Repository creation failed.")]
    with pytest.raises(GithubFailed, match="could not create ada/shop: Repository creation failed"):
        bench.push(run)
    assert bench.store.deployments.newest() == []
    bench.push(run)
    assert len(bench.store.deployments.newest()) == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda github: github.tokens.clear(), "does not accept the token; make a new one"),
        (lambda github: github.tokens.update({TOKEN: Token("ada", ("gist",))}), "lacks the scope “repo”"),
        (lambda github: setattr(github.add(NAME), "archived", True), "is archived"),
        (lambda github: setattr(github.add(NAME), "may_push", False), "You may not push to ada/shop"),
        (lambda github: github.add("Ada/Shop"), "is called Ada/Shop now|plan the release again"),
        (lambda github: github.faults.append(Fault("GET /user", 500, "Oops", times=9)), "try again later"),
    ],
)
def test_what_is_wrong_is_told_before_the_release(
    bench: Bench, github: GithubServer, change: Callable[[GithubServer], None], says: str
) -> None:
    run = bench.run(NAME)
    plan = bench.plan(run)
    change(github)
    told = failed(bench.checks(run, plan))
    assert any(re.search(says, each) for each in told), told


def test_a_token_that_may_not_create_in_an_organisation(bench: Bench, github: GithubServer) -> None:
    github.orgs["lab"] = {"role": "member", "may_create": False}
    run = bench.run("lab/shop")
    (why,) = failed(bench.checks(run, bench.plan(run)))
    assert "You may not create repositories in lab" in why
    other = bench.run("nobody/shop")
    (why,) = failed(bench.checks(other, bench.plan(other)))
    assert "GitHub has no organisation nobody, and you are ada" in why


def test_workflows_need_a_scope_of_their_own(bench: Bench, github: GithubServer) -> None:
    github.tokens[TOKEN] = Token("ada", ("repo",))
    run = bench.run(NAME, workflows=True)
    (why,) = failed(bench.checks(run, bench.plan(run)))
    assert "lacks the scope “workflow”" in why
    github.tokens[TOKEN] = Token("ada", None)
    assert failed(bench.checks(run, bench.plan(run))) == []


def test_rules_of_the_repository(bench: Bench, github: GithubServer, tmp_path: Path) -> None:
    filled(github, tmp_path / "theirs")
    found = github.repositories[NAME]
    found.rules = [{"type": "deletion", "ruleset_id": 1}, {"type": "creation", "ruleset_id": 2}]
    run = bench.run(NAME)
    plan = bench.plan(run)
    (why,) = failed(bench.checks(run, plan))
    assert "lets nobody create the branch (quintet/revision-1)" in why
    found.bypass = "always"
    assert failed(bench.checks(run, plan)) == []


def test_what_actions_need(bench: Bench, github: GithubServer) -> None:
    run = bench.run(NAME, target=Target.GITHUB_ACTIONS)
    assert failed(bench.checks(run, bench.plan(run, NEEDS))) == [
        "Secrets and variables: Make the repository ada/shop at GitHub, empty, and save in it: DEPLOY_ROLE, REGION."
    ]
    found = github.add(NAME)
    found.actions = False
    plan = bench.plan(run, NEEDS)
    assert plan.way is Way.PUSH
    told = failed(bench.checks(run, plan))
    assert "Actions are off in ada/shop" in told[0]
    assert told[1].endswith(
        "(Settings → Secrets and variables → Actions): the secret DEPLOY_ROLE, the variable REGION."
    )
    found.actions, found.secrets, found.variables = True, ["DEPLOY_ROLE"], ["REGION"]
    assert failed(bench.checks(run, plan)) == []


def test_actions_need_github(bench: Bench) -> None:
    run = bench.run("", target=Target.GITHUB_ACTIONS)
    (why,) = failed(bench.checks(run, bench.plan(run)))
    assert "written as OWNER/NAME" in why


def test_without_a_token_the_run_is_planned_and_says_so(tmp_path: Path, github: GithubServer) -> None:
    bench = Bench(tmp_path / "home", {"GITHUB_API_URL": github.api_url})
    run = bench.run(NAME)
    plan = bench.plan(run)
    assert plan.trouble == "No GITHUB_TOKEN is saved; save one in Settings to release to GitHub."
    assert plan.trouble in failed(bench.checks(run, plan))[0]
    assert github.seen == []


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (
            Fault(
                "GET /repos",
                403,
                "API rate limit exceeded for user",
                {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1767323045"},
            ),
            "answers no more questions of this token until 03:04 UTC",
        ),
        (Fault("GET /repos", 429, "Too many requests", {"Retry-After": "60"}), "answers no more questions .* UTC"),
        (
            Fault("GET /repos", 403, "Resource not accessible", {"X-Accepted-GitHub-Permissions": "metadata=read"}),
            "give it the right “metadata=read”",
        ),
    ],
)
def test_limits_and_rights_are_told_at_once(bench: Bench, github: GithubServer, fault: Fault, says: str) -> None:
    github.faults = [fault]
    asked = time.monotonic()
    assert re.search(says, bench.plan(bench.run(NAME)).trouble)
    assert time.monotonic() - asked < 5


def test_trouble_of_github_that_passes_is_waited_for(bench: Bench, github: GithubServer) -> None:
    github.faults = [Fault("GET /repos", 502, "Bad gateway", times=2)]
    assert bench.plan(bench.run(NAME)).trouble == ""


def test_what_cannot_be_set_up_does_not_undo_a_release(bench: Bench, github: GithubServer) -> None:
    github.faults = [Fault("PUT .*/topics", 403, "Resource not accessible by personal access token")]
    bench.release(NAME)
    assert any("not all of ada/shop is set up" in line for line in bench.said)
    assert len(bench.store.deployments.newest()) == 1


def test_a_github_that_is_slow_is_given_up(github: GithubServer) -> None:
    github.delay_s = 1.5
    with (
        GithubClient(TOKEN, github.api_url, timeout_s=1) as client,
        pytest.raises(GithubFailed, match=r"could not be reached .*check the network"),
    ):
        client.account()


@pytest.mark.parametrize(
    ("address", "says"),
    [("http://github.example.com/api/v3", "without encryption"), ("github.example.com", "does not begin with http")],
)
def test_an_address_of_the_api_that_a_token_is_not_sent_to(tmp_path: Path, address: str, says: str) -> None:
    bench = Bench(tmp_path / "home", {"GITHUB_TOKEN": TOKEN, "GITHUB_API_URL": address})
    assert re.search(f"{says}.*; enter another GITHUB_API_URL", bench.plan(bench.run(NAME)).trouble)
