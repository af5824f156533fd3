"""Rules between two fields of a record, as people state them."""

import pytest

from pipeline.briefs.english import understand
from pipeline.briefs.requirements_json import parse
from pipeline.briefs.revise import revise
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Entity, FieldType

STAY = "A stay has a start date, an end date, a check-in time, a check-out time, a price, a sale price and a note."


def _stay(brief: str) -> Entity:
    return next(entity for entity in understand(brief).entities if entity.name == "stay")


def _orders(entity: Entity) -> dict[str, str]:
    strict = {field.name: f"> {field.more_than}" for field in entity.fields if field.more_than}
    return strict | {field.name: f">= {field.not_less_than}" for field in entity.fields if field.not_less_than}


@pytest.mark.parametrize(
    ("sentence", "field", "rule"),
    [
        ("The end date must be after the start date.", "end_date", "> start_date"),
        ("The end date has to be later than the start date.", "end_date", "> start_date"),
        ("The end date can't be before the start date.", "end_date", ">= start_date"),
        ("The end date must not be earlier than the start date.", "end_date", ">= start_date"),
        ("The end date of a stay must be on or after its start date.", "end_date", ">= start_date"),
        ("The start date is always before the end date.", "end_date", "> start_date"),
        ("A stay's start date may not be after its end date.", "end_date", ">= start_date"),
        ("Check-out must be after check-in.", "check_out_time", "> check_in_time"),
        ("End must be after start.", "end_date", "> start_date"),
        ("End date > start date.", "end_date", "> start_date"),
        ("The sale price must be lower than the price.", "price", "> sale_price"),
        ("The sale price cannot exceed the price.", "price", ">= sale_price"),
        ("The sale price may be at most the price.", "price", ">= sale_price"),
        ("The end date must be the same as or later than the start date.", "end_date", ">= start_date"),
        ("The end date can't precede the start date.", "end_date", ">= start_date"),
        ("No stay can have an end date which is before the start date.", "end_date", ">= start_date"),
        ("An end date before the start date is not allowed.", "end_date", ">= start_date"),
        ("A start date later than the end date will be rejected.", "end_date", ">= start_date"),
        ("It must not be possible to enter an end date that is before the start date.", "end_date", ">= start_date"),
    ],
)
def test_two_fields_in_order(sentence: str, field: str, rule: str) -> None:
    understood = understand(f"{STAY} {sentence}")
    assert _orders(_stay(f"{STAY} {sentence}")) == {field: rule}
    assert Capability.ORDER in understood.requirements[-1].needs
    assert not understood.requirements[-1].note
    assert _orders(_stay(f"{sentence} {STAY}")) == {field: rule}


@pytest.mark.parametrize(
    "brief",
    [
        "A stay has a start date, a price and an end date (after the start date).",
        "Stay: start date, end date (optional, after the start date), price",
        "A stay has a start date and an end date, which must be after the start date.",
        "Each stay has a start date, an end date, which must be later than the start date, and a price.",
    ],
)
def test_the_order_within_a_list(brief: str) -> None:
    assert _orders(_stay(brief)) == {"end_date": "> start_date"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The end date must be after today.",
        "The price must be more than 5.",
        "The note must be after the start date of the moon.",
        "The arrival must be after the departure.",
    ],
)
def test_what_is_no_order_of_two_fields(sentence: str) -> None:
    assert _orders(_stay(f"{STAY} {sentence}")) == {}


def test_fields_that_are_compared_have_one_type() -> None:
    fields = {field.name: field for field in _stay(f"{STAY} The price must be more than the note.").fields}
    assert fields["note"].type is fields["price"].type is FieldType.DECIMAL
    stay = _stay("A stay has a begin (date) and a finish (timestamp). The finish is after the begin.")
    assert {field.type for field in stay.fields} == {FieldType.DATETIME}


def test_the_order_is_kept_by_changes_and_read_from_requirements() -> None:
    before = understand(f"{STAY} The end date must be after the start date.")
    after = revise(before, "Each stay also has a colour. The price must be more than the sale price.")
    assert _orders(after.entities[0]) == {"end_date": "> start_date", "price": "> sale_price"}
    stated = parse(
        '{"entities": [{"name": "stay", "fields": ["start date", "end date"]}],'
        ' "requirements": ["The end date must be after the start date."]}'
    )
    assert _orders(stated.entities[0]) == {"end_date": "> start_date"}
