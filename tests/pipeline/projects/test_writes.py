"""Whatever may be done with records, and whatever their fields: what is rendered is clean and can be used."""

import subprocess
import sys
from itertools import chain, combinations
from pathlib import Path
from typing import get_args

import pytest

from pipeline.contracts.data import Entity, Field, FieldType, Write
from pipeline.contracts.plan import Plan, ProjectType
from pipeline.projects.assembly import render_code
from pipeline.rendering.entities import entity_views
from tests.pipeline.projects.plans import data_plan, entity_plan
from tests.pipeline.projects.projects import run, whole_project, write
from tests.pipeline.projects.samples import stored
from tests.pipeline.projects.stages import Workshop

RUFF = Path(sys.executable).with_name("ruff")
KEEPERS = (ProjectType.FASTAPI, ProjectType.FLASK, ProjectType.MICROSERVICES)
WRITES = tuple(chain.from_iterable(combinations(get_args(Write), number) for number in range(4)))


def _plan(writes: tuple[Write, ...], project_type: ProjectType) -> Plan:
    writer = Field(name="author_id", label="author", type=FieldType.INTEGER, references="author")
    name = Field(name="name", label="name", type=FieldType.TEXT, required=True)
    title = Field(name="title", label="title", type=FieldType.TEXT)
    entities = (
        Entity(name="author", plural="authors", label="Author", fields=(name,), writes=writes),
        Entity(name="book", plural="books", label="Book", fields=(title, writer), writes=writes),
    )
    return entity_plan(entities, project_type=project_type)


def _assert_clean(folder: Path) -> None:
    """Nothing is undefined, unused, too long or in another format than ruff's."""
    for command in (["check", "--quiet", "--output-format", "concise"], ["format", "--check", "--quiet"]):
        done = subprocess.run([RUFF, *command, "."], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("project_type", KEEPERS)
def test_every_choice_of_writes_is_clean(project_type: ProjectType, tmp_path: Path) -> None:
    for writes in WRITES:
        write(render_code(_plan(writes, project_type)), tmp_path / ("-".join(writes) or "none"))
    _assert_clean(tmp_path)


@pytest.mark.parametrize("project_type", KEEPERS)
@pytest.mark.parametrize("kind", FieldType)
def test_a_file_of_one_kind_of_column_is_clean(project_type: ProjectType, kind: FieldType, tmp_path: Path) -> None:
    cell = {FieldType.DATE: "2024-05-11", FieldType.DATETIME: "2024-05-11T13:45:00", FieldType.BOOLEAN: "true"}
    fields = [Field(name=f"c{number}", label=f"c{number}", type=kind, scale=0) for number in range(3)]
    plan, _ = stored(*data_plan(fields, [[cell.get(kind, "5")] * 3] * 3, project_type=project_type))
    write(render_code(plan), tmp_path)
    _assert_clean(tmp_path)


@pytest.mark.parametrize("project_type", KEEPERS)
def test_long_names_make_no_long_lines(project_type: ProjectType, tmp_path: Path) -> None:
    price = Field(name="price_of_it", label="p", type=FieldType.DECIMAL, scale=2, required=True, at_least="3")
    name = "_".join("abcdefghijklmnopqrstuvwxy")
    things = Entity(name=name, plural=f"{name}_es", label="Thing", fields=(price,))
    write(render_code(entity_plan([things], project_type=project_type)), tmp_path)
    _assert_clean(tmp_path)


@pytest.mark.parametrize("project_type", KEEPERS)
def test_limits_at_the_end_of_all_days_leave_nothing_to_break(project_type: ProjectType, tmp_path: Path) -> None:
    fields = (
        Field(name="first", label="first", type=FieldType.DATE, at_least="0001-01-01", at_most="0001-01-01"),
        Field(name="last", label="last", type=FieldType.DATE, at_least="9999-12-31"),
        Field(name="end", label="end", type=FieldType.DATETIME, at_least="9999-12-31T23:59:59"),
    )
    day = Entity(name="day", plural="days", label="Day", fields=fields)
    write(render_code(entity_plan([day], project_type=project_type)), tmp_path)
    _assert_clean(tmp_path)


def test_records_that_nobody_may_write_pass_their_own_tests(workshop: Workshop, tmp_path: Path) -> None:
    project = write(render_code(_plan((), ProjectType.FASTAPI)), tmp_path / "project")
    python = workshop.python_for(ProjectType.FASTAPI, "entities")
    run([python, "-m", "pytest", "-q", "tests/test_records.py", "tests/test_validation.py"], project)


@pytest.mark.parametrize("project_type", [ProjectType.FASTAPI, ProjectType.MICROSERVICES])
def test_the_readme_names_every_rule(project_type: ProjectType) -> None:
    fields = (
        Field(name="price", label="price", type=FieldType.DECIMAL, scale=2, at_least="0", at_most="9", unique=True),
        Field(name="state", label="state", type=FieldType.TEXT, required=True, choices=("new", "old")),
    )
    item = Entity(name="item", plural="items", label="Item", fields=fields)
    readme = whole_project(entity_plan([item], project_type=project_type), None)["README.md"].decode()
    assert "| unique; at least 0.00; at most 9.00 |" in readme
    assert "| required; one of new, old |" in readme


def test_records_that_require_each_other_can_be_made() -> None:
    pairs = (("one", "other"), ("other", "one"))
    fields = {
        owner: Field(name="it", label="it", type=FieldType.INTEGER, required=True, references=target)
        for owner, target in pairs
    }
    views = entity_views([Entity(name=name, plural=f"{name}s", label=name, fields=(fields[name],)) for name in fields])
    assert [item.field.required for view in views for item in view.fields] == [False, False]
