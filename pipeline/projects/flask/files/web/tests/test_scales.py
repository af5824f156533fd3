"""The axes of charts are divided where people would divide them."""

import datetime as dt

import pytest

from app.scales import PERIODS, period_of, real_step, whole_step

BY_NAME = {period.name: period for period in PERIODS}


@pytest.mark.parametrize(
    ("low", "high", "step"),
    [
        *((0, 0, 1), (0, 11, 1), (0, 12, 2), (0, 23, 2), (0, 24, 5), (0, 59, 5), (0, 60, 10), (0, 119, 10)),
        *((0, 120, 20), (0, 239, 20), (0, 240, 50), (-5, 6, 1), (-5, 7, 2), (1000, 1011, 1), (0, 11_999, 1000)),
    ],
)
def test_whole_numbers_are_divided_into_twelve_bars_at_most(low: int, high: int, step: int) -> None:
    assert whole_step(low, high) == step


@pytest.mark.parametrize(
    ("low", "high", "step"),
    [
        *((0.0, 0.55, 0.05), (0.0, 11.5, 1.0), (0.0, 12.5, 2.0), (-1.0, 1.0, 0.2), (0.0, 1e-200, 1e-201)),
        *((5.0, 5.0, 0), (0.0, 1e-301, 0), (-1e300, 1e300, 0), (1.0, 1.0 + 1e-13, 0), (1e6, 1e6 + 1e-7, 0)),
        *((-1e6, -1e6 + 1e-7, 0), (1.0, 1.0 + 1e-10, 1e-11)),
    ],
)
def test_real_numbers_are_divided_where_they_can_be_told_apart(low: float, high: float, step: float) -> None:
    assert real_step(low, high) == pytest.approx(step, rel=1e-9, abs=0)


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("2024-01-01", "2024-02-17", "day"),
        ("2024-01-01", "2024-02-18", "month"),
        ("2020-01-01", "2023-12-31", "month"),
        ("2020-01-01", "2024-01-01", "year"),
        ("1953-12-31", "2000-01-01", "year"),
        ("1952-12-31", "2000-01-01", "decade"),
        ("1530-01-01", "2000-01-01", "decade"),
        ("1520-01-01", "2000-01-01", "century"),
        ("0001-01-01", "9999-12-31", "century"),
    ],
)
def test_time_is_divided_into_few_periods(first: str, last: str, name: str) -> None:
    assert period_of(dt.date.fromisoformat(first), dt.date.fromisoformat(last)).name == name


@pytest.mark.parametrize(
    ("name", "day", "label", "first", "last"),
    [
        ("day", "2024-02-29", "2024-02-29", "2024-02-29", "2024-02-29"),
        ("month", "2024-02-29", "2024-02", "2024-02-01", "2024-02-29"),
        ("month", "2023-12-31", "2023-12", "2023-12-01", "2023-12-31"),
        ("year", "2024-02-29", "2024", "2024-01-01", "2024-12-31"),
        ("decade", "2024-02-29", "2020s", "2020-01-01", "2029-12-31"),
        ("century", "2024-02-29", "2000s", "2000-01-01", "2099-12-31"),
        ("decade", "0009-05-05", "0000s", "0001-01-01", "0009-12-31"),
        ("century", "0001-05-05", "0000s", "0001-01-01", "0099-12-31"),
        *((name, "9999-12-31", None, None, "9999-12-31") for name in ("day", "month", "year", "decade", "century")),
    ],
)
def test_a_period_has_a_label_and_its_days(
    name: str, day: str, label: str | None, first: str | None, last: str
) -> None:
    period = BY_NAME[name]
    number = period.number(dt.date.fromisoformat(day))
    assert period.days(number)[1] == last
    if label:
        assert (period.label(number), period.days(number)[0]) == (label, first)
