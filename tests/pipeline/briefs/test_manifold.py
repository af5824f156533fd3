"""Sentences that tell several things at once."""

import pytest

from pipeline.briefs.english import understand
from pipeline.contracts.data import Entity, FieldType

PEOPLE = "Guests have a name. Rooms have a number."


def _entities(brief: str) -> dict[str, Entity]:
    return {entity.name: entity for entity in understand(brief).entities}


def _names(entity: Entity) -> list[str]:
    return [field.name for field in entity.fields]


def test_what_is_done_with_a_record_and_what_it_has() -> None:
    stay = _entities(
        f"{PEOPLE} A reservation is made by one guest for one room, with an arrival date, a departure date and a "
        "status that is either confirmed, cancelled or checked out."
    )["reservation"]
    assert _names(stay) == ["guest_id", "room_id", "arrival_date", "departure_date", "status"]
    assert stay.fields[-1].choices == ("confirmed", "cancelled", "checked out")


def test_means_of_what_is_done_are_no_fields() -> None:
    stay = _entities(f"{PEOPLE} A reservation has a date. A reservation is made by one guest with a card.")
    assert _names(stay["reservation"]) == ["guest_id", "date"]


def test_several_records_are_told_in_one_sentence() -> None:
    found = _entities(
        "I want to record my hives (location, strain), inspections of each hive with date, weather and a remark, and "
        "the honey harvests: date, hive, kilograms."
    )
    assert {name: _names(entity) for name, entity in found.items()} == {
        "hive": ["location", "strain"],
        "inspection": ["hive_id", "date", "weather", "remark"],
        "honey_harvest": ["hive_id", "date", "kilograms"],
    }


def test_values_in_parentheses_are_no_record() -> None:
    found = _entities("We keep teams with a name, colours (red, blue or green) and a city.")
    assert list(found) == ["team"]


def test_records_below_a_heading_refer_to_each_other() -> None:
    found = _entities(
        "A football league: teams with name, city and stadium; players with name and shirt number, each playing for "
        "one team; matches between a home team and an away team with date, home goals and away goals. Goals can't be "
        "below zero. Shirt numbers run from 1 to 99."
    )
    assert {name: _names(entity) for name, entity in found.items()} == {
        "team": ["name", "city", "stadium"],
        "player": ["team_id", "name", "shirt_number"],
        "match": ["home_team_id", "away_team_id", "date", "home_goals", "away_goals"],
    }
    assert [field.references for field in found["match"].fields[:2]] == ["team", "team"]
    assert [field.at_least for field in found["match"].fields[3:]] == ["0", "0"]
    shirt = found["player"].fields[-1]
    assert (shirt.type, shirt.at_least, shirt.at_most) == (FieldType.INTEGER, "1", "99")


@pytest.mark.parametrize(
    ("state", "field", "choices"),
    [
        ("A vote is yes, no or abstain", "vote", ("yes", "no", "abstain")),
        ("A loan is open, late or closed", "status", ("open", "late", "closed")),
    ],
)
def test_what_a_record_can_be_and_who_makes_it(state: str, field: str, choices: tuple[str, ...]) -> None:
    found = _entities(f"Books have a title. {state} and is made by one member on one book. Members have a name.")
    record = found[state.split()[1]]
    assert {"member_id", "book_id", field} <= set(_names(record))
    assert next(one for one in record.fields if one.name == field).choices == choices


@pytest.mark.parametrize("keeper", ["The secretary manages", "Secretaries maintain", "Our board keeps"])
def test_who_keeps_records_is_no_part_of_their_name(keeper: str) -> None:
    assert _names(_entities(f"{keeper} members (name, e-mail, joined on).")["member"]) == [
        "name",
        "e_mail",
        "joined_on",
    ]


def test_what_is_counted_per_month_is_no_field() -> None:
    found = _entities(
        "Incidents have a title and a category. Technicians have a name. I want a page with charts of incidents per "
        "category and per month."
    )
    assert {name: _names(entity) for name, entity in found.items()} == {
        "incident": ["title", "category"],
        "technician": ["name"],
    }


def test_values_behind_a_colon_end_where_a_field_begins() -> None:
    job = _entities(
        "A job has a title, salary range (minimum and maximum), employment type: full-time, part-time, contract, and "
        "closing date."
    )["job"]
    assert _names(job) == ["title", "salary_minimum", "salary_maximum", "employment_type", "closing_date"]
    assert job.fields[3].choices == ("full-time", "part-time", "contract")
    assert [field.type for field in job.fields[1:3]] == [FieldType.DECIMAL, FieldType.DECIMAL]


def test_what_is_handed_in_belongs_to_what_is_made() -> None:
    found = understand("Jobs have a title. Candidates apply to jobs with a cover letter and a CV link.")
    application = next(entity for entity in found.entities if entity.name == "application")
    assert _names(application) == ["candidate_id", "job_id", "cover_letter", "cv_link"]
    assert {entity.name for entity in found.entities} == {"job", "candidate", "application"}
    assert not any(one.note for one in found.requirements)


def test_who_looks_something_up_filters() -> None:
    wish = understand("Books have a title. Staff can add books and look up a book.").requirements[-1]
    assert "filters" in [need.value for need in wish.needs]
    assert not wish.note


def test_what_is_between_two_of_a_kind_refers_to_both() -> None:
    train = _entities("Cities have a name. Trains between two cities with departure time and price.")["train"]
    assert _names(train) == ["first_city_id", "second_city_id", "departure_time", "price"]
    assert [field.references for field in train.fields[:2]] == ["city", "city"]
