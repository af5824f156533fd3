"""What people write shortly, written out: "tracking no.", "w/ timestamp + location", "open → closed", "wether"."""

# ruff: noqa: RUF001 - people write arrows

import re

from pipeline.briefs.words import is_misspelt

_SHORT = {
    "no": "number", "nr": "number", "num": "number", "qty": "quantity", "amt": "amount", "addr": "address",
    "tel": "telephone", "dept": "department", "descr": "description", "desc": "description", "approx": "about",
    "max": "maximum", "min": "minimum", "incl": "including", "mins": "minutes", "hrs": "hours", "secs": "seconds",
    "ref": "reference", "temp": "temperature", "avg": "average", "yr": "year", "yrs": "years", "pct": "percent",
}  # fmt: skip
_WITH_POINT = frozenset(("no", "nr", "num", "tel", "ref", "temp", "min", "max", "desc"))
"""Short forms that are words of their own, or names of fields, without their point."""
_WORD = re.compile(r"(?<![\w.@/-])(?P<word>[A-Za-z]{2,6})(?P<point>\.(?=\s*[,;):(]|\s+[a-z0-9(]|$))?(?![\w.@/-])")
_NUMBERED = re.compile(r"(?<=[a-z] )(?<!\bor )(?<!\byes )(?:no|nr)(?=\s*(?:[,;()]|$|and\b))", re.IGNORECASE)
""" "Employee no", at the end of a name."""
_ARROW = r"\s*(?:→|⇒|-{1,2}>|=>)\s*"
_STEP = r"\w(?:[\w'’-]*\w)?(?: \w(?:[\w'’-]*\w)?)?"
_STEPS = re.compile(rf"(?P<name>[a-z][\w ]*?):?\s+\(?(?P<steps>{_STEP}(?:{_ARROW}{_STEP})+)\)?", re.IGNORECASE)
_PLAIN = (
    (re.compile(r"(?<![\w/])w/(?!o\b)\s*", re.IGNORECASE), "with "),
    (re.compile(r"(?<![\w/])w/o\b", re.IGNORECASE), "without"),
    (re.compile(r"(?<=[a-z)])\s+\+\s+(?=[a-z])", re.IGNORECASE), " and "),
)
_LONG = ("address", "whether", "quantity", "category", "description", "appointment")
"""Long words of many briefs that are often misspelt."""
_TOKEN = re.compile(r"(?<![\w@.-])[a-z]{6,}(?![\w@-])")


def written_out(text: str) -> str:
    """A sentence without short forms and arrows, and with the usual spelling of the words that are often misspelt."""
    for pattern, plain in _PLAIN:
        text = pattern.sub(plain, text)
    text = _STEPS.sub(_as_choices, text)
    text = _NUMBERED.sub("number", text)
    text = _WORD.sub(_in_full, text)
    return _TOKEN.sub(lambda token: next((word for word in _LONG if _is_meant(word, token[0])), token[0]), text)


def _is_meant(word: str, token: str) -> bool:
    return token != f"{word}s" and is_misspelt(word, token)


def _in_full(match: re.Match[str]) -> str:
    word = match["word"].lower()
    long = _SHORT.get(word)
    if long is None or match["word"].isupper() or (word in _WITH_POINT and not match["point"]):
        return match[0]
    return long


def _as_choices(match: re.Match[str]) -> str:
    """The steps as values, and that their order is a matter of its own, which no field can state."""
    return f"{match['name']} (one of {', '.join(re.split(_ARROW, match['steps']))}) (only in this order)"
