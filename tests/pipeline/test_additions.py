"""What a model adds to a brief goes the way of a person's changes of the plan, or not at all."""

from pathlib import Path

import pytest

from pipeline.additions import with_additions
from pipeline.agents.analysis_improvement import AnalystSuggestion, analyst_evidence, improved_analysis
from pipeline.agents.analyst_request import AnalystRequest
from pipeline.agents.analyzer import analyze
from pipeline.agents.missed_fields import MissedField, MissedRecord
from pipeline.agents.role import Said
from pipeline.contracts.data import FieldType
from pipeline.contracts.plan import InputKind, PlanChanges, ProjectType, RequirementsAnalysis, RunRequest
from pipeline.errors import InputError
from pipeline.inputs import SOURCE, look, read_input

BRIEF = "A web app for tasks. Tasks have a title and a due date."
HINTS = "Think of colour, of seats and of a room."
"""What the rules make no record of."""
COLOUR = MissedRecord(label="task", fields=(MissedField(label="Colour", choices=("red", "blue")),))
ROOM = MissedRecord(label="Room", fields=(MissedField(label="Seats", type="integer"),))


def asked_of(
    folder: Path, kind: InputKind = InputKind.BRIEF, changes: PlanChanges | None = None, hints: str = HINTS
) -> AnalystRequest:
    (folder / SOURCE).parent.mkdir(parents=True, exist_ok=True)
    text = f"{BRIEF} {hints}" if kind is InputKind.BRIEF else "task,colour\na,red\nb,blue\n"
    (folder / SOURCE).write_text(text, encoding="utf-8")
    request = RunRequest(
        input_kind=kind, input_name="tasks.csv", project_name="tasks", changes=changes or PlanChanges()
    )
    return AnalystRequest(request=request, **dict(read_input(folder, request)))


def suggested(asked: AnalystRequest, *missed: MissedRecord, told: list[str]) -> RequirementsAnalysis:
    said = Said(AnalystSuggestion(title="Tasks of us", missed=missed), "small of OpenAI", told.append)
    return improved_analysis(asked, analyze(asked), said)


def test_fields_and_records_are_taken_up(tmp_path: Path) -> None:
    asked, told = asked_of(tmp_path), list[str]()
    answer = with_additions(tmp_path, asked, suggested(asked, COLOUR, ROOM, told=told), told.append)
    task, room = answer.entities
    assert (task.fields[-1].label, task.fields[-1].choices) == ("Colour", ("red", "blue"))
    assert (room.label, room.fields[0].type) == ("Room", FieldType.INTEGER)
    assert answer.analysis.data_shape.entities == 2
    assert answer.project_plan.title == "Tasks of us"
    assert [decision.choice for decision in answer.decisions] == ["Colour", "Seats"]
    assert len(told) == 2


def test_what_the_brief_does_not_speak_of_is_left_out(tmp_path: Path) -> None:
    asked, told = asked_of(tmp_path, hints=""), list[str]()
    assert suggested(asked, COLOUR, ROOM, told=told).entities == asked.entities
    assert told == [f"The brief does not speak of {label}, so it is left out." for label in ("task", "Room")]


def test_what_the_person_settled_stays(tmp_path: Path) -> None:
    entities = analyze(asked_of(tmp_path)).entities
    asked, told = asked_of(tmp_path, changes=PlanChanges(entities=entities)), list[str]()
    assert suggested(asked, COLOUR, told=told).entities == entities
    assert analyst_evidence(asked, analyze(asked)).sentences == ()


def test_a_file_gets_no_fields_of_a_model(tmp_path: Path) -> None:
    asked, told = asked_of(tmp_path, InputKind.CSV), list[str]()
    assert suggested(asked, COLOUR, told=told).dataset == asked.dataset
    assert suggested(asked, COLOUR, told=told).entities == asked.entities


def test_without_an_addition_nothing_is_read_again(tmp_path: Path) -> None:
    asked, told = asked_of(tmp_path), list[str]()
    answer = suggested(asked, told=told)
    assert with_additions(tmp_path / "nowhere", asked, answer, told.append) is answer


@pytest.mark.parametrize("label", ["Class", "__init__", "select", "Ünïcode ☃", "x" * 40, "1", "id", "limit"])
def test_odd_names_are_made_safe_or_left_out(label: str, tmp_path: Path) -> None:
    asked, told = asked_of(tmp_path, hints=f"Think of {label}."), list[str]()
    odd = MissedRecord(label=label, fields=(MissedField(label=label),))
    answer = with_additions(tmp_path, asked, suggested(asked, odd, told=told), told.append)
    assert len(answer.entities) in (1, 2)
    assert told


UNREADABLE = "Jam, please, and what it costs and weighs."
JAM = MissedRecord(
    label="Jam", fields=(MissedField(label="Costs", type="decimal"), MissedField(label="Weighs", type="decimal"))
)


def unreadable(folder: Path, provider: str, project_type: ProjectType | None = None) -> RunRequest:
    (folder / SOURCE).parent.mkdir(parents=True, exist_ok=True)
    (folder / SOURCE).write_text(UNREADABLE, encoding="utf-8")
    return RunRequest(
        input_kind=InputKind.BRIEF,
        input_name="brief.txt",
        project_name="brief",
        provider=provider,
        project_type=project_type,
    )


def test_a_brief_that_the_rules_cannot_read_is_refused_with_an_example(tmp_path: Path) -> None:
    request = unreadable(tmp_path, "builtin")
    with pytest.raises(InputError, match=r"No kind of record was found.*“Customers order books"):
        look(tmp_path / SOURCE, request, is_named=False)
    with pytest.raises(InputError, match=r"No kind of record was found.*“Customers order books"):
        read_input(tmp_path, request)


@pytest.mark.parametrize("project_type", [None, *ProjectType])
def test_a_brief_that_the_rules_cannot_read_is_left_to_a_model(
    project_type: ProjectType | None, tmp_path: Path
) -> None:
    request, told = unreadable(tmp_path, "openai", project_type), list[str]()
    assert look(tmp_path / SOURCE, request, is_named=False).entities == ()
    asked = AnalystRequest(request=request, **dict(read_input(tmp_path, request)))
    assert [each.text for each in analyst_evidence(asked, analyze(asked)).sentences] == [UNREADABLE]
    answer = with_additions(tmp_path, asked, suggested(asked, JAM, told=told), told.append)
    names = [field.label for entity in answer.entities for field in entity.fields]
    names += [column.label for column in answer.dataset.columns] if answer.dataset else []
    assert "Costs" in names
