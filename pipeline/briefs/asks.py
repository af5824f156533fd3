"""What a sentence asks of the application, word by word: what is known, what no project offers, and what is left over.

A sentence counts as understood only if nothing is left over: one word that nobody knows may change its meaning.
"""

# ruff: noqa: RUF001 - people write curly quotes

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.briefs.notices import is_notice
from pipeline.briefs.numbers import take_limits
from pipeline.briefs.vocabulary import ASKED, BEYOND, FILLER, MESSAGES, STRUCTURE, VAGUE
from pipeline.briefs.words import plural, singular
from pipeline.contracts.capabilities import Capability

_WORD = re.compile(r"[A-Za-zÀ-ÿ][\w'’À-ÿ-]*|\d[\d.,]*%?")
_REASON = re.compile(
    r"(?:,?\s+|^)(?:so that|so (?=(?:we|i|they|people|users|staff)\b)|in order to|because|since (?=(?:we|i|they|"
    r"it)\b))\s.*$",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"^(?:(?:please|hi|hello|hey)[,!]?\s+)*(?:(?:i|we)(?:['’]d| would)? (?:like|need|want|wish)(?: to (?:have|"
    r"build|create|get|make))?|"
    r"(?:can|could) you (?:please )?(?:build|create|make|write)|build|create|make|develop|design|write|set up|"
    r"generate|give)"
    r"(?: me| us)? (?:an?|the|some) (?:[\w-]+ ){0,4}?(?:app|application|system|tool|site|website|service|software|"
    r"platform|"
    r"program|database|database|portal|solution|something|tracker|manager|register|api|backend|crm|planner|"
    r"catalogue|catalog)\b"
    r"(?:(?: for| of)(?: [a-z]+ing)? (?:an?|the|my|our|small|your)\b [\w' -]+?)?"
    r"(?=$|[,.:]|\s(?:that|which|where|in which|with|to|for|so|who)\b)",
    re.IGNORECASE,
)
_OURS = re.compile(r"\b(?:in|of|for|at) (?:our|my|the) [\w-]+$", re.IGNORECASE)
_OUT_OF = re.compile(
    r"\b(?:which|what|those)\b[\w ]{0,25}?\b(?:have|has|are|is) (?:run )?out of (?P<thing>\w+)", re.IGNORECASE
)
_EXAMPLE = re.compile(r"\((?:e\.? ?g\.?|such as|for example|for instance|like|i\.e\.)[^()]*\)", re.IGNORECASE)
_FRAMES = tuple(
    re.compile(rf"^{pattern}$", re.IGNORECASE)
    for pattern in (
        r"(?:hi|hello|hey|dear|(?:many )?thanks|thank you|cheers|(?:best|kind) (?:regards|wishes)|"
        r"yours)\b[\w ,'’-]{0,30}",
        r"the (?:purpose|goal|aim|idea)(?: of (?:the|this) [\w-]+)? is to (?:manage|administer|run|organi[sz]e|track|"
        r"record)"
        r" [\w' -]+",
        r"(?:[\w-]+ ){1,3}(?:manager|tracker|planner|organi[sz]er|portal|directory)(?: for [\w' -]+)?",
        r"(?:(?:could|can) you )?(?:please )?(?:build|make|create|write) (?:me |us )?something (?:for|to) [\w' -]+",
        r"(?:(?:hi|hello)[,!]? )?(?:we|i)(?: (?:run|own|operate|are|have|organi[sz]e)|['’]re|['’]m|['’]ve got) "
        r"(?:an?|the|our|several|many) [\w' -]+",
        r"(?:an?|the|our)? ?(?:[\w-]+ ){0,2}(?:app|application|system|tool|site|software|database|platform|"
        r"service|program)(?: for [\w' -]+)?",
        r"(?:i|we)(?:['’]d| would)? (?:want|need|like) to (?:manage|run|organi[sz]e|track|keep track of|"
        r"digiti[sz]e) (?:an?|my|our|the) [\w' -]+",
        r"(?!the [\w-]+ of an? [\w-]+$)"
        r"(?!.*(?:\b(?:is|are|was|has|have|can|will|each|every)\b|\d))(?:an?|the|our) [\w' -]+? (?:with|of|for) "
        r"[\w', -]+",
        r"(?:it['’]?s|it is|this is)(?: an?| the)?(?: [\w-]+){0,3} (?:for|of) [\w' -]+",
        r"(?:build|create|make|develop|design|set up|i need|we need|i want|we want|i['’]d like|"
        r"we['’]d like) (?:an?|the|our) (?:[\w'-]+ ?){1,5}",
        r"(?:an?|the|our|my) [\w' -]+? (?:sells?|runs?|operates?|takes in|keeps?|needs?|wants?) (?:an? |the )?[\w' -]+",
    )
)
_RULING = re.compile(
    r"\b(?:must|should|shall|cannot|can['’]t|may|between|before|after|at least|at most|only|never|always|required|"
    r"unique|mandatory)\b",
    re.IGNORECASE,
)
"""Where something is ruled, more is said than that an application is wanted."""
_SCENE = re.compile(
    r"^(?:an?|the|our|my|this|for our|for the|for my|for an?)\s(?:[\w'-]+ ){0,5}?[\w'-]+(?:,? (?:where|in which)|"
    r":)(?:\s|$)|^[\w' -]{1,40}:(?:\s|$)|"
    r"^(?:we|i) (?:run|own|operate|have|are) (?:an?|the|our) [\w' -]+? and (?=(?:would|want|need|like)\b)|"
    r"^(?:our|the|my|this) (?:[\w-]+ ){1,2}(?:wants?|needs?|would like) to\b|"
    r"^(?:[\w-]+ ){1,3}(?:platform|app|application|system|tool|website|site|portal)(?= (?:with|for)\b)",
    re.IGNORECASE,
)
"""Where a sentence says what the application is, or whom it is for: that asks for nothing."""


PLAIN = frozenset((Capability.READ, Capability.CREATE, Capability.UPDATE, Capability.DELETE))
"""Beside anything else, to show or to see is no wish of its own."""


@dataclass(frozen=True)
class Asked:
    """What a sentence needs, what in it no type of project offers, and the words that are left over."""

    needs: tuple[Capability, ...] = ()
    beyond: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def read_asks(text: str, known: Iterable[str], *, is_definition: bool = False, has_limits: bool = False) -> Asked:
    """What `text` asks for; `known` are the names of what the application holds.

    Where a sentence was read as a definition, its capabilities are known from there, and only what else it says counts.
    """
    known = tuple(known)
    empty = _OUT_OF.search(text)
    if empty and any(empty["thing"].lower() in name.lower().split() for name in known):
        # A filter on the field that counts them finds those of which there are none.
        text = text.replace(empty[0], "filter")
    stated = _without_limits(_REASON.sub("", text)) if has_limits else _REASON.sub("", text)
    rest = _without_names(stated, known)
    rest = _OURS.sub(" ", rest) if is_definition else rest
    if is_definition:
        rest = _EXAMPLE.sub(" ", rest)
    rest = (
        _SCENE.sub(" ", _FRAME.sub(" ", rest.strip()).strip(" ,")) if is_definition else _FRAME.sub(" ", rest.strip())
    )
    beyond = tuple(name for name, pattern in BEYOND if pattern.search(rest) or (name == MESSAGES and is_notice(text)))
    needs = []
    for capability, pattern in ASKED:
        if not (is_definition and capability in VAGUE) and pattern.search(rest):
            needs.append(capability)
            rest = pattern.sub(" ", rest)
    if re.search(r"\b(?:by|per|for each)\b", rest) and not is_definition:
        # A list by date is in an order, and a chart by region counts or adds up.
        ordered = {Capability.LIST: Capability.SORT, Capability.DASHBOARD: Capability.AGGREGATE}
        needs += [meant for asked, meant in ordered.items() if asked in needs and meant not in needs]
    if needs and any(need not in PLAIN for need in needs):
        needs = [need for need in needs if need is not Capability.READ]
    neutral = FILLER | (STRUCTURE if is_definition else frozenset())
    left = [word for word in _WORD.findall(rest) if word.lower() not in neutral]
    return Asked(tuple(dict.fromkeys(needs)), beyond, tuple(dict.fromkeys(left)))


def _without_limits(text: str) -> str:
    """The text without the limits that it states, of however many fields."""
    found, rest = take_limits(text)
    while found:
        found, rest = take_limits(rest)
    return rest


def is_frame(text: str) -> bool:
    """Whether a sentence only says that an application is wanted, and for whom."""
    plain = text.strip(" .!?")
    if not re.sub(r"\W", "", _FRAME.sub("", plain)):
        return True
    if _RULING.search(plain):
        return False
    asked = read_asks(plain, ())
    return not set(asked.needs) - set(PLAIN) and not asked.beyond and any(pattern.match(plain) for pattern in _FRAMES)


def _without_names(text: str, known: Iterable[str]) -> str:
    """The text without the names that it holds, in singular or plural, the longest first."""
    names: set[str] = set()
    for name in known:
        plain = " ".join(name.lower().replace("_", " ").split())
        names |= {name.lower()} if "_" in name else set()
        names |= {plain, plural(singular(plain)), singular(plain)} if plain else set()
    if not names:
        return text
    longest_first = "|".join(map(re.escape, sorted(names, key=lambda one: (-len(one), one))))
    return re.sub(rf"(?<![\w])(?:{longest_first})(?:['’]s|s['’]|['’])?(?![\w])", " ", text, flags=re.IGNORECASE)
