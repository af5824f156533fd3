"""Rendered projects pass the tools, pass their own tests, and answer as they should."""

import json
import urllib.request
from pathlib import Path

import pytest
import yaml

from pipeline.contracts.plan import Plan
from pipeline.projects.assembly import kind_for, planned_files
from tests.pipeline.projects.applications import PROJECTS, PYTEST, TESTED, Interpreter, get
from tests.pipeline.projects.projects import UV, run, troubles, whole_project
from tests.pipeline.projects.running import started


@pytest.mark.parametrize("name", PROJECTS)
def test_ruff_and_bandit_find_nothing(projects: dict[str, Path], name: str) -> None:
    tools = UV.parent
    run([tools / "ruff", "format", "--check", "--diff", "."], projects[name])
    run([tools / "ruff", "check", "--output-format", "concise", "."], projects[name])
    run([tools / "bandit", "-q", "-r", ".", "-c", "pyproject.toml"], projects[name])


@pytest.mark.parametrize("name", TESTED)
def test_mypy_finds_nothing(projects: dict[str, Path], interpreters: Interpreter, name: str) -> None:
    cache = projects[name].parent / "mypy_cache"
    run([UV.with_name("mypy"), "--python-executable", interpreters(name), "--cache-dir", cache, "."], projects[name])


@pytest.mark.parametrize("name", TESTED)
def test_the_project_passes_its_own_tests(projects: dict[str, Path], interpreters: Interpreter, name: str) -> None:
    printed = run([interpreters(name), *PYTEST], projects[name])
    assert " passed" in printed
    assert "skipped" not in printed


@pytest.mark.parametrize("name", PROJECTS)
def test_the_same_plan_gives_the_planned_files(tmp_path: Path, name: str) -> None:
    plan, records = PROJECTS[name]
    files = whole_project(plan, records)
    assert whole_project(Plan.model_validate_json(plan.model_dump_json()), records) == files
    assert planned_files(plan.blueprint, plan.architecture.infrastructure) == tuple(sorted(files))
    assert all(path.isascii() and ".." not in path for path in files)
    assert troubles(plan, files, tmp_path) == []


@pytest.mark.parametrize("name", PROJECTS)
def test_every_answer_names_files_and_tests_that_exist(name: str) -> None:
    plan, records = PROJECTS[name]
    files = whole_project(plan, records)
    for paths in kind_for(plan.blueprint).answers(plan.blueprint).values():
        for path in paths:
            file, _, test = path.partition("::")
            assert f"def {test}(" in files[file].decode() if test else file in files


@pytest.mark.parametrize("name", ["weather", "bookstore"])
def test_infrastructure_agrees_with_the_service(name: str) -> None:
    files = whole_project(*PROJECTS[name])
    service = yaml.safe_load(files["compose.yaml"])["services"]["app"]
    assert service["read_only"]
    assert service["volumes"] == ["data:/var/lib/sample"]


def test_the_service_of_a_file_answers(projects: dict[str, Path], interpreters: Interpreter, tmp_path: Path) -> None:
    plan, _ = PROJECTS["weather"]
    checks = plan.analysis.checks
    assert checks
    with started(projects["weather"], interpreters("weather"), tmp_path) as url:
        assert get(f"{url}/ready") == {"status": "ready", "rows": 1461}
        for check in checks.filters:
            key = check.field if check.operator == "eq" else f"{check.field}__{check.operator}"
            assert get(f"{url}/api/records?{key}={check.value}")["total"] == check.expected_rows
        assert b'"precipitation": 10.9,' in urllib.request.urlopen(f"{url}/api/records/2", timeout=5).read()
    assert {path.suffix for path in tmp_path.iterdir()} >= {".duckdb", ".sqlite"}


def test_the_service_of_entities_keeps_records_over_a_kill(
    projects: dict[str, Path], interpreters: Interpreter, tmp_path: Path
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
