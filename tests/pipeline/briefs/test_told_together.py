"""Sentences that tell of a record and of whose it is, of who does what when, and of what follows from what."""

import pytest

from pipeline.briefs.english import understand


def _read(brief: str) -> dict[str, list[str]]:
    return {
        entity.name: [f"{field.name}>{field.references}" if field.references else field.name for field in entity.fields]
        for entity in understand(brief).entities
    }


@pytest.mark.parametrize(
    ("brief", "entity", "fields"),
    [
        ("Boats have a name. Repairs per boat: day, cost, note.", "repair", ["boat_id>boat", "day", "cost", "note"]),
        ("Tables of a casino with a number, a limit and a game.", "table", ["number", "limit_value", "game"]),
        (
            "Cooks have a name. Menus have a title. For each cook in a menu: hours, share, duty.",
            "menu_cook",
            ["menu_id>menu", "cook_id>cook", "hours", "share", "duty"],
        ),
        (
            "Dogs have a name. Sitters write logs for a dog (day, weather).",
            "log",
            ["sitter_id>sitter", "dog_id>dog", "day", "weather"],
        ),
        ("Halls have a number. Guests book halls for a day.", "booking", ["guest_id>guest", "hall_id>hall", "day"]),
        ("There are rowers, each in one crew. A rower has a name.", "rower", ["crew_id>crew", "name"]),
        (
            "Guards watch gates and each has a badge and a rank. A gate has a name.",
            "guard",
            ["badge", "rank"],
        ),
        (
            "A lift has a number. A hire records which skier took which lift, the day and the price.",
            "hire",
            ["skier_id>skier", "lift_id>lift", "day", "price"],
        ),
        (
            "A vet has a name. A cat has a name. Vets treat cats during visits. A visit has a day.",
            "visit",
            ["vet_id>vet", "cat_id>cat", "day"],
        ),
        ("We track boats (name, hull (oak, fir, iron), sails yes/no) and crews.", "boat", ["name", "hull", "sails"]),
        ("Bakeries sell cakes. A cake has a name.", "cake", ["bakery_id>bakery", "name"]),
        (
            "A member makes bookings for a hall with a start date and an end date.",
            "booking",
            ["member_id>member", "hall_id>hall", "start_date", "end_date"],
        ),
        ("Readers comment on essays. An essay has a title.", "comment", ["reader_id>reader", "essay_id>essay", "text"]),
        (
            "Guards check doors: we note the hour and the result. A door has a name.",
            "check",
            ["guard_id>guard", "door_id>door", "hour", "result"],
        ),
        ("A boat has a name and belongs to an owner with a phone and an address.", "owner", ["phone", "address"]),
        ("Hires of our boats: guest, from date, to date, fee.", "hire", ["guest", "from_date", "to_date", "fee"]),
        ("Every piece of equipment has a name and a cost.", "equipment", ["name", "cost"]),
        ("Farms deliver crates: name, phone, region.", "farm", ["name", "phone", "region"]),
    ],
)  # fmt: skip
def test_a_record_and_whose_it_is(brief: str, entity: str, fields: list[str]) -> None:
    assert _read(brief)[entity] == fields


@pytest.mark.parametrize(
    ("brief", "both"),
    [
        ("Poets write poems. A poem is written by one or more poets. A poem has a title.", {"poem", "poet"}),
        ("An order has a date. A cake has a name. An order contains several cakes.", {"order", "cake"}),
        ("A cat has up to two owners, an owner may have several cats. A cat has a name.", {"cat", "owner"}),
    ],
)
def test_both_have_several_of_each_other(brief: str, both: set[str]) -> None:
    links = [{field.references for field in entity.fields} for entity in understand(brief).entities]
    assert both in links


@pytest.mark.parametrize(
    ("brief", "name", "fields"),
    [
        (
            "Estimate the rent of flats from size, district, floor and age.",
            "flat",
            ["size_value", "district", "floor", "age", "rent"],
        ),
        ("Predict churn from age, plan and calls.", "observation", ["age", "plan_value", "calls", "churn"]),
    ],
)
def test_what_is_predicted_from_what(brief: str, name: str, fields: list[str]) -> None:
    assert _read(brief) == {name: fields}


def test_what_a_value_usually_is_is_no_value_and_said_not_to_be_kept() -> None:
    read = understand(
        "A crate has a size (small, large, huge; default large) and a level (low, high or full, low by default)."
    )
    assert [field.choices for field in read.entities[0].fields] == [("small", "large", "huge"), ("low", "high", "full")]
    assert "default large" in read.requirements[0].note
    assert "low by default" in read.requirements[0].note


def test_one_or_the_other_is_a_choice_unless_both_are_fields() -> None:
    (game,) = understand("A game has a date, a rival, home or away and a phone or email.").entities
    assert [field.choices for field in game.fields] == [(), (), ("home", "away"), ()]
