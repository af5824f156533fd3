"""Rendered projects pass the tools, pass their own tests, and answer as they should."""

import json
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from pipeline.contracts.plan import Plan
from pipeline.projects.assembly import kind_for
from pipeline.review.infrastructure import check_infrastructure
from tests.pipeline.projects import samples
from tests.pipeline.projects.projects import UV, make_environment, run, whole_project, write

PROJECTS: dict[str, tuple[Plan, bytes | None]] = {
    "weather": samples.weather(),
    "hostile_data": samples.hostile_data(),
    "one_column": samples.one_column(),
    "bookstore": (samples.bookstore(), None),
    "hostile_entities": (samples.hostile_entities(), None),
    "guarded_library": (samples.guarded_library(), None),
    "stored_hostile_data": samples.stored_hostile_data(),
}
PYTEST = ["-I", "-m", "pytest", "-c", "/dev/null", "--noconftest", "-o", "pythonpath=.", "-q", "-W", "error"]


@pytest.fixture(scope="session")
def interpreters(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The interpreter for a project, by its name."""
    made: dict[str, Path] = {}

    def interpreter(name: str) -> Path:
        blueprint = PROJECTS[name][0].blueprint
        variant = kind_for(blueprint).variant(blueprint)
        if variant not in made:
            made[variant] = make_environment(tmp_path_factory.mktemp("environment"), variant=variant)
        return made[variant]

    return interpreter


@pytest.fixture(scope="session")
def projects(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("projects")
    return {name: write(whole_project(*project), root / name) for name, project in PROJECTS.items()}


@pytest.mark.parametrize("name", PROJECTS)
def test_ruff_and_bandit_find_nothing(projects: dict[str, Path], name: str) -> None:
    tools = UV.parent
    run([tools / "ruff", "format", "--check", "--diff", "."], projects[name])
    run([tools / "ruff", "check", "--output-format", "concise", "."], projects[name])
    run([tools / "bandit", "-q", "-r", ".", "-c", "pyproject.toml"], projects[name])


@pytest.mark.parametrize("name", PROJECTS)
def test_mypy_finds_nothing(projects: dict[str, Path], interpreters: Callable[[str], Path], name: str) -> None:
    cache = projects[name].parent / "mypy_cache"
    run([UV.with_name("mypy"), "--python-executable", interpreters(name), "--cache-dir", cache, "."], projects[name])


@pytest.mark.parametrize("name", PROJECTS)
def test_the_project_passes_its_own_tests(
    projects: dict[str, Path], interpreters: Callable[[str], Path], name: str
) -> None:
    printed = run([interpreters(name), *PYTEST], projects[name])
    assert " passed" in printed
    assert "skipped" not in printed


@pytest.mark.parametrize("name", ["weather", "bookstore"])
def test_infrastructure_agrees_with_the_service(name: str) -> None:
    files = whole_project(*PROJECTS[name])
    assert all(check.passed for check in check_infrastructure(files, 8000))
    service = yaml.safe_load(files["compose.yaml"])["services"]["app"]
    assert service["read_only"]
    assert service["volumes"] == ["data:/var/lib/sample"]


def test_the_service_of_a_file_answers(
    projects: dict[str, Path], interpreters: Callable[[str], Path], tmp_path: Path
) -> None:
    plan, _ = PROJECTS["weather"]
    checks = plan.analysis.checks
    assert checks
    with started(projects["weather"], interpreters("weather"), tmp_path) as url:
        assert get(f"{url}/ready") == {"status": "ready", "rows": 1461}
        for check in checks.filters:
            key = check.field if check.operator == "eq" else f"{check.field}__{check.operator}"
            assert get(f"{url}/api/records?{key}={check.value}")["total"] == check.expected_rows
        assert b'"precipitation": 10.9,' in urllib.request.urlopen(f"{url}/api/records/2", timeout=5).read()
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".duckdb", ".sqlite"]


def test_the_service_of_entities_keeps_records_over_a_kill(
    projects: dict[str, Path], interpreters: Callable[[str], Path], tmp_path: Path
) -> None:
    with started(projects["bookstore"], interpreters("bookstore"), tmp_path) as url:
        book = {"title": "</script>", "price": "19.90"}
        asked = urllib.request.Request(
            f"{url}/api/books", json.dumps(book).encode(), {"Content-Type": "application/json"}
        )
        assert urllib.request.urlopen(asked, timeout=5).status == 201
    with started(projects["bookstore"], interpreters("bookstore"), tmp_path) as url:
        assert get(f"{url}/api/books?title=%3C/script%3E")["total"] == 1
        assert b'"price": 19.90,' in urllib.request.urlopen(f"{url}/api/books/1", timeout=5).read()


@contextmanager
def started(project: Path, interpreter: Path, data_dir: Path) -> Iterator[str]:
    """The URL of a service that is ready; it is killed in the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [str(interpreter), "-m", "app", "--host", "127.0.0.1", "--port", port, "--data-dir", str(data_dir)]
    log = (data_dir.parent / "service.log").open("w")
    with log, subprocess.Popen(command, cwd=project, stdout=log, stderr=log) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/ready")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def wait_for(url: str) -> None:
    """Return once the URL answers with success."""
    deadline = time.monotonic() + 30
    while True:
        try:
            get(url)
        except OSError:
            assert time.monotonic() < deadline, f"{url} does not answer"
            time.sleep(0.05)
        else:
            return


def get(url: str) -> dict[str, object]:
    """The JSON object at a URL."""
    answer: dict[str, object] = json.loads(urllib.request.urlopen(url, timeout=5).read())
    return answer
