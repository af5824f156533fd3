"""Sentences as people write them: what they speak of, and where their lists go on."""

import pytest

from pipeline.briefs.english import understand
from pipeline.briefs.understanding import Sentence
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Entity, FieldType

PETS = "Pets have a name. Vets have a name."


def _entities(brief: str) -> dict[str, Entity]:
    return {entity.name: entity for entity in understand(brief).entities}


def _fields(brief: str, entity: str) -> list[str]:
    return [field.name for field in _entities(brief)[entity].fields]


def test_it_means_the_subject_of_the_sentence_before() -> None:
    brief = f"{PETS} A visit is for one pet with one vet; it has a date, a fee and a status."
    assert _fields(brief, "visit") == ["pet_id", "vet_id", "date", "fee", "status"]
    assert _fields(brief, "vet") == ["name"]


def test_limits_within_a_list_leave_the_next_field_alone() -> None:
    order = _entities("Each order has a quantity between 1 and 50, an email and a status.")["order"]
    assert [field.name for field in order.fields] == ["quantity", "email", "status"]
    assert (order.fields[0].at_least, order.fields[0].at_most) == ("1", "50")


def test_a_list_goes_on_behind_a_clause() -> None:
    found = understand(
        "A bike has a serial number, which is unique, a model, which the maker chose, a size and a price."
    )
    (bike,) = found.entities
    assert [field.label for field in bike.fields] == ["Serial number", "Model", "Size", "Price"]
    assert [field.unique for field in bike.fields] == [True, False, False, False]
    assert "“which the maker chose”" in found.requirements[0].note


def test_a_clause_may_set_limits_and_name_what_is_referred_to() -> None:
    loans = _entities(
        "Customers have a name. A loan has a term, which must be at least 1, an owner, who is a customer."
    )
    assert [(field.name, field.at_least) for field in loans["loan"].fields] == [("owner_id", None), ("term", "1")]


def test_what_a_record_records_does_not_refer_back_to_it() -> None:
    found = _entities(
        "Bikes have a model. Customers have a name. A hire records the bike, the customer, when it started and when it "
        "ended."
    )
    assert [field.name for field in found["bike"].fields] == ["model"]
    assert [field.name for field in found["customer"].fields] == ["name"]
    assert [(field.name, field.type) for field in found["hire"].fields] == [
        ("bike_id", FieldType.INTEGER),
        ("customer_id", FieldType.INTEGER),
        ("started_at", FieldType.DATETIME),
        ("ended_at", FieldType.DATETIME),
    ]


@pytest.mark.parametrize(
    "rule", ["The rating of a visit is between 1 and 5.", "A rating between 1 and 5 for each visit."]
)
def test_a_field_that_only_its_rule_names_is_added(rule: str) -> None:
    found = understand(f"Each visit has a date. {rule}")
    (visit,) = found.entities
    assert [(field.name, field.at_least, field.at_most) for field in visit.fields] == [
        ("date", None, None),
        ("rating", "1", "5"),
    ]
    assert Capability.BOUNDS in found.requirements[1].needs
    assert not found.requirements[1].note


@pytest.mark.parametrize("rule", ["The end of a hire must be after its payment.", "The number of hires is at most 10."])
def test_a_rule_that_is_not_understood_is_said_not_to_be_covered(rule: str) -> None:
    found = understand(f"Each hire has a start and an end. {rule}")
    assert len(found.entities[0].fields) == 2
    assert found.requirements[1].source == rule
    assert found.requirements[1].note


@pytest.mark.parametrize(
    "frame",
    ["An app for a small animal clinic.", "We keep owners, pets, vets and visits.", "It should track the pets."],
)
def test_a_sentence_that_only_names_what_is_kept_needs_the_records(frame: str) -> None:
    described = "Owners have a name. Pets have a name. Vets have a name. Visits have a date."
    first = understand(f"{frame} {described}").requirements[0]
    assert (first.source, first.needs, first.note) == (frame, (Capability.FIELDS,), "")


def test_a_sentence_that_names_something_else_does_not() -> None:
    found = understand("We keep pets and secrets by the moon. Pets have a name.")
    assert found.requirements[0].note


def test_a_comma_within_a_number_ends_no_item() -> None:
    loan = _entities("A loan has a sum between 1,000 and 20,000, a term and a fee.")["loan"]
    assert [field.label for field in loan.fields] == ["Sum", "Term", "Fee"]
    assert (loan.fields[0].at_least, loan.fields[0].at_most) == ("1000", "20000")


def test_what_was_not_understood_is_told_without_an_arrow() -> None:
    assert Sentence(text="It glows.").told == "It glows."
    assert Sentence(text="Books have a title.", understood="book: title").told == "Books have a title. → book: title"
