"""What is recorded of what somebody does: "guests make bookings, giving a date", "rate recipes from 1 to 5 stars"."""

# ruff: noqa: RUF001 - people write long dashes

import re

from pipeline.briefs.actions import read_actions
from pipeline.briefs.assigned import read_assigned
from pipeline.briefs.attaching import attach
from pipeline.briefs.events import EVENTS, SHARED, is_event
from pipeline.briefs.model import Model
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.numbers import NUMBER
from pipeline.briefs.phrases import read_fields
from pipeline.briefs.said import Said
from pipeline.briefs.words import is_plural, singular
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import FieldType

_CAN = r"(?:(?:can|may|should|must|will)(?: be able to)? )?(?:also )?"
_SCORED = re.compile(
    rf",?\s+(?:with |giving |by giving |on a scale (?:of |from )?)*\(?(?P<limits>(?:from |between )?{NUMBER} "
    rf"?(?:to|and|[-–]) ?{NUMBER})\)?(?: (?P<unit>stars|points))?(?: (?:on|for|in) [\w-]+)?"
    r"(?:,? and (?:can |may |also )*(?:(?:leave|write|add|give|post) )?(?:an? |their )(?P<text>[\w-]+(?: [\w-]+)?))?$",
    re.IGNORECASE,
)
_SCORES = re.compile(r"\b(?:rates?|reviews?|scores?|grades?|evaluates?|assess(?:es)?|judges?)\b", re.IGNORECASE)
_TELLS_FIELDS = re.compile(r"\b(?:has|have|with|contains?|includes?)\b|[:(]")
_GIVING = re.compile(
    r"^(?P<act>[^:()]+?)(?:,? (?P<giving>(?:by )?(?:giving|stating|specifying|entering|indicating|providing|noting))|"
    r",? with) (?P<list>.+)$",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    rf"^(?P<who>[\w-]+s|people) {_CAN}(?:gives?|award) (?:each |every |the )?(?P<thing>[\w-]+s?) an? (?P<noun>[\w-]+) "
    r"(?P<limits>\(?(?:between|from|of)\b.+)$",
    re.IGNORECASE,
)
_ANSWERED = re.compile(r"^(?P<act>[^():]+) \((?:one of |either )?(?P<list>[^()]+(?:\bor\b|/)[^()]+)\)$", re.IGNORECASE)


def read_acted(text: str, model: Model) -> list[Said]:
    """What a sentence says of something that is done, and of the record that is made of it."""
    return (
        read_given(text, model)
        or read_scored(text, model)
        or read_answered(text, model)
        or _read_giving(text, model)
        or read_assigned(text, model)
    )


def read_scored(text: str, model: Model) -> list[Said]:
    """ "Guests rate meals from 1 to 5 stars and leave a comment": a rating has stars and a comment."""
    scored = _SCORED.search(text)
    act = text[: scored.start()] if scored else ""
    if not scored or _TELLS_FIELDS.search(act) or not (scored["unit"] or _SCORES.search(act)):
        return []
    acted = read_actions(act, model)
    if not acted or not is_event(acted[0].about[0]):
        return []
    event = acted[0].about[0]
    listed = f"{scored['unit'] or ('rating' if event == 'review' else event)} ({scored['limits']})"
    if scored["text"] and not _has_fields(scored["text"], model):
        listed += f", {scored['text']}"
    return [*acted, *attach(event, listed, model)]


def read_given(text: str, model: Model) -> list[Said]:
    """ "Jurors give films a score between 0 and 100": a score refers to both, and has its number."""
    match = _GIVEN.match(text)
    who, thing, noun = (entity_noun(match[name]) for name in ("who", "thing", "noun")) if match else ("", "", "")
    if not match or not who or not thing or not noun or not is_event(noun):
        return []
    for parent in (who, thing):
        model.refer(noun, parent)
    model.acts.append((who, noun))
    said = Said(f"{noun} refers to {who} and {thing}", (Capability.RELATION,), (noun, who, thing), used="give gives")
    return [said, *attach(noun, f"{noun} {match['limits']}", model)]


def read_answered(text: str, model: Model) -> list[Said]:
    """ "Councillors vote on motions (yes, no or abstain)": the values that a vote can have."""
    match = _ANSWERED.match(text)
    acted = read_actions(match["act"], model) if match and not _TELLS_FIELDS.search(match["act"]) else []
    if not match or not acted or not is_event(acted[0].about[0]):
        return []
    event = acted[0].about[0]
    return [*acted, *attach(event, f"{event} (one of {match['list']})", model)]


def _has_fields(noun: str, model: Model) -> bool:
    draft = model.find(noun)
    return bool(draft and draft.fields)


def _read_giving(text: str, model: Model) -> list[Said]:
    """ "Guests make bookings, giving a date", "members reserve boats with a start time": fields of what is made."""
    match = _GIVING.match(text)
    if not match or _TELLS_FIELDS.search(match["act"]):
        return []
    fields = read_fields(match["list"])
    words = match["act"].split()
    verb = next((word for word in words if word.lower() in EVENTS or word.lower().removesuffix("s") in EVENTS), "")
    is_of_event = (
        bool(match["giving"])
        or verb.lower().removesuffix("s") in SHARED | {"apply"}
        or any(_is_of_act(field.type) for field in fields)
    )
    is_made = any(is_plural(word) and is_event(singular(word)) for word in words[1:])
    are_several = is_plural(words[0]) or words[0].lower() in ("a", "an", "each", "every")
    if not fields or not is_of_event or not (match["giving"] or verb or is_made) or not are_several:
        return []
    acted = read_actions(match["act"], model)
    if not acted:
        return []
    return [*acted, *attach(acted[-1].about[0], match["list"], model)]


def _is_of_act(kind: FieldType) -> bool:
    """Whether a field of this type tells of what was done rather than of what it was done to."""
    return kind.is_moment
