"""Numbers, shares and counts as sentences about the data say them."""

import math
import re


def percent(part: float) -> str:
    """A share of 1 in percent; a small one is told from nothing, and a large one from everything."""
    if 0 < part < 0.005:
        return "under 1 %"
    if 0.995 < part < 1:
        return "over 99 %"
    return f"{100 * part:.0f} %"


def grouped(text: str) -> str:
    """A canonical number with its thousands apart, from five digits on: four might be a year."""
    found = re.fullmatch(r"(-?)(\d{5,})((?:\.\d+)?)", text)
    return f"{found[1]}{int(found[2]):,}{found[3]}" if found else text


def amount(value: float) -> str:
    """A measure with as many digits as a person compares, and its thousands apart."""
    size = abs(value)
    if not math.isfinite(value) or (size and (size < 1e-4 or size >= 1e15)):
        return f"{value:.3g}"
    if size < 100:
        return f"{value:.4g}"
    return grouped(f"{value:.0f}" if size >= 10_000 or value == int(value) else f"{value:.1f}")


def count(number: int, noun: str) -> str:
    """A number with its noun: 1 row, 1,461 rows."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def verb(number: int, one: str, many: str) -> str:
    """The form of a verb that goes with so many."""
    return one if number == 1 else many
