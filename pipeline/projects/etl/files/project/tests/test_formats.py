"""Numbers and moments as people write them."""

import calendar

import pyarrow as pa
import pytest

from app.formats import Moments, Numbers
from tests.support import answer


def plain(form: Numbers | Moments, cells: list[str]) -> list[str | None]:
    """The plain text of some cells."""
    table = pa.table({"n": range(len(cells)), "c": cells})
    return [row["p"] for row in answer(table, lambda rows: rows.select("n", p=form.plain(rows.c)).order_by("n"))]


@pytest.mark.parametrize(
    ("form", "cells", "expected"),
    [
        (Numbers(), ["0", "-12", " 7 ", "+5", "\u22123"], ["0", "-12", "7", "5", "-3"]),
        (Numbers(), ["1.5", "1,000", "", "x", "--1", "007"], [None] * 6),
        (Numbers(2), ["1.5", ".5", "5.", "1.555", "-0.25"], ["1.5", ".5", "5.", None, "-0.25"]),
        (Numbers(2, "$", "", ","), ["$1,234.50", "-$5", "$-5", "($7.25)", "1234", "12,34"],
         ["1234.50", "-5", "-5", "-7.25", "1234", None]),
        (Numbers(1, "", " €", ".", ","), ["1.234,5 €", "7 €", "1234.5 €", "8"], ["1234.5", "7", None, "8"]),
        (Numbers(0, "", "%"), ["5%", "5 %", "5"], ["5", "5", None]),
        (Numbers(2, "", "", "'"), ["1'234.5", "1234"], ["1234.5", "1234"]),
        (Numbers(None), ["1e-7", "-2.5E+3", "3", "(4.5)", "e5"], ["1e-7", "-2.5E+3", "3", "-4.5", None]),
        (Numbers(0, "", " kg"), ["5 kg", "5kg", "5 lb"], ["5", "5", None]),
    ],
)  # fmt: skip
def test_numbers(form: Numbers, cells: list[str], expected: list[str | None]) -> None:
    assert plain(form, cells) == expected


@pytest.mark.parametrize(
    ("form", "example"),
    [
        (Numbers(), "1234"),
        (Numbers(2, "$", "", ","), "$1,234.56"),
        (Numbers(1, "", " €", ".", ","), "1.234,5 €"),
        (Numbers(None), "0.5 or 1e-7"),
    ],
)
def test_examples_of_numbers(form: Numbers, example: str) -> None:
    assert form.example == example


@pytest.mark.parametrize(
    ("pattern", "cell", "expected"),
    [
        ("%Y-%m-%d", "2024-04-03", "2024-04-03"),
        ("%d/%m/%Y", "3/4/2024", "2024-04-03"),
        ("%m/%d/%y", "4/3/24", "2024-04-03"),
        ("%m/%d/%y", "4/3/69", "1969-04-03"),
        ("%m/%d/%y", "4/3/68", "2068-04-03"),
        ("%d %b %Y", "3 apr 2024", "2024-04-03"),
        ("%B %d, %Y", "December 31, 2024", "2024-12-31"),
        ("%b-%Y", "May-2024", "2024-05-01"),
        ("%Y%m%d", "20240403", "2024-04-03"),
        ("%Y%m%d %H:%M", "20240403 07:05", "2024-04-03 07:05:00"),
        ("%Y-%m-%dT%H:%M:%S", "2024-04-03T07:05:09", "2024-04-03 07:05:09"),
        ("%Y-%m-%d %H:%M:%S.%f", "2024-04-03 07:05:09.25", "2024-04-03 07:05:09.250000"),
        ("%d.%m.%Y %H:%M", " 3.4.2024 7:05 ", "2024-04-03 07:05:00"),
        ("%m/%d/%Y %I:%M %p", "4/3/2024 12:05 AM", "2024-04-03 00:05:00"),
        ("%m/%d/%Y %I:%M %p", "4/3/2024 12:05 pm", "2024-04-03 12:05:00"),
        ("%m/%d/%Y %I:%M:%S%p", "4/3/2024 1:05:06PM", "2024-04-03 13:05:06"),
        ("%m/%d/%Y %I:%M:%S%p", "4/3/2024 1:05:06am", "2024-04-03 01:05:06"),
        ("%Y-%m-%dT%H:%M:%SZ", "2024-04-03T07:05:09Z", "2024-04-03 07:05:09"),
        ("%Y-%m-%d", "2024-13-03", None),
        ("%Y-%m-%d", "2024-04-03x", None),
        ("%d %b %Y", "3 foo 2024", None),
        ("%Y.%m.%d", "2024-04-03", None),
    ],
)
def test_moments(pattern: str, cell: str, expected: str | None) -> None:
    assert plain(Moments((pattern,)), [cell]) == [expected]


def test_names_of_months() -> None:
    names = [calendar.month_name[month] for month in range(1, 13)]
    expected: list[str | None] = [f"2024-{month:02}-05" for month in range(1, 13)]
    assert plain(Moments(("%d %B %Y",)), [f"5 {name} 2024" for name in names]) == expected
    assert plain(Moments(("%d %b %Y",)), [f"5 {name[:3]} 2024" for name in names]) == expected


def test_the_first_pattern_that_fits_counts() -> None:
    assert plain(Moments(("%Y-%m-%d", "%d.%m.%Y")), ["2024-04-03", "3.4.2024"]) == ["2024-04-03", "2024-04-03"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2024-04-03T07:05:09+02:00", "2024-04-03 05:05:09"),
        ("2024-04-03 07:05:09-0530", "2024-04-03 12:35:09"),
        ("2024-04-03T07:05:09Z", "2024-04-03 07:05:09"),
        ("2024-04-03T07:05:09", None),
    ],
)
def test_offsets(cell: str, expected: str | None) -> None:
    assert plain(Moments(), [cell]) == [expected]
