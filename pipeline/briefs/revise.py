"""A change request: to what was understood of a brief, or to the columns of a CSV file."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.briefs.behaviour import read_behaviour
from pipeline.briefs.clauses import read_has
from pipeline.briefs.edits import Edit, read_edit, split_changes, type_of
from pipeline.briefs.english import checked_units, read_unit, requirements_of
from pipeline.briefs.fieldtypes import type_named
from pipeline.briefs.model import Draft, Model
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.phrases import FieldPhrase, read_fields, split_list
from pipeline.briefs.understanding import ColumnChanges, Sentence, Understanding
from pipeline.briefs.units import Unit
from pipeline.briefs.words import singular
from pipeline.contracts.data import Column, ColumnEdit, Entity, Kind
from pipeline.data.names import safe_name, slug
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
    model = _model_of(understanding.entities)
    pairs: list[tuple[Unit, list[str]]] = []
    for unit in _changes(comment):
        said = _apply(unit.text, model) or read_unit(unit, model) or read_behaviour(unit.text, model)
        pairs.append((unit, said))
    if not model.drafts:
        raise InputError("Nothing would be left to build; keep at least one kind of record, or start a new run.")
    first = len(understanding.requirements) + 1
    return understanding.model_copy(
        update={
            "entities": model.entities(),
            "requirements": (*understanding.requirements, *requirements_of(pairs, first)),
            "sentences": (*understanding.sentences, *_sentences(pairs)),
        }
    )


def column_changes(columns: Sequence[Column], comment: str) -> ColumnChanges:
    """What `comment` changes about the columns of a CSV file; the rest of it becomes requirements that say so."""
    edits: list[ColumnEdit] = []
    pairs: list[tuple[Unit, list[str]]] = []
    for unit in _changes(comment):
        edit = read_edit(unit.text)
        found = _column_edits(edit, columns) if edit else []
        edits.extend(found)
        pairs.append((unit, [_describe(one) for one in found]))
    return ColumnChanges(edits=tuple(edits), requirements=requirements_of(pairs), sentences=_sentences(pairs))


def _changes(comment: str) -> list[Unit]:
    if not re.search(r"[^\W_]", comment):
        raise InputError("The comment is empty; say what to change, for example: “Each book also has a publisher.”")
    units = checked_units(comment)
    return [replace(unit, text=text) for unit in units for text in split_changes(unit.text)]


def _sentences(pairs: list[tuple[Unit, list[str]]]) -> tuple[Sentence, ...]:
    return tuple(Sentence(text=unit.text, understood="; ".join(said)) for unit, said in pairs)


def _model_of(entities: Sequence[Entity]) -> Model:
    """The entities as drafts again; a reference becomes a parent."""
    model = Model()
    labels = {entity.name: entity.label for entity in entities}
    for entity in entities:
        draft = model.entity(entity.label)
        for field in entity.fields:
            if field.references:
                draft.parents[labels[field.references]] = True
            else:
                key = slug(field.label) or field.name
                draft.fields[key] = FieldPhrase(field.label, key, field.type, field.scale, field.required, field.unique)
    return model


def _apply(text: str, model: Model) -> list[str]:
    edit = read_edit(text)
    if edit and (said := _edit_entity(edit, model) or _edit_fields(edit, model)):
        return said
    if match := _ADD.match(text):
        owner = model.find(entity_noun(match["owner"]) or "")
        if owner:
            added = model.add_fields(owner.label, read_fields(match["list"]))
            return [f"{owner.label} has {', '.join(added)}"] if added else []
    if match := _ADD_ENTITY.match(text):
        return read_has(f"each {match['owner']} has {match['list']}", model)
    return []


def _edit_entity(edit: Edit, model: Model) -> list[str]:
    draft = model.find(entity_noun(edit.target) or "") if not edit.owner else None
    if draft is None or edit.action == "retype":
        return []
    del model.drafts[draft.label]
    new = singular(edit.value.lower()) if edit.action == "rename" else ""
    if new:
        model.drafts[new] = replace(draft, label=new)
    for other in model.drafts.values():
        if other.parents.pop(draft.label, False) and new:
            other.parents[new] = True
    return [f"{draft.label} is now called {new}" if new else f"no {draft.label}"]


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
    draft.fields[key] = replace(found, type=kind, scale=scale)
    return f"{found.label} of {draft.label} is {kind.value}"


def _forget(edit: Edit, draft: Draft, parent: str) -> bool:
    return edit.action == "hide" and draft.parents.pop(parent, False)


def _column_edits(edit: Edit, columns: Sequence[Column]) -> list[ColumnEdit]:
    names = split_list(edit.target) if edit.action in ("hide", "retype") else [edit.target]
    whole = _find_column(edit.target, columns)
    wanted = [whole] if whole else [_find_column(name, columns) for name in names]
    found = [column for column in wanted if column]
    # One name that is no column makes the whole change doubtful.
    if len(found) != len(wanted):
        return []
    return [_column_edit(edit, column) for column in found]


def _column_edit(edit: Edit, column: Column) -> ColumnEdit:
    if edit.action == "rename":
        name = safe_name(edit.value, column.name)
        return ColumnEdit(action="rename", column=column.origin or column.name, name=name, label=edit.value)
    named = type_named(type_of(edit.value)) if edit.action == "retype" else None
    kind = Kind.of(named[0]) if named else None
    return ColumnEdit(action=edit.action, column=column.origin or column.name, kind=kind)


def _find_column(name: str, columns: Sequence[Column]) -> Column | None:
    wanted = name.strip().lower()
    keys = (lambda column: column.label.strip().lower() == wanted, lambda column: slug(column.label) == slug(name))
    for same in (*keys, lambda column: column.name == slug(name)):
        for column in columns:
            if slug(name) and same(column):
                return column
    return None


def _describe(edit: ColumnEdit) -> str:
    if edit.action == "hide":
        return f"column {edit.column} is left out"
    return f"column {edit.column} is {f'called {edit.label}' if edit.action == 'rename' else edit.kind}"
