"""A file read as a person says, its next revision, and what a newer file changes."""

import csv
from pathlib import Path

import pytest

from pipeline.command_line import main
from pipeline.contracts.data import ColumnEdit, DialectChoice, Kind
from pipeline.contracts.plan import InputKind
from pipeline.errors import InputError
from pipeline.service import Service
from pipeline.submissions import Submission
from storage.rows import Run, RunStatus
from tests.pipeline.test_service import rest

FILE = (
    "# Kassenbuch\nTag;Betrag;Kunde;Bemerkung\n"
    + "".join(f"0{1 + at % 9}/0{1 + at % 7}/2025;1.{at:03},50;00{at:03};Ware {at}\n" for at in range(60))
).encode("cp1252")


@pytest.fixture(scope="module")
def first(service: Service) -> Run:
    run = rest(service, service.submit(Submission(file_name="kasse.csv", content=FILE, project_name="kasse")).id)
    assert run.status is RunStatus.AWAITING_APPROVAL, run.error
    return run


def test_the_file_is_read_without_being_told_anything(service: Service, first: Run) -> None:
    dataset = service.dataset(first.id)
    assert dataset is not None
    assert [(column.label, column.kind) for column in dataset.columns] == [
        ("Tag", Kind.TEXT),
        ("Betrag", Kind.DECIMAL),
        ("Kunde", Kind.IDENTIFIER),
        ("Bemerkung", Kind.TEXT),
    ]
    assert dataset.columns[1].maximum == "1059.50"
    assert dataset.dialect.delimiter == ";"
    assert dataset.lossless is not None
    assert (dataset.lossless.cells, dataset.lossless.mismatches) == (240, 0)
    assert [question.column for question in dataset.questions] == ["tag"]
    profile = service.profile(first.id)
    assert profile is not None
    assert profile.rows == 60


def test_an_answer_makes_the_next_revision(service: Service, first: Run) -> None:
    edits = (
        ColumnEdit(action="retype", column="tag", kind=Kind.DATE, pattern="%d/%m/%Y"),
        ColumnEdit(action="unit", column="betrag", unit="EUR"),
        ColumnEdit(action="hide", column="bemerkung"),
    )
    second = rest(service, service.revise_data(first.id, edits, DialectChoice()).id)
    assert second.status is RunStatus.AWAITING_APPROVAL, second.error
    assert (second.project, second.revision, second.parent_run) == ("kasse", first.revision + 1, first.id)
    assert service.store.runs.get(first.id).status is RunStatus.REJECTED
    dataset = service.dataset(second.id)
    assert dataset is not None
    assert [(column.name, column.type.value, column.unit) for column in dataset.columns] == [
        ("tag", "date", ""),
        ("betrag", "decimal", "EUR"),
        ("kunde", "text", ""),
    ]
    changes = {(change.kind, change.column) for change in service.data_changes(second.id)}
    assert {("retyped", "Tag"), ("removed", "Bemerkung")} <= changes


def test_an_impossible_change_starts_nothing(service: Service, first: Run) -> None:
    before = len(service.store.runs.of_project("kasse"))
    with pytest.raises(InputError, match="cannot be read as integer"):
        service.revise_data(
            first.id, (ColumnEdit(action="retype", column="bemerkung", kind=Kind.INTEGER),), DialectChoice()
        )
    assert len(service.store.runs.of_project("kasse")) == before


def test_a_newer_file_is_compared_before_it_is_started(service: Service, first: Run) -> None:
    newer = FILE.replace(b"Kunde", b"Filiale").replace(b";1.059,50;", b";999.059,50;")
    checked = service.check(Submission(file_name="kasse.csv", content=newer, project_name="kasse"))
    assert checked.compared_with is not None
    assert first.id <= checked.compared_with
    found = {(change.kind, change.column): change for change in checked.changes}
    assert found["removed", "Kunde"].severity == "breaking"
    assert found["added", "Filiale"].severity == "info"
    assert "999059.50" in found["range", "Betrag"].detail


def test_earlier_changes_hold_for_the_next_file(service: Service, first: Run) -> None:
    edits = (ColumnEdit(action="hide", column="bemerkung"), ColumnEdit(action="unit", column="betrag", unit="EUR"))
    rest(service, service.submit(Submission(file_name="again.csv", content=FILE, edits=edits)).id)
    submission = Submission(file_name="again.csv", content=FILE)
    checked = service.check(submission)
    assert checked.inherited == edits
    assert checked.changes == ()
    assert checked.dataset_preview is not None
    assert [field.label for field in checked.dataset_preview.fields] == ["Tag", "Betrag", "Kunde"]
    forgetful = service.check(submission.model_copy(update={"forgets_edits": True}))
    assert forgetful.inherited == ()
    other = service.check(submission.model_copy(update={"content": b"x,y\n1,2\n"}))
    assert other.inherited == ()


def test_a_file_on_this_computer_is_copied_when_the_run_starts(service: Service, tmp_path: Path) -> None:
    path = tmp_path / "kasse.data"
    path.write_bytes(FILE)
    submission = Submission(
        file_name=path.name, path=path, kind=InputKind.CSV, project_name="local", dialect=DialectChoice(header_lines=0)
    )
    seen = service.check(submission).dataset_preview
    assert seen is not None
    assert seen.dialect.header_lines == 0
    run = service.submit(submission)
    path.unlink()
    dataset = None
    if rest(service, run.id).status is RunStatus.AWAITING_APPROVAL:
        dataset = service.dataset(run.id)
    assert dataset is not None
    assert dataset.rows == 61


def test_the_cells_of_a_run_can_be_written_back(
    service: Service, first: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "cells.csv"
    assert main(["restore", str(first.id), "--home", str(service.settings.home), "--output", str(target)]) == 0
    rows = list(csv.reader(target.read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["Tag", "Betrag", "Kunde", "Bemerkung"]
    assert rows[1:] == [line.split(";") for line in FILE.decode("cp1252").splitlines()[2:]]
    assert "60 rows" in capsys.readouterr().out
