"""Records that are told with whose they are: "harvests per field: date, yield", "for each player in a match: …"."""

import re

from pipeline.briefs.attaching import attach
from pipeline.briefs.events import MAKES
from pipeline.briefs.model import Model
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.said import Said
from pipeline.briefs.shapes import KEEP
from pipeline.briefs.words import is_plural, singular
from pipeline.contracts.capabilities import Capability

_NOUN = r"[\w-]+(?: [\w-]+)?"
_EACH = r"(?:per|(?:for|of|in|on|at) (?:each|every|an?|one))"
_PER = re.compile(
    rf"^(?:(?:i|we) (?:also |need to |want to )*{KEEP} )?(?:the |our |also )*"
    rf"(?P<owner>{_NOUN}) {_EACH} (?P<parent>{_NOUN}?)(?:\s*:\s*| with | \()(?P<list>[^()]+"
    r"(?:\([^()]*\)[^()]*)*?)\)?$",
    re.IGNORECASE,
)
_FOR_PAIR = re.compile(
    rf"^(?:for|of) (?:each|every|any) (?P<one>{_NOUN}?) (?:in|of|at|on|per|during) (?:an?|each|every|the) "
    rf"(?P<other>{_NOUN}?)(?:\s*[:,]\s*| )(?:(?:we|i|please) )?(?:{KEEP} )?(?P<list>.+)$",
    re.IGNORECASE,
)
_ACT_WITH = re.compile(
    rf"^(?P<act>(?:[\w-]+s|people) [\w-]+ (?:an? |new )?(?P<owner>(?:[\w-]+ )?[\w-]+)) "
    rf"(?:for|of|about|on|to) (?:an?|each|every|the|one) (?P<parent>{_NOUN}) "
    r"\((?P<list>[^()]*,[^()]*(?:\([^()]*\)[^()]*)*)\)$",
    re.IGNORECASE,
)
""" "Teachers write reports for a child (date, mood)": the list tells the report."""


def read_owned(text: str, model: Model) -> list[Said]:
    """What a sentence says of a record and of the one, or the two, that it belongs to."""
    return _read_pair(text, model) or _read_act(text, model) or _read_per(text, model)


def _read_pair(text: str, model: Model) -> list[Said]:
    """ "For each player in a match: minutes, goals": a record of both."""
    match = _FOR_PAIR.match(text)
    pair = [model.find(entity_noun(match[name], is_item=True) or "") for name in ("one", "other")] if match else []
    if not match or not all(pair) or pair[0] is pair[1]:
        return []
    one, other = (draft.label for draft in pair if draft)
    label = f"{other} {one}"
    for parent in (other, one):
        model.refer(label, parent)
    said = Said(f"{label} refers to {other} and {one}", (Capability.RELATION,), (label, other, one), used="each")
    return [said, *attach(label, match["list"], model)]


def _read_act(text: str, model: Model) -> list[Said]:
    match = _ACT_WITH.match(text)
    owner = entity_noun(match["owner"], is_item=True) if match and is_plural(match["owner"]) else None
    parent = entity_noun(match["parent"], is_item=True) if match else None
    subject, verb, *_ = match["act"].split() if match else ("", "")
    actor = entity_noun(subject) if is_plural(subject) else None
    if not match or not owner or not parent or not actor or verb.lower() not in MAKES:
        return []
    model.refer(owner, actor)
    model.acts.append((actor, owner))
    acted = Said(f"{owner} refers to {actor}", (Capability.RELATION,), (owner, actor), used=verb)
    return [acted, *_belongs(owner, parent, match["list"], model)]


def _read_per(text: str, model: Model) -> list[Said]:
    match = _PER.match(text)
    owner = entity_noun(match["owner"], is_item=True) if match and is_plural(match["owner"]) else None
    parent = entity_noun(match["parent"], is_item=True) if match else None
    if not match or not owner or not parent or owner == parent or not re.search(",| and ", match["list"]):
        return []
    if not (model.find(parent) or re.search(r"\b(?:per|each|every)\b", match[0])):
        # "Fields of a farm with a name": whose they are is no record itself.
        return attach(owner, match["list"], model)
    return _belongs(owner, singular(parent), match["list"], model)


def _belongs(owner: str, parent: str, listed: str, model: Model) -> list[Said]:
    model.refer(owner, parent)
    used = "per each every"
    said = Said(f"{owner} belongs to {parent}", (Capability.RELATION,), (owner, parent), used=used)
    return [said, *attach(owner, listed, model)]
