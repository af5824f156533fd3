"""What is rendered: the same every time, and complete."""

import pytest

from pipeline.contracts.data import Entity, Field, FieldType
from pipeline.contracts.plan import ProjectType
from pipeline.projects import kind_of
from pipeline.projects.assembly import render_code
from pipeline.projects.coverage import NOT_UNDERSTOOD, cover
from pipeline.projects.shaping import entity_of
from pipeline.projects.standard import allowed_actions
from pipeline.rendering.entities import UnknownReferenceError, entity_views
from pipeline.rendering.models import sample_values
from pipeline.rendering.names import UnsafeNameError
from tests.pipeline.projects import samples
from tests.pipeline.projects.applications import PROJECTS
from tests.pipeline.projects.plans import data_plan, entity_plan
from tests.pipeline.projects.projects import whole_project


@pytest.mark.parametrize("name", PROJECTS)
def test_python_compiles_and_every_text_file_is_clean(name: str) -> None:
    for path, content in whole_project(*PROJECTS[name]).items():
        if path == "data/records.csv":
            continue
        text = content.decode()
        assert text.endswith("\n") or not text, path
        assert not any(line != line.rstrip() for line in text.splitlines()), path
        if path.endswith(".py"):
            compile(content, path, "exec")


def test_hostile_text_stands_in_no_path_and_in_no_markup() -> None:
    for name in ("hostile_data", "hostile_entities"):
        files = whole_project(*PROJECTS[name])
        assert b"<script>alert(1)" not in files["app/page/index.html"]
        assert b"<script>" not in files["README.md"]


def test_locks_agree() -> None:
    def pins(text: str) -> set[str]:
        return {line.split(" \\")[0] for line in text.splitlines() if "==" in line}

    for locks in kind_of(ProjectType.FASTAPI).all_locks:
        assert pins(locks.runtime) < pins(locks.test)
        assert {"fastapi", "uvicorn"} <= {pin.split("==")[0] for pin in pins(locks.runtime)}


def test_requirements_are_covered_by_files_that_exist_or_have_a_note() -> None:
    for plan, records in PROJECTS.values():
        files = whole_project(plan, records)
        for requirement in cover(plan):
            assert bool(requirement.covered_by) != bool(requirement.note)
            for path in requirement.covered_by:
                file, _, test = path.partition("::")
                assert test.split("[")[0] in files[file].decode()


def test_what_is_covered_and_what_is_not() -> None:
    by_id = {requirement.id: requirement for requirement in cover(samples.bookstore())}
    assert [name for name, requirement in by_id.items() if requirement.is_covered] == ["R1", "R2"]
    assert by_id["R3"].note == "Not part of the generated project: running on Spark."
    assert by_id["R4"].note == NOT_UNDERSTOOD


def test_what_was_left_open_on_purpose_stays_so() -> None:
    plan = samples.bookstore()
    kept = plan.analysis.project_plan.requirements[0].model_copy(update={"note": "Left open."})
    project_plan = plan.analysis.project_plan.model_copy(update={"requirements": (kept,)})
    analysis = plan.analysis.model_copy(update={"project_plan": project_plan})
    assert cover(plan.model_copy(update={"analysis": analysis})) == (kept,)


def test_what_is_already_covered_stays() -> None:
    plan = samples.bookstore()
    kept = plan.analysis.project_plan.requirements[3].model_copy(update={"covered_by": ("README.md",)})
    project_plan = plan.analysis.project_plan.model_copy(update={"requirements": (kept,)})
    analysis = plan.analysis.model_copy(update={"project_plan": project_plan})
    assert cover(plan.model_copy(update={"analysis": analysis})) == (kept,)


@pytest.mark.parametrize("names", [("limit",), ("id",), ("a", "a")])
def test_names_with_another_meaning_are_refused(names: tuple[str, ...]) -> None:
    fields = [Field(name=name, label=name, type=FieldType.TEXT) for name in names]
    with pytest.raises(UnsafeNameError):
        render_code(data_plan(fields, [["x"] * len(names)])[0])


def test_a_reference_to_nothing_is_refused() -> None:
    field = Field(name="owner", label="Owner", type=FieldType.INTEGER, references="nobody")
    with pytest.raises(UnknownReferenceError):
        render_code(entity_plan([Entity(name="thing", plural="things", label="Thing", fields=(field,))]))


@pytest.mark.parametrize("length", [50, 55, 60, 300])
def test_records_of_a_file_with_a_long_name_have_a_plural_of_their_own(length: int) -> None:
    plan, _ = data_plan([Field(name="a", label="A", type=FieldType.INTEGER)], [["1"]], file_name=f"{'f' * length}.csv")
    assert plan.analysis.dataset
    entity = entity_of(plan.analysis.dataset)
    assert entity.name != entity.plural


def test_only_what_can_become_another_record_is_tested_for_changes_in_the_meantime() -> None:
    same = Field(name="x", label="X", type=FieldType.INTEGER, at_least="5", at_most="5")
    itself = Field(name="parent", label="Parent", type=FieldType.INTEGER, references="node", required=True)
    free = Field(name="title", label="Title", type=FieldType.TEXT)
    things = [("sum", "sums", same), ("node", "nodes", itself), ("book", "books", free)]
    views = entity_views([Entity(name=one, plural=all_, label=one, fields=(field,)) for one, all_, field in things])
    assert sample_values(views)["changeable"] == ["books"]


def test_the_goals_name_only_what_people_may_do() -> None:
    title = (Field(name="title", label="Title", type=FieldType.TEXT),)
    book = Entity(name="book", plural="books", label="Book", fields=title, writes=("create", "update"))
    writer = Entity(name="writer", plural="writers", label="Writer", fields=title)
    assert allowed_actions([book]) == "browse, add and change them"
    assert allowed_actions([book, writer]) == "browse, add and change them; delete writers"
    assert allowed_actions([book.model_copy(update={"writes": ()})]) == "browse them"
