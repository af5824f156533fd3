"""English lists: their parts, and what those share."""

import re

from pipeline.briefs.words import without_determiners, word_set

_SEPARATORS = (",", ";", "and", "&", "plus", "as well as")
_SEPARATOR = re.compile(r"([()\[\]]|,(?!\d{3}(?!\d))|;|\band\b|&|\bplus\b|\bas well as\b)")
_SHARED_HEAD = re.compile(
    r"^(?:an? |the )?(?:[\w-]+ )?(?P<head>date|time|number|name|price|code)(?P<many>s?)$", re.IGNORECASE
)
_EXTREME = re.compile(r"^(?:an? |the )?(?:min|max|minimum|maximum) (?P<head>[\w -]+)$", re.IGNORECASE)
_HALVES = word_set(
    "arrival departure start end check-in check-out pick-up pickup return birth purchase expiry opening closing "
    "issue due "
    "first last family given starting ending entry exit"
)
UNTIL = "to-"
"""Begins the end of what goes "from date, to date"."""


def split_list(text: str) -> list[str]:
    """The parts of an English list: at commas, semicolons and "and", but not inside of parentheses."""
    parts: list[str] = []
    depth, current = 0, ""
    for piece in _SEPARATOR.split(text):
        depth += (piece in ("(", "[")) - (piece in (")", "]"))
        # "date and time" is one thing.
        is_joint = piece == "and" and current.rstrip().lower().endswith("date")
        if depth == 0 and piece in _SEPARATORS and not is_joint:
            parts.append(current)
            current = ""
        else:
            current += piece
    cleaned = [part.strip(" .:-") for part in _rejoin_date([*parts, current])]
    return _with_heads([part for part in cleaned if part])


def _rejoin_date(parts: list[str]) -> list[str]:
    joined: list[str] = []
    for part in parts:
        match = re.match(r"^(.*\bdate) and (?!time\b)(.+)$", part.strip())
        joined.extend([match[1], match[2]] if match else [part])
    return joined


def _with_heads(parts: list[str]) -> list[str]:
    """ "an arrival and a departure date" are two dates."""
    for at, part in enumerate(parts):
        bare = without_determiners(part)
        what = bare[3:].partition(" (")[0]
        if bare.startswith("to ") and any(without_determiners(other) == f"from {what}" for other in parts):
            # "from date, to date": a field, and not what is to be done.
            parts[at] = f"{UNTIL}{bare[3:]}"
    for at, part in enumerate(parts[:-1]):
        bare = without_determiners(part).lower()
        shared = _SHARED_HEAD.match(parts[at + 1])
        if bare in _HALVES and shared:
            parts[at] = f"{part} {shared['head']}"
            parts[at + 1] = parts[at + 1].removesuffix(shared["many"]) if shared["many"] else parts[at + 1]
        elif bare in ("min", "minimum", "max", "maximum") and (other := _EXTREME.match(parts[at + 1])):
            parts[at] = f"{part} {other['head']}"
    return parts
