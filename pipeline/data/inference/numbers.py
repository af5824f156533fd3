"""Numbers as people write them: what a column's cells have in common, and how it is read."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from pipeline.contracts.data import FieldType, Format, Kind
from pipeline.data.inference.reading import Reading

MOST_DIGITS = 18
"""More digits than this would not fit in 64 bits."""
LONG_DIGITS = 16
"""Whole numbers of one length and so many digits are identifiers: a double, and so JSON, cannot tell them apart."""
DIGITS_OF_A_DOUBLE = 15
"""Every decimal number of so many digits reads back from a double; a longer one has to be tried."""

_CURRENCIES = {
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₽": "RUB",
    "₩": "KRW",
    "₺": "TRY",
    "zł": "PLN",
    "₴": "UAH",
    "₪": "ILS",
}
_SYMBOLS = ("US$", "R$", "C$", "A$", "CHF", "kr", "Fr.", "Kč", "Ft", "$", "¥", *_CURRENCIES)
_CODES = (
    "AUD|BRL|CAD|CHF|CNY|CZK|DKK|EUR|GBP|HKD|HUF|IDR|ILS|INR|JPY|KRW|MXN|MYR|NOK|NZD|PHP|PLN|RON|RUB|SEK|SGD|THB|"
    "TRY|UAH|USD|VND|ZAR"
)
AS_THOUSANDS, AS_DECIMAL = "{0}: 1{0}234 = 1234", "{0}: 1{0}234 = 1.234"
"""What a person may choose for three digits after a mark that nothing else in the file explains."""
_MONEY = "|".join(re.escape(symbol) for symbol in _SYMBOLS) + "|" + _CODES
_UNITS = (
    "kg|mg|lbs?|oz|km/h|mph|km|mm|cm|mi|ft|kWh|kW|MW|°C|°F|hPa|MHz|GHz|Hz|ms|min|hrs?|days?|px|pt|"
    "KB|MB|GB|TB|ml|ha|m²|m³|°"
)  # fmt: skip
_SHORT_UNITS = "[gmlLshWVAK]"
"""These need a space before them: 12A is a seat."""
_LONGEST = 100
_DIGITS = r"\d(?:[\d.,'\u2019 \u00a0\u202f]*\d)?[.,]?|[.,]\d+"
_CELL = re.compile(
    r"(?P<open>\()?(?P<sign>[-+\u2212])?"
    rf"(?P<prefix>(?:{_MONEY})[ \u00a0\u202f]?)?(?P<inner>[-+\u2212])?"
    rf"(?P<digits>{_DIGITS})(?P<exponent>[eE][-+]?\d{{1,3}})?"
    rf"(?P<suffix>[ \u00a0\u202f]?(?:%|‰|{_MONEY}|{_UNITS})|[ \u00a0\u202f]{_SHORT_UNITS})?(?P<close>\))?"
)
_SEPARATORS = (("", "."), ("", ","), (",", "."), (".", ","), (" ", ","), (" ", "."), ("\u00a0", ","), ("\u00a0", "."),
               ("\u202f", ","), ("\u202f", "."), ("'", "."), ("'", ","), ("\u2019", "."), ("\u2019", ","))  # fmt: skip
_THREE_AFTER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


@dataclass(frozen=True)
class Habits:
    """What the rest of a file shows: the point of its decimal numbers ("" if that is open), and its delimiter."""

    point: str = ""
    delimiter: str = ","


@dataclass(frozen=True)
class Parts:
    """A cell that looks like a number, taken apart; `digits` has its separators still."""

    cell: str
    digits: str
    exponent: str
    prefix: str
    suffix: str
    sign: str


def take_apart(cell: str) -> Parts | None:
    """The parts of a number, None if `cell` is none."""
    found = _CELL.fullmatch(cell.strip(" \t")) if len(cell) <= _LONGEST else None
    if not found or bool(found["open"]) != bool(found["close"]) or (found["sign"] and found["inner"]):
        return None
    sign = "(" if found["open"] else found["sign"] or found["inner"] or ""
    return Parts(cell, found["digits"], found["exponent"] or "", found["prefix"] or "", found["suffix"] or "", sign)


def read_numbers(cells: Sequence[str], habits: Habits = Habits()) -> Reading | None:
    """How a column is read whose filled cells `cells`, all different, are numbers; None if they are not.

    The reading of a column that could have two meanings (1,234) has `choices`; it must be asked about.
    """
    parts = [take_apart(cell) for cell in cells]
    known = [part for part in parts if part is not None]
    if len(known) < len(cells) or not known or not _agree(known) or _is_noted(known):
        return None
    marks = set("".join(part.digits for part in known))
    fitting = [pair for pair in _SEPARATORS if marks >= set(pair[0]) and all(_fits(part, *pair) for part in known)]
    if not fitting or _is_code(known):
        return None
    return _choose(known, fitting, habits)


def _agree(parts: Sequence[Parts]) -> bool:
    """Whether the numbers count the same: one currency or unit, which a few cells may lack, but not one per cent."""
    units = {_unit(part) for part in parts} - {""}
    bare = sum(not _unit(part) for part in parts)
    if len(units) > 1 or (units & {"%", "‰"} and bare):
        return False
    return not units or bare * 5 <= len(parts) or bare == 0


def _is_noted(parts: Sequence[Parts]) -> bool:
    """Whether the brackets or the letter E stand for something else: (212) is an area, 12E4 a part."""
    if all(part.sign == "(" for part in parts) and not any(_unit(part) or "." in part.digits for part in parts):
        return True
    exponents = [part for part in parts if part.exponent]
    return bool(exponents) and not any(
        "." in part.digits or part.exponent[1] in "+-" for part in parts if part.exponent
    )


def _unit(part: Parts) -> str:
    text = (part.prefix or part.suffix).strip(" \u00a0\u202f")
    return _CURRENCIES.get(text, text)


def _fits(part: Parts, thousands: str, point: str) -> bool:
    return _digits(thousands, point).fullmatch(part.digits) is not None


@cache
def _digits(thousands: str, point: str) -> re.Pattern[str]:
    return re.compile(_shape(thousands, point))


def _shape(thousands: str, point: str, most: str = "") -> str:
    """A regular expression for digits without leading zeros, in groups of three where there is a separator.

    `most` is how many decimals there may be, any number if it is empty.
    """
    grouped = rf"[1-9]\d{{0,2}}(?:{re.escape(thousands)}\d{{3}})+|" if thousands else ""
    if most == "0":
        return rf"{grouped}0|[1-9]\d*"
    return rf"(?:{grouped}0|[1-9]\d*)(?:{re.escape(point)}\d{{0,{most}}})?|{re.escape(point)}\d{{1,{most}}}"


def _is_code(parts: Sequence[Parts]) -> bool:
    """Whether whole numbers are rather codes: as long as a double cannot hold, or signed with a plus like phones."""
    whole = [part for part in parts if part.digits.isdigit() and not part.exponent]
    if len(whole) < len(parts):
        return False
    longest = max(len(part.digits) for part in whole)
    one_length = len({len(part.digits) for part in whole}) == 1 and not any(part.sign for part in whole)
    return (
        longest > MOST_DIGITS
        or (longest >= LONG_DIGITS and one_length)
        or (longest > 6 and any(part.sign == "+" for part in whole))
    )


def _choose(parts: Sequence[Parts], fitting: list[tuple[str, str]], habits: Habits) -> Reading | None:
    """One of the ways to read the separators; where two remain, the file's habits decide, or the person."""
    marks = set("".join(part.digits for part in parts)) - set("0123456789")
    if not marks:
        return _reading(parts, "", ".")
    fitting = [(thousands, point) for thousands, point in fitting if {thousands} - {""} <= marks]
    if len(marks) == 1 and marks <= {",", "."} and all(_could_be_either(part) for part in parts):
        return _ambiguous(parts, marks.pop(), habits)
    # No thousands separator where the marks are explained without one; a point only where it occurs.
    fitting.sort(key=lambda pair: (pair[1] not in marks, bool(pair[0]) and marks == {pair[1]}))
    return _reading(parts, *fitting[0])


def _could_be_either(part: Parts) -> bool:
    return (part.digits.isdigit() and len(part.digits) < 4) or _THREE_AFTER.fullmatch(part.digits) is not None


def _ambiguous(parts: Sequence[Parts], mark: str, habits: Habits) -> Reading | None:
    """Three digits after a single mark: a thousand or a decimal number, by what the file does elsewhere."""
    other = "." if mark == "," else ","
    if habits.point:
        return _reading(parts, "", mark) if habits.point == mark else _reading(parts, mark, other)
    if habits.delimiter != ";":
        return _reading(parts, "", ".") if mark == "." else _reading(parts, ",", ".")
    # Where semicolons divide the cells, a comma is often the decimal point.
    found = _reading(parts, mark, other)
    choices = (AS_THOUSANDS.format(mark), AS_DECIMAL.format(mark))
    return None if found is None else Reading(found.kind, found.type, choices=choices)


def _reading(parts: Sequence[Parts], thousands: str, point: str) -> Reading | None:
    plain = [part.digits.replace(thousands, "") if thousands else part.digits for part in parts]
    plain = [digits.replace(point, ".") for digits in plain]
    form = _format(parts, plain, thousands, point)
    signed = any(part.sign in ("(", "+", "\u2212") for part in parts)
    unit = next((_unit(part) for part in parts if _unit(part)), "")
    kind, scale = _type(parts, plain)
    if kind is None or (kind is FieldType.FLOAT and (unit or thousands)):
        return None
    if kind is FieldType.INTEGER:
        form = form.model_copy(update={"decimals": None})
    rule = _rule(form, kind, scale)
    return Reading(_kind(kind, unit), kind, form, scale, unit, rule=rule, is_signed=signed)


def _type(parts: Sequence[Parts], plain: Sequence[str]) -> tuple[FieldType | None, int]:
    if any(part.exponent for part in parts):
        return FieldType.FLOAT, 0
    if all(digits.isdigit() for digits in plain):
        return FieldType.INTEGER, 0
    whole = max(len(digits.partition(".")[0]) for digits in plain)
    scale = max(len(digits.partition(".")[2]) for digits in plain)
    if whole + scale <= MOST_DIGITS:
        return FieldType.DECIMAL, scale
    if whole > MOST_DIGITS:
        return None, 0
    exact = all(Decimal(repr(float(digits))) == Decimal(digits) for digits in plain)
    return (FieldType.FLOAT, 0) if exact else (None, 0)


def _kind(kind: FieldType, unit: str) -> Kind:
    if unit in ("%", "‰"):
        return Kind.PERCENTAGE
    is_money = unit and re.fullmatch(_MONEY, unit) is not None
    return Kind.CURRENCY if is_money else Kind(kind.value)


def _format(parts: Sequence[Parts], plain: Sequence[str], thousands: str, point: str) -> Format:
    """The most frequent way of writing: every other way is a spelling of its own."""
    prefix = Counter(part.prefix for part in parts).most_common(1)[0][0]
    suffix = Counter(part.suffix for part in parts).most_common(1)[0][0]
    places = {len(digits.partition(".")[2]) for digits in plain}
    scale = max(places)
    padded = sum("." in digits and digits.endswith("0") for digits in plain)
    short = sum("." not in digits or len(digits.partition(".")[2]) < scale for digits in plain)
    # Padded with zeros to one length, or each with as many decimals as it needs.
    decimals = scale if len(places) == 1 or padded > short else None
    return Format(prefix=prefix, suffix=suffix, thousands=thousands, point=point, decimals=decimals)


def _rule(form: Format, kind: FieldType, scale: int) -> str:
    """Every spelling that the reading accepts, for RE2; a decimal more would be rounded away."""
    sign, thin = "[-+\u2212]?", "[ \u00a0\u202f]?"
    money = f"(?:{re.escape(form.prefix.strip())}{thin})?" if form.prefix.strip() else ""
    unit = form.suffix.strip(" \u00a0\u202f")
    optional = "" if unit in ("%", "‰") else "?"
    after = f"(?:{thin}{re.escape(unit)}){optional}" if unit else ""
    number = f"(?:{_shape(form.thousands, form.point, '' if kind is FieldType.FLOAT else str(scale))})"
    exponent = "(?:[eE][-+]?[0-9]{1,3})?" if kind is FieldType.FLOAT else ""
    return rf"[ \t]*(?:{sign}{money}{sign}{number}{exponent}{after}|\({money}{number}{after}\))[ \t]*"
