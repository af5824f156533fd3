"""Rules between two fields inside the list that names them: "an end date which must not be before the start date"."""

# ruff: noqa: RUF001 - people write curly quotes

import re

from pipeline.briefs.comparing import HOW, MODAL, NEVER, NOT, is_denied
from pipeline.briefs.words import without_determiners

_NO_NOUN = r"(?:is|are|was|were|has|have|must|should|may|can|cannot|will|and|or|but|which|that|who|when|if|not|than)\b"
_NOUNS = rf"(?!{_NO_NOUN})[a-z][\w'’-]*(?: (?!{_NO_NOUN})[a-z][\w'’-]*){{0,5}}"
_THE = r"(?:an?|the|its|their|his|her|this|that)"
_CLAUSE = re.compile(
    rf"(?P<who>,? (?:which|that|whose (?:value|date|time|amount)))? (?:(?P<must>{NEVER}|{MODAL}) )?"
    rf"{NOT}(?P<how>{HOW}) (?P<other>(?!today|now\b)(?:(?P<the>{_THE}) )?{_NOUNS})(?: itself)?"
    r"(?=\s*(?:[,;.]|$)|\s(?:and|plus|as well as)\b|\s&)",
    re.IGNORECASE,
)
_ITEM = re.compile(
    rf"(?:^|[,;:]|\b(?:and|plus|with|of|has|have|stores?)\b)\s*(?P<the>{_THE} )?(?P<name>{_NOUNS})$", re.IGNORECASE
)
_PARTS = re.compile(
    r"[,;:()&]|\b(?:and|plus|as well as|has|have|with|having|contains?|includes?|consists? of|comprises?|stores?|"
    r"records?|needs?|which|that)\b",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)")
_DENIED = re.compile(
    r"\b(?:no|not|never|cannot|nobody|if|when|unless|reject\w*|refus\w*|warn\w*|prevent\w*|forbid\w*|drop|remove|ignore)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
"""Where a comparison tells what there must not be."""
_LATTER = re.compile(
    r",? (?:and |with )?the (?:latter|second|last)(?: of (?:which|them|these|the two))?(?: one| date| time)? "
    r"(?P<how>.+?) the (?:former|first)(?: one| date| time)?$",
    re.IGNORECASE,
)


def with_orders(text: str) -> str:
    """A list with what its clauses compare in parentheses: "a start, an end (not before the start)"."""
    names = _names(text)
    if (latter := _LATTER.search(text)) and len(names) > 1:
        text = f"{text[: latter.start()]} which {latter['how']} the {_names(text[: latter.start()])[-2]}"
    found, start = "", 0
    for clause in _CLAUSE.finditer(text):
        before = text[: clause.start()]
        rest = _INSIDE.sub("", found + text[start : clause.start()])
        if "(" not in rest and _compares(clause, before, text) and not _DENIED.search(rest):
            found += f"{text[start : clause.start()]} ({_plain(clause, before)})"
            start = clause.end()
    return found + text[start:]


def _names(text: str) -> list[str]:
    """What the parts of a list are called, as far as they say no more than that."""
    return [without_determiners(part).lower() for part in _PARTS.split(text) if part.strip()]


def _compares(clause: re.Match[str], before: str, text: str) -> bool:
    """Whether the words belong to the field before them, and do not tell what somebody looks for or must not do."""
    item = _ITEM.search(before)
    if not item:
        return False
    other = without_determiners(clause["other"]).lower()
    names = _names(f"{before}, {text[clause.end() :]}")
    is_named = other in names or (other == "it" and len(_names(before)) > 1)
    if not clause["who"]:
        # "Minutes after the deadline" is a name.
        is_alike = other.split()[-1] == item["name"].lower().split()[-1]
        return (
            not clause["must"] and is_named and (is_denied(clause) or bool(clause["on"] or clause["least"]) or is_alike)
        )
    return is_named or bool(clause["the"] and item["the"])


def _plain(clause: re.Match[str], before: str) -> str:
    """The comparison without "which" and "must", and with a name for "it"."""
    other = clause["other"]
    if other.lower() == "it":
        other = f"the {_names(before)[-2]}"
    return f"{'not ' if clause['never'] or clause['not'] else ''}{clause['how']} {other}"
