"""Who may do what, and what sentences demand."""

import pytest

from pipeline.briefs.columns import column_changes
from pipeline.briefs.english import understand
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


def test_only_those_who_are_named_may_and_they_keep_the_rest() -> None:
    found = _may(BOOKS + "Only librarians may add or delete books.")
    assert found == {
        "librarian": {"book": ALL, "loan": ("update", "delete"), "member": ALL},
        "member": {"loan": ("create",)},
    }


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
    assert Permission(entity="loan", writes=("update", "delete")) in access.roles[0].may
