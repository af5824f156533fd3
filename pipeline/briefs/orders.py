"""Rules between two fields of a record: "the end must be after the start", "due date not before issue date"."""

# ruff: noqa: RUF001 - people write curly quotes

import re
from dataclasses import replace

from pipeline.briefs.comparing import ORDER, sign_of, without_ban
from pipeline.briefs.labels import label_of
from pipeline.briefs.model import Draft, Model
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.phrases import FieldPhrase
from pipeline.briefs.said import Said
from pipeline.briefs.words import without_determiners
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import FieldType
from pipeline.data.names import slug

_OWNER = re.compile(r" (?:of|for) (?:an?|the|each|every) ([\w-]+(?: [\w-]+)?)$", re.IGNORECASE)
_TURNED = {"<": ">", "<=": ">="}


def read_order(text: str, model: Model, owner: str = "") -> list[Said]:
    """What a sentence says about which of two known fields of a record holds more: of `owner`, if one is named."""
    match = ORDER.match(without_ban(text.strip(" .").replace("(", "").replace(")", "")))
    if not match:
        return []
    first, second = match["field"], match["other"]
    for draft in _drafts(owner, first, second, model):
        keys = [_key(draft, phrase) for phrase in (first, second)]
        if keys[0] and keys[1] and keys[0] != keys[1]:
            return _compare(draft, keys[0], keys[1], sign_of(match), text)
    return []


def _drafts(owner: str, first: str, second: str, model: Model) -> list[Draft]:
    """The records that may be meant: the one that is named, or that was spoken of last, or any."""
    owners = [noun for phrase in (first, second) for noun in _OWNER.findall(phrase)]
    named = [found for noun in owners if (found := model.find(entity_noun(noun, is_item=True) or ""))]
    known = [draft for label in (owner, model.last) if (draft := model.drafts.get(label))]
    if owners or owner:
        return named if owners else known[:1]
    return [*known, *model.drafts.values()]


def _key(draft: Draft, phrase: str) -> str:
    """The key of the field that a phrase means: the whole name, its end or its beginning."""
    plain = re.sub(rf"^{re.escape(draft.label)}(?:'s|’s)? |^(?:its|their) ", "", without_determiners(phrase).lower())
    plain = re.sub(r" (?:of|for) (?:an?|the|each|every|its) [\w -]+$", "", plain)
    bare = re.sub(r" (?:date|day|time)$", "", plain)
    for name in filter(None, (slug(label_of(plain)), slug(plain), slug(bare))):
        if name in draft.fields:
            return name
        near = [key for key in draft.fields if key.endswith(f"_{name}") or key.startswith(f"{name}_")]
        if len(near) == 1:
            return near[0]
    return ""


def _compare(draft: Draft, first: str, second: str, sign: str, text: str) -> list[Said]:
    """Note the rule at the greater field; nothing if their values cannot be compared."""
    if sign in _TURNED:
        first, second, sign = second, first, _TURNED[sign]
    pair = _alike(draft.fields[first], draft.fields[second])
    if pair is None:
        return []
    greater = replace(pair[0], more_than=second) if sign == ">" else replace(pair[0], not_less_than=second)
    draft.fields[first], draft.fields[second] = greater, pair[1]
    is_moment = pair[0].type.is_moment
    words = {">": "after" if is_moment else "more than", ">=": "not before" if is_moment else "not less than"}
    said = f"{pair[0].label} of {draft.label} is {words[sign]} {pair[1].label}"
    return [Said(said, (Capability.ORDER,), (draft.label,), used=text)]


def _alike(one: FieldPhrase, other: FieldPhrase) -> tuple[FieldPhrase, FieldPhrase] | None:
    """Both fields with one type and scale, if theirs can be compared; a text becomes what the other is."""
    for first, second in ((one, other), (other, one)):
        if first.type is FieldType.TEXT and _is_ordered(second) and not (first.choices or first.limits):
            one, other = (replace(each, type=second.type, scale=second.scale) for each in (one, other))
    if one.type.is_number and other.type.is_number and one.type is not other.type:
        scale = max(one.scale, other.scale, 2)
        one, other = (replace(each, type=FieldType.DECIMAL, scale=scale) for each in (one, other))
    if {one.type, other.type} == {FieldType.DATE, FieldType.DATETIME}:
        one, other = (replace(each, type=FieldType.DATETIME) for each in (one, other))
    if one.type is not other.type or not _is_ordered(one) or one.choices or other.choices:
        return None
    scale = max(one.scale, other.scale)
    return replace(one, scale=scale), replace(other, scale=scale)


def _is_ordered(field: FieldPhrase) -> bool:
    return field.type.is_moment or field.type.is_number
