"""What is done to records in other ways than to record it: "mark tasks as done", "assign a ticket to an agent"."""

import re

from pipeline.briefs.actions import KEEPERS
from pipeline.briefs.attaching import attach
from pipeline.briefs.events import EVENTS, event_of, is_event
from pipeline.briefs.model import Model
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.relations import related, several
from pipeline.briefs.said import Said
from pipeline.briefs.shapes import KEEP
from pipeline.briefs.words import is_plural, singular, without_determiners, word_set
from pipeline.contracts.capabilities import Capability

_CAN = r"(?:(?:can|may|should|must|will)(?: be able to)? )?(?:also )?"
_MARK = re.compile(
    rf"^(?:[\w -]+? {_CAN})?marks? (?:(?:an?|the|any|each|single|their) )?(?P<noun>[\w-]+(?: [\w-]+)?) as "
    r"(?P<state>[a-z]+)(?: or (?:as )?(?:not )?[a-z]+)?$",
    re.IGNORECASE,
)
_BE_MARKED = re.compile(
    r"^(?P<noun>[\w-]+(?: [\w-]+)?) (?:can|may|should|must) be marked as (?P<state>[a-z]+)$", re.IGNORECASE
)
_ASSIGN = re.compile(
    rf"^(?:(?P<who>[\w-]+(?: [\w-]+)?) {_CAN})?(?P<verb>assigns?|allocates?|delegates?|adds?|groups?|sorts?|"
    rf"organi[sz]es?|divides?) "
    r"(?P<thing>(?:an?|each|every|the)? ?[\w-]+(?: [\w-]+)?) (?:to|into) (?P<target>(?:an?|one|each|"
    r"the)? ?[\w-]+(?: [\w-]+)?)$",
    re.IGNORECASE,
)
_WHICH = re.compile(
    rf"^(?:(?:we|i) (?:also )?(?:want to |need to )?)?{KEEP} which (?P<one>[\w-]+(?: [\w-]+)??) "
    r"(?:has |have |is |are )?(?P<verb>[a-z]+)(?: (?:in|at|for|on|to|by|with|from))? which (?P<other>[\w-]+)"
    r"(?P<when>,? and (?:since |from |until )?when)?$",
    re.IGNORECASE,
)


_COLLECTIONS = word_set("list cart basket wishlist playlist collection favourites favorites library selection set")
"""What holds records that others hold, too."""


def read_marked(text: str, model: Model) -> list[Said]:
    """ "Mark tasks as done": a task is done or not, unless a field of it knows that state."""
    match = _MARK.match(text) or _BE_MARKED.match(text)
    draft = model.find_head(entity_noun(match["noun"], is_item=True) or "") if match else None
    if not match or not draft:
        return []
    state = match["state"].lower()
    known = any(state in map(str.lower, field.choices) or state == name for name, field in draft.fields.items())
    needs = (Capability.UPDATE,)
    said = [] if known else attach(draft.label, f"whether it is {state}", model)
    return [*said, Said(f"{draft.label} is marked as {state}", needs, (draft.label,), used="mark marks marked as")]


def read_assigned(text: str, model: Model) -> list[Said]:
    """ "A manager assigns a ticket to an agent": a ticket refers to an agent, once it has one."""
    match = _ASSIGN.match(text)
    thing = entity_noun(match["thing"], is_item=True) if match else None
    target = entity_noun(match["target"], is_item=True) if match else None
    if not match or not thing or not target or thing == target:
        return []
    if match["verb"].lower().startswith("add"):
        return _added(thing, target, match[0], model)
    if model.find(thing) is None or (target in KEEPERS and model.find(target) is None):
        return []
    are_many = is_plural(match["thing"]) and is_plural(match["target"])
    is_grouped = not re.match(r"assign|allocat|delegat", match["verb"], re.IGNORECASE)
    if are_many and not is_grouped and (is_event(target) or not is_event(thing)):
        return [several(thing, target, match[0], model)]
    model.refer(thing, target, required=False)
    said = related(thing, target)
    return [Said(said.text, (*said.needs, Capability.UPDATE), said.about, used="assign assigns allocate allocates")]


def _added(thing: str, target: str, text: str, model: Model) -> list[Said]:
    """ "Add exercises to a plan": an exercise of a plan; what is only collected may be in several."""
    if model.find(thing) is None or model.find(target) is None or (thing, target) in model.many:
        return []
    if target.split()[-1] in _COLLECTIONS:
        return [several(thing, target, text, model)]
    model.refer(thing, target)
    said = related(thing, target)
    return [Said(said.text, (*said.needs, Capability.CREATE), said.about, used="add adds")]


def read_which(text: str, model: Model) -> list[Said]:
    """ "Record which tenant lives in which flat and since when": a record that refers to both."""
    match = _WHICH.match(text)
    one, other = (entity_noun(match["one"], is_item=True), entity_noun(match["other"])) if match else (None, None)
    if not match or not one or not other:
        return []
    nouns = EVENTS.get(match["verb"].removesuffix("s")) or EVENTS.get(event_of(match["verb"]))
    label = next((noun for noun in nouns if noun in model.drafts), nouns[0]) if nouns else f"{one} {other}"
    for parent in (one, other):
        model.refer(label, singular(without_determiners(parent)))
    model.drafts[label].is_event = bool(nouns)
    said = Said(f"{label} refers to {one} and {other}", (Capability.RELATION,), (label, one, other), used=text)
    when = re.search(r"(?P<how>since|from|until) when", match["when"] or "")
    if when or (match["when"] and not nouns):
        return [said, *attach(label, when["how"] if when else f"{match['verb']} on", model)]
    return [said]
