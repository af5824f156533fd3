"""What people do with records, by the verbs of a sentence: "add, edit and delete books and authors"."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from pipeline.briefs.events import EVENTS, TAKES, is_event
from pipeline.briefs.model import Model
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.words import without_determiners, word_set
from pipeline.contracts.data import Write

WRITES: tuple[Write, ...] = ("create", "update", "delete")
_CREATES = word_set(
    "add create enter register record post write submit place make publish insert log book reserve order borrow "
    "save store upload donate rent hire buy request report offer"
)
_UPDATES = word_set(
    "edit update change modify correct amend adjust alter mark rename close approve assign "
    "reject confirm resolve decline"
)
_DELETES = word_set("delete remove erase cancel")
_MANAGES = word_set("manage maintain administer administrate handle")
_READS = word_set(
    "view see read browse search find look access show display filter sort export download check list open"
)
_VERBS: dict[str, tuple[Write, ...]] = {
    **dict.fromkeys(_CREATES, ("create",)),
    **dict.fromkeys(_UPDATES, ("update",)),
    **dict.fromkeys(_DELETES, ("delete",)),
    **dict.fromkeys(_MANAGES, WRITES),
    **dict.fromkeys(_READS, ()),
}
VERBS = frozenset(_VERBS)
"""What people do with records."""
_WORD = re.compile(
    r"^(?:(?:also|only|then|both|just|even|be|freely)\s+)*(?P<verb>[\w-]+)(?:\s+(?:up|at|through|in|"
    r"for))?\b\s*(?P<rest>.*)$"
)
_DENIED = re.compile(r"(?:,|,? (?:and|but|or)) (?:not|never)\b(?! only\b).*$", re.IGNORECASE)
_SIGNED_IN = re.compile(r"^(?:sign|log)[ -]?(?:in|on) (?:and|to) (?:then )?", re.IGNORECASE)
_FULL = re.compile(r"^(?:do (?:everything|anything)|(?:have )?full (?:access|control)|everything)\b", re.IGNORECASE)
_READ = re.compile(r"^(?:(?:have )?(?:read(?:[- ]only)?|viewing) access|read[- ]only)\b", re.IGNORECASE)
_EVERYTHING = word_set("record row everything anything data entry all item information content")
_THEM = word_set("them it these those")


@dataclass
class Acts:
    """What somebody does: `writes` by the label of an entity, `verbs` whatever the entity, and "only" before a verb.

    With `is_all` it is everything that can be done, to whatever entity.
    """

    writes: dict[str, set[Write]] = field(default_factory=dict)
    verbs: set[Write] = field(default_factory=set)
    is_only: bool = False
    is_all: bool = False


def read_acts(text: str, model: Model, *, is_bare: bool = False, them: Collection[str] = ()) -> Acts | None:
    """What the verbs of a phrase do to which entities; None if it does not begin with such a verb.

    `is_bare` reads participles without an object, as in "(can only be) added or changed". `them` are the labels of what
    was spoken of before; without any, that is the entity that was read last. Where there is one entity only, a verb
    needs no object.
    """
    text = _SIGNED_IN.sub("", text.strip(" ."))
    if _FULL.match(text):
        return Acts({label: set(WRITES) for label in model.drafts}, set(WRITES), is_all=True)
    if _READ.match(text):
        return Acts()
    # "Add visits, but not delete them" permits nothing behind its "not".
    text = _DENIED.sub("", text)
    acts = Acts(is_only=bool(re.match(r"only\b", text, re.IGNORECASE)))
    verbs: set[Write] = set()
    has_object = False
    for at, piece in enumerate(re.split(r"\s*,\s*(?:and|or|but)?\s*|\s+(?:and|or|but|as well as)\s+", text)):
        match = _WORD.match(piece.lower())
        writes = written_by(match["verb"]) if match else None
        if writes is None and at == 0:
            return None
        if match and writes is not None:
            verbs = set(writes) | (set() if has_object else verbs)
            has_object = False
            acts.verbs |= set(writes)
        found = _objects(match["rest"] if match and writes is not None else piece, model)
        if match and (events := EVENTS.get(match["verb"])) and not any(map(is_event, found)):
            # Who borrows a book adds a loan, not a book.
            known = [event for event in events if event in model.drafts]
            found = known or ([] if match["verb"] in TAKES else found)
        for label in found:
            acts.writes.setdefault(label, set()).update(verbs)
        has_object = has_object or bool(found)
    if is_bare or acts.writes or not acts.verbs:
        return acts
    if len(text.split()) == 1:
        return _of_the_only(acts, model)
    return _of_them(acts, text, them or [model.last])


def _of_the_only(acts: Acts, model: Model) -> Acts:
    if len(model.drafts) == 1:
        acts.writes = {label: set(acts.verbs) for label in model.drafts}
    return acts


def _of_them(acts: Acts, text: str, them: Collection[str]) -> Acts | None:
    """ "… can delete them" speaks of what came before."""
    if _THEM & set(text.lower().split()):
        acts.writes = {label: set(acts.verbs) for label in them if label}
    return acts if acts.writes else None


def written_by(verb: str) -> tuple[Write, ...] | None:
    """What a verb, or its participle, does; None if it is no such verb."""
    endings = (
        (r"s$", ""),
        (r"d$", ""),
        (r"ed$", ""),
        (r"(.)\1ed$", r"\1"),
        (r"ied$", "y"),
        (r"ing$", ""),
        (r"ing$", "e"),
    )
    forms = (verb, *(re.sub(ending, plain, verb) for ending, plain in endings))
    return next((_VERBS[form] for form in forms if form in _VERBS), None)


def _objects(phrase: str, model: Model) -> list[str]:
    """The labels of the entities that a phrase names: "new books of a library" names books."""
    if re.match(r"(?:to|for|with|from|about)\b", phrase, re.IGNORECASE):
        return []
    plain = re.sub(
        r"\b(?:new|existing|old|any|all|the|an?|each|every|own|their|our)\b\s*", "", phrase, flags=re.IGNORECASE
    )
    head = re.split(r"\s+(?:of|for|with|to|from|in|on|by|that|which|who|when|if|about|as)\b", plain)[0].strip()
    noun = entity_noun(head, is_item=True) or without_determiners(head).lower()
    if not noun:
        return []
    if found := model.find_head(noun) or model.find_tail(noun):
        return [found.label]
    if noun.removesuffix("s") in _EVERYTHING or noun in _EVERYTHING:
        return list(model.drafts)
    verb = next((one for one in EVENTS if noun.startswith(one)), "")
    return [noun for noun in EVENTS.get(verb, ()) if noun in model.drafts]
