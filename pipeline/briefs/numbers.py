"""Numbers in plain English, and the limits that are made of them."""

# ruff: noqa: RUF001 - people write minus signs, long dashes and curly quotes

import re
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from pipeline.contracts.data import FieldType
from pipeline.data.records import render

_COUNTED = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORDS = {word: Decimal(value) for value, word in enumerate(_COUNTED)}
NUMBER = rf"(?:[-−]?[€$£]?\s?\d(?:[\d,]*\d)?(?:\.\d+)?|(?:{'|'.join(_WORDS)})\b)"
"""A number as a person writes it, with a currency sign perhaps."""

_UNIT = (
    r"(?:\s*(?:%|°c?|percent|euros?|dollars?|pounds?|usd|eur|gbp|kg|g|km|cm|mm|m|ml|l|lit(?:er|re)s?|met(?:er|re)s?|"
    r"kilomet(?:er|re)s?|kilo(?:gram)?s?|minutes?|hours?|days?|weeks?|months?|years?(?: old)?|stars?|points?|"
    r"tonnes?|tons?|hectares?|acres?|miles?|feet|inch(?:es)?|watts?|kwh|mb|gb|lbs?|"
    r"people|persons?|places?|pieces?|items?|units?|seats?|kilowatts?|degrees?)(?!\w))?"
)
_LENGTH = r"(?:\s*(?P<letters>characters?|chars?|letters?|digits?|symbols?)(?: long| in length)?(?!\w))?"
_N = rf"(?P<low>{NUMBER}){_UNIT}"
_PATTERNS = tuple(
    (name, re.compile(rf"(?<![\w.]){pattern}", re.IGNORECASE))
    for name, pattern in (
        (
            "range",
            rf"(?:(?:in|within) the range (?:of |from )?|ranging from |between|from|of)?\s*{_N}\s*(?:and|to|"
            rf"through|[-–]|\.\.)"
            rf"\s*(?P<high>{NUMBER}){_UNIT}{_LENGTH}",
        ),
        ("least", rf"{_N}{_LENGTH}\s*(?:\+|or (?:more|higher|above|greater|older|later|over))"),
        ("most", rf"{_N}{_LENGTH}\s*or (?:less|fewer|lower|below|under|shorter|younger)"),
        ("least", rf"{_N}{_LENGTH}\s*(?:at (?:the )?least|minimum|min\.?)(?!\w)"),
        ("most", rf"{_N}{_LENGTH}\s*(?:at (?:the )?most|maximum|max\.?)(?!\w)"),
        ("least", rf"(?:starts?|starting|begins?) (?:at|with|from)\s*{_N}{_LENGTH}"),
        ("least", rf"(?:at least|a minimum of|minimum(?: of)?|min\.?|>=|≥)\s*{_N}{_LENGTH}"),
        (
            "most",
            rf"(?:at (?:the )?most|up to|a maximum of|maximum(?: of)?|max\.?|out of|limited to|<=|≤)\s*{_N}{_LENGTH}",
        ),
        (
            "above",
            rf"(?:(?:more|greater|higher|larger|bigger|longer|older) than|above|over|exceeding|>)\s*{_N}{_LENGTH}",
        ),
        ("under", rf"(?:(?:less|lower|smaller|fewer|shorter|younger) than|below|under|<)\s*{_N}{_LENGTH}"),
        ("exact", rf"exactly\s*{_N}\s*(?P<letters>characters?|chars?|letters?|digits?)(?: long)?"),
        ("positive", r"(?:strictly )?positive(?: numbers?| values?| amounts?)?(?!\w)"),
        ("zero", r"(?:non[- ]?negative|zero or (?:more|positive|above)|positive or zero)(?: numbers?)?(?!\w)"),
    )
)
_NOT = r"(?:can ?not|can['’]?t|may not|must ?n['’o]?t|should ?n['’o]?t|is not|are not|not|never|no)"
_BECOME = r"(?:be|go(?:es)?|gets?|drops?|falls?|rises?|becomes?)"
_REFUSED = (
    (
        rf"(?:may|can|could|must) be (?:zero|0),? but (?:{_NOT}|may not) (?:be )?(?:negative|(?:less|"
        rf"lower) than (?:zero|0)|"
        r"below (?:zero|0))",
        "must be non-negative",
    ),
    (rf"{_NOT}\s+(?:{_BECOME}\s+)?negative", "non-negative"),
    (
        rf"{_NOT}\s+(?:(?:{_BECOME}|have)\s+)?(?:any\s+)?(?:less|lower|smaller|fewer|shorter|younger) than",
        "at least",
    ),
    (rf"{_NOT}\s+(?:{_BECOME}\s+)?(?:below|under)", "at least"),
    (
        rf"{_NOT}\s+(?:(?:{_BECOME}|have)\s+)?(?:any\s+)?(?:more|greater|higher|larger|bigger|longer|older) than",
        "at most",
    ),
    (rf"{_NOT}\s+(?:{_BECOME}\s+)?(?:above|over|exceeds?)", "at most"),
)


@dataclass(frozen=True)
class Limits:
    """Limits to a value: `low` and `high`, each allowed itself unless it is `open`; `length` counts characters."""

    low: Decimal | None = None
    high: Decimal | None = None
    is_low_open: bool = False
    is_high_open: bool = False
    length: int | None = None
    first: str | None = None
    last: str | None = None
    """The limits of a date or time, as canonical text; a day alone is allowed from its first moment to its last."""

    def of(self, kind: FieldType, scale: int) -> tuple[str | None, str | None]:
        """The smallest and the largest value that a field of this type can have, as canonical text."""
        if kind is FieldType.DATETIME:
            return _moment(self.first, "00:00:00"), _moment(self.last, "23:59:59.999999")
        if kind is FieldType.DATE:
            return self.first, self.last
        step = Decimal(1).scaleb(-scale if kind is FieldType.DECIMAL else 0)
        low = self.low + step if self.low is not None and self.is_low_open else self.low
        high = self.high - step if self.high is not None and self.is_high_open else self.high
        return _canonical(low, kind, scale, ROUND_CEILING), _canonical(high, kind, scale, ROUND_FLOOR)

    def joined(self, before: "Limits | None") -> "Limits":
        """These limits, and those stated before where these say nothing."""
        if before is None:
            return self
        low, high = (self if self.low is not None else before), (self if self.high is not None else before)
        return replace(
            self,
            low=low.low,
            is_low_open=low.is_low_open,
            high=high.high,
            is_high_open=high.is_high_open,
            length=self.length or before.length,
        )

    @property
    def is_possible(self) -> bool:
        """Whether there is a value between the limits."""
        if self.low is None or self.high is None:
            return True
        return self.low < self.high or (self.low == self.high and not (self.is_low_open or self.is_high_open))

    @property
    def words(self) -> str:
        """The limits for people."""
        parts = [f"{'more than' if self.is_low_open else 'at least'} {self.low}"] if self.low is not None else []
        parts += [f"{'less than' if self.is_high_open else 'at most'} {self.high}"] if self.high is not None else []
        parts += [f"not before {self.first}"] if self.first else []
        parts += [f"not after {self.last}"] if self.last else []
        return " and ".join([*parts, *([f"at most {self.length} characters"] if self.length else [])])

    @property
    def scale(self) -> int:
        """The decimal places that the limits have."""
        return max(0, *(-int(one.as_tuple().exponent) for one in (self.low, self.high) if one), 0)


def take_limits(text: str) -> tuple[Limits | None, str]:
    """The limits that `text` states, and what is left of it without them."""
    for refused, plain in _REFUSED:
        text = re.sub(rf"\b{refused}\b", plain, text, flags=re.IGNORECASE)
    found: Limits | None = None
    for name, pattern in _PATTERNS:
        match = pattern.search(text)
        limits = _limits(name, match) if match else None
        if match and limits and (merged := _merged(found, limits)):
            found = merged
            text = f"{text[: match.start()]} {text[match.end() :]}"
    return found, " ".join(text.split())


def _limits(name: str, match: re.Match[str]) -> Limits | None:
    groups = match.groupdict()
    low, high = _number(groups.get("low")), _number(groups.get("high"))
    if groups.get("letters"):
        longest = high if name == "range" else low
        # A least number of characters cannot be stated of a field.
        return Limits(length=int(longest)) if longest and name in ("range", "most", "under") else None
    if name == "range":
        # "2 and 3" alone are two things.
        is_range = low is not None and high is not None and low < high
        is_stated = re.match(r"\s*(?:\D|[\d,.]+\s*(?:to|[-–]|\.\.))", match[0])
        return Limits(low=low, high=high) if is_range and is_stated else None
    return {
        "least": Limits(low=low),
        "most": Limits(high=low),
        "above": Limits(low=low, is_low_open=True),
        "under": Limits(high=low, is_high_open=True),
        "positive": Limits(low=Decimal(0), is_low_open=True),
        "zero": Limits(low=Decimal(0)),
    }.get(name)


def _merged(one: Limits | None, other: Limits) -> Limits | None:
    """Both limits as one; None if they state the same thing twice."""
    if one is None:
        return other
    if (one.low is not None and other.low is not None) or (one.high is not None and other.high is not None):
        return None
    return Limits(
        low=other.low if one.low is None else one.low,
        high=other.high if one.high is None else one.high,
        is_low_open=one.is_low_open or other.is_low_open,
        is_high_open=one.is_high_open or other.is_high_open,
        length=one.length or other.length,
    )


def _number(text: str | None) -> Decimal | None:
    if not text:
        return None
    word = text.strip().lower()
    return _WORDS.get(word) if word in _WORDS else Decimal(re.sub(r"[^\d.-]", "", word.replace("−", "-")))


def _moment(text: str | None, clock: str) -> str | None:
    """A limit of a timestamp that may be given as a day."""
    return f"{text}T{clock}" if text and "T" not in text else text


def _canonical(value: Decimal | None, kind: FieldType, scale: int, rounding: str) -> str | None:
    if value is None or not kind.is_number:
        return None
    if kind is FieldType.FLOAT:
        return render(float(value))
    places = scale if kind is FieldType.DECIMAL else 0
    return f"{value.quantize(Decimal(1).scaleb(-places), rounding=rounding):f}"
