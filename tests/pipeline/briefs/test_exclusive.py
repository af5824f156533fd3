"""What only some were said to be allowed to do, and others may do, too."""

from pathlib import Path

import pytest

from pipeline.contracts.plan import InputKind, ProjectType, Requirement, RunRequest
from pipeline.inputs import SOURCE, read_input
from tests.pipeline.projects.stages import make

MEMBERS = "Members have a name and an email. Payments have an amount and belong to a member. "


def _asked(folder: Path, text: str, kind: InputKind = InputKind.BRIEF, words: str = "") -> tuple[Requirement, ...]:
    (folder / SOURCE).parent.mkdir()
    (folder / SOURCE).write_text(text)
    name = {InputKind.CSV: "members.csv", InputKind.JSON: "members.json"}.get(kind, "members.txt")
    request = RunRequest(
        input_kind=kind, input_name=name, project_name="a", project_type=ProjectType.FLASK, brief=words
    )
    return read_input(folder, request).requirements


@pytest.mark.parametrize(
    ("sentences", "caveat"),
    [
        (
            "Only the treasurer can delete members. Administrators can do everything.",
            "Administrators may remove members, too.",
        ),
        (
            "Members can only be removed by the treasurer. Clerks can do everything.",
            "Clerks may remove members, too.",
        ),
        ("Only the treasurer can delete members.", "Administrators may remove members, too."),
        ("Only the treasurer can add, edit and delete members and payments.", ""),
        ("Only treasurers and administrators can delete members. Administrators can do everything.", ""),
        (
            "Only the treasurer can delete members. Clerks can manage payments and add and edit members.",
            "",
        ),
        (
            "Only the treasurer can delete members. Only clerks can delete members. Clerks can do everything.",
            "Clerks may remove members, too.",
        ),
    ],
)
def test_who_else_may_is_told(sentences: str, caveat: str, tmp_path: Path) -> None:
    asked = next(item for item in _asked(tmp_path, MEMBERS + sentences) if "treasurer" in item.source)
    assert asked.caveat == caveat
    assert (bool(asked.needs), asked.note) == (True, "")


def test_who_else_may_with_rows_of_a_file(tmp_path: Path) -> None:
    rows = "name,joined_on\nAda,2024-01-02\nBo,2024-02-03\n"
    asked = _asked(tmp_path, rows, InputKind.CSV, "Only the treasurer can delete members.")[-1]
    assert asked.caveat == "Administrators may remove members, too."


def test_the_readme_and_the_plan_say_who_else_may(tmp_path: Path) -> None:
    brief = tmp_path / "club.txt"
    brief.write_text(f"{MEMBERS}Only the treasurer can delete members.")
    made = make(brief, ProjectType.FLASK, tmp_path / "run")
    assert "; Administrators may remove members, too. |" in made.files["README.md"].decode()
    assert "Administrators may remove members, too." in made.files["docs/traceability.json"].decode()
