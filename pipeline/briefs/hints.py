"""Rules on fields that are known, applied to them."""

# ruff: noqa: RUF001 - people write curly quotes and long dashes

import re
from collections.abc import Callable
from dataclasses import replace

from pipeline.briefs.choices import is_category
from pipeline.briefs.fieldtypes import MONEY_SCALE
from pipeline.briefs.labels import label_of
from pipeline.briefs.lists import split_list
from pipeline.briefs.model import Draft, Model
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.phrases import FieldPhrase, read_field
from pipeline.briefs.rules import Rule, read_rule
from pipeline.briefs.said import Said
from pipeline.briefs.words import DETERMINERS, singular, without_determiners
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import FieldType
from pipeline.data.names import slug

_OF = re.compile(r"\s+(?:of|for|in|on)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"^(?P<owner>.+?)(?:'s|’s|s'|s’)\s+(?P<fields>.+)$", re.IGNORECASE)
_NO_FIELD = re.compile(r"\b(?:numbers?|counts?|totals?|sums?|amounts?|averages?|lists?)\b|\band\b", re.IGNORECASE)
"""What a rule counts or adds up is no field."""
_STATES = ("status", "state", "condition")


def is_rule(text: str) -> bool:
    """Whether a sentence has the shape of a rule on values, so that it defines nothing."""
    return read_rule(text) is not None


def read_hint(text: str, model: Model) -> list[Said]:
    """What the sentence says of fields that are known: each is marked."""
    read = read_rule(text)
    if read is None:
        return []
    subject, rule = read
    if draft := _draft(subject, model):
        name = _meant(draft, rule)
        return _mark(draft.label, name, rule, text, model) if name else []
    owner, names = _owned(subject, model)
    label = owner.label if owner else ""
    if " or " in names:
        # The first of several names for it that the record has.
        marked = (_mark(label, name, rule, text, model) for name in names.split(" or "))
        return next(filter(None, marked), [])
    return [said for name in split_list(names) for said in _mark(label, name, rule, text, model)]


def read_ruled_field(text: str, model: Model, last: str = "") -> list[Said]:
    """A field that only its rule names, "the rating of a visit is between 1 and 5": it is added to its entity.

    A category that no record has, "the result is won, lost or drawn", is one of the record called `last`.
    """
    subject, rule = read_rule(text) or ("", Rule())
    owner, names = _owned(subject, model)
    if owner is None and rule.choices and is_category(names) and not _fields("", names, model):
        owner = model.drafts.get(last)
    found = read_field(names) if owner else None
    changed = _changed(found, rule) if found and (rule.limits or rule.choices) else None
    if not owner or not changed or _NO_FIELD.search(changed.label):
        return []
    model.add_fields(owner.label, [changed])
    return [
        Said(
            f"{owner.label} has {changed.label}, {rule.words}",
            (Capability.FIELDS, *rule.needs),
            (owner.label,),
            used=text,
        )
    ]


def _owned(subject: str, model: Model) -> tuple[Draft | None, str]:
    """The record that "the quantity in stock of a part" is about, if it names one, and the words for the field."""
    if (match := _POSSESSIVE.match(subject)) and (owner := _draft(match["owner"], model)):
        return owner, match["fields"]
    for joint in _OF.finditer(subject):
        if owner := _draft(subject[joint.end() :], model):
            return owner, subject[: joint.start()]
    return None, subject


def _meant(draft: Draft, rule: Rule) -> str:
    """The field that a rule on a whole record speaks of: its age, or its state."""
    if rule.choices:
        return next((name for name in _STATES if name in draft.fields), "")
    return "age" if rule.is_age and "age" in draft.fields else ""


def _draft(phrase: str, model: Model) -> Draft | None:
    plain = without_determiners(phrase)
    noun = entity_noun(plain, is_item=True) or plain
    # "A lesson" is a driving lesson, where there are no other lessons.
    longer = [draft for draft in model.drafts.values() if draft.label.endswith(f" {noun}")]
    return model.find(noun) or (longer[0] if len(longer) == 1 else None)


def _mark(owner: str, name: str, rule: Rule, text: str, model: Model) -> list[Said]:
    said: list[Said] = []
    for draft, key in _fields(owner, name, model):
        found = draft.fields[key]
        changed = _changed(found, rule)
        if changed is None:
            continue
        if found.limits and changed.limits and not changed.limits.is_possible:
            before = f"{found.label} of {draft.label} is {found.limits.words}"
            said.append(Said("", about=(draft.label,), used=text, against=before))
            continue
        draft.fields[key] = changed
        said.append(Said(f"{found.label} of {draft.label} is {rule.words}", rule.needs, (draft.label,), used=text))
    return said


def _fields(owner: str, name: str, model: Model) -> list[tuple[Draft, str]]:
    """The fields that a name can mean: of its owner, of what was spoken of last, or else of all."""
    plain = label_of(" ".join(word for word in name.split() if word.lower() not in DETERMINERS))
    draft = model.drafts.get(owner)
    # "Tool names" are the names of tools.
    words = singular(plain).split()
    for cut in range(1, len(words)):
        if (
            draft is None
            and (named := model.find(" ".join(words[:cut])))
            and slug(" ".join(words[cut:])) in named.fields
        ):
            return [(named, slug(" ".join(words[cut:])))]
    last = model.drafts.get(model.last)
    for drafts in ([draft],) if draft else ([last], list(model.drafts.values())):
        if found := _named([one for one in drafts if one], plain):
            return found
    return []


def _named(drafts: list[Draft], plain: str) -> list[tuple[Draft, str]]:
    """The fields that are called so, or whose name ends so."""
    keys = [key for key in dict.fromkeys((slug(plain), slug(singular(plain)))) if key]
    exact = [(one, key) for one in drafts for key in keys if key in one.fields]
    ending = [(one, key) for one in drafts for key in one.fields if any(key.endswith(f"_{end}") for end in keys)]
    # "The price" is the price per hour, where there is no other one.
    beginning = [(one, key) for one in drafts for key in one.fields if any(map(_begins(key), keys))]
    return exact or ending or (beginning if len(beginning) == 1 else [])


def _begins(name: str) -> Callable[[str], bool]:
    return lambda words: re.match(rf"{words}_(?:of|per|in|for|at|on)_", name) is not None


def _changed(found: FieldPhrase, rule: Rule) -> FieldPhrase | None:
    """A field with a rule; None if its values cannot keep it."""
    limits = rule.limits
    if limits and (limits.low is not None or limits.high is not None):
        if found.type is FieldType.TEXT:
            is_exact = limits.scale or found.label.lower().split()[-1:] == ["value"]
            kind = FieldType.DECIMAL if is_exact else FieldType.INTEGER
            found = replace(found, type=kind, scale=max(limits.scale, MONEY_SCALE) if is_exact else 0)
        elif not found.type.is_number:
            return None
        elif found.type is FieldType.DECIMAL:
            found = replace(found, scale=max(found.scale, limits.scale))
    if limits and limits.length and found.type is not FieldType.TEXT:
        return None
    if rule.choices and found.type not in (FieldType.TEXT, FieldType.INTEGER):
        found = replace(found, type=FieldType.TEXT)
    required = "required" in rule.flags or (found.required and "optional" not in rule.flags)
    return replace(
        found,
        required=required,
        unique=found.unique or "unique" in rule.flags,
        limits=limits.joined(found.limits) if limits else found.limits,
        choices=rule.choices or found.choices,
        is_certain=True,
    )
