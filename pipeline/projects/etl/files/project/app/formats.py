r"""How people write numbers and dates, as Ibis expressions for the plain text that both engines read alike.

The regular expressions are of the kind that RE2 (DuckDB) and Java (Spark) share; \A and \z stand for the ends of a
text, since Java's $ also matches before a last line break.
"""

import re
from dataclasses import dataclass
from functools import reduce
from typing import Any

import ibis

Value = Any  # ibis.expr.types.Value: Ibis comes without types

_THIN = "[ \u00a0\u202f]?"
_MINUS = "\u2212"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
         "december")  # fmt: skip
_TOKENS = {
    "Y": "([0-9]{4})",
    "y": "([0-9]{2})",
    "m": "(0?[1-9]|1[0-2])",
    "d": "(0?[1-9]|[12][0-9]|3[01])",
    "b": f"((?i:{'|'.join(_MONTHS)}))",
    "B": f"((?i:{'|'.join(_FULL)}))",
    "H": "([01]?[0-9]|2[0-3])",
    "I": "(0?[1-9]|1[0-2])",
    "M": "([0-5][0-9])",
    "S": "([0-5][0-9])",
    "f": "([0-9]{1,6})",
    "p": "((?i:am|pm))",
}
_OFFSET = r"\A(.*?) ?(Z|z|UTC|([+-])([0-9]{2}):?([0-9]{2}))\z"
_CENTURY = "69"
"""Years of two digits from here on are of the twentieth century, as in POSIX."""


def trimmed(cell: Value) -> Value:
    """The text without the spaces and tabs around it."""
    return cell.re_replace(r"\A[ \t]+|[ \t]+\z", "")


@dataclass(frozen=True)
class Numbers:
    """How numbers are written: `prefix`, the digits in groups of three divided by `thousands`, `point`, `suffix`.

    `decimals` is how many there may be after the point, None for any number and an exponent.
    """

    decimals: int | None = 0
    prefix: str = ""
    suffix: str = ""
    thousands: str = ""
    point: str = "."

    @property
    def example(self) -> str:
        """A number that is written so."""
        if self.decimals is None:
            return "0.5 or 1e-7"
        tail = self.point + "5678901234567890"[: self.decimals] if self.decimals else ""
        return f"{self.prefix}1{self.thousands}234{tail}{self.suffix}"

    @property
    def rule(self) -> str:
        """The regular expression that a cell has to match."""
        money = f"(?:{re.escape(self.prefix.strip())}{_THIN})?" if self.prefix.strip() else ""
        unit = self.suffix.strip(" \u00a0\u202f")
        optional = "" if unit in ("%", "\u2030") else "?"
        after = f"(?:{_THIN}{re.escape(unit)}){optional}" if unit else ""
        exponent = "(?:[eE][-+]?[0-9]{1,3})?" if self.decimals is None else ""
        number, sign = f"(?:{self._digits}){exponent}", f"[-+{_MINUS}]?"
        front = f"(?:{sign}{money}|{money}{sign})" if money else sign
        return rf"\A[ \t]*(?:{front}{number}{after}|\({money}{number}{after}\))[ \t]*\z"

    @property
    def _digits(self) -> str:
        grouped = rf"[1-9][0-9]{{0,2}}(?:{re.escape(self.thousands)}[0-9]{{3}})+|" if self.thousands else ""
        if self.decimals == 0:
            return f"{grouped}0|[1-9][0-9]*"
        most = "" if self.decimals is None else str(self.decimals)
        point = re.escape(self.point)
        return rf"(?:{grouped}0|[1-9][0-9]*)(?:{point}[0-9]{{0,{most}}})?|{point}[0-9]{{1,{most}}}"

    def plain(self, cell: Value) -> Value:
        """The number with a minus and a point at most; null where the cell is none."""
        text = cell
        for part in filter(None, (self.prefix.strip(), self.suffix.strip(" \u00a0\u202f"))):
            text = text.replace(part, "")
        kept = "0-9eE+-" if self.decimals is None else "0-9"
        digits = text.re_replace(f"[^{kept}{re.escape(self.point)}]", "").replace(self.point, ".")
        is_negative = cell.re_search(rf"\A[^0-9]*[-({_MINUS}]")
        unsigned = digits.re_replace(r"\A[-+]+", "")
        signed = ibis.ifelse(is_negative, ibis.literal("-").concat(unsigned), unsigned)
        return ibis.ifelse(cell.re_search(self.rule), signed, ibis.null(str))


@dataclass(frozen=True)
class Moments:
    """How dates or timestamps are written: strftime patterns. Without one, ISO timestamps with offsets, as UTC."""

    patterns: tuple[str, ...] = ()

    @property
    def example(self) -> str:
        """The patterns in words."""
        return " or ".join(self.patterns) or "an ISO timestamp with an offset"

    def plain(self, cell: Value) -> Value:
        """The moment as ISO text; null where the cell follows no pattern."""
        text = trimmed(cell)
        if not self.patterns:
            return _in_utc(text)
        return ibis.coalesce(*(_by_pattern(text, pattern) for pattern in self.patterns))


def _by_pattern(text: Value, pattern: str) -> Value:
    rule, tokens = _rule(pattern)
    found = {token: text.re_extract(rule, number) for number, token in enumerate(tokens, 1)}
    date = _joined("-", _year(found), _month(found), found.get("d", ibis.literal("01")).lpad(2, "0"))
    iso = date.concat(" ").concat(_clock(found)) if {"H", "I"} & {*tokens} else date
    return ibis.ifelse(text.re_search(rule), iso, ibis.null(str))


def _rule(pattern: str) -> tuple[str, list[str]]:
    """The regular expression of a pattern, and its tokens in the order of the groups."""
    if pattern.startswith("%Y%m%d"):
        rest, tokens = _rule(pattern[6:])
        return rf"\A([0-9]{{4}})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01]){rest[2:]}", ["Y", "m", "d", *tokens]
    parts = re.split("%(.)", pattern)
    tokens = parts[1::2]
    rules = [re.escape(text) if at % 2 == 0 else _TOKENS[text] for at, text in enumerate(parts)]
    return rf"\A{''.join(rules)}\z", tokens


def _year(found: dict[str, Value]) -> Value:
    if "Y" in found:
        return found["Y"]
    century = ibis.ifelse(found["y"] < _CENTURY, "20", "19")
    return century.concat(found["y"])


def _month(found: dict[str, Value]) -> Value:
    if "m" in found:
        return found["m"].lpad(2, "0")
    name = (found["b"] if "b" in found else found["B"]).left(3).lower()
    pairs = [(month, f"{number:02}") for number, month in enumerate(_MONTHS, 1)]
    return name.cases(*pairs, else_="")


def _clock(found: dict[str, Value]) -> Value:
    hour = found["H"].lpad(2, "0") if "H" in found else _of_day(found["I"], found["p"])
    second = found.get("S", ibis.literal("00"))
    clock = _joined(":", hour, found["M"], second)
    return clock.concat(".").concat(found["f"].rpad(6, "0")) if "f" in found else clock


def _of_day(hour: Value, half: Value) -> Value:
    """The hour of 24 for one of twice 12."""
    twelve = hour.lpad(2, "0")
    pairs = [(f"{number:02}", f"{number % 12 + 12:02}") for number in range(1, 13)]
    morning = ibis.ifelse(twelve == "12", "00", twelve)
    return ibis.ifelse(half.lower() == "pm", twelve.cases(*pairs, else_=""), morning)


def _joined(mark: str, *parts: Value) -> Value:
    return reduce(lambda text, part: text.concat(mark).concat(part), parts)


def _in_utc(text: Value) -> Value:
    """An ISO timestamp less its offset."""
    local = text.re_extract(_OFFSET, 1).try_cast("timestamp")
    hours, minutes = (text.re_extract(_OFFSET, group).try_cast("int64").fill_null(0) for group in (4, 5))
    ahead = (hours * 60 + minutes) * ibis.ifelse(text.re_extract(_OFFSET, 3) == "-", -1, 1)
    moment = local - ahead.as_interval("m")
    return ibis.ifelse(text.re_search(_OFFSET), moment.cast(str), ibis.null(str))
