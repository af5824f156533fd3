"""Noun phrases that may name a kind of record."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from pipeline.briefs.words import DETERMINERS, is_plural, singular, without_determiners, word_set

_MOST_WORDS = 3

GENERIC = word_set(
    "system app application website web platform tool service program software database db data api dashboard "
    "interface ui thing things information info detail details entity entities column columns object "
    "attribute attributes relation relations relationship relationships description overview purpose title "
    "summary way ability everything something anything someone anyone everyone nothing example examples kind kinds it "
    "they them we i you he she there here that this these those which who what us me one ones following each both all "
    "name names backend frontend crud rest endpoint endpoints json csv access time times date dates moment moments "
    "management track tracking maintenance usage whereabouts availability administration"
)
_SOFTWARE = word_set("application tool system service program platform object")
_SELDOM = word_set(
    "record records site sites page pages list lists report reports feature features requirement requirements "
    "field fields table tables model "
    "models objects resource resources goal goals note notes type types home business need needs history progress step "
    "steps function functions functionality constraint constraints rule rules tech stack technology story "
    "stories permission permissions role roles background actor actors"
)
"""Words that more often speak of the brief itself: they name an entity only after an article, or as a list item."""

COMPOUNDING = word_set(
    "sales sports goods news savings customs arts accounts parts operations systems species series works logistics "
    "electronics statistics"
)
"""Plurals that stand in front of nouns."""

_NOT_IN_NAMES = word_set(
    "is are was were be been has have had do does did can could may might will would shall should must to for of "
    "in on at by with from and or but not if when where while as so than then because who whom whose which that "
    "also only just i we you they it he she me him them us our your my see sees about into over under between how "
    "after before during since until within without "
    "whether "
    "want wants need needs like please make makes let lets use uses using it's"
)
_DROPPED = word_set(
    "registered active existing available own upcoming past current following basic personal internal online "
    "daily relevant important local"
)


_told: ContextVar[frozenset[str]] = ContextVar("told", default=frozenset())


@contextmanager
def told(labels: Iterable[str]) -> Iterator[None]:
    """While records called so are known to be told of, "tables" names them even without an article."""
    before = _told.set(frozenset(labels))
    try:
        yield
    finally:
        _told.reset(before)


def is_seldom(label: str) -> bool:
    """Whether a noun more often speaks of the brief itself than of a record."""
    return label in _SELDOM


def entity_noun(phrase: str, is_item: bool = False) -> str | None:
    """The singular, in lower case, of the kind of record that `phrase` names; None if it names none."""
    definite = is_item or re.match(r"(?:each|every|an?|one|many|several|multiple)\s", phrase.strip(), re.IGNORECASE)
    text = without_determiners(phrase.strip(" .,:;'\"“”"))
    words = re.sub(r"\s+(?:entity|entities|table|tables|model|models|record|records)$", "", text).split()
    while len(words) > 1 and words[0].lower() in _DROPPED | DETERMINERS:
        words = words[1:]
    plain = [word.lower() for word in words]
    if not words or len(words) > _MOST_WORDS or not all(re.fullmatch(r"[A-Za-zÀ-ÿ][\wÀ-ÿ-]*", word) for word in words):
        return None
    if len(words) > 1 and is_plural(plain[0]) and plain[0] not in COMPOUNDING:
        # "Customers rent" is no name.
        return None
    if singular(plain[-1]) in _told.get():
        definite = True
    is_generic = plain[-1] in GENERIC and not _is_record(phrase, plain, is_item)
    if is_generic or (plain[-1] in _SELDOM and not definite) or any(word in _NOT_IN_NAMES for word in plain):
        return None
    return singular(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", " ".join(words)).replace("_", " "))


def _is_record(phrase: str, plain: list[str], is_item: bool) -> bool:
    """Whether a word for software means a record: "each tool", "applications", and "an application" that has fields."""
    articles = r"(?:an?|each|every)\s" if is_item else r"(?:each|every)\s"
    return len(plain) == 1 and plain[0] in _SOFTWARE and bool(re.match(articles, phrase.strip(), re.IGNORECASE))


def plural_nouns(parts: list[str]) -> list[str] | None:
    """The singulars of `parts` if every one of them names a kind of record in the plural."""
    nouns = [entity_noun(part) for part in parts]
    if not nouns or not all(noun and is_plural(part) for noun, part in zip(nouns, parts, strict=True)):
        return None
    return [noun for noun in nouns if noun]
