"""Rules on the columns of a file, by the words beside it."""

from pathlib import Path

import pytest

from pipeline.agents.analyst_request import InputFindings
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Column
from pipeline.contracts.plan import InputKind, ProjectType, Requirement, RunRequest
from pipeline.inputs import SOURCE, read_input

ROWS = "hotel,nights,price,note\n" + "".join(
    f"{'Sea' if row % 2 else 'Hill'},{1 + row % 30},{row * 2}.50,{'' if row < 2 else f'n{row}'}\n" for row in range(60)
)


def _read(folder: Path, words: str, kind: ProjectType = ProjectType.FLASK) -> InputFindings:
    (folder / SOURCE).parent.mkdir(exist_ok=True)
    (folder / SOURCE).write_text(ROWS)
    request = RunRequest(
        input_kind=InputKind.CSV, input_name="stays.csv", brief=words, project_name="a", project_type=kind
    )
    return read_input(folder, request)


def _last(found: InputFindings) -> Requirement:
    return found.requirements[-1]


def _column(found: InputFindings, name: str) -> Column:
    assert found.dataset is not None
    return next(column for column in found.dataset.columns if column.name == name)


@pytest.mark.parametrize("kind", [ProjectType.FLASK, ProjectType.ETL])
def test_limits_that_every_row_keeps_are_rules_of_the_column(kind: ProjectType, tmp_path: Path) -> None:
    found = _read(tmp_path, "Nights must be between 1 and 30.", kind)
    column = _column(found, "nights")
    assert (column.at_least, column.at_most) == ("1", "30")
    assert (_last(found).needs, _last(found).note) == ((Capability.BOUNDS,), "")


def test_records_keep_the_rules_of_the_columns(tmp_path: Path) -> None:
    words = "Nights must be between 1 and 30. The hotel must be one of Sea, Hill or Lake. Reject negative price."
    found = _read(tmp_path, words)
    fields = {field.name: field for field in found.entities[0].fields}
    assert (fields["nights"].at_least, fields["nights"].at_most) == ("1", "30")
    assert fields["hotel"].choices == ("Sea", "Hill", "Lake")
    assert fields["price"].at_least == "0.00"
    assert not any(item.note for item in found.requirements)


@pytest.mark.parametrize(
    ("words", "note"),
    [
        ("Nights must be at most 7.", "Not enforced: the file itself has values of nights from 1 to 30."),
        ("The note is required.", "Not enforced: 2 rows of the file have no note."),
        ("The hotel must be one of Sea or Lake.", "Not enforced: the file itself has Hill in hotel."),
        ("Drop nights. Nights must be at most 30.", "The column is left out or read as another type"),
    ],
)
def test_a_rule_that_rows_of_the_file_break_is_not_enforced(words: str, note: str, tmp_path: Path) -> None:
    found = _read(tmp_path, words)
    assert note in _last(found).note
    assert found.dataset is not None
    assert not any(column.at_most for column in found.dataset.columns)


def test_a_rule_on_what_is_no_column_is_not_understood(tmp_path: Path) -> None:
    assert _last(_read(tmp_path, "Guests must be at most 4.")).note


DATED = "order_date,code,e-mail,score\n" + "".join(
    f"2021-03-{1 + row % 20:02},A{row},p{row}@example.org,{row}\n" for row in range(40)
)


def _read_dated(folder: Path, words: str, kind: ProjectType = ProjectType.FLASK) -> InputFindings:
    (folder / SOURCE).parent.mkdir(exist_ok=True)
    (folder / SOURCE).write_text(DATED)
    request = RunRequest(
        input_kind=InputKind.CSV, input_name="sales.csv", brief=words, project_name="a", project_type=kind
    )
    return read_input(folder, request)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("The order date must be between 2020-01-01 and 2024-12-31.", "2020-01-01", "2024-12-31"),
        ("The date must not be before March 1, 2021.", "2021-03-01", None),
        ("The order date must be after 28.02.2021.", "2021-03-01", None),
        ("Order dates must be before April 2021.", None, "2021-03-31"),
        ("The order date is between 2020 and 2022.", "2020-01-01", "2022-12-31"),
        ("The order date must be on or before 31st of December 2022.", None, "2022-12-31"),
        ("The order date must be between 13/2/2020 and 4/25/2022.", "2020-02-13", "2022-04-25"),
    ],
)
def test_limits_of_dates(words: str, first: str | None, last: str | None, tmp_path: Path) -> None:
    found = _read_dated(tmp_path, words)
    fields = {field.name: field for field in found.entities[0].fields}
    assert (fields["order_date"].at_least, fields["order_date"].at_most) == (first, last)
    assert (_last(found).needs, _last(found).note) == ((Capability.BOUNDS,), "")


@pytest.mark.parametrize(
    "words",
    [
        "The order date must be before 04/05/2022.",
        "The order date must be after 2021-02-30.",
        "The order date must be between 2024-01-01 and 2020-01-01.",
        "The code must be after 2020-01-01.",
        "The order date must be before today.",
    ],
)
def test_limits_that_name_no_day_for_sure_are_not_understood(words: str, tmp_path: Path) -> None:
    found = _read_dated(tmp_path, words)
    assert found.dataset
    assert not any(column.at_least or column.at_most for column in found.dataset.columns)
    assert _last(found).note


def test_limits_of_dates_that_the_rows_break(tmp_path: Path) -> None:
    words = "The order date must be before 2021-03-10. The code has at most 2 characters. The order date is unique."
    notes = [item.note for item in _read_dated(tmp_path, words).requirements[-3:]]
    assert [note.split(":")[0] for note in notes] == ["Not enforced"] * 3


def test_lengths_and_unique_values_that_every_row_keeps(tmp_path: Path) -> None:
    found = _read_dated(tmp_path, "The code has at most 8 characters. Scores are unique.")
    fields = {field.name: field for field in found.entities[0].fields}
    assert (fields["code"].max_length, fields["score"].unique) == (8, True)
    assert not any(item.note for item in found.requirements[-2:])


@pytest.mark.parametrize(
    ("words", "letters", "masked"),
    [
        ("Make the code upper case.", {"code": "upper"}, []),
        ("Codes must be in capital letters.", {"code": "upper"}, []),
        ("Please lowercase all codes.", {"code": "lower"}, []),
        ("Convert code to lower-case.", {"code": "lower"}, []),
        ("Mask e-mail addresses.", {}, ["e_mail"]),
        ("Anonymise the e-mail.", {}, ["e_mail"]),
        ("E-mails must be pseudonymised.", {}, ["e_mail"]),
        ("Hash the personal data.", {}, ["e_mail"]),
        ("Mask the code and the e-mail.", {}, ["code", "e_mail"]),
    ],
)
def test_changes_of_values(words: str, letters: dict[str, str], masked: list[str], tmp_path: Path) -> None:
    found = _read_dated(tmp_path, words, ProjectType.ETL)
    assert found.dataset
    assert {column.name: column.letters for column in found.dataset.columns if column.letters} == letters
    assert [column.name for column in found.dataset.columns if column.is_masked] == masked
    assert _last(found).needs == ((Capability.LETTERS,) if letters else (Capability.MASK,))
    assert not _last(found).note


@pytest.mark.parametrize(
    ("words", "note"),
    [
        ("Mask the score.", "Only text can be changed so; not done for score."),
        ("Mask phone numbers.", "Not done: the file has no such column, or it is left out."),
        ("Remove the code. Mask the code.", "Not done: the file has no such column, or it is left out."),
    ],
)
def test_changes_that_cannot_be(words: str, note: str, tmp_path: Path) -> None:
    found = _read_dated(tmp_path, words, ProjectType.ETL)
    assert _last(found).note == note


def test_records_keep_their_values(tmp_path: Path) -> None:
    found = _read_dated(tmp_path, "Mask e-mail addresses. Make the code upper case.")
    assert found.dataset
    assert not any(column.letters or column.is_masked for column in found.dataset.columns)
    assert [item.needs for item in found.requirements[-2:]] == [(Capability.MASK,), (Capability.LETTERS,)]
