"""Projects pass their own tests with a real PostgreSQL in place of the embedded database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.contracts.data import Field, FieldType
from pipeline.contracts.plan import Plan, ProjectType
from pipeline.projects.assembly import kind_for
from tests.pipeline.projects import samples
from tests.pipeline.projects.applications import PYTEST
from tests.pipeline.projects.plans import data_plan
from tests.pipeline.projects.postgres import postgres
from tests.pipeline.projects.projects import run, whole_project, write
from tests.pipeline.projects.stages import Workshop


def _typed() -> tuple[Plan, bytes]:
    """Every type with nulls, and texts of several scripts; PostgreSQL has no text with NUL in it."""
    fields = [
        Field(name=kind.value, label=kind.value, type=kind) for kind in FieldType if kind is not FieldType.DECIMAL
    ]
    fields.append(Field(name="decimal", label="decimal", type=FieldType.DECIMAL, scale=3))
    fields.append(Field(name="words", label="Called like the index", type=FieldType.TEXT))
    texts = (
        "İstanbul straße",
        "ÀÉ e\u0301 🙂",
        "a'b\"c\\d%_",
        "NULL",
        "line\nbreak\r\n\ttab",
        "x" * 300,
        "日本語 テスト",
    )
    rows = [
        [
            str((-1) ** number * (2**62 - number)),
            repr(number / 7 * 10 ** (number * 9 - 20)),
            None if number == 4 else ("true" if number % 2 else "false"),
            f"2024-02-{number + 1:02}",
            f"2024-02-29T23:59:{number:02}" + (".100000" if number % 2 else ""),
            None if number == 2 else text,
            f"{number - 5}.125",
            text[:9],
        ]
        for number, text in enumerate(texts)
    ]
    return data_plan(fields, rows)


PROJECTS: dict[str, tuple[Plan, bytes | None]] = {
    "weather": samples.weather(),
    "typed": _typed(),
    "guarded_library": (samples.guarded_library(), None),
    "stored_hostile_data": samples.stored_hostile_data(),
}


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(scope="module")
def interpreters(workshop: Workshop) -> dict[str, Path]:
    variants = {kind_for(plan.blueprint).variant(plan.blueprint) for plan, _ in PROJECTS.values()}
    return {name: workshop.python_for(ProjectType.FASTAPI, name) for name in variants}


@pytest.mark.parametrize("name", PROJECTS)
def test_the_project_passes_its_own_tests_on_postgresql(
    name: str, database: str, interpreters: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, _ = PROJECTS[name]
    project = write(whole_project(*PROJECTS[name]), tmp_path / "project")
    interpreter = interpreters[kind_for(plan.blueprint).variant(plan.blueprint)]
    monkeypatch.setenv("TEST_DATABASE_URL", database)
    printed = run([interpreter, *PYTEST], project)
    assert " passed" in printed
    assert "skipped" not in printed
