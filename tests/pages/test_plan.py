"""The plan on the page: seen and changed before anything is made of it, and for the next revision."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import drafts
from pipeline.contracts.learning import LearningPlan, RemovedColumn
from pipeline.contracts.plan import ProjectType, RequirementsAnalysis
from pipeline.handoffs import find
from pipeline.inputs import SOURCE
from pipeline.plan_rows import FieldRow
from pipeline.projects import kind_of
from pipeline.service import Service
from tests.pages.conftest import Open, words
from tests.pages.seeding import seed_run
from tests.pipeline.projects import samples

BRIEF = "A library where members borrow books. Each book has a title and a price. Each member has a name."


def write(app: AppTest, text: str = BRIEF) -> AppTest:
    """Type a brief."""
    app.segmented_control(key="way").set_value("text").run()
    app.text_area(key="text_text").set_value(text)
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    """Click the first button with this label."""
    next(button for button in app.button if button.label == label).click()
    return app.run()


def number_of(app: AppTest, label: str) -> int:
    """The number by which the editor knows a kind of record."""
    rows = app.session_state[f"{drafts.PLAN}_plan"]["rows"]
    found: int = next(number for number, row in rows.items() if row.label == label)
    return found


def test_a_brief_shows_the_type_with_its_reason_and_every_sentence(show: Open) -> None:
    app = write(show())
    assert "Records it will keep" in words(app)
    (fits,) = (frame.value for frame in app.dataframe if "fit" in frame.value)
    assert sorted(fits["type"]) == sorted(kind.label for kind in ProjectType)
    asked = app.dataframe[-1].value
    assert list(asked["id"]) == ["R1", "R2", "R3"]
    assert "Each book has a title and a price" in list(asked["requirement"])


def test_a_sentence_that_only_some_may_says_who_else_may(show: Open) -> None:
    app = write(show(), f"{BRIEF} Only the treasurer can delete members. Administrators can do everything.")
    answers = dict(zip(app.dataframe[-1].value["requirement"], app.dataframe[-1].value["answer"], strict=True))
    assert "Administrators may remove members, too." in answers["Only the treasurer can delete members"]


def test_what_was_changed_is_what_the_run_is_asked_for(show: Open, service: Service) -> None:
    app = write(show())
    book = number_of(app, "Book")
    app.text_input(key=f"draft_0_{book}_label").set_value("Volume").run()
    rows = app.session_state[f"{drafts.PLAN}_plan"]
    added = FieldRow(label="Shelf", required=True)
    rows["tables"][book] = rows["rows"][book].model_copy(update={"fields": (*rows["rows"][book].fields, added)}).fields
    app.run()
    assert "Your changes take the place of what was understood." in words(app)
    press(app, "Start the run")
    entities = service.run_request(service.store.runs.newest()[0].id).changes.entities
    volume = next(entity for entity in entities if entity.label == "Volume")
    assert (volume.name, volume.fields[-1].name, volume.fields[-1].required) == ("volume", "shelf", True)


def test_a_kind_of_record_is_removed_and_another_is_added(show: Open, service: Service) -> None:
    app = write(show())
    app.button(key=f"draft_0_{number_of(app, 'Member')}_remove").click().run()
    assert any("refers to" in error.value or "Member" in error.value for error in app.error) or not app.error
    press(app, "Add a kind of record")
    app.text_input(key=f"draft_0_{max(app.session_state['draft_plan']['rows'])}_label").set_value("Shelf").run()
    labels = [row.label for row in app.session_state["draft_plan"]["rows"].values()]
    assert "Shelf" in labels
    assert "Member" not in labels


def test_an_impossible_plan_does_not_start(show: Open, service: Service) -> None:
    app = write(show())
    app.text_input(key=f"draft_0_{number_of(app, 'Book')}_label").set_value("Member").run()
    assert any("Two kinds of records are called" in error.value for error in app.error)
    press(app, "Start the run")
    assert service.store.runs.newest() == []
    assert any("Two kinds of records are called" in error.value for error in app.error)


def test_another_brief_begins_with_its_own_plan(show: Open) -> None:
    app = write(show())
    app.text_input(key=f"draft_0_{number_of(app, 'Book')}_label").set_value("Volume").run()
    app.text_area(key="text_text").set_value("A garage repairs cars. Each car has a plate and a colour.").run()
    assert {row.label for row in app.session_state["draft_plan"]["rows"].values()} >= {"Car"}
    assert "Your changes take the place" not in words(app)


def test_the_plan_of_a_run_says_what_is_made_and_why(show: Open, service: Service) -> None:
    app = show("review", run=seed_run(service).id, tab="Plan")
    assert "FastAPI REST API" in words(app)
    assert "a table" in words(app)
    button = next(button for button in app.button if button.label.startswith("Make the next revision"))
    assert button.disabled


def test_the_column_to_predict_is_chosen_for_a_model(show: Open, service: Service, tmp_path: Path) -> None:
    (tmp_path / "homes.csv").write_text("rooms,price\n" + "".join(f"{n % 5 + 1},{n}00\n" for n in range(60)))
    app = show()
    app.text_input(key="path").set_value(str(tmp_path / "homes.csv")).run()
    app.selectbox(key="project_type").set_value(ProjectType.ML).run()
    app.selectbox(key="draft_target").set_value("rooms").run()
    app.selectbox(key="draft_task").set_value("classification").run()
    press(app, "Start the run")
    request = service.run_request(service.store.runs.newest()[0].id)
    assert (request.project_type, request.changes.target, request.changes.task) == ("ml", "rooms", "classification")


def test_what_seems_to_give_the_answer_away_can_be_put_back(show: Open, service: Service) -> None:
    run = seed_run(service)
    analysis = find(service.store.runs, run.id, RequirementsAnalysis)
    assert analysis
    assert analysis.dataset
    target, doubted = analysis.dataset.columns
    removed = [RemovedColumn(column=doubted.name, label=doubted.label, rule="suspected", reason="There is a reason.")]
    learned = {"target": target.name, "target_label": target.label, "task": "regression", "features": ["x"], "rows": 9}
    reasons = {"reason": "", "split": "random", "split_reason": "", "metric": "mae", "metric_reason": ""}
    learning = LearningPlan.model_validate({**learned, **reasons, "removed": removed})
    made = analysis.analysis.model_copy(update={"project_type": ProjectType.ML})
    first = service.store.runs.steps(run.id)[0]
    changed = analysis.model_copy(update={"analysis": made, "learning": learning})
    service.store.runs.save_step(first.model_copy(update={"handoff": changed.model_dump_json()}))
    source = service.settings.run_folder(run.id) / SOURCE
    source.parent.mkdir(exist_ok=True)
    source.write_text("city,people\nA,1\n")
    app = show("review", run=run.id, tab="Plan")
    choice = app.multiselect(key=f"plan_{run.id}_put_back")
    assert choice.options == [doubted.label]
    choice.set_value([doubted.name]).run()
    press(app, "Make the next revision with this plan")
    assert service.run_request(service.store.runs.newest()[0].id).changes.put_back == (doubted.name,)


@pytest.mark.parametrize("project_type", ProjectType)
def test_every_type_lists_what_it_can_be_asked_for(project_type: ProjectType) -> None:
    entities = samples.bookstore().analysis.entities
    kept = tuple(entity.model_copy(update={"writes": ()}) for entity in entities)
    kind = kind_of(project_type)
    assert kind.endpoints(entities)
    if kind.holds != "table":
        assert len(kind.endpoints(kept)) < len(kind.endpoints(entities))
