"""Systems of services: rendered well, tested by themselves, and put to the test on a real Redis and a real engine."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.plan import Plan, ProjectType
from pipeline.projects import kind_of
from pipeline.projects.assembly import planned_files
from pipeline.projects.coverage import cover
from pipeline.projects.shaping import entity_of
from pipeline.projects.wishes import Wishes
from pipeline.review.infrastructure import check_infrastructure
from tests.pipeline.projects import samples
from tests.pipeline.projects.projects import UV, make_environment, run, whole_project, write

KIND = kind_of(ProjectType.MICROSERVICES)
PYTEST = ["-I", "-m", "pytest", "-c", "/dev/null", "--noconftest", "-o", "pythonpath=.", "-q", "-W", "error"]

Project = tuple[Plan, bytes | None]


def of_services(plan: Plan) -> Plan:
    """A plan for a system of services instead; the rows of a file become records."""
    analysis = plan.analysis
    entities = analysis.entities or ((entity_of(analysis.dataset),) if analysis.dataset else ())
    chosen = analysis.analysis.model_copy(update={"project_type": ProjectType.MICROSERVICES})
    return plan.model_copy(update={"analysis": analysis.model_copy(update={"analysis": chosen, "entities": entities})})


PROJECTS: dict[str, Project] = {
    "bookstore": (of_services(samples.bookstore()), None),
    "library": (of_services(samples.library()), None),
    "hostile_entities": (of_services(samples.hostile_entities()), None),
    "weather": (of_services(samples.weather()[0]), samples.weather()[1]),
    "hostile_data": (of_services(samples.hostile_data()[0]), samples.hostile_data()[1]),
}
every_project = pytest.mark.parametrize("name", PROJECTS)
TESTED = ("library", "weather")
"""The projects whose own tests run here: with references and rules, and with the rows of a file."""


@pytest.fixture(scope="module")
def interpreter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter with what such a system needs to be tested."""
    return make_environment(tmp_path_factory.mktemp("environment"), ProjectType.MICROSERVICES)


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a project, by its name."""
    root = tmp_path_factory.mktemp("projects")
    made: dict[str, Path] = {}

    def folder(name: str) -> Path:
        if name not in made:
            made[name] = write(whole_project(*PROJECTS[name]), root / name)
        return made[name]

    return folder


@every_project
def test_ruff_bandit_and_mypy_find_nothing(projects: Callable[[str], Path], interpreter: Path, name: str) -> None:
    folder, tools = projects(name), UV.parent
    run([tools / "ruff", "format", "--check", "--diff", "."], folder)
    run([tools / "ruff", "check", "--output-format", "concise", "."], folder)
    run([tools / "bandit", "-q", "-r", ".", "-c", "pyproject.toml"], folder)
    cache = folder.parent / "mypy_cache"
    run([tools / "mypy", "--python-executable", interpreter, "--cache-dir", cache, "."], folder)


@pytest.mark.parametrize("name", TESTED)
def test_the_project_passes_its_own_tests(projects: Callable[[str], Path], interpreter: Path, name: str) -> None:
    printed = run([interpreter, *PYTEST], projects(name))
    assert " passed" in printed
    assert "skipped" not in printed


@every_project
def test_what_is_rendered_was_planned_and_is_the_same_every_time(name: str) -> None:
    plan, records = PROJECTS[name]
    files = whole_project(plan, records)
    assert planned_files(plan.blueprint) == tuple(sorted(files))
    assert files == whole_project(Plan.model_validate_json(plan.model_dump_json()), records)
    for path, content in files.items():
        if path != "data/records.csv":
            text = content.decode()
            assert text.endswith("\n") or not text, path
            assert not any(line != line.rstrip() for line in text.splitlines()), path


@every_project
def test_what_is_answered_is_there(name: str) -> None:
    plan, records = PROJECTS[name]
    files = whole_project(plan, records)
    for paths in KIND.answers(plan.blueprint).values():
        for path in paths:
            file, _, test = path.partition("::")
            assert f"def {test}(" in files[file].decode() or not test, path
    for requirement in cover(plan):
        assert bool(requirement.covered_by) != bool(requirement.note)


@every_project
def test_the_compose_file_keeps_all_but_the_gateway_private(name: str) -> None:
    files = whole_project(*PROJECTS[name])
    assert all(check.passed for check in check_infrastructure(files, KIND.port))


@pytest.mark.parametrize(
    "text",
    [
        "split the shop into microservices",
        "an event-driven system with a message queue and a gateway",
        "each part is a separate service that can scale independently",
    ],
)
def test_services_are_chosen_where_they_are_asked_for(text: str) -> None:
    others = [kind_of(each) for each in ProjectType if each is not ProjectType.MICROSERVICES]
    wishes = Wishes(entities=samples.bookstore().analysis.entities, text=text)
    assert all(KIND.fit(wishes).score > other.fit(wishes).score for other in others)


@pytest.mark.parametrize("text", ["a bookstore where customers order books", "a rest api, not microservices"])
def test_services_are_not_chosen_where_nobody_asks_for_them(text: str) -> None:
    assert KIND.fit(Wishes(entities=samples.bookstore().analysis.entities, text=text)).score < 0.2


def test_a_queue_and_a_gateway_speak_for_services() -> None:
    needs = frozenset({Capability.QUEUE, Capability.GATEWAY})
    assert KIND.fit(Wishes(needs=needs)).score > 0.6
