"""Who does what to what: "customers order books", "an order belongs to a customer"."""

# ruff: noqa: RUF001 - people write curly quotes and long dashes

import re

from pipeline.briefs.model import Model
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.phrases import read_field, split_list
from pipeline.briefs.words import DETERMINERS, is_plural, singular, word_set

_EVENTS = {
    "order": "order", "buy": "purchase", "purchase": "purchase", "rent": "rental", "hire": "rental", "borrow": "loan",
    "lend": "loan", "reserve": "reservation", "book": "booking", "enroll": "enrollment", "enrol": "enrolment",
    "register": "registration", "review": "review", "rate": "rating", "subscribe": "subscription",
    "apply": "application", "donate": "donation", "visit": "visit", "attend": "attendance",
}  # fmt: skip
"""What happens when somebody does this to something: it is a record of its own, with a reference to both."""

_EVENT_NOUNS = frozenset(_EVENTS.values()) | word_set(
    "appointment ticket comment message invoice payment post vote bid offer request claim session shift quote answer "
    "question submission workout expense note"
)
_ACTIONS = word_set(
    "write create own sell teach submit publish upload post make place host organize organise run leave give send "
    "join receive play lead author schedule log file complete take offer raise issue ask share report manage track"
)
_ROLES = word_set("admin administrator staff manager librarian editor operator employee team company organization we")
_MODALS = word_set("can may could will would should must to also then often regularly both")
_PREPOSITIONS = word_set("for of on from with to in about at by")
_BELONGS = re.compile(
    r"^(?P<child>.+?)\s+(?:always |also |must |should |can |will )?(?:belongs? to|refers? to|references?|links? to|"
    r"(?:is|are|be) (?:linked|related|connected|tied|assigned|attached) to|(?:is|are) part of)\s+(?P<parents>.+?)"
    r"(?:,?\s+and\s+(?P<rest>(?:has|have|contains?|includes?)\s.+))?$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"^(?:is|are|was|were|can be)\s+(?:\w+ed|written|made|taught|sold|run|given|led|held|sent|done|built|taken)\s+"
    r"(?:by|to|for|with|from|in|at|on)\s+(?P<noun>.+)$",
    re.IGNORECASE,
)


def read_belongs(text: str, model: Model) -> tuple[list[str], str]:
    """Read "an order belongs to a customer"; what was understood, and the rest of the sentence as one of its own."""
    match = _BELONGS.match(text)
    child = entity_noun(match["child"]) if match else None
    child = child or (model.last if match and match["child"].lower() in ("it", "they", "each") else None)
    if not match or not child:
        return [], text
    parents = [noun for noun in map(entity_noun, split_list(match["parents"])) if noun]
    for parent in parents:
        model.refer(child, parent)
    said = [f"{child} belongs to {parent}" for parent in parents]
    return said, f"each {child} {match['rest']}" if match["rest"] else ""


def read_part_relation(owner: str, part: str, model: Model) -> str | None:
    """Read a relation that stands in a list of fields: "belongs to a customer", "is written by an author"."""
    said, _ = read_belongs(f"each {owner} {part}", model)
    if said:
        return ", ".join(said)
    match = _PASSIVE.match(part)
    field = read_field(match["noun"]) if match else None
    if field is None:
        return None
    model.add_fields(owner, [field])
    return f"{owner} has {field.label}"


def read_actions(text: str, model: Model) -> list[str]:
    """Read every "subjects verb objects" of a sentence, where the verb says how the two are related."""
    words = re.findall(r"[A-Za-zÀ-ÿ][\w'’À-ÿ-]*|[,;:.()]", text)
    said: list[str] = []
    subject = ""
    for at, word in enumerate(words):
        verb = _verb(word)
        if not verb:
            continue
        subject = _subject(words, at, verb) or (
            subject if at and words[at - 1].lower() in ("and", "or", ",", "can") else ""
        )
        objects, end = _nouns(words, at + 1)
        if subject and objects:
            others, _ = _nouns(words, end + 1) if end < len(words) and words[end].lower() in _PREPOSITIONS else ([], 0)
            said.extend(_relate(model, subject, verb, [*objects], others))
    return said


def _verb(word: str) -> str:
    lower = word.lower()
    for form in (lower, lower[:-1] if lower.endswith("s") else "", lower[:-2] if lower.endswith("es") else ""):
        if form in _EVENTS or form in _ACTIONS:
            return form
    return ""


def _subject(words: list[str], at: int, verb: str) -> str:
    before = at - 1
    while before >= 0 and words[before].lower() in _MODALS:
        before -= 1
    if before < 0:
        return ""
    noun, one = words[before], words[before].lower()
    finite = words[at].lower() != verb
    # A plural before the verb, or "a customer" before a verb in the third person.
    article = before > 0 and words[before - 1].lower() in DETERMINERS
    # Those who only keep the records are not records themselves.
    if verb in ("manage", "track") and singular(one) in _ROLES:
        return ""
    if not (is_plural(noun) or one in ("people", "staff") or (finite and article)):
        return ""
    return entity_noun(noun) or ""


def _nouns(words: list[str], start: int) -> tuple[list[str], int]:
    """The plural nouns, or nouns after an article, from `start` on, joined by "and"; and where they end."""
    found: list[str] = []
    at = start
    if at < len(words) and words[at].lower() in _PREPOSITIONS:
        at += 1
    while at < len(words):
        article = words[at].lower() in DETERMINERS
        first = at + article
        length = next((size for size in (1, 2, 3) if _is_noun(words[first : first + size], size, article)), 0)
        noun = entity_noun(" ".join(words[first : first + length])) if length else None
        if not noun:
            break
        found.append(noun)
        at = first + length
        if at >= len(words) or words[at].lower() not in ("and", ",", "or") or _verb([*words, ""][at + 1]):
            break
        at += 1
    return found, at


def _is_noun(words: list[str], size: int, article: bool) -> bool:
    if len(words) < size or any(not word[0].isalpha() for word in words):
        return False
    return is_plural(words[-1]) or (article and size == 1)


def _relate(model: Model, subject: str, verb: str, objects: list[str], others: list[str]) -> list[str]:
    said: list[str] = []
    model.entity(subject)
    for thing in objects:
        if verb in _EVENTS and thing not in _EVENT_NOUNS:
            event = _EVENTS[verb]
            model.entity(event).is_event = True
            model.refer(event, subject)
            model.refer(event, thing)
            said.append(f"{event} refers to {subject} and {thing}")
        else:
            model.refer(thing, subject)
            known = [other for other in others if other not in (subject, thing)]
            for other in known:
                model.refer(thing, other)
            said.append(f"{thing} refers to {' and '.join([subject, *known])}")
    return said
