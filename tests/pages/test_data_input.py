"""How a file is read, as a person says it on the New run page."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import dialect
from pipeline.service import Service
from tests.pages.conftest import Open, words

SEMICOLONS = "name;day\n" + "".join(f"town {n};0{1 + n % 9}/04/2025\n" for n in range(60))


def give(app: AppTest, path: Path) -> AppTest:
    """Name a file on this computer."""
    app.text_input(key="path").set_value(str(path))
    return app.run()


@pytest.fixture
def towns(tmp_path: Path) -> Path:
    """A file with a date that can be read in two ways."""
    path = tmp_path / "towns.csv"
    path.write_text(SEMICOLONS)
    return path


def test_file_on_this_computer_becomes_a_run(show: Open, service: Service, towns: Path) -> None:
    app = give(show(), towns)
    assert "60 rows" in words(app)
    next(button for button in app.button if button.label == "Start the run").click()
    app.run()
    assert [run.project for run in service.store.runs.newest()] == ["towns"]


def test_file_that_is_not_there_is_one_sentence(show: Open, tmp_path: Path) -> None:
    app = give(show(), tmp_path / "none.csv")
    assert len(app.error) == 1
    assert not app.exception


def test_dialect_is_detected_and_can_be_said(show: Open, towns: Path) -> None:
    app = give(show(), towns)
    field = app.selectbox(key="read_delimiter")
    assert field.proto.placeholder == "detected: ;"
    assert len(app.dataframe[-1].value.columns) == 2
    field.set_value("|").run()
    assert not app.exception
    assert "separated by vertical bars" in words(app) or app.error
    assert app.selectbox(key="read_delimiter").proto.placeholder == "detected: ;"


def test_what_was_said_of_one_file_is_not_said_of_the_next(show: Open, towns: Path, tmp_path: Path) -> None:
    app = give(show(), towns)
    app.number_input(key="read_header_lines").set_value(0).run()
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n3,4\n")
    give(app, other)
    assert app.number_input(key="read_header_lines").value is None


@pytest.mark.parametrize(("value", "too_long"), [("\\", False), ("abc", True), ("", False)])
def test_sign_of_more_characters_than_it_may_have(value: str, too_long: bool) -> None:
    assert dialect.is_too_long("escape", value) is too_long


def test_question_is_asked_and_its_answer_stands(show: Open, towns: Path) -> None:
    app = give(show(), towns)
    assert "Until you answer, the column stays text." in words(app)
    app.radio(key="answer_day").set_value("%d/%m/%Y").run()
    assert app.radio(key="answer_day").value == "%d/%m/%Y"
    assert "Until you answer" not in words(app)


def test_example_takes_the_place_of_a_path(show: Open, towns: Path) -> None:
    app = give(show(), towns)
    app.button(key="example_seattle_weather.csv").click().run()
    assert app.text_input(key="path").value == ""
    assert "1,461 rows" in words(app)


def test_columns_that_are_gone_are_not_asked_about(show: Open, towns: Path) -> None:
    app = give(show(), towns)
    app.radio(key="answer_day").set_value("%d/%m/%Y").run()
    app.number_input(key="read_header_lines").set_value(0).run()
    assert not app.error
    assert "answer_day" not in [radio.key for radio in app.radio]


def test_personal_data_is_covered_until_it_is_asked_for(show: Open, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("mail,n\n" + "".join(f"ann{at}@example.com,{at}\n" for at in range(20)))
    app = give(show(), people)
    assert app.dataframe[-1].value.iloc[0].tolist() == ["a•••@e•••.com", "0"]
    app.toggle(key="personal").set_value(True).run()
    assert app.dataframe[-1].value.iloc[0].tolist() == ["ann0@example.com", "0"]
