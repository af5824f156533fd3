"""The same thing in other words: what is read does not hang on how a sentence is built."""

import pytest

from pipeline.briefs.english import understand
from pipeline.briefs.plain import story_role
from pipeline.briefs.splitting import simple_clauses
from pipeline.briefs.units import units_of
from pipeline.briefs.words import is_misspelt
from pipeline.contracts.data import FieldType
from tests.pipeline.briefs.answers import facts


def _read(brief: str) -> set[str]:
    found = facts(understand(brief), set())
    return found["fields"] | found["relations"] | found["rules"]


@pytest.mark.parametrize(
    "brief",
    [
        "A boat has a name and a length.",
        "Boats have names and lengths.",
        "Boats (name, length) are kept here.",
        "Boat: name; length",
        "Boats\n\n- name\n- length",
        "Of each boat we know the name and the length.",
        "Data to keep per boat: name, length.",
        "Each boat is recorded with its name and its length.",
        "A boat's name and length are recorded.",
        "The name and the length of every boat are stored.",
        "Skippers give a boat. A boat shall have: a name and a length.",
        "We keep boats, whose names and lengths we need, and crews with a size and a flag.",
        "As the owner of a harbour I'd like to note boats with a name and a length.",
    ],
)
def test_fields_are_read_however_they_are_told(brief: str) -> None:
    assert {"boat.name", "boat.length"} <= _read(brief)


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("A visit is for one guest and one room.", {"visit.guest_id>guest", "visit.room_id>room"}),
        ("Visits between a guest and a room have a reason.", {"visit.guest_id>guest", "visit.room_id>room"}),
        ("Guests come from rooms.", {"guest.room_id>room"}),
        ("A visit has a date. A visit concerns a guest.", {"visit.guest_id>guest", "visit.date"}),
        ("A visit takes place in a room, and belongs to a guest.", {"visit.room_id>room", "visit.guest_id>guest"}),
        ("Guests are looked after by hosts.", {"guest.host_id>host"}),
        ("A visit has a host (guest) and a length.", {"visit.host_id>guest"}),
        ("The inn rents out rooms to guests.", {"rental.room_id>room", "rental.guest_id>guest"}),
        (
            "When a room is inspected, we note the date and the result.",
            {"inspection.room_id>room", "inspection.result"},
        ),
        ("Guests rate rooms from 1 to 5 stars.", {"rating.room_id>room", "rating.stars >= 1", "rating.stars <= 5"}),
    ],
)
def test_relations_are_read_however_they_are_told(sentence: str, wanted: set[str]) -> None:
    brief = f"A guest has a name and an age. A room has a number and beds. A host has a name. {sentence}"
    assert wanted <= _read(brief)


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("A stay lasts at most 12 hours.", {"stay.hours <= 12"}),
        ("Stays must not have a price under 5.", {"stay.price_per_day >= 5"}),
        ("The price never goes below 5.", {"stay.price_per_day >= 5"}),
        ("Price at least 5", {"stay.price_per_day >= 5"}),
        (
            "A code has 6 characters at most and codes are never given out twice.",
            {"stay.code max 6", "stay.code unique"},
        ),
        ("Price and hours: not negative.", {"stay.price_per_day >= 0", "stay.hours >= 0"}),
        ("The result is a win, a loss or a draw.", {"stay.result in win|loss|draw"}),
        ("A stay costs 5 to 9 euros and lasts 1 to 4 hours.", {"stay.price_per_day <= 9", "stay.hours <= 4"}),
    ],
)
def test_rules_are_read_however_they_are_told(rule: str, wanted: set[str]) -> None:
    assert wanted <= _read(f"A stay has a code, hours, a price per day and a result. {rule}")


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("Members cannot borrow more than 3 books.", ""),
        ("Members may borrow at most 5 books at once.", "at most 5 books"),
        ("Each member can have at most 2 reservations.", ""),
        ("As a member, I want to see my loans.", "their own"),
        ("The end date is after the last inspection.", ""),
        ("The price of a class.", ""),
    ],
)
def test_what_is_not_enforced_is_said(sentence: str, named: str) -> None:
    brief = "A member has a name. A book has a title, a start date and an end date. Members borrow books. "
    read = understand(brief + sentence)
    assert read.requirements[-1].note
    assert named in read.requirements[-1].note
    assert not read.access.roles


def test_a_not_takes_nothing_away_and_gives_nothing() -> None:
    access = understand(
        "A visit has a date. Hosts can add visits, but not delete them. Admins can delete visits."
    ).access
    assert [(role.name, role.may[0].writes) for role in access.roles] == [("host", ("create",)), ("admin", ("delete",))]


def test_a_name_that_is_misspelt_once_is_one_record() -> None:
    read = understand("Customrs have a name and a phone. Customers order pizzas. A pizza has a price.")
    assert [entity.name for entity in read.entities] == ["customer", "order", "pizza"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("customer", "customr", True),
        ("customer", "cusotmer", True),
        ("customer", "customer", False),
        ("course", "source", False),
        ("patient", "patent", True),
        ("room", "rooms", False),
        ("trainer", "trailer", False),
    ],
)
def test_a_slip_of_the_finger(one: str, other: str, *, same: bool) -> None:
    assert is_misspelt(one, other) is same


def test_a_word_of_the_brief_itself_is_a_record_where_its_fields_are_told() -> None:
    assert {"booking.table_id>table", "table.number"} <= _read("Guests book tables. A table has a number and a place.")


def test_clauses_are_told_apart() -> None:
    sentence = "we keep plays, which have a title, and crews with a name"
    assert simple_clauses(sentence) == ["plays have a title", "crews have a name"]
    assert simple_clauses("hearings happen in a court and belong to a case") == [
        "hearings happen in a court",
        "hearings belong to a case",
    ]


def test_a_line_of_its_own_heads_the_list_below() -> None:
    units = units_of("Teachers\n\n* name\n* age. It is a number.")
    assert [(unit.text, unit.is_heading, unit.heading) for unit in units] == [
        ("Teachers", True, ""),
        ("name", False, "Teachers"),
        ("age.", False, ""),
        ("It is a number.", False, ""),
    ]


def test_who_tells_a_story() -> None:
    assert story_role("As the owner of a bakery I'd like to see orders") == "owner"


def test_coordinates_have_as_many_places_as_tell_places_apart() -> None:
    read = understand("Stations report readings. A station has a name, a latitude, a longitude (decimal) and a price.")
    station = next(each for each in read.entities if each.name == "station")
    scales = {field.name: (field.type, field.scale) for field in station.fields if field.name != "name"}
    assert scales == {
        "latitude": (FieldType.DECIMAL, 6),
        "longitude": (FieldType.DECIMAL, 6),
        "price": (FieldType.DECIMAL, 2),
    }


def test_a_second_kind_of_record_that_belongs_to_the_first() -> None:
    sentence = "a farm keeps plots with a name and a crop, and harvests of a plot with a date and an amount"
    assert simple_clauses(sentence)[1:] == [
        "Each harvest belongs to one plot",
        "harvests have a date and an amount",
    ]
