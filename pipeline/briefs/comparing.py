"""The words by which people compare two fields: "must be after", "may never exceed", "no earlier than"."""

# ruff: noqa: RUF001 - people write curly quotes

import re

MODAL = (
    r"(?:must|has to|have to|needs? to|ought to|should|shall|will|may|can|does|do|is|are|comes?|lies?|falls?|ends?|"
    r"starts?|begins?)"
)
NEVER = rf"(?P<never>cannot|can['’]t|won['’]t|{MODAL}(?:n['’]t| not| never))"
_LESS = r"(?:before|prior to|precedes?|(?:earlier|less|lower|smaller|cheaper|shorter|sooner|fewer) than|below|under|<)"
_MORE = r"(?:after|follows?|(?:later|more|greater|higher|larger|bigger|longer|newer) than|above|over|beyond|exceeds?|>)"
_EQUAL = r"(?: or (?:equal to|equals?|the same (?:day )?as|on|at))"
_ON = r"(?:(?:on|at|(?:the )?same(?: day)?(?: as)?|equal(?: to)?) or )"
HOW = (
    rf"(?:(?P<no>no )|(?P<on>{_ON}))?(?:(?P<less>{_LESS})|(?P<more>{_MORE})|(?P<least>at least|>=|≥)|"
    rf"(?P<most>at most|up to|limited to|capped at|<=|≤))(?P<equal>{_EQUAL})?"
)
NOT = r"(?P<not>not |never )?(?:(?:always|ever|strictly) )?(?:(?:be|come|lie|fall|end|start) )?(?:set )?(?:strictly )?"
_ONE = r"(?:(?:an?|the|its|their|each|every|any) )?[a-z][\w'’ -]{0,40}?"
ORDER = re.compile(
    rf"^(?P<field>{_ONE})(?:,? (?:which|that))? (?:(?:{NEVER}|{MODAL}) )?{NOT}"
    rf"{HOW} (?P<other>(?!today|now\b|\d){_ONE})(?: itself)?$",
    re.IGNORECASE,
)
"""A `field`, how it compares, and the `other` one; whether that is denied is in `never`, `not` and `no`."""
_FIELD = r"(?:an?|the|its|their) [a-z][\w'’ -]{0,40}?"
_COMPARED = rf"(?P<first>{_FIELD})(?: (?:which|that))?(?: (?:is|are|lies|comes))? (?P<rest>(?:{_LESS}|{_MORE}) .+?)"
_FORBIDDEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^no (?P<owner>[\w-]+(?: [\w-]+)?) (?:can|may|must|should|will) (?:ever )?have {_COMPARED}$",
        r"^(?:it (?:must|should) (?:not be|never be) possible to|it must be impossible to|(?:nobody|no one) "
        r"(?:can|may|must|should)|(?:you|users?|people|we|staff) (?:cannot|can['’]t|(?:must|may|should) not)) "
        rf"(?:enter|set|give|have|save|choose|pick|store|record) {_COMPARED}$",
        rf"^{_COMPARED} (?:is|are|must be|should be|will be) (?:not (?:allowed|permitted|accepted|valid|possible)|"
        r"rejected|refused|forbidden|invalid|impossible|an error)$",
    )
)
""" "No stay can have an end which is before its start", "an end before the start is refused"."""
_OPPOSITE = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}


def is_order(text: str) -> bool:
    """Whether a sentence has the shape of a rule between two fields."""
    return ORDER.match(text) is not None


def is_comparison(text: str) -> bool:
    """Whether words only say how something compares: "not before the start"."""
    match = ORDER.match(f"it {text}")
    return match is not None and match["field"] == "it"


def without_ban(text: str) -> str:
    """A sentence that forbids how two fields compare, as one that says how they must not: "the end must not be …"."""
    match = next(filter(None, (pattern.match(text) for pattern in _FORBIDDEN)), None)
    if not match:
        return text
    owner = match.groupdict().get("owner")
    return f"{match['first']}{f' of each {owner}' if owner else ''} must not be {match['rest']}"


def is_denied(match: re.Match[str]) -> bool:
    """Whether a comparison says what must not be."""
    return bool(match["never"] or match["not"] or match["no"])


def sign_of(match: re.Match[str]) -> str:
    """How the first field compares with the other one: by <, <=, > or >=."""
    if match["less"]:
        sign = "<"
    elif match["least"]:
        sign = ">="
    else:
        sign = "<=" if match["most"] else ">"
    if match["equal"] or match["on"]:
        sign = f"{sign[0]}="
    return _OPPOSITE[sign] if is_denied(match) else sign
