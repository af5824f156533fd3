"""Fields that have to hold more than others: what can be kept is kept, and only that is promised."""

import pytest

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Entity, Field, FieldType
from pipeline.contracts.plan import ProjectType
from pipeline.plan_rows import FieldRow, entities_of, rows_of
from pipeline.projects.assembly import kind_for, render_code
from pipeline.rendering.orders import keepable
from pipeline.rendering.sample_values import sample_texts
from tests.pipeline.projects.plans import entity_plan

START = Field(name="start", label="Start", type=FieldType.DATE)
END = Field(name="end", label="End", type=FieldType.DATE, more_than="start")
STAY = Entity(name="stay", plural="stays", label="Stay", fields=(START, END))
KEEPERS = (ProjectType.FASTAPI, ProjectType.FLASK, ProjectType.MICROSERVICES)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ({}, {"type": FieldType.DATETIME}),
        ({}, {"more_than": "begin"}),
        ({}, {"more_than": "end"}),
        ({"more_than": "end"}, {}),
        ({"at_least": "2030-01-01"}, {"at_most": "2029-12-31"}),
        ({"type": FieldType.TEXT}, {"type": FieldType.TEXT}),
    ],
)
def test_an_order_that_no_values_keep_is_dropped(start: dict[str, object], end: dict[str, object]) -> None:
    fields = keepable((START.model_copy(update=start), END.model_copy(update=end)))
    assert [(field.more_than, field.not_less_than) for field in fields] == [(None, None)] * 2


def test_samples_are_in_order_in_every_mixture() -> None:
    low, high = START.model_copy(update={"at_least": "2031-01-01"}), END.model_copy(update={"at_most": "2031-03-01"})
    last = END.model_copy(update={"name": "last", "more_than": None, "not_less_than": "end"})
    assert keepable((last, high, low)) == (last, high, low)
    first, second = sample_texts((last, high, low))
    assert first["start"] < second["start"] < first["end"] < second["end"] < first["last"] < second["last"]


@pytest.mark.parametrize("project_type", KEEPERS)
def test_an_order_is_promised_where_there_is_one(project_type: ProjectType) -> None:
    for end, is_promised in ((END, True), (END.model_copy(update={"more_than": None}), False)):
        blueprint = entity_plan([STAY.model_copy(update={"fields": (START, end)})], project_type=project_type).blueprint
        assert (Capability.ORDER in kind_for(blueprint).answers(blueprint)) == is_promised


@pytest.mark.parametrize("project_type", KEEPERS)
def test_a_project_keeps_and_tests_the_order(project_type: ProjectType) -> None:
    files = render_code(entity_plan([STAY], project_type=project_type))
    assert b'more_than="start"' in files["app/schema.py"]
    paths = ("tests/test_rules.py", "tests/test_validation.py") if project_type != ProjectType.FLASK else ()
    assert all(b'("stays", "end", "start"' in files[path] for path in paths)


def test_the_order_outlives_an_edited_plan_as_far_as_it_can_be_kept() -> None:
    (row,) = rows_of((STAY,))
    assert entities_of([row], (STAY,)) == (STAY,)
    start, end = row.fields
    renamed = row.model_copy(update={"fields": (start.model_copy(update={"label": "Arrival"}), end)})
    (found,) = entities_of([renamed], (STAY,), is_new=True)
    assert [(field.name, field.more_than) for field in found.fields] == [("arrival", None), ("end", "arrival")]
    retyped = start.model_copy(update={"type": FieldType.INTEGER})
    for fields in ((retyped, end), (end, FieldRow(label="start"))):
        (found,) = entities_of([row.model_copy(update={"fields": fields})], (STAY,))
        assert not any(field.more_than for field in found.fields)
