"""Dates, times and timestamps as people write them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pipeline.contracts.data import FieldType, Format, Kind
from pipeline.data.inference.reading import ISO_DATE, ISO_DATETIME, Reading

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_FULL = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_TOKENS = {
    "%Y": r"(?P<Y>\d{4})",
    "%y": r"(?P<y>\d{2})",
    "%m": r"(?P<m>0?[1-9]|1[0-2])",
    "%d": r"(?P<d>0?[1-9]|[12]\d|3[01])",
    "%b": rf"(?P<b>(?i:{'|'.join(_MONTHS)}))",
    "%B": rf"(?P<B>(?i:{'|'.join(_FULL)}))",
    "%H": r"(?P<H>[01]?\d|2[0-3])",
    "%I": r"(?P<I>0?[1-9]|1[0-2])",
    "%M": r"(?P<M>[0-5]\d)",
    "%S": r"(?P<S>[0-5]\d)",
    "%f": r"(?P<f>\d{1,6})",
    "%p": r"(?P<p>(?i:am|pm))",
}
_DATES = (
    ISO_DATE, "%Y/%m/%d", "%Y.%m.%d", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%d/%m/%y",
    "%m/%d/%y", "%y/%m/%d", "%y-%m-%d", "%y.%m.%d", "%d-%m-%y", "%m-%d-%y", "%d.%m.%y", "%d %b %Y", "%d-%b-%Y",
    "%d-%b-%y", "%d/%b/%Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y", "%d. %B %Y", "%d %b %y",
    "%Y %b %d", "%Y-%b-%d",
)  # fmt: skip
_MONTHLY = ("%Y-%m", "%b %Y", "%B %Y", "%b-%Y", "%Y/%m")
_COMPACT = "%Y%m%d"
_TIMES = ("%H:%M:%S", "%H:%M", "%H:%M:%S.%f", "%I:%M %p", "%I:%M:%S %p", "%I:%M%p", "%I:%M:%S%p")
_JOINTS = (" ", "T", ", ")
_ZONE = re.compile(r" ?(Z|z|UTC|GMT|[+-]\d{2}:?\d{2})$")
_TIME_ONLY = re.compile(r"([01]?\d|2[0-4]):[0-5]\d(:[0-5]\d([.,]\d{1,9})?)?( ?[AaPp]\.?[Mm]\.?)?(Z|[+-]\d{2}:?\d{2})?")
_LIKELY = re.compile(r"\d.*[-/.: ,]|^[A-Za-z]{3,9} |^\d{8}$")
_LONGEST = 60
_BIRTH = re.compile(r"birth|born|dob|geb|naiss|nacim|nasc", re.IGNORECASE)
_DATE_WORD = re.compile(r"date|day|datum|fecha|jour|data|dt|ymd", re.IGNORECASE)


def read_moments(cells: Sequence[str], label: str = "") -> Reading | None:
    """How a column is read whose filled cells `cells`, all different, are dates or timestamps; None if they are not.

    A column whose day and month cannot be told apart has `choices`: it must be asked about.
    """
    trimmed = {cell: cell.strip(" \t") for cell in cells}
    if not all(len(text) <= _LONGEST and _LIKELY.search(text) for text in trimmed.values()):
        return None
    zones = {zone[0] if (zone := _ZONE.search(text)) and ":" in text else "" for text in trimmed.values()}
    if zones != {""}:
        return None if "" in zones else _zoned(list(trimmed.values()), zones)
    return _read(list(trimmed.values()), label)


def read_as(cells: Sequence[str], pattern: str) -> Reading | None:
    """How a column is read as the pattern that a person chose, None if a cell does not follow it."""
    trimmed = [cell.strip(" \t") for cell in cells]
    if pattern and not all(_regex(pattern).fullmatch(text) for text in trimmed):
        return None
    return _reading(trimmed, (pattern,))


def is_time(cell: str) -> bool:
    """Whether `cell` is a time of day."""
    return _TIME_ONLY.fullmatch(cell.strip(" \t")) is not None


def _read(texts: Sequence[str], label: str) -> Reading | None:
    left, chosen = list(texts), list[str]()
    while left:
        options = [pattern for pattern in _patterns_with(_marks(left[0])) if _regex(pattern).fullmatch(left[0])]
        covered = {pattern: [text for text in left if _regex(pattern).fullmatch(text)] for pattern in options}
        if not covered:
            return None
        best = max(options, key=lambda pattern: len(covered[pattern]))
        whole = [pattern for pattern in options if len(covered[pattern]) == len(texts)]
        if whole:
            return _settled(texts, whole, label)
        chosen.append(best)
        followed = set(covered[best])
        left = [text for text in left if text not in followed]
    # Several ways of writing are one column only where none of them leaves open what is the day.
    return _reading(texts, tuple(chosen)) if all(_is_clear(pattern) for pattern in chosen) else None


def _settled(texts: Sequence[str], whole: Sequence[str], label: str) -> Reading | None:
    first = whole[0]
    if first == _COMPACT and not (_DATE_WORD.search(label) or len(texts) >= 5):
        return None
    if first == _COMPACT and not all("1900" <= text[:4] <= "2100" for text in texts):
        return None
    if "%y" in first and _BIRTH.search(label):
        # Nobody says which century two digits of a year of birth are of.
        return None
    reading = _reading(texts, (first,))
    others = tuple(pattern for pattern in whole if _order(pattern) != _order(first))
    return replace(reading, choices=tuple(sorted((first, *others)))) if others else reading


def _order(pattern: str) -> str:
    """In which order a pattern has day, month and year; empty if the month is a word."""
    return "" if re.search("%[bB]", pattern) else "".join(re.findall("%([dmyY])", pattern))


def _is_clear(pattern: str) -> bool:
    """Whether a pattern leaves no doubt about the day: the month is a word, or dots or the year say what is first."""
    return "." in pattern[:6] or not re.match("%d.*%m|%m.*%d", pattern)


@cache
def _patterns() -> tuple[str, ...]:
    dated = (*_DATES, _COMPACT)
    stamped = (f"{date}{joint}{time}" for date in dated for joint in _JOINTS for time in _TIMES)
    return (*dated, *_MONTHLY, *stamped)


@cache
def _patterns_with(marks: frozenset[str]) -> tuple[str, ...]:
    """The patterns that have just these marks: others need not even be looked at."""
    return tuple(pattern for pattern in _patterns() if _marks(pattern.replace("%", "")) == marks)


def _marks(text: str) -> frozenset[str]:
    return frozenset(letter for letter in text if not letter.isalnum())


@cache
def _regex(pattern: str) -> re.Pattern[str]:
    """A regular expression for the cells that follow a pattern."""
    if pattern.startswith(_COMPACT):
        head = r"(?P<Y>\d{4})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])"
        return re.compile(head + _plain(pattern[len(_COMPACT) :]))
    return re.compile(_plain(pattern))


def _plain(pattern: str) -> str:
    parts = re.split(r"(%[A-Za-z])", pattern)
    return "".join(_TOKENS.get(part, re.escape(part)) for part in parts)


def _reading(texts: Sequence[str], patterns: tuple[str, ...]) -> Reading:
    has_time = any("%H" in pattern or "%I" in pattern for pattern in patterns)
    kind = FieldType.DATETIME if has_time else FieldType.DATE
    main = patterns[0]
    rule = "[ \t]*(?:" + "|".join(_re2(pattern) for pattern in patterns) + ")[ \t]*"
    form = Format(pattern=_unpadded(texts, main))
    return Reading(Kind.DATETIME if has_time else Kind.DATE, kind, form, rule=rule, patterns=patterns)


def _re2(pattern: str) -> str:
    return re.sub(r"\?P<\w+>", "?:", _regex(pattern).pattern)


def _unpadded(texts: Sequence[str], pattern: str) -> str:
    """The pattern as the cells are written: without leading zeros, if there are cells that lack one."""
    found = [match for text in texts if (match := _regex(pattern).fullmatch(text))]
    written = pattern
    for token in ("d", "m", "H", "I"):
        if f"%{token}" not in pattern:
            continue
        lengths = Counter((len(match[token]), match[token][0] == "0") for match in found)
        if lengths[(1, False)] + lengths[(1, True)] > lengths[(2, True)]:
            written = written.replace(f"%{token}", f"%-{token}")
    return written


def _zoned(texts: Sequence[str], zones: set[str]) -> Reading | None:
    """Timestamps with a zone: as they are written if all have the same one, else in UTC."""
    bare = _read([_ZONE.sub("", text) for text in texts], "")
    if bare is None or bare.choices or bare.type is not FieldType.DATETIME:
        return None
    if len(zones) == 1:
        zone = zones.pop()
        patterns = tuple(pattern + zone for pattern in bare.patterns)
        form = Format(pattern=bare.format.pattern + zone)
        rule = bare.rule.removesuffix("[ \t]*") + re.escape(zone) + "[ \t]*"
        unit = "UTC" if zone.strip() in ("Z", "z", "UTC", "GMT") else zone.strip()
        return Reading(Kind.ZONED, FieldType.DATETIME, form, unit=unit, rule=rule, patterns=patterns)
    if not all(pattern.startswith(ISO_DATE) for pattern in bare.patterns):
        return None
    rule = bare.rule.removesuffix("[ \t]*") + "(?: ?(?:Z|z|UTC|[+-][0-9]{2}:?[0-9]{2}))[ \t]*"
    return Reading(Kind.ZONED, FieldType.DATETIME, Format(pattern=ISO_DATETIME), unit="UTC", rule=rule)
