"""Limits of dates in plain English: "between 2020-01-01 and 2024-12-31", "not before March 2021"."""

# ruff: noqa: RUF001 - people write curly quotes and long dashes

import calendar
import datetime as dt
import re

from pipeline.briefs.numbers import Limits

_MONTHS = {name[:3].lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH = rf"(?:{'|'.join(f'{name}[a-z]*' for name in _MONTHS)})\.?"
_DAY = r"(?:the )?\d{1,2}(?:st|nd|rd|th)?"
_DATE = (
    rf"(?:\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}|{_DAY}(?: of)? {_MONTH},? \d{{4}}|"
    rf"{_MONTH} {_DAY},? \d{{4}}|{_MONTH} \d{{4}}|\d{{4}})"
)
_BE = (
    r"(?:(?:must|should|shall|has to|have to|needs? to|can|may|is|are|lies?|ranges?|falls?|be|lie|fall|always|"
    r"only)\s+)+"
)
_NOT = (
    r"(?:(?:must|should|may|can) ?(?:not|never) (?:be |lie |fall )?|(?:cannot|can['’]t|mustn['’]t) (?:be )?|"
    r"(?:is|are) (?:not|never) )"
)
_LOW, _HIGH = rf"(?P<low>{_DATE})", rf"(?P<high>{_DATE})"
_SHAPES = tuple(
    (re.compile(rf"^(?P<fields>.+?)\s+{words}$", re.IGNORECASE), is_open)
    for words, is_open in (
        (rf"{_BE}(?:between|from|in the range|within)\s+{_LOW}\s*(?:and|to|until|through|[-–])\s*{_HIGH}", False),
        (rf"{_NOT}(?:before|earlier than|older than)\s+{_LOW}", False),
        (rf"{_NOT}(?:after|later than)\s+{_HIGH}", False),
        (rf"{_BE}(?:on or after|at least|since|from|no earlier than|not before)\s+{_LOW}(?: on| onwards?)?", False),
        (rf"{_BE}{_LOW} or (?:later|after|newer)", False),
        (rf"{_BE}(?:on or before|at most|until|up to|no later than|not after)\s+{_HIGH}", False),
        (rf"{_BE}{_HIGH} or (?:earlier|before|older)", False),
        (rf"{_BE}(?:after|later than)\s+{_LOW}", True),
        (rf"{_BE}(?:before|earlier than)\s+{_HIGH}", True),
    )
)
"""How a sentence may be built, and whether the date that it names is itself outside of the limit."""
_ONE_DAY = dt.timedelta(days=1)


def read_span(text: str) -> tuple[str, Limits] | None:
    """What a sentence is about, and the first and the last day that it may be; None if it states none."""
    for shape, is_open in _SHAPES:
        if match := shape.match(text):
            named = match.groupdict()
            try:
                first = _first(named["low"], is_open=is_open) if named.get("low") else None
                last = _last(named["high"], is_open=is_open) if named.get("high") else None
            except (ValueError, OverflowError):
                return None
            is_possible = first is None or last is None or first <= last
            return (match["fields"], Limits(first=first, last=last)) if is_possible else None
    return None


def _first(text: str, *, is_open: bool) -> str:
    first, last = _days(text)
    return (last + _ONE_DAY if is_open else first).isoformat()


def _last(text: str, *, is_open: bool) -> str:
    first, last = _days(text)
    return (first - _ONE_DAY if is_open else last).isoformat()


def _days(text: str) -> tuple[dt.date, dt.date]:
    """The first and the last day that a date, a month or a year names; ValueError if it names none for sure."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    named = re.search(r"[A-Za-z]{3,}", text.lower().replace("the ", ""))
    month = _MONTHS[named[0][:3]] if named else None
    if len(numbers) == 3:
        day = dt.date(*numbers) if numbers[0] > 31 else dt.date(numbers[2], *_month_and_day(text, *numbers[:2]))
        return day, day
    year = numbers[-1]
    if month and len(numbers) == 2:
        day = dt.date(year, month, numbers[0])
        return day, day
    first, last = (month, month) if month else (1, 12)
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def _month_and_day(text: str, one: int, other: int) -> tuple[int, int]:
    """The month and the day of a date that begins with either; a day comes before a point."""
    if "." in text or one > 12 or one == other:
        return other, one
    if other > 12:
        return one, other
    raise ValueError(f"{text} may be of two months")
