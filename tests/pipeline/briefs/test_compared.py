"""Rules between two fields that stand inside of the list that names them: nothing of the record is lost by them."""

# ruff: noqa: RUF001 - people write curly quotes

import pytest

from pipeline.briefs.compared import with_orders
from pipeline.briefs.english import understand
from pipeline.contracts.capabilities import Capability

HIRE = "A hire has a tool, a borrower's e-mail, a start date and an end date"
NOT_BEFORE = {"end_date": ">= start_date"}
AFTER = {"end_date": "> start_date"}


def _read(brief: str) -> tuple[str, list[str], dict[str, str]]:
    """The name of the one record, its fields, and how they compare."""
    understood = understand(brief)
    (entity,) = understood.entities
    assert Capability.ORDER in understood.requirements[0].needs
    assert not any(requirement.note for requirement in understood.requirements)
    strict = {field.name: f"> {field.more_than}" for field in entity.fields if field.more_than}
    loose = {field.name: f">= {field.not_less_than}" for field in entity.fields if field.not_less_than}
    return entity.name, sorted(field.name for field in entity.fields), strict | loose


@pytest.mark.parametrize(
    ("clause", "rule"),
    [
        (" which must not be before the start date", NOT_BEFORE),
        (", which must not be before the start date", NOT_BEFORE),
        (" that can't be earlier than the start date", NOT_BEFORE),
        (" that can’t precede the start date", NOT_BEFORE),
        (" which has to be on or after the start date", NOT_BEFORE),
        (" which must be the same as or later than the start date", NOT_BEFORE),
        (" that cannot be before it", NOT_BEFORE),
        (" not before the start date", NOT_BEFORE),
        (" no earlier than the start date", NOT_BEFORE),
        (", the latter not before the former", NOT_BEFORE),
        (", where the end date may not be before the start date", NOT_BEFORE),
        (" that is always later than the start date", AFTER),
        (" after the start date", AFTER),
        (" whose value must be greater than the start date", AFTER),
        (", with the end date after the start date", AFTER),
        (", which comes after the start date", AFTER),
    ],
)
@pytest.mark.parametrize("last", ["", ", and a deposit", " and a deposit"])
def test_the_record_its_fields_and_the_rule_are_kept(clause: str, rule: dict[str, str], last: str) -> None:
    if last and ("the" in clause.split(",")[-1].split()[:2] or "where" in clause or "with" in clause):
        last = ""
    fields = ["borrower_e_mail", "end_date", "start_date", "tool", *(["deposit"] if last else [])]
    assert _read(f"{HIRE}{clause}{last}.") == ("hire", sorted(fields), rule)


@pytest.mark.parametrize(
    ("brief", "name", "fields", "rule"),
    [
        (
            "A product has a name, a price and a discount that may never exceed the price.",
            "product",
            ["discount", "name", "price"],
            {"price": ">= discount"},
        ),
        (
            "We record jobs with a title, an estimate and a final cost that should not be more than the estimate.",
            "job",
            ["estimate", "final_cost", "title"],
            {"estimate": ">= final_cost"},
        ),
        (
            "Events have a title, a minimum age and a maximum age that has to be at least the minimum age.",
            "event",
            ["maximum_age", "minimum_age", "title"],
            {"maximum_age": ">= minimum_age"},
        ),
        (
            "I want to keep rentals: a start date, an end date which may not be before the start date, and a fee.",
            "rental",
            ["end_date", "fee", "start_date"],
            NOT_BEFORE,
        ),
        (
            "We keep rentals (boat, start date, end date, not before the start date).",
            "rental",
            ["boat", "end_date", "start_date"],
            NOT_BEFORE,
        ),
        (
            "Store the start date and end date of a course, where the end date must be after the start date.",
            "course",
            ["end_date", "start_date"],
            AFTER,
        ),
        (
            "A project has a budget, a spent amount, which must never be higher than the budget, and a start date, "
            "which comes before the end date, and an end date.",
            "project",
            ["budget", "end_date", "spent_amount", "start_date"],
            {"budget": ">= spent_amount", **AFTER},
        ),
    ],
)
def test_lists_of_many_kinds(brief: str, name: str, fields: list[str], rule: dict[str, str]) -> None:
    assert _read(brief) == (name, fields, rule)


def test_a_field_stays_though_its_clause_is_not_understood() -> None:
    understood = understand("A poem has a title that must rhyme, and a body.")
    assert [field.name for field in understood.entities[0].fields] == ["title", "body"]
    assert "that must rhyme" in understood.requirements[0].note


@pytest.mark.parametrize(
    "text",
    [
        "The end date must be after the start date",
        "No hire can have an end date which is before the start date",
        "We store the time before the deadline and the deadline",
        "Members list hires that are later than the due date",
        "A hire has a note that must not exceed 50 characters and a due date",
        "A hire (with a start, an end which is after the start) is made by a member",
    ],
)
def test_what_compares_no_fields_of_a_list(text: str) -> None:
    assert with_orders(text) == text
