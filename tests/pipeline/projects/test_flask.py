"""Rendered web applications pass the tools, pass their own tests, and serve people as they should."""

import re
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Access, Permission, Role
from pipeline.contracts.plan import Plan, ProjectType
from pipeline.projects import kind_of
from pipeline.projects.assembly import kind_for, planned_files
from pipeline.projects.wishes import Wishes
from pipeline.review.infrastructure import check_infrastructure
from tests.pipeline.projects import samples
from tests.pipeline.projects.projects import UV, make_environment, run, whole_project, write
from tests.pipeline.projects.test_projects import PYTEST, get, started

CLERKS = Access(
    sign_in=True,
    roles=(
        Role(name="clerk", label="Clerk", may=(Permission(entity="loan", writes=("create", "delete")),)),
        Role(name="reader", label='"; DROP TABLE'),
    ),
)


def pages_of(plan: Plan, access: Access | None = None) -> Plan:
    """A plan as one of a web application."""
    analysis = plan.analysis.analysis.model_copy(update={"project_type": ProjectType.FLASK})
    changes = {"analysis": analysis, "access": access or Access()}
    return plan.model_copy(update={"analysis": plan.analysis.model_copy(update=changes)})


PROJECTS: dict[str, tuple[Plan, bytes | None]] = {
    "weather": (pages_of(samples.weather()[0]), samples.weather()[1]),
    "hostile_data": (pages_of(samples.hostile_data()[0]), samples.hostile_data()[1]),
    "one_column": (pages_of(samples.one_column()[0]), samples.one_column()[1]),
    "hostile_entities": (pages_of(samples.hostile_entities()), None),
    "clerks": (pages_of(samples.library(), CLERKS), None),
}
TESTED = ("hostile_data", "clerks")
"""Those whose types and own tests are looked at here: together they have every part that a project can have."""


@pytest.fixture(scope="module")
def interpreters(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The interpreter for a project, by its name."""
    made: dict[str, Path] = {}

    def interpreter(name: str) -> Path:
        blueprint = PROJECTS[name][0].blueprint
        variant = kind_for(blueprint).variant(blueprint)
        if variant not in made:
            made[variant] = make_environment(tmp_path_factory.mktemp("environment"), ProjectType.FLASK, variant)
        return made[variant]

    return interpreter


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("projects")
    return {name: write(whole_project(*project), root / name) for name, project in PROJECTS.items()}


@pytest.mark.parametrize("name", PROJECTS)
def test_ruff_and_bandit_find_nothing(projects: dict[str, Path], name: str) -> None:
    tools = UV.parent
    run([tools / "ruff", "format", "--check", "--diff", "."], projects[name])
    run([tools / "ruff", "check", "--output-format", "concise", "."], projects[name])
    run([tools / "bandit", "-q", "-r", ".", "-c", "pyproject.toml"], projects[name])


@pytest.mark.parametrize("name", TESTED)
def test_mypy_finds_nothing(projects: dict[str, Path], interpreters: Callable[[str], Path], name: str) -> None:
    cache = projects[name].parent / "mypy_cache"
    run([UV.with_name("mypy"), "--python-executable", interpreters(name), "--cache-dir", cache, "."], projects[name])


@pytest.mark.parametrize("name", TESTED)
def test_the_project_passes_its_own_tests(
    projects: dict[str, Path], interpreters: Callable[[str], Path], name: str
) -> None:
    printed = run([interpreters(name), *PYTEST], projects[name])
    assert " passed" in printed
    assert "skipped" not in printed


@pytest.mark.parametrize("name", PROJECTS)
def test_the_same_plan_gives_the_planned_files(name: str) -> None:
    plan, records = PROJECTS[name]
    files = whole_project(plan, records)
    assert whole_project(Plan.model_validate_json(plan.model_dump_json()), records) == files
    assert planned_files(plan.blueprint) == tuple(sorted(files))
    assert all(path.isascii() and ".." not in path for path in files)
    assert all(check.passed for check in check_infrastructure(files, 8000))


@pytest.mark.parametrize("name", PROJECTS)
def test_every_answer_names_files_and_tests_that_exist(name: str) -> None:
    plan, records = PROJECTS[name]
    files = whole_project(plan, records)
    for paths in kind_for(plan.blueprint).answers(plan.blueprint).values():
        for path in paths:
            file, _, test = path.partition("::")
            assert f"def {test}(" in files[file].decode() if test else file in files


def test_what_is_answered_depends_on_the_plan() -> None:
    plain, clerks = (PROJECTS[name][0].blueprint for name in ("weather", "clerks"))
    kind = kind_of(ProjectType.FLASK)
    more = set(kind.answers(clerks)) - set(kind.answers(plain))
    assert {Capability.SIGN_IN, Capability.ROLES, Capability.RELATION, Capability.UNIQUE} <= more


def test_pages_for_people_speak_for_it() -> None:
    kind = kind_of(ProjectType.FLASK)
    scores = [
        kind.fit(Wishes(text=text, needs=frozenset(needs))).score
        for text, needs in (
            ("a rest api for books", ()),
            ("books have a title", ()),
            ("a web site where people sign in and fill in forms", (Capability.SIGN_IN, Capability.PAGES)),
        )
    ]
    assert scores == sorted(scores)
    assert scores[0] < 0.5 < scores[-1]


def test_rows_of_a_file_are_served_and_changed(
    projects: dict[str, Path], interpreters: Callable[[str], Path], tmp_path: Path
) -> None:
    with started(projects["weather"], interpreters("weather"), tmp_path) as url:
        assert get(f"{url}/ready") == {"status": "ready", "records": 1461}
        person = Person(url)
        for check in PROJECTS["weather"][0].analysis.checks.filters:  # type: ignore[union-attr]
            page = person.open(f"/records/seattle_weathers?{check.field}__{check.operator}={check.value}")
            assert f" of {check.expected_rows:,}</p>" in page or not check.expected_rows
        person.send("/records/seattle_weathers/2/delete", {})
    with started(projects["weather"], interpreters("weather"), tmp_path) as url:
        assert get(f"{url}/ready") == {"status": "ready", "records": 1460}


def test_people_sign_in(projects: dict[str, Path], interpreters: Callable[[str], Path], tmp_path: Path) -> None:
    options = ["create-user", "Anna", "--role", "clerk", "--data-dir", str(tmp_path)]
    add = [str(interpreters("clerks")), "-m", "app", *options]
    subprocess.run(add, cwd=projects["clerks"], input="a long password\n", text=True, check=True, timeout=60)
    with started(projects["clerks"], interpreters("clerks"), tmp_path) as url:
        person = Person(url)
        assert "<h1>Sign in</h1>" in person.open("/records/loans")
        assert "<h1>Loans</h1>" in person.send("/account/sign-in", {"name": "Anna", "password": "a long password"})
        assert "Add Loan" in person.open("/records/loans")
        assert "Add Shelf" not in person.open("/records/shelves")
        with pytest.raises(urllib.error.HTTPError, match="403"):
            person.open("/records/shelves/new")


class Person:
    """A browser without a script."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def open(self, path: str) -> str:
        """The page at a path."""
        return str(self._opener.open(f"{self._url}{path}", timeout=5).read().decode())

    def send(self, path: str, values: dict[str, str]) -> str:
        """The page that the form at a path leads to."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.open(path))
        assert token
        data = urllib.parse.urlencode({**values, "csrf_token": token[1]}).encode()
        return str(self._opener.open(f"{self._url}{path}", data, timeout=5).read().decode())
