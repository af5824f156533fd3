"""How the axes of charts are divided: numbers into round steps, time into days, months, years and longer."""

import datetime as dt
import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

MOST_BARS = 12
MOST_PERIODS = 48


def whole_step(low: int, high: int) -> int:
    """The least of 1, 2, 5, 10, 20, … that divides whole numbers from `low` to `high` into few enough bars."""
    return next(step for step in _round_numbers() if high // step - low // step < MOST_BARS)


def real_step(low: float, high: float) -> float:
    """As `whole_step` for any numbers, in round decimal steps; 0 where they cannot be divided."""
    span = high - low
    if not 1e-300 < span < 1e300 or span < 1e-12 * max(abs(low), abs(high)):
        return 0
    unit = 10.0 ** (math.floor(math.log10(span)) - 2)
    return whole_step(math.floor(low / unit), math.floor(high / unit)) * unit


def _round_numbers() -> Iterator[int]:
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


class Period(NamedTuple):
    """A unit of time, which `characters` of a date tell: `number` counts units from year 0, `first_day` leads back."""

    name: str
    characters: int
    number: Callable[[dt.date], int]
    first_day: Callable[[int], tuple[int, int, int]]

    def label(self, number: int) -> str:
        """The unit as people write it."""
        text = dt.date(*self.first_day(number)).isoformat()[: self.characters]
        return text.ljust(4, "0") + "s" if self.characters < len("2024") else text

    def days(self, number: int) -> tuple[str, str]:
        """The first and the last day of a unit."""
        first = dt.date(*self.first_day(number))
        try:
            last = dt.date(*self.first_day(number + 1)) - dt.timedelta(days=1)
        except (ValueError, OverflowError):
            last = dt.date.max
        return first.isoformat(), last.isoformat()


def _day(number: int) -> tuple[int, int, int]:
    day = dt.date.fromordinal(number)
    return day.year, day.month, day.day


PERIODS = (
    Period("day", 10, lambda day: day.toordinal(), _day),
    Period("month", 7, lambda day: day.year * 12 + day.month - 1, lambda number: (number // 12, number % 12 + 1, 1)),
    Period("year", 4, lambda day: day.year, lambda number: (number, 1, 1)),
    Period("decade", 3, lambda day: day.year // 10, lambda number: (max(1, number * 10), 1, 1)),
    Period("century", 2, lambda day: day.year // 100, lambda number: (max(1, number * 100), 1, 1)),
)


def period_of(first: dt.date, last: dt.date) -> Period:
    """The smallest unit of time of which there are not too many between two days."""
    few = (unit for unit in PERIODS if unit.number(last) - unit.number(first) < MOST_PERIODS)
    return next(few, PERIODS[-1])
