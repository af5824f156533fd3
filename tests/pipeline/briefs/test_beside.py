"""Words beside a file: clauses, and the names of the file and its columns."""

import pytest

from pipeline.briefs.columns import column_changes
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Column, FieldType


def _column(name: str, label: str, kind: FieldType = FieldType.DECIMAL) -> Column:
    return Column(name=name, label=label, type=kind, nulls=0, distinct=2)


COLUMNS = [
    _column("hotel", "hotel", FieldType.TEXT),
    _column("nights", "nights", FieldType.INTEGER),
    _column("yield_t_ha", "Yield (t/ha)"),
]


def test_each_clause_is_a_requirement_of_its_own() -> None:
    found = column_changes(COLUMNS, "Remove duplicates, paint it blue, load every night at 02:00 and sort by nights.")
    assert [(item.text, item.needs, bool(item.note)) for item in found.requirements] == [
        ("Remove duplicates, paint it blue", (Capability.CLEAN,), True),
        ("load every night at 02:00", (Capability.SCHEDULE,), False),
        ("sort by nights", (Capability.SORT,), False),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Filter, sort and export the rows",
        "Show the nights so that we can sort and filter them",
        "Staff want to add rows and show totals",
    ],
)
def test_what_belongs_together_stays_together(words: str) -> None:
    assert [item.text for item in column_changes(COLUMNS, words).requirements] == [words]


@pytest.mark.parametrize(
    "words",
    [
        "Show the bookings by hotel.",
        "Filter the hotel bookings by nights.",
        "Sort all entries by Yield t/ha.",
        "Sort the rows by yield_t_ha.",
        "Predict yield_t_ha for a new plot.",
        "Predict the yield (t/ha) of a single field.",
    ],
)
def test_the_file_and_its_columns_are_known_however_they_are_spelled(words: str) -> None:
    asked = column_changes(COLUMNS, words, "hotel_booking").requirements[0]
    assert (bool(asked.needs), asked.note) == (True, "")


def test_a_word_of_the_name_of_the_file_that_asks_for_something_still_does() -> None:
    asked = column_changes(COLUMNS, "Export the rows.", "sales_export").requirements[0]
    assert asked.needs == (Capability.EXPORT,)


@pytest.mark.parametrize(
    ("words", "is_grouped"),
    [("Show predictions by hotel.", True), ("Give predictions for each row.", False), ("Predict the nights.", False)],
)
def test_predictions_by_something_are_grouped(words: str, is_grouped: bool) -> None:
    needs = column_changes(COLUMNS, words).requirements[0].needs
    assert (Capability.PREDICT in needs, Capability.AGGREGATE in needs) == (True, is_grouped)


def test_the_prediction_for_another_month_is_not_one_for_a_row() -> None:
    assert column_changes(COLUMNS, "Predict the nights for a new month.").requirements[0].note


@pytest.mark.parametrize(
    ("words", "needs"),
    [
        ("Import the file every day.", (Capability.SCHEDULE,)),
        ("Load this CSV file nightly at 03:15.", (Capability.SCHEDULE,)),
        ("Clean up the data.", (Capability.CLEAN,)),
    ],
)
def test_taking_a_file_in_again_and_again_is_loading(words: str, needs: tuple[Capability, ...]) -> None:
    asked = column_changes(COLUMNS, words).requirements[0]
    assert (asked.needs, asked.note) == (needs, "")


def test_to_import_other_rows_is_not_offered() -> None:
    assert column_changes(COLUMNS, "Import rows.").requirements[0].note
