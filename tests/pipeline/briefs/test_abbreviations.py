"""Columns whose names are abbreviated, and words that write them in full."""

from pathlib import Path

import pytest

from pipeline.agents.analyst_request import InputFindings
from pipeline.briefs.columns import column_changes
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Column
from pipeline.contracts.plan import InputKind, ProjectType, RunRequest
from pipeline.inputs import SOURCE, read_input

ORDERS = "order_no,cust,qty,amt,dob,number_of_bags,phone\n" + "".join(
    f"{row},c{row % 7},{row % 5},{row}.5,1980-01-{1 + row % 28:02},{row % 3},0{row % 9}\n" for row in range(40)
)


def _read(folder: Path, rows: str, words: str) -> InputFindings:
    (folder / SOURCE).parent.mkdir(exist_ok=True)
    (folder / SOURCE).write_text(rows)
    request = RunRequest(
        input_kind=InputKind.CSV, input_name="rows.csv", brief=words, project_name="a", project_type=ProjectType.FLASK
    )
    return read_input(folder, request)


def _columns(folder: Path, rows: str) -> tuple[Column, ...]:
    data = _read(folder, rows, "").dataset
    assert data is not None
    return data.columns


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Order numbers are unique.", "order_no"),
        ("The order number is unique.", "order_no"),
        ("Each order number occurs once.", "order_no"),
        ("An order nr may only be used once.", "order_no"),
        ("The customer is required.", "cust"),
        ("Quantities must be at most 10.", "qty"),
        ("The amount must be at least 0.", "amt"),
        ("Dates of birth are required.", "dob"),
        ("The birth date is required.", "dob"),
        ("The telephone is required.", "phone"),
    ],
)
def test_columns_with_abbreviated_names(words: str, named: str, tmp_path: Path) -> None:
    asked = _read(tmp_path, ORDERS, words).requirements[-1]
    assert (bool(asked.needs), asked.note) == (True, "")
    assert [one.column for one in column_changes(_columns(tmp_path, ORDERS), words).rules] == [named]


@pytest.mark.parametrize(
    ("rows", "words", "named"),
    [
        ("qty,quantity\n1,2\n3,4\n", "The quantity is unique.", ["quantity"]),
        ("qty,quantity\n1,2\n3,4\n", "The qty is unique.", ["qty"]),
        ("order_no,order_nr\n1,2\n3,4\n", "The order number is unique.", []),
        ("order_no,phone_number\n1,2\n3,4\n", "The number is unique.", ["phone_number"]),
        ("order_no,house_no\n1,2\n3,4\n", "The number is unique.", []),
        ("customer_id,x\n1,2\n3,4\n", "Customer identifiers are unique.", ["customer_id"]),
        ("customerDesc,x\na,2\nb,4\n", "The customer description is unique.", ["customerDesc"]),
        ("product_description,x\na,2\nb,4\n", "The prod desc is unique.", ["product_description"]),
    ],
)
def test_an_abbreviation_gives_way_to_the_column_that_fits_exactly(
    rows: str, words: str, named: list[str], tmp_path: Path
) -> None:
    found = [one.column for one in column_changes(_columns(tmp_path, rows), words).rules]
    assert [name.lower().replace("_", "") for name in found] == [name.lower().replace("_", "") for name in named]


@pytest.mark.parametrize(
    ("words", "needs"),
    [
        ("Group the orders by customer.", (Capability.AGGREGATE,)),
        ("Sort by quantity.", (Capability.SORT,)),
        ("Filter by date of birth and order number.", (Capability.FILTER,)),
    ],
)
def test_wishes_that_write_names_in_full(words: str, needs: tuple[Capability, ...], tmp_path: Path) -> None:
    asked = column_changes(_columns(tmp_path, ORDERS), words, "order").requirements[-1]
    assert (asked.needs, asked.note) == (needs, "")


def test_a_word_that_asks_for_something_does_so_beside_its_abbreviation(tmp_path: Path) -> None:
    columns = _columns(tmp_path, "hotel,price,avg\nSea,1,2\nHill,3,4\n")
    asked = column_changes(columns, "Show the average price per hotel.").requirements[0]
    assert (asked.needs, asked.note) == ((Capability.AGGREGATE,), "")


def test_edits_and_targets_that_write_names_in_full(tmp_path: Path) -> None:
    found = column_changes(_columns(tmp_path, ORDERS), "Drop the telephone. Predict the amount from the quantity.")
    assert ([edit.column for edit in found.edits], found.target) == (["phone"], "amt")


@pytest.mark.parametrize("words", ["The order number may occur twice.", "The order number can be used again."])
def test_what_may_occur_twice_is_not_unique(words: str, tmp_path: Path) -> None:
    assert not column_changes(_columns(tmp_path, ORDERS), words).rules
