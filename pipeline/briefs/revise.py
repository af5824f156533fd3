"""A change request to what was understood of a brief."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.briefs.access import is_grant
from pipeline.briefs.clauses import read_has
from pipeline.briefs.demands import read_demands, requirements_of, sentences_of
from pipeline.briefs.edits import Edit, read_edit, split_changes, type_of
from pipeline.briefs.fieldtypes import type_named
from pipeline.briefs.labels import spoken
from pipeline.briefs.lists import split_list
from pipeline.briefs.model import Draft, Link, Model
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.numbers import Limits
from pipeline.briefs.phrases import FieldPhrase, read_fields
from pipeline.briefs.plain import plain_words
from pipeline.briefs.resolve import entities_of
from pipeline.briefs.rights import Grant, Rights
from pipeline.briefs.said import Said
from pipeline.briefs.sentences import Reading, checked_units, read_later, read_unit
from pipeline.briefs.understanding import Understanding
from pipeline.briefs.units import Unit
from pipeline.briefs.words import singular
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Access, Entity, Field
from pipeline.data.names import slug
from pipeline.errors import InputError

_ADD = re.compile(
    r"^(?:please |also )*add\s+(?P<list>.+?)\s+(?:to|for|on)\s+(?:the |each |every |all |an? )?(?P<owner>[\w -]+)$",
    re.IGNORECASE,
)
_ADD_ENTITY = re.compile(
    r"^(?:please |also )*add (?:an? |the )?(?:new )?(?:entity |table )?(?:called |named )?(?P<owner>[\w -]+?)s?"
    r"(?:,? (?:with|having)| \(|:) ?(?P<list>.+?)\)?$",
    re.IGNORECASE,
)


def revise(understanding: Understanding, comment: str) -> Understanding:
    """What `understanding` becomes by the change request `comment`; its sentences become further requirements.

    InputError: the comment is empty, or leaves no entity.
    """
    model, rights = model_of(understanding.entities), rights_of(understanding.access, understanding.entities)
    readings = [_read(unit, model) for unit in changes_of(comment)]
    for reading in readings:
        reading.said += [said for clause in reading.pending for said in read_later(clause, model)]
    if not model.drafts:
        raise InputError("Nothing would be left to build; keep at least one kind of record, or start a new run.")
    demands = read_demands(readings, model, rights)
    first = len(understanding.requirements) + 1
    return understanding.model_copy(
        update={
            "entities": entities_of(model),
            "access": rights.access(model),
            "requirements": (*understanding.requirements, *requirements_of(demands, first)),
            "sentences": (*understanding.sentences, *sentences_of(demands)),
        }
    )


def changes_of(comment: str) -> list[Unit]:
    """The changes that a comment asks for, each as a sentence of its own. InputError: it is empty."""
    if not re.search(r"[^\W_]", comment):
        raise InputError("The comment is empty; say what to change, for example: “Each book also has a publisher.”")
    units = checked_units(comment)
    return [replace(unit, text=text) for unit in units for text in _parts(unit.text)]


def _parts(text: str) -> list[str]:
    # The verbs of a permission belong together: "Vets can add and change appointments."
    return [text.strip(" .!")] if is_grant(plain_words(text).strip(" .!")) else split_changes(text)


def model_of(entities: Sequence[Entity]) -> Model:
    """The entities as drafts again; a reference becomes a link."""
    model = Model()
    labels = {entity.name: spoken(entity.label) for entity in entities}
    for entity in entities:
        draft = model.entity(spoken(entity.label))
        draft.writes = entity.writes if len(entity.writes) < len(Entity.model_fields["writes"].default) else None
        keys = {field.name: slug(field.label) or field.name for field in entity.fields}
        for field in entity.fields:
            if field.references:
                draft.parents[spoken(field.label)] = Link(labels[field.references], field.required)
            else:
                key = keys[field.name]
                draft.fields[key] = _phrase(field, key, keys)
    return model


def rights_of(access: Access, entities: Sequence[Entity]) -> Rights:
    """What was said about access, as what each role may do."""
    labels = {entity.name: spoken(entity.label) for entity in entities}
    everything = {(entity.name, write) for entity in entities for write in entity.writes}
    grants = [
        Grant(
            role.label,
            {labels[may.entity]: set(may.writes) for may in role.may if may.entity in labels},
            is_only=True,
            is_all=everything <= {(may.entity, write) for may in role.may for write in may.writes},
        )
        for role in access.roles
    ]
    return Rights(grants=grants, sign_in=access.sign_in)


def _phrase(field: Field, key: str, keys: Mapping[str, str]) -> FieldPhrase:
    return FieldPhrase(
        label=spoken(field.label),
        name=key,
        type=field.type,
        scale=field.scale,
        required=field.required,
        unique=field.unique,
        limits=_limits(field),
        choices=field.choices,
        more_than=keys.get(field.more_than or "", ""),
        not_less_than=keys.get(field.not_less_than or "", ""),
    )


def _limits(field: Field) -> Limits | None:
    if field.at_least is None and field.at_most is None and field.max_length is None:
        return None
    if field.type.is_moment:
        return Limits(first=field.at_least, last=field.at_most)
    low, high = (None if text is None else Decimal(text) for text in (field.at_least, field.at_most))
    return Limits(low=low, high=high, length=field.max_length)


def _read(unit: Unit, model: Model) -> Reading:
    changed = _apply(unit.text, model)
    return Reading(unit, changed) if changed else read_unit(unit, model)


def _apply(text: str, model: Model) -> list[Said]:
    edit = read_edit(text)
    if edit and (edited := _edit_entity(edit, model) or _edit_fields(edit, model)):
        return [Said(one, (Capability.FIELDS,), used=text) for one in edited]
    plain = plain_words(text)
    if match := _ADD.match(plain):
        owner = model.find(entity_noun(match["owner"]) or "")
        if owner:
            added = model.add_fields(owner.label, read_fields(match["list"]))
            said = Said(f"{owner.label} has {', '.join(added)}", (Capability.FIELDS,), (owner.label,), used="add also")
            return [said] if added else []
    if match := _ADD_ENTITY.match(plain):
        return [replace(one, used="add also") for one in read_has(f"each {match['owner']} has {match['list']}", model)]
    return []


def _edit_entity(edit: Edit, model: Model) -> list[str]:
    draft = model.find(entity_noun(edit.target) or "") if not edit.owner else None
    if draft is None or edit.action == "retype":
        return []
    if edit.action == "rename":
        new = singular(edit.value.lower())
        old = draft.label
        model.rename(old, new)
        return [f"{old} is now called {new}"]
    model.remove(draft.label)
    return [f"no {draft.label}"]


def _edit_fields(edit: Edit, model: Model) -> list[str]:
    owner = model.find(entity_noun(edit.owner) or "") if edit.owner else None
    drafts = [owner] if owner else list(model.drafts.values())
    targets = split_list(edit.target) if edit.action == "hide" else [edit.target]
    said = [_edit_field(edit, target, draft) for target in targets for draft in drafts]
    return [text for text in said if text]


def _edit_field(edit: Edit, target: str, draft: Draft) -> str:
    key = slug(target)
    if key not in draft.fields:
        parent = singular(target.lower())
        return f"{draft.label} does not belong to {parent}" if _forget(edit, draft, parent) else ""
    found = draft.fields[key]
    if edit.action == "hide":
        del draft.fields[key]
        return f"{draft.label} has no {found.label}"
    if edit.action == "rename":
        changed = replace(found, label=edit.value, name=slug(edit.value) or key)
        pairs = ((changed.name, changed) if name == key else (name, field) for name, field in draft.fields.items())
        draft.fields = dict(pairs)
        return f"{found.label} of {draft.label} is now called {edit.value}"
    kind, scale = type_named(type_of(edit.value)) or (found.type, found.scale)
    # Limits and choices are values of the type that the field had.
    kept = found if kind is found.type else replace(found, limits=None, choices=())
    draft.fields[key] = replace(kept, type=kind, scale=scale)
    return f"{found.label} of {draft.label} is {kind.value}"


def _forget(edit: Edit, draft: Draft, parent: str) -> bool:
    return edit.action == "hide" and draft.parents.pop(parent, None) is not None
