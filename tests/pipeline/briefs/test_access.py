"""Who may do what, and what sentences demand."""

import pytest

from pipeline.briefs.administration import administered
from pipeline.briefs.columns import column_changes
from pipeline.briefs.english import understand
from pipeline.briefs.revise import revise
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Column, FieldType, Permission

BOOKS = "Members borrow books. A book has a title and a price. A member has a name. "
ALL = ("create", "update", "delete")


def _may(brief: str) -> dict[str, dict[str, tuple[str, ...]]]:
    roles = understand(brief).access.roles
    return {role.name: {may.entity: may.writes for may in role.may} for role in roles}


def test_a_plain_brief_has_no_roles() -> None:
    assert not understand(BOOKS).access.roles
    assert not understand(BOOKS + "Staff can add books.").access.sign_in


CLINIC = (
    "Owners have a name. Pets have a name and belong to an owner. Appointments have a date and belong to a pet. "
    "Vets can add and change appointments, and receptionists can add owners and pets. "
)


def _administered(brief: str) -> tuple[dict[str, dict[str, tuple[str, ...]]], str]:
    understood = understand(brief)
    access, remark = administered(understood.access, understood.entities)
    return {role.name: {may.entity: may.writes for may in role.may} for role in access.roles}, remark


def test_a_role_may_do_what_was_said_of_it_and_an_administrator_the_rest() -> None:
    assert _may(CLINIC) == {
        "vet": {"appointment": ("create", "update")},
        "receptionist": {"owner": ("create",), "pet": ("create",)},
    }
    found, remark = _administered(CLINIC)
    assert found == _may(CLINIC) | {"administrator": dict.fromkeys(("owner", "pet", "appointment"), ALL)}
    assert remark == (
        "Nobody was said to change owners or pets or to remove owners, pets or appointments: "
        "only an administrator may, who may do everything."
    )
    assert understand(CLINIC).access.roles[0].label == "vet"


def test_the_rest_goes_to_the_administrator_that_a_brief_names() -> None:
    found, remark = _administered(BOOKS + "Only librarians may add books. Admins can delete books.")
    assert found["librarian"] == {"book": ("create",)}
    assert found["admin"] == {"book": ("update", "delete"), "member": ALL, "loan": ("update", "delete")}
    assert set(found) == {"librarian", "admin", "member"}
    assert remark.endswith(": only an admin may.")


@pytest.mark.parametrize("brief", [BOOKS, CLINIC + "The manager can do everything.", BOOKS + "Users log in."])
def test_nobody_is_added_where_nothing_is_left_over(brief: str) -> None:
    found, remark = _administered(brief)
    assert (found, remark) == (_may(brief), "")


def test_who_may_do_everything_may_do_what_is_added_later() -> None:
    access = revise(understand(CLINIC + "The manager can do everything."), "Add a room with a number.").access
    assert {may.entity: may.writes for may in access.roles[-1].may}["room"] == ALL


def test_only_those_who_are_named_may() -> None:
    found = _may(BOOKS + "Only librarians may add or delete books.")
    assert found == {"librarian": {"book": ("create", "delete")}, "member": {"loan": ("create",)}}


@pytest.mark.parametrize("cannot", ["cannot", "can not", "should not be able to", "are not allowed to", "can never"])
def test_what_a_role_may_not_do_is_taken_from_it(cannot: str) -> None:
    assert _may(BOOKS + f"Members can manage loans. Members {cannot} delete loans.") == {
        "member": {"loan": ("create", "update")}
    }


@pytest.mark.parametrize("words", ["Users cannot delete books.", "Nobody may delete books."])
def test_what_everybody_is_denied_cannot_be_done_but_by_who_is_allowed_to(words: str) -> None:
    denied = understand(BOOKS + words)
    assert {entity.name: entity.writes for entity in denied.entities}["book"] == ("create", "update")
    assert denied.requirements[-1].needs == (Capability.READ,)
    allowed = understand(f"{BOOKS}{words} Only admins can delete books.")
    assert {entity.name: entity.writes for entity in allowed.entities}["book"] == ALL
    assert column_changes(COLUMNS, words.replace("books", "rows"), "sale").requirements[0].note


def test_what_everybody_may_holds_for_each_role() -> None:
    found = _may(BOOKS + "Everyone can add books. Only librarians may delete them.")
    assert found["librarian"] == {"book": ("create", "delete")}
    assert found["user"] == {"book": ("create",)}


def test_them_are_all_that_the_permission_before_speaks_of() -> None:
    found = _may(BOOKS + "Staff can add books and loans, and admins can also delete them.")
    assert found["admin"] == {"book": ("delete",), "loan": ("delete",)}


def test_roles_are_needed_where_users_are_told_apart() -> None:
    assert Capability.ROLES in understand(BOOKS + "Only staff can add books.").requirements[-1].needs
    assert understand(BOOKS + "Staff can add books.").requirements[-1].needs == (Capability.CREATE,)


def test_a_role_that_only_reads_writes_nothing() -> None:
    found = _may(BOOKS + "Admins can add, edit and delete books. Visitors can only view them.")
    assert found["visitor"] == {}
    assert found["admin"]["book"] == ALL


def test_signing_in_is_asked_for_and_can_be_refused() -> None:
    assert understand(BOOKS + "Users have to log in.").access.sign_in
    assert understand("A user has a name and a password.").access.sign_in
    assert "password" not in [
        field.name for field in understand("A user has a name and a password.").entities[0].fields
    ]
    assert not understand(BOOKS + "No login is needed.").access.sign_in


@pytest.mark.parametrize(
    ("sentence", "writes"),
    [
        ("Books are read-only.", ()),
        ("Books can only be added.", ("create",)),
        ("Books cannot be changed or deleted.", ("create",)),
        ("Books must never be deleted.", ("create", "update")),
    ],
)
def test_what_can_be_done_with_records(sentence: str, writes: tuple[str, ...]) -> None:
    books = next(entity for entity in understand(BOOKS + sentence).entities if entity.name == "book")
    assert books.writes == writes


@pytest.mark.parametrize(
    ("sentence", "needs"),
    [
        ("Search books by title.", (Capability.FILTER,)),
        ("List books by price.", (Capability.LIST, Capability.SORT)),
        ("Export all books as CSV.", (Capability.EXPORT,)),
        ("Show the average price per member.", (Capability.AGGREGATE,)),
        ("Show a chart of books by month.", (Capability.PERIODS, Capability.DASHBOARD)),
    ],
)
def test_needs(sentence: str, needs: tuple[Capability, ...]) -> None:
    found = understand(BOOKS + sentence).requirements[-1]
    assert (found.needs, found.note) == (needs, "")


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("Send members an e-mail when a book is due.", "e-mails"),
        ("Members pay with credit cards.", "payments"),
        ("Show all members on a map.", "maps"),
        ("Print a PDF of each book.", "PDF"),
        ("Members upload a photo of each book.", "uploads"),
        ("Sort books by popularity.", "popularity"),
        ("Members can see only their own loans.", "own"),
    ],
)
def test_what_is_not_understood_is_named_and_not_covered(sentence: str, named: str) -> None:
    assert named in understand(BOOKS + sentence).requirements[-1].note


COLUMNS = [
    Column(name=name, label=name, type=kind, nulls=0, distinct=2)
    for name, kind in (("price", FieldType.DECIMAL), ("region", FieldType.TEXT), ("sold_on", FieldType.DATE))
]


@pytest.mark.parametrize(
    ("words", "target", "task"),
    [
        ("Predict the price.", "price", ""),
        ("A regression of price on region.", "price", "regression"),
        ("Classify the region from the price.", "region", "classification"),
        ("Show the price.", "", ""),
        ("Predict the weather.", "", ""),
    ],
)
def test_what_is_to_be_predicted(words: str, target: str, task: str) -> None:
    found = column_changes(COLUMNS, words)
    assert (found.target, found.task) == (target, task)


def test_words_beside_a_file_are_covered_only_as_far_as_they_are_known() -> None:
    found = column_changes(COLUMNS, "Let people edit rows. Only show rows from 2020. Make it pretty. Drop region.")
    edit, only, pretty, drop = found.requirements
    assert (edit.needs, edit.note) == ((Capability.UPDATE,), "")
    assert "leaving out" in only.note
    assert pretty.note
    assert found.edited == (drop.source,)


def test_a_permission_names_a_known_entity() -> None:
    access = understand(BOOKS + "Only admins can delete loans.").access
    assert access.roles[0].may == (Permission(entity="loan", writes=("delete",)),)


@pytest.mark.parametrize(
    ("words", "roles"),
    [
        ("People sign in. Only admins may edit rows.", {"admin": {"sale": ("update",)}}),
        ("Only admins may edit.", {"admin": {"sale": ("update",)}}),
        ("Editors can add and change sales. Viewers can only read.", {"editor": {"sale": ALL[:2]}, "viewer": {}}),
        ("Users have to log in.", {}),
    ],
)
def test_words_beside_a_file_say_who_may_do_what(words: str, roles: dict[str, object]) -> None:
    found = column_changes(COLUMNS, words, "sale")
    assert found.access.sign_in
    assert {role.name: {may.entity: may.writes for may in role.may} for role in found.access.roles} == roles
    needs = {need for item in found.requirements for need in item.needs}
    assert (Capability.ROLES in needs, Capability.SIGN_IN in needs) == (bool(roles), " in." in words)
    assert not any(item.note for item in found.requirements)


@pytest.mark.parametrize("words", ["Only admins may change the price.", "Only admins may see the rows."])
def test_permissions_that_no_role_can_have_are_not_covered(words: str) -> None:
    found = column_changes(COLUMNS, words, "sale")
    assert not found.access.roles
    assert found.requirements[0].note


def test_who_only_reads_is_no_role_of_its_own() -> None:
    found = understand(CLINIC.partition("Vets can")[0] + "Staff sign in. Staff can search pets by name.").access
    assert found.sign_in
    assert not found.roles


@pytest.mark.parametrize("verb", ["search", "see", "view", "list", "browse", "find"])
def test_reading_words_give_no_writes(verb: str) -> None:
    assert _may(f"{CLINIC} Assistants can {verb} pets by name.")["assistant"] == {}


@pytest.mark.parametrize(
    ("described", "may"),
    [
        ("A booking has a date and belongs to a class.", {"booking": ("create",)}),
        ("Parents book classes for their children.", {}),
    ],
)
def test_who_books_something_makes_a_booking_at_most(described: str, may: dict[str, tuple[str, ...]]) -> None:
    classes = "Classes have a title. Children have a name. Only admins can add classes. "
    assert _may(f"{classes} {described} Parents can book a class online.")["parent"] == may
