"""Rules on the columns of a file, by the words beside it."""

from pathlib import Path

import pytest

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Column
from pipeline.contracts.plan import InputKind, ProjectType, Requirement, RunRequest
from pipeline.inputs import SOURCE, InputFindings, read_input

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
