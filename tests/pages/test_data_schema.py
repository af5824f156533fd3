"""The schema editor: what is typed into it becomes changes to columns, and the next revision."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import schema_edits
from pages.ui.schema_edits import SchemaRow
from pipeline.contracts.data import ColumnEdit, Kind
from pipeline.errors import InputError
from pipeline.service import Service
from tests.pages.conftest import Open, words
from tests.pages.data_seeding import dataset, profile, seed_data

Change = Callable[[SchemaRow], SchemaRow]
ROWS = schema_edits.rows_of(dataset())


def changed(at: int, **values: object) -> list[SchemaRow]:
    """The table after one row was edited."""
    return [row.model_copy(update=values) if place == at else row for place, row in enumerate(ROWS)]


@pytest.mark.parametrize(
    ("at", "values", "edit"),
    [
        (0, {"keep": False}, ColumnEdit(action="hide", column="city")),
        (1, {"label": " Cost "}, ColumnEdit(action="rename", column="price", label="Cost")),
        (1, {"kind": "free text"}, ColumnEdit(action="retype", column="price", kind=Kind.TEXT)),
        (1, {"tokens": "N/A, none,, none"}, ColumnEdit(action="nulls", column="price", tokens=("N/A", "none"))),
        (1, {"unit": "EUR"}, ColumnEdit(action="unit", column="price", unit="EUR")),
        (4, {"pattern": "%d/%m/%Y"}, ColumnEdit(action="retype", column="due", kind=Kind.DATE, pattern="%d/%m/%Y")),
        (
            4,
            {"pattern": "%d/%m/%Y %H:%M"},
            ColumnEdit(action="retype", column="due", kind=Kind.DATETIME, pattern="%d/%m/%Y %H:%M"),
        ),
        (2, {"kind": "free text"}, ColumnEdit(action="retype", column="day", kind=Kind.TEXT)),
    ],
)
def test_every_cell_of_the_table_is_a_change(at: int, values: dict[str, object], edit: ColumnEdit) -> None:
    assert schema_edits.revised(ROWS, changed(at, **values)) == (edit,)


def test_nothing_changed_is_no_change() -> None:
    assert schema_edits.revised(ROWS, ROWS) == ()


@pytest.mark.parametrize(
    ("after", "says"),
    [
        ([row.model_copy(update={"keep": False}) for row in ROWS], "keep at least one"),
        (changed(1, label="  "), "“price” needs a name"),
    ],
)
def test_impossible_change_is_one_sentence(after: list[SchemaRow], says: str) -> None:
    with pytest.raises(InputError, match=says):
        schema_edits.revised(ROWS, after)


def edit_cells(app: AppTest, run: int, cells: dict[int, dict[str, object]]) -> AppTest:
    """Type into the table as a browser reports it."""
    app.session_state[f"schema_now_{run}"] = [
        row.model_copy(update=cells.get(place, {})) for place, row in enumerate(ROWS)
    ]
    app.session_state[f"schema_start_{run}"] = app.session_state[f"schema_now_{run}"]
    return app.run()


def test_changes_become_the_next_revision(show: Open, service: Service) -> None:
    run = seed_data(service, dataset(), profile(dataset())).id
    app = show("data", run=run, tab="Schema")
    button = next(button for button in app.button if button.label.startswith("Make the next revision"))
    assert button.disabled
    edit_cells(app, run, {1: {"label": "cost"}, 3: {"keep": False}})
    assert "The next revision would call price “cost”; leave out mail." in words(app)
    next(button for button in app.button if button.label.startswith("Make the next revision")).click()
    app.run()
    later = service.store.runs.newest()[0]
    assert later.revision == 2
    edits = service.run_request(later.id).edits
    assert {(edit.action, edit.column) for edit in edits} == {("rename", "price"), ("hide", "mail")}


def test_refused_change_is_said_and_kept(show: Open, service: Service) -> None:
    run = seed_data(service, dataset(), profile(dataset())).id
    app = edit_cells(show("data", run=run, tab="Schema"), run, {0: {"kind": "integer"}})
    next(button for button in app.button if button.label.startswith("Make the next revision")).click()
    app.run()
    assert len(app.error) == 1
    assert "read city as integer" in words(app)
    assert service.store.runs.newest()[0].id == run


def test_question_is_answered_in_the_schema(show: Open, service: Service) -> None:
    run = seed_data(service, dataset(), profile(dataset())).id
    app = show("data", run=run, tab="Schema")
    app.radio(key="schema_answer_due").set_value("%d/%m/%Y").run()
    assert "The next revision would read due as date, written %d/%m/%Y." in words(app)
