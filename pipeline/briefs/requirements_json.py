"""Requirements as a JSON document: entities and fields that are stated instead of read from sentences."""

from collections.abc import Sequence
from typing import Any

from pipeline.briefs.capabilities import needs_of
from pipeline.briefs.document import EntityRequirement, FieldRequirement, RequirementsDocument, read_document
from pipeline.briefs.english import understand
from pipeline.briefs.fieldtypes import MONEY_SCALE, guess_type
from pipeline.briefs.model import entity_name
from pipeline.briefs.understanding import NOT_COVERED, Sentence, Understanding
from pipeline.briefs.words import plural, singular
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Entity, Field, FieldType
from pipeline.contracts.plan import Requirement
from pipeline.data.names import safe_name, slug, unique
from pipeline.errors import InputError

Stated = tuple[str, str, tuple[Capability, ...], str]
"""A requirement: its text, where it stands, what it needs, and a note."""

_HINTS = {"low": 0.25, "medium": 0.5, "high": 0.75}


def schema() -> dict[str, Any]:
    """The JSON Schema of the document."""
    return RequirementsDocument.model_json_schema()


def parse(text: str) -> Understanding:
    """Read a JSON requirement. InputError: one sentence that names the place and what to write there."""
    document = read_document(text)
    hint = document.complexity_hint
    if not document.entities:
        if not document.description.strip():
            raise InputError("The JSON document has no entities and no description; add one of them.")
        understood = understand("\n".join([document.description, *(f"- {one}" for one in document.requirements)]))
    else:
        understood = _stated(document)
    return understood.model_copy(
        update={
            "project_name": document.project_name,
            "description": document.description,
            "complexity_hint": _HINTS[hint] if isinstance(hint, str) else hint,
        }
    )


def _stated(document: RequirementsDocument) -> Understanding:
    names = _entity_names(document.entities)
    entities = tuple(_entity(at, stated, names) for at, stated in enumerate(document.entities))
    lines = [line for line in (document.description.strip(), *document.requirements) if line]
    built = [f"A {entity.label} has {', '.join(field.label for field in entity.fields)}" for entity in entities]
    requirements: list[Stated] = [(text, f"entities[{at}]", (Capability.FIELDS,), "") for at, text in enumerate(built)]
    requirements += [_line(line) for line in lines]
    return Understanding(
        entities=entities,
        requirements=tuple(
            Requirement(id=f"R{number}", text=text, source=source, needs=needs, note=note)
            for number, (text, source, needs, note) in enumerate(requirements, start=1)
        ),
        sentences=tuple(
            Sentence(text=text, understood="" if note else source) for text, source, _, note in requirements
        ),
    )


def _line(line: str) -> Stated:
    needs, note = needs_of(line, [])
    return " ".join(line.split()), line, needs, note or ("" if needs else NOT_COVERED)


def _entity_names(entities: Sequence[EntityRequirement]) -> dict[str, str]:
    """The safe name of each entity by what it may be called in a reference."""
    names: dict[str, str] = {}
    for at, entity in enumerate(entities):
        name = entity_name(singular(entity.name.replace("_", " ")))
        if name in names.values():
            raise InputError(f"entities[{at}].name is {entity.name!r}, which an entity before it is called already.")
        names[slug(entity.name)] = name
    return {**{name: name for name in names.values()}, **names}


def _entity(at: int, stated: EntityRequirement, names: dict[str, str]) -> Entity:
    fields: list[Field] = []
    seen: set[str] = set()
    for number, given in enumerate(stated.fields or (FieldRequirement(name="name", required=True),)):
        place = f"entities[{at}].fields[{number}]"
        wanted = given if isinstance(given, FieldRequirement) else FieldRequirement(name=given)
        if slug(wanted.name) in seen:
            raise InputError(f"{place}.name is {wanted.name!r}, which a field before it is called already.")
        seen.add(slug(wanted.name))
        fields.append(_field(place, wanted, names, {field.name for field in fields}))
    name = names[slug(stated.name)]
    label = " ".join(stated.name.replace("_", " ").split())
    return Entity(name=name, plural=slug(plural(name.replace("_", " "))), label=label, fields=tuple(fields))


def _field(place: str, wanted: FieldRequirement, names: dict[str, str], taken: set[str]) -> Field:
    kind, scale = (wanted.type, MONEY_SCALE) if wanted.type else guess_type(wanted.name)
    target = None
    if wanted.references is not None:
        target = names.get(slug(wanted.references)) or names.get(slug(singular(wanted.references.replace("_", " "))))
        if target is None:
            raise InputError(f"{place}.references is {wanted.references!r}, and no entity is called so.")
        kind = FieldType.INTEGER
    return Field(
        name=unique(safe_name(wanted.name, "field"), taken),
        label=wanted.name,
        type=kind,
        required=wanted.required,
        unique=wanted.unique,
        scale=scale if kind is FieldType.DECIMAL else 0,
        references=target,
    )
