"""Sentences as people say them: with fillers, and with what is done before what is noted of it."""

import pytest

from pipeline.briefs.english import understand
from pipeline.briefs.fillers import without_fillers
from pipeline.contracts.data import FieldType


def _fields(brief: str) -> dict[str, list[str]]:
    """The fields of each record, references by their records."""
    return {
        entity.name: sorted(field.references or field.name for field in entity.fields)
        for entity in understand(brief).entities
    }


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Oh, and a price, of course", "and a price"),
        ("Well, the price is at least 5", "the price is at least 5"),
        ("Well: depth, diameter", "Well: depth, diameter"),
        ("Keep records of tools, please", "Keep records of tools"),
        ("the day they came and, once they have left, the day they left", "the day they came and the day they left"),
        ("Every autumn each field is ploughed", "each field is ploughed"),
        ("Every season has a name", "Every season has a name"),
        ("a depth, also in metres, that is known", "a depth in metres that is known"),
        ("Players rate each other", "Players rate Players"),
    ],
)
def test_fillers_are_left_out(text: str, plain: str) -> None:
    assert without_fillers(text) == plain


@pytest.mark.parametrize(
    ("brief", "fields"),
    [
        (
            "A shift has a date. Each shift is led by a warden, who has a name and a phone.",
            {"shift": ["date", "warden"], "warden": ["name", "phone"]},
        ),
        ("Gifts we give away: name, colour, value", {"gift": ["colour", "name", "value"]}),
        (
            "We sell oil to shops and need the amount and the price for each sale.",
            {"sale": ["amount", "price"]},
        ),
        (
            "After the match the referee notes the goals scored, the weather and whether anybody was hurt.",
            {"match": ["goals_scored", "hurt", "weather"]},
        ),
        (
            "After every rehearsal we cross it off: the date, the hall and whether it was cancelled.",
            {"rehearsal": ["cancelled", "date", "hall"]},
        ),
        (
            "Each letter is franked: we need the weight, the price and the day.",
            {"letter": ["day", "price", "weight"]},
        ),
        ("Plots of land with an address, an area and a price.", {"plot": ["address", "area", "price"]}),
        (
            "Pupils enrol in courses, and for each enrolment we keep the date and the fee.",
            {"pupil": ["name"], "course": ["name"], "enrolment": ["course", "date", "fee", "pupil"]},
        ),
        (
            "Tests get logged per engine with the date, the tester and the torque.",
            {"engine": ["name"], "test": ["date", "engine", "tester", "torque"]},
        ),
        ("Soil samples are weighed: date, digger, kilos.", {"soil_sample": ["date", "digger", "kilos"]}),
        (
            "A sale says which dealer bought which boat, when, and for how much.",
            {"sale": ["boat", "date", "dealer", "price"], "dealer": ["name"], "boat": ["name"]},
        ),
        (
            "Need depots (street, town), gear (name, weight in kg) and deliveries of gear to depots (date, quantity).",
            {
                "depot": ["street", "town"],
                "gear": ["name", "weight"],
                "delivery": ["date", "depot", "gear", "quantity"],
            },
        ),
        (
            "There are six depots, each with a street and a town.",
            {"depot": ["street", "town"]},
        ),
        (
            "Foster families with a surname and how many animals they can take. Animals with a name and an age.",
            {"foster_family": ["animals", "surname"], "animal": ["age", "name"]},
        ),
        (
            "For every clock that comes in I note the maker and a price. Finders who hand one in leave their name.",
            {"clock": ["maker", "price"], "finder": ["name"]},
        ),
        ("Checks record the meter read, the tester and the date.", {"check": ["date", "meter_read", "tester"]}),
        ("An order has a date and a note. Oh, and a price, of course.", {"order": ["date", "note", "price"]}),
        (
            "Members rate each other with 1 to 5 stars and a comment. Members have a nickname.",
            {"member": ["nickname"], "rating": ["comment", "member", "stars"]},
        ),
    ],
)
def test_records_and_their_fields(brief: str, fields: dict[str, list[str]]) -> None:
    assert _fields(brief) == fields


def test_items_with_a_rule_behind_a_comma() -> None:
    brief = "Costumes\n- code, must be unique\n- era\n- from\n- until, not before from"
    understood = understand(brief)
    code, _, begin, until = understood.entities[0].fields
    assert (code.name, code.unique) == ("code", True)
    assert (until.not_less_than, until.type) == (begin.name, FieldType.DATE)
    assert not any(requirement.note for requirement in understood.requirements)
