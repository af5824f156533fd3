"""What each type of project makes of roles that a brief, or words beside a file, name."""

import ast
from pathlib import Path

import pytest

from pipeline.agents.analyst_request import AnalystRequest
from pipeline.agents.analyzer import analyze
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Access, Entity, Field, FieldType, Permission, Role
from pipeline.contracts.plan import Blueprint, InputKind, ProjectType, RunRequest
from pipeline.contracts.work import DataProbe
from pipeline.data.names import slug
from pipeline.inputs import RECORDS, SOURCE, read_input
from pipeline.projects import kind_of
from pipeline.projects.coverage import covered
from pipeline.projects.flask.roles import role_views

CLINIC = (
    "Owners have a name. Pets have a name and belong to an owner. Appointments have a date and belong to a pet. "
    "Vets can add and change appointments, and receptionists can add owners and pets."
)
SALES = "price,region,sold_on\n1.5,north,2024-01-02\n2.5,south,2024-02-03\n"
ALL = ("create", "update", "delete")
SAID = {
    "vet": {"appointments": ("create", "update")},
    "receptionist": {"owners": ("create",), "pets": ("create",)},
}
EVERYTHING = dict.fromkeys(("owners", "pets", "appointments"), ALL)


def planned(folder: Path, project_type: ProjectType, words: str, table: str = "") -> tuple[Blueprint, tuple[str, ...]]:
    """The blueprint of a brief, or of a table with words beside it, and what was found in the input."""
    (folder / SOURCE).parent.mkdir()
    (folder / SOURCE).write_text(table or words)
    kind, name = (InputKind.CSV, "sales.csv") if table else (InputKind.BRIEF, "clinic.txt")
    request = RunRequest(
        input_kind=kind, input_name=name, project_name="a", project_type=project_type, brief=words if table else ""
    )
    findings = read_input(folder, request)
    analysis = analyze(AnalystRequest(request=request, **dict(findings)))
    studied = kind_of(project_type).study(analysis, folder / RECORDS if table else None, request.changes)
    return Blueprint(analysis=covered(Blueprint(analysis=studied, revision=1)), revision=1), findings.insights


def value_of(source: bytes, name: str) -> ast.expr:
    """What a module gives to a name."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == name:
            assert node.value
            return node.value
    raise AssertionError(name)


@pytest.mark.parametrize("project_type", [ProjectType.FASTAPI, ProjectType.MICROSERVICES])
def test_keys_allow_what_was_said(project_type: ProjectType, tmp_path: Path) -> None:
    blueprint, insights = planned(tmp_path, project_type, CLINIC)
    roles = ast.literal_eval(value_of(kind_of(project_type).code(blueprint)["app/roles.py"], "ROLES"))
    assert roles == SAID | {"administrator": EVERYTHING}
    assert insights[-1].startswith("Nobody was said to change owners or pets or to remove owners, pets or appointments")
    asked = blueprint.analysis.project_plan.requirements[-1]
    assert "tests/test_access.py::test_what_a_role_may_write" in asked.covered_by
    assert kind_of(project_type).probe(blueprint) == DataProbe(path="/ready", key="tables", expected=3)


def test_accounts_of_pages_allow_what_was_said(tmp_path: Path) -> None:
    blueprint, _ = planned(tmp_path, ProjectType.FLASK, CLINIC)
    files = kind_of(ProjectType.FLASK).code(blueprint)
    assert ast.literal_eval(value_of(files["tests/test_accounts.py"], "MAY")) == SAID | {"administrator": EVERYTHING}
    roles = value_of(files["app/access.py"], "ROLES")
    assert isinstance(roles, ast.Dict)
    # The first is that of an account that is made without one.
    assert [ast.literal_eval(key) for key in roles.keys if key] == ["administrator", "vet", "receptionist"]
    assert ast.unparse(roles.values[0]) == "Role('Administrator')"


def test_nobody_is_added_to_pages_where_somebody_may_do_everything(tmp_path: Path) -> None:
    blueprint, _ = planned(tmp_path, ProjectType.FLASK, f"{CLINIC} The manager can do everything.")
    roles = value_of(kind_of(ProjectType.FLASK).code(blueprint)["app/access.py"], "ROLES")
    assert isinstance(roles, ast.Dict)
    assert [ast.literal_eval(key) for key in roles.keys if key] == ["manager", "vet", "receptionist"]


def test_a_note_tells_which_half_of_a_sentence_is_covered(tmp_path: Path) -> None:
    sentence = "People must sign in and see only their own appointments."
    blueprint, _ = planned(tmp_path, ProjectType.FLASK, f"{CLINIC} {sentence}")
    note = "Not part of the generated project: that people see or change only what is their own."
    asked = blueprint.analysis.project_plan.requirements[-1]
    assert (asked.covered_by, asked.note) == ((), f"{note} The rest is: {Capability.SIGN_IN.value}.")
    assert covered(blueprint).project_plan.requirements[-1].note == asked.note


def test_a_key_is_no_sign_in(tmp_path: Path) -> None:
    blueprint, _ = planned(tmp_path, ProjectType.MICROSERVICES, f"{CLINIC} People sign in.")
    asked = blueprint.analysis.project_plan.requirements[-1]
    assert (asked.covered_by, asked.note) == ((), f"Not part of the generated project: {Capability.SIGN_IN.value}.")


@pytest.mark.parametrize("project_type", [ProjectType.FASTAPI, ProjectType.FLASK])
def test_words_beside_a_file_limit_who_may_change_rows(project_type: ProjectType, tmp_path: Path) -> None:
    blueprint, _ = planned(tmp_path, project_type, "Only editors may change rows. Viewers can only read.", SALES)
    rights = {role.name: {may.entity: may.writes for may in role.may} for role in blueprint.analysis.access.roles}
    assert rights == {"editor": {"sale": ("update",)}, "viewer": {}, "administrator": {"sale": ALL}}
    assert [entity.name for entity in blueprint.entities] == ["sale"]
    assert Capability.ROLES in kind_of(project_type).answers(blueprint)
    assert all(item.covered_by for item in blueprint.analysis.project_plan.requirements[-2:])


def test_a_table_that_is_only_read_has_no_passwords(tmp_path: Path) -> None:
    blueprint, _ = planned(tmp_path, ProjectType.FASTAPI, "People sign in. Show sales by month.", SALES)
    signed, months = blueprint.analysis.project_plan.requirements[-2:]
    assert (signed.covered_by, signed.note) == ((), f"Not part of the generated project: {Capability.SIGN_IN.value}.")
    assert "tests/test_queries.py::test_spans_of_time" in months.covered_by
    assert not blueprint.analysis.access.sign_in
    assert kind_of(ProjectType.FASTAPI).probe(blueprint).expected == 2


@pytest.mark.parametrize("labels", [("editor", "site admin"), ("site admin", "editor")])
def test_of_several_who_may_do_everything_an_administrator_manages_accounts(labels: tuple[str, str]) -> None:
    entity = Entity(
        name="book", plural="books", label="Book", fields=(Field(name="t", label="T", type=FieldType.TEXT),)
    )
    everything = (Permission(entity="book", writes=entity.writes),)
    roles = tuple(Role(name=slug(label), label=label, may=everything) for label in labels)
    views = role_views(Access(sign_in=True, roles=roles), (entity,))
    assert [(view.label, view.is_all) for view in views] == [("site admin", True), ("editor", False)]
