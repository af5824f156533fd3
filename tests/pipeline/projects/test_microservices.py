"""Systems of services: rendered well, tested by themselves, and put to the test on a real Redis and a real engine."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.plan import Plan, ProjectType
from pipeline.projects import kind_of
from pipeline.projects.assembly import planned_files
from pipeline.projects.coverage import cover
from pipeline.projects.wishes import Wishes
from tests.pipeline.projects import samples
from tests.pipeline.projects.projects import UV, run, troubles, whole_project, write
from tests.pipeline.projects.services import PROJECTS, RealRedis, RunningSystem, missing, running, wait_until
from tests.pipeline.projects.stages import Workshop

KIND = kind_of(ProjectType.MICROSERVICES)
PYTEST = ["-I", "-m", "pytest", "-c", "/dev/null", "--noconftest", "-o", "pythonpath=.", "-q", "-W", "error"]

every_project = pytest.mark.parametrize("name", PROJECTS)
LOOKED_AT = ("library", "hostile_entities")
TESTED = "library"
"""With references and rules. Systems that start with the rows of a file go through every check in `test_matrix`."""


@pytest.fixture(scope="module")
def interpreter(workshop: Workshop) -> Path:
    """The interpreter with what such a system needs to be tested."""
    return workshop.python_for(ProjectType.MICROSERVICES)


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


@pytest.mark.parametrize("name", LOOKED_AT)
def test_ruff_bandit_and_mypy_find_nothing(projects: Callable[[str], Path], interpreter: Path, name: str) -> None:
    folder, tools = projects(name), UV.parent
    run([tools / "ruff", "format", "--check", "--diff", "."], folder)
    run([tools / "ruff", "check", "--output-format", "concise", "."], folder)
    run([tools / "bandit", "-q", "-r", ".", "-c", "pyproject.toml"], folder)
    cache = folder.parent / "mypy_cache"
    run([tools / "mypy", "--python-executable", interpreter, "--cache-dir", cache, "."], folder)


def test_the_project_passes_its_own_tests(projects: Callable[[str], Path], interpreter: Path) -> None:
    printed = run([interpreter, *PYTEST], projects(TESTED))
    assert " passed" in printed
    assert "skipped" not in printed


@every_project
def test_what_is_rendered_was_planned_and_is_the_same_every_time(name: str) -> None:
    plan, records = PROJECTS[name]
    files = whole_project(plan, records)
    assert planned_files(plan.blueprint, plan.architecture.infrastructure) == tuple(sorted(files))
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
def test_the_infrastructure_is_sound(tmp_path: Path, name: str) -> None:
    plan, records = PROJECTS[name]
    assert troubles(plan, whole_project(plan, records), tmp_path) == []


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


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RealRedis]:
    """A real Redis."""
    program = shutil.which("redis-server")
    if not program:
        missing("There is no redis-server.")
    assert program
    server = RealRedis(program, tmp_path)
    server.start()
    try:
        wait_until(lambda: server.call("ping") == "PONG")
        yield server
    finally:
        server.kill()


def test_no_event_is_lost_or_counted_twice_whoever_is_killed(
    projects: Callable[[str], Path], interpreter: Path, redis: RealRedis, tmp_path: Path
) -> None:
    with running(projects("bookstore"), interpreter, tmp_path / "data", REDIS_URL=redis.url) as system:
        for number in range(60):
            assert add_book(system) == 201
            if number % 20 == 10:
                wait_until(lambda: system.get("/api/summary"))
                system.kill("worker")
        redis.kill()
        for _ in range(10):
            assert add_book(system) == 201
        system.kill("books")
        redis.start()
        wait_until(lambda: books_told(system) == 70)
        (event,) = (item["event"] for item in system.get("/api/activity?limit=1")["items"])
        for body in (json.dumps(event), "poison"):
            redis.call("xadd", "sample:events", "*", "body", body)
        wait_until(lambda: system.get("/api/summary")["queue"] == {"waiting": 0, "dead": 1})
        assert books_told(system) == system.get("/api/books?limit=1")["total"] == 70
        assert redis.call("xlen", "sample:events") == "0"


def test_the_queue_keeps_its_promises_on_a_real_redis(
    projects: Callable[[str], Path], interpreter: Path, redis: RealRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_REDIS_URL", redis.url)
    assert " passed" in run([interpreter, *PYTEST, "tests/test_queue.py"], projects("bookstore"))
    assert int(redis.call("info", "commandstats").partition("cmdstat_xautoclaim:calls=")[2].partition(",")[0]) > 10


def add_book(system: RunningSystem) -> int:
    """Add a book; the status of the answer."""
    return system.client.post("/api/books", json={"title": "A book", "price": "1.50"}).status_code


def books_told(system: RunningSystem) -> int:
    """How many books there are by the events that the worker handled."""
    return int(system.get("/api/summary")["services"]["books"]["records"])
