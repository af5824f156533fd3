"""What was typed into New run and not started is offered again after a reload, and is gone once it was started."""

from pathlib import Path

from pipeline.contracts.plan import ProjectType
from pipeline.models.providers import Provider
from pipeline.service import Service
from tests.pages.conftest import Open, words

BRIEF = "A library lends books. Each book has a title and a price. The pass word is hunter2secret."


def labels(app: object) -> list[str]:
    return [button.label for button in app.button]  # type: ignore[attr-defined]


def test_a_reload_offers_what_was_typed_and_a_start_ends_it(show: Open, service: Service) -> None:
    app = show()
    assert "You left a form" not in words(app)
    app.segmented_control(key="way").set_value("text").run()
    app.text_area(key="text_text").set_value(BRIEF)
    app.selectbox(key="provider").select(Provider.OPENAI)
    app.selectbox(key="project_type").select(ProjectType.FLASK)
    app.text_input(key="budget").set_value("2.5").run()
    app.text_input(key="complexity").set_value("0.6").run()
    assert "Take it up" not in labels(app)
    stored = (service.settings.database.parent / service.settings.database.name).read_bytes()
    assert b"hunter2secret" not in stored
    again = show()
    assert "You left a form just now: A library lends books." in words(again)
    assert again.text_input(key="budget").value == "0"
    next(button for button in again.button if button.label == "Take it up").click().run()
    assert again.text_area(key="text_text").value == BRIEF
    assert again.selectbox(key="provider").value == Provider.OPENAI
    assert again.selectbox(key="project_type").value == ProjectType.FLASK
    assert (again.text_input(key="budget").value, again.text_input(key="complexity").value) == ("2.5", "0.6")
    assert "You left a form" not in words(again)
    next(button for button in again.button if button.label == "Start the run").click().run()
    assert service.store.runs.count() == 1
    assert "You left a form" not in words(show())
    assert not again.exception


def test_it_can_be_discarded_and_a_path_is_taken_up(show: Open, service: Service, tmp_path: Path) -> None:
    table = tmp_path / "things.csv"
    table.write_text("code,price\n1,2\n2,3\n", encoding="utf-8")
    app = show()
    app.text_input(key="path").set_value(str(table)).run()
    again = show()
    next(button for button in again.button if button.label == "Take it up").click().run()
    assert "2 rows" in words(again)
    other = show()
    next(button for button in other.button if button.label == "Discard it").click().run()
    assert "You left a form" not in words(other)
    assert "You left a form" not in words(show())
    assert service.keys.names() == {}
