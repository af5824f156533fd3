"""Sentences that ask for notifications name no records of their own."""

import pytest

from pipeline.briefs.english import understand

HIVES = "Hives have a name and a weight. "
NOTE = "Not part of the generated project: e-mails and other messages"


@pytest.mark.parametrize(
    "sentence",
    [
        "Send a text message to the owner when a hive is too light.",
        "When a hive is too light, send a text message to the beekeeper.",
        "The system should automatically send a report to the inspectors every month.",
        "We want to send reminders to volunteers.",
        "Text the owner when a hive is too light.",
        "E-mail inspectors about every hive.",
        "If a hive is empty, then notify the beekeepers.",
        "It must warn the beekeepers about hives.",
        "The beekeeper should be notified when a hive is too light.",
        "Inspectors receive a weekly newsletter about hives.",
        "As a beekeeper, I want to be alerted when a hive is too light.",
        "Remind the neighbours one day before an inspection.",
    ],
)
def test_what_a_notification_names_is_no_record(sentence: str) -> None:
    found = understand(HIVES + sentence)
    assert [entity.name for entity in found.entities] == ["hive"]
    assert found.requirements[-1].note.startswith(NOTE)


def test_a_notification_refers_to_records_that_are_named_elsewhere() -> None:
    found = understand(
        "Owners have a name and a phone. Hives have a weight and belong to an owner. Text owners when a hive is light."
    )
    assert [entity.name for entity in found.entities] == ["owner", "hive"]
    assert [len(entity.fields) for entity in found.entities] == [2, 2]


def test_the_other_clause_of_a_notification_names_records() -> None:
    found = understand(HIVES + "Remind the owner of a hive and each inspection has a date.")
    assert [entity.name for entity in found.entities] == ["hive", "inspection"]


@pytest.mark.parametrize(
    ("brief", "names"),
    [
        ("Members have a name. Members send messages to other members.", ["member", "message"]),
        ("Parcels:\n- Send date\n- Email address\n- Text\n- Weight", ["parcel"]),
        (
            "Reminders have a date and a text. Each loan has a due date and whether the member is reminded.",
            ["reminder", "loan"],
        ),
    ],
)
def test_what_people_send_is_a_record(brief: str, names: list[str]) -> None:
    found = understand(brief)
    assert [entity.name for entity in found.entities] == names
    assert all(entity.fields for entity in found.entities)
