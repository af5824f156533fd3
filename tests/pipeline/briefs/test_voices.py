"""What the layout of a brief tells, and what is recorded of what people do: small briefs, each for one rule."""

import pytest

from pipeline.briefs.english import understand
from pipeline.briefs.units import units_of
from tests.pipeline.briefs.answers import facts

INN = "A guest has a name and an age. A room has a number and beds."


def _read(brief: str) -> set[str]:
    found = facts(understand(brief), set())
    return found["entities"] | found["types"] | found["relations"] | found["rules"] | found["roles"]


@pytest.mark.parametrize(
    "brief",
    [
        "## Room\nFields: label, rate (at least 1), side (sea, garden, yard)\n",
        "1. Room\nAttributes: label, rate (at least 1), side (sea, garden, yard)\n",
        "Room\nFields: label, rate (at least 1), side (sea, garden, yard)\n",
        "Room data: label, rate (at least 1), side (sea, garden, yard)",
        "Room {label, rate [at least 1], side {sea, garden, yard}}",
        "1 Scope\nThis is an inn.\n\n2.1 Room\nAttributes: label, rate (at least 1), side (sea, garden, yard)\n",
        "inn db\nguest: name, age\nroom: label, rate (at least 1), side (sea, garden, yard)\nbeds: room, size",
        "* Room: label, rate\n  (at least 1), side (sea, garden, yard)\n",
        "| Table | Fields |\n|---|---|\n| Room | label, rate (at least 1), side (sea, garden, yard) |\n",
        "Room\n\n| Field | Type | Rule |\n|:--|:--|--:|\n| label | text | |\n| rate | decimal | at least 1 |\n"
        "| side | text | sea, garden, yard |\n",
        "| Entity | Field | Notes |\n|---|---|---|\n| Room | label | - |\n| | rate | at least 1 |\n"
        "| | side | one of sea, garden, yard |\n",
        "For every room, the following must be kept: label, rate (at least 1) and side, which is sea, garden or yard.",
        "We store a room's label, rate (at least 1) and side (sea, garden, yard).",
        "Porters clean each room: note the label, the rate (at least 1) and the side (sea, garden, yard).",
    ],
)
def test_fields_are_read_whatever_their_layout(brief: str) -> None:
    wanted = {"room.label:text", "room.rate:decimal", "room.rate >= 1", "room.side in sea|garden|yard"}
    assert wanted - _read(brief) == set()


def test_cells_say_what_a_field_is() -> None:
    table = (
        "| Model | Attribute | Type | Required | Unique | Example |\n|---|---|---|---|---|---|\n"
        "| Stay | room | references Room | yes | no | 4 |\n| Stay | code | text | x | ✓ | AB |\n"
        "| Room | number | int | | | |\n"
    )
    assert {"stay.room_id>room", "stay.code required", "stay.code unique", "room.number:integer"} <= _read(table)


def test_other_tables_stay_as_they_are() -> None:
    text = f"{INN}\n\n| Milestone | Date |\n|---|---|\n| Start | May |\n"
    assert [unit.text for unit in units_of(text)][-1].endswith("| Start | May |")
    assert _read(text) == _read(INN)


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("A stay links a guest and a room, from a first day to a last day, with a deposit.", "stay.last_day:date"),
        ("Bills are recorded per guest with a total and a date.", "bill.guest_id>guest"),
        ("Bills go out weekly for each guest: total, date.", "bill.guest_id>guest"),
        ("We track wishes such as pillows, towels or flowers linked to a room.", "wish.kind in pillow|towel|flower"),
        ("We track wishes such as pillows, towels or flowers linked to a room.", "wish.room_id>room"),
        ("A room has a state. States are free, taken and closed.", "room.state in free|taken|closed"),
        ("The possible moods of a guest are: glad, cross, tired.", "guest.mood in glad|cross|tired"),
        ("A room goes through the stages dirty, cleaned and inspected.", "room.stage in dirty|cleaned|inspected"),
        (
            "Rooms can be of type single, double or suite, and are either mandatory or optional.",
            "room.required:boolean",
        ),
        ("Rooms can be of type single, double or suite.", "room.type_value in single|double|suite"),
        ("A film has a length of 20, 40 or 60 minutes.", "film.length in 20|40|60"),
        ("Guests rate rooms from 1 to 5 and leave a remark.", "rating.remark:text"),
        ("Guests vote on rooms (good, fair or poor).", "vote.vote in good|fair|poor"),
        ("Guests reserve rooms with an arrival date and a price.", "reservation.arrival_date:date"),
        ("Guests make bookings, giving a date and a note.", "booking.note:text"),
        ("Guests book rooms and get a bonus between 1 and 6 for each booking.", "booking.bonus <= 6"),
        ("As a guest, I want to rate rooms from 1 to 5.", "rating.guest_id>guest"),
        ("Hosts plan dinners and guests register for them. A dinner has a date.", "registration.dinner_id>dinner"),
        ("Rooms are rented to lodgers.", "rental.lodger_id>lodger"),
        ("Rooms are booked by guests; we store the date and whether they have paid.", "booking.paid:boolean"),
        ("As a host, I want to assign a room to a porter.", "room.porter_id>porter"),
        ("Hosts mark rooms as cleaned.", "room.cleaned:boolean"),
        ("Record which guest stayed in which room and since when.", "guest_room.since:date"),
        ("A guest has many tags. A tag has a name.", "guest_tag.tag_id>tag"),
        ("Towels used in a room are listed with a size and a count.", "towel.room_id>room"),
        ("I want to keep track of owners and their dogs.", "dog.owner_id>owner"),
        ("The price of a room may be zero but never negative. A room has a price.", "room.price >= 0"),
        ("A room has a temperature (°C, between -5 and 25).", "room.temperature >= -5"),
        ("A deal has a value. A deal's value can't be negative.", "deal.value:decimal"),
        ("A stay has a date and one or more fees with a reason and a sum.", "fee.stay_id>stay"),
        ("A stay has a date and a status of planned, begun or over.", "stay.status in planned|begun|over"),
        ("Dirty rooms can be marked as closed.", "room.closed:boolean"),
        ("A stay has a mark (1.0 to 4.0).", "stay.mark:decimal"),
        ("I record every towel that is washed: colour, size, age.", "towel.colour:text"),
        ("A stay is booked for a guest, and I note the day and the sum. A stay has a mark.", "booking.day:date"),
        ("Judges give rooms a score between 0 and 9. A judge has a name.", "score.score <= 9"),
        ("Judges have a name and a desk, porters a coat and a hat.", "porter.coat:text"),
        ("As a guest, I want to review rooms with a mark from 1 to 5 and a text.", "review.guest_id>guest"),
        ("Hosts group rooms into wings. A wing has a name.", "room.wing_id>wing"),
        ("FR12 The system shall store lamps with a shape and a colour.", "lamp.shape:text"),
        ("Porters add rooms, supervisors approve rooms.", "supervisor: update room"),
    ],
)
def test_what_sentences_tell(sentence: str, wanted: str) -> None:
    found = facts(understand(f"{INN} {sentence}"), {"supervisor: update room"})
    assert wanted in set().union(*found.values())


@pytest.mark.parametrize(
    ("sentence", "unwanted"),
    [
        ("A guest may have at most 5 rooms on hold at once.", "guest."),
        ("Garage: cars enter and leave.", "garage"),
        ("Guests pay a fixed amount every month.", "fixed"),
        ("In our village, guests can reserve rooms.", "village"),
        ("Each evening, guests report how many towels were used.", "how_many"),
        ("A guest has toys such as balls, bats or kites.", "bats"),
        ("Rooms are created by hosts, cleaned by porters and closed by nobody.", "room.room"),
    ],
)
def test_what_is_no_field_and_no_record_is_not_taken_for_one(sentence: str, unwanted: str) -> None:
    assert [fact for fact in _read(f"{INN} {sentence}") - _read(INN) if unwanted in fact] == []
