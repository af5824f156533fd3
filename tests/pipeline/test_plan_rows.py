"""A plan as rows, and the rows as a plan again."""

import pytest

from pipeline.contracts.data import Entity, FieldType
from pipeline.errors import InputError
from pipeline.plan_rows import EntityRow, FieldRow, entities_of, rows_of
from tests.pipeline.projects import samples

BEFORE = samples.bookstore().analysis.entities
ROWS = rows_of(BEFORE)


def with_field(**values: object) -> list[EntityRow]:
    """The rows with the first book's title changed."""
    book = ROWS[0]
    fields = (book.fields[0].model_copy(update=values), *book.fields[1:])
    return [book.model_copy(update={"fields": fields}), *ROWS[1:]]


@pytest.mark.parametrize("entities", [BEFORE, samples.hostile_entities().analysis.entities])
def test_rows_that_were_not_changed_give_the_same_plan(entities: tuple[Entity, ...]) -> None:
    assert entities_of(rows_of(entities), entities) == entities


def test_a_renamed_field_keeps_its_name_and_a_new_one_gets_its_own() -> None:
    changed = with_field(label="Heading")
    new = FieldRow(label="Class", type=FieldType.INTEGER, at_least="1", at_most="3", required=True)
    changed[0] = changed[0].model_copy(update={"fields": (*changed[0].fields, new), "writes": ("create",)})
    book = entities_of(changed, BEFORE)[0]
    assert (book.fields[0].name, book.fields[0].label) == ("title", "Heading")
    added = book.fields[-1]
    assert (added.name, added.at_least, added.at_most, added.required) == ("class_value", "1", "3", True)
    assert book.writes == ("create",)


def test_what_is_renamed_in_a_new_project_gets_another_name_and_references_follow() -> None:
    changed = with_field(label="Heading")
    changed[0] = changed[0].model_copy(update={"label": "Volume"})
    entities = entities_of(changed, BEFORE, is_new=True)
    assert (entities[0].name, entities[0].plural, entities[0].fields[0].name) == ("volume", "volumes", "heading")
    order = entities[2]
    assert [field.references for field in order.fields if field.references] == ["customer", "volume"]
    assert order.name == "order"


def test_a_new_kind_of_record_can_be_referred_to() -> None:
    author = EntityRow(label="Author", fields=(FieldRow(label="Name"), FieldRow(label="")))
    refers = [*with_field(references="author"), author]
    entities = entities_of(refers, BEFORE)
    assert (entities[-1].name, entities[-1].plural, len(entities[-1].fields)) == ("author", "authors", 1)
    assert (entities[0].fields[0].references, entities[0].fields[0].type) == ("author", FieldType.INTEGER)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([], "keep at least one"),
        ([EntityRow(label=" ")], "keep at least one"),
        ([*ROWS, EntityRow(label="book ", fields=(FieldRow(label="x"),))], "Two kinds of records are called book"),
        ([EntityRow(label="Thing")], "Thing has no field"),
        (with_field(label="ISBN"), "Book has two fields called ISBN"),
        (with_field(references="Publisher"), "Title of Book refers to Publisher"),
        (with_field(at_least="1"), "Title of Book is text, which has no least"),
        (with_field(type=FieldType.INTEGER, at_most="many"), "has the limit many, which is no integer"),
        (with_field(type=FieldType.FLOAT, at_most="NaN"), "has the limit NaN, which is no float"),
        (with_field(type=FieldType.DATE, at_least="2024-02-30"), "which is no date"),
        (with_field(type=FieldType.INTEGER, at_least="9", at_most="10", choices="9"), "only text can be one of"),
        (with_field(type=FieldType.INTEGER, at_least="10", at_most="9"), "at least 10 and at most 9"),
        (with_field(choices="abc, abcd", max_length=3), "Title of Book has the choice abcd, which is longer"),
        (with_field(type=FieldType.INTEGER, at_least=str(2**53 - 1)), "whole numbers end without a greatest one"),
        (with_field(type=FieldType.INTEGER, at_most=str(2**63)), "more than its type integer can keep"),
        (with_field(type=FieldType.DECIMAL, at_most="1e20"), "more than its type decimal can keep"),
        (with_field(type=FieldType.BOOLEAN, choices="yes, no"), "only text can be one of a list"),
    ],
)
def test_an_impossible_plan_is_one_sentence(rows: list[EntityRow], says: str) -> None:
    with pytest.raises(InputError, match=says):
        entities_of(rows, BEFORE)


def test_zero_has_no_sign() -> None:
    price = entities_of(with_field(type=FieldType.FLOAT, at_least="-0.0"), BEFORE)[0].fields[0]
    assert price.at_least == "0.0"
