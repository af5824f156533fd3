"""What people write shortly or wrongly, written out."""

import pytest

from pipeline.briefs.english import understand
from pipeline.briefs.shorthand import written_out


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("order no., date", "order number, date"),
        ("customer no (unique)", "customer number (unique)"),
        ("a sofa (yes or no) and a tv", "a sofa (yes or no) and a tv"),
        ("no cats are kept", "no cats are kept"),
        ("notes w/ date + place", "notes with date and place"),
        ("entry w/o a fee", "entry without a fee"),
        ("qty, addr, dept", "quantity, address, department"),
        ("visits last 30 mins", "visits last 30 minutes"),
        ("temp staff with a ref", "temp staff with a ref"),
        ("wether it has an adress", "whether it has an address"),
        ("the addresses and appointments", "the addresses and appointments"),
        ("state: new → sold", "state (one of new, sold) (only in this order)"),
        ("phase: drawn -> built -> in use", "phase (one of drawn, built, in use) (only in this order)"),
        ("an e-mail such as min@example.org", "an e-mail such as min@example.org"),
    ],
)
def test_short_forms(text: str, plain: str) -> None:
    assert written_out(text) == plain


def test_the_order_of_steps_is_said_not_to_be_kept() -> None:
    read = understand("A job has a title and a state: new -> begun -> done.")
    assert next(field.choices for field in read.entities[0].fields if field.name == "state") == ("new", "begun", "done")
    assert "only in this order" in read.requirements[0].note


def test_a_line_of_abbreviations() -> None:
    read = understand(
        "crate: crate no., sender, weight (kg), state [full, empty, lost]. scans per crate w/ time + place"
    )
    fields = {entity.name: [field.name for field in entity.fields] for entity in read.entities}
    assert fields == {"crate": ["crate_number", "sender", "weight", "state"], "scan": ["crate_id", "time", "place"]}
