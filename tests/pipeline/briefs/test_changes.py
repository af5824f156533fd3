"""Change requests, for a brief and for the columns of a CSV file."""

import pytest

from pipeline.briefs.columns import column_changes
from pipeline.briefs.english import understand
from pipeline.briefs.revise import revise
from pipeline.briefs.understanding import NOT_COVERED
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Column, FieldType, Kind
from pipeline.errors import InputError

BOOKS = "A bookstore where customers order books. Each book has a title, an ISBN, a price."


def _fields(comment: str) -> dict[str, list[str]]:
    found = revise(understand(BOOKS), comment)
    return {entity.name: [f"{field.name}:{field.type.value}" for field in entity.fields] for entity in found.entities}


@pytest.mark.parametrize(
    ("comment", "entity", "fields"),
    [
        ("Each book also has a publisher", "book", ["title:text", "isbn:text", "price:decimal", "publisher:text"]),
        ("remove the isbn from book", "book", ["title:text", "price:decimal"]),
        ("rename price to list price", "book", ["title:text", "isbn:text", "list_price:decimal"]),
        ("Drop price and rename title to name.", "book", ["name:text", "isbn:text"]),
        ("make price an integer", "book", ["title:text", "isbn:text", "price:integer"]),
        ("add a discount to book", "book", ["title:text", "isbn:text", "price:decimal", "discount:decimal"]),
        ("add an entity author with name and birthday", "author", ["name:text", "birthday:date"]),
        ("remove customer", "order", ["book_id:integer", "order_date:date"]),
        ("rename book to item", "order", ["customer_id:integer", "item_id:integer", "order_date:date"]),
    ],
)
def test_a_change_is_made(comment: str, entity: str, fields: list[str]) -> None:
    assert _fields(comment)[entity] == fields


def test_what_is_not_understood_stays_as_a_requirement() -> None:
    before = understand(BOOKS)
    after = revise(before, "Make the page blue.")
    assert after.entities == before.entities
    assert after.requirements[-1].id == f"R{len(before.requirements) + 1}"
    assert after.requirements[-1].note == "Only partly understood; not: “blue”."


def test_an_empty_comment_is_refused() -> None:
    with pytest.raises(InputError, match="comment is empty"):
        revise(understand(BOOKS), " . ")


def _column(name: str, label: str) -> Column:
    return Column(name=name, label=label, type=FieldType.INTEGER, nulls=0, distinct=2)


COLUMNS = [_column("zip", "ZIP"), _column("id_value", "id"), _column("list_price", "List Price")]


@pytest.mark.parametrize(
    ("comment", "edits"),
    [
        ("drop column id", [("hide", "id_value", "", None)]),
        ("hide zip and list price", [("hide", "zip", "", None), ("hide", "list_price", "", None)]),
        ("rename List Price to price", [("rename", "list_price", "price", None)]),
        ("treat zip as text", [("retype", "zip", "", Kind.TEXT)]),
        ("drop nothing", []),
        ("paint it blue", []),
    ],
)
def test_column_changes(comment: str, edits: list[tuple[str, str, str, Kind | None]]) -> None:
    found = column_changes(COLUMNS, comment)
    assert [(edit.action, edit.column, edit.name, edit.kind) for edit in found.edits] == edits
    assert [bool(requirement.note) for requirement in found.requirements] == [not edits]


def test_words_beside_a_file_may_ask_for_more_than_changes_to_columns() -> None:
    asked, unknown = column_changes(COLUMNS, "Show a pie chart. Paint it blue.").requirements
    assert (asked.needs, asked.note) == ((Capability.DASHBOARD,), "")
    assert (unknown.needs, unknown.note) == ((), NOT_COVERED)
