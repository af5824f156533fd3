"""Requirements as a JSON document: entities and fields that are stated instead of read from sentences."""

import json
from collections.abc import Sequence
from typing import Any

from pipeline.briefs.demands import as_scene, read_demands, requirements_of, sentences_of
from pipeline.briefs.document import EntityRequirement, FieldRequirement, RequirementsDocument, read_document
from pipeline.briefs.english import understand
from pipeline.briefs.fieldtypes import decimal_scale, guess_type
from pipeline.briefs.hints import read_hint
from pipeline.briefs.labels import readable
from pipeline.briefs.limits_json import choices_of, limits_of, scale_of
from pipeline.briefs.model import Model
from pipeline.briefs.orders import read_order
from pipeline.briefs.plain import plain_words
from pipeline.briefs.resolve import entities_of, entity_name, told_apart
from pipeline.briefs.revise import model_of
from pipeline.briefs.rights import Rights
from pipeline.briefs.sentences import Reading
from pipeline.briefs.understanding import Sentence, Understanding
from pipeline.briefs.units import units_of
from pipeline.briefs.words import an, plural, singular
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Access, Entity, Field, FieldType, Permission, Role
from pipeline.contracts.plan import Requirement
from pipeline.data.names import label_key, safe_name, slug, unique
from pipeline.errors import InputError
from pipeline.rendering.feasibility import check_rules
from pipeline.rendering.orders import ORDERS

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_HINTS = {"low": 0.25, "medium": 0.5, "high": 0.75}


def schema() -> dict[str, Any]:
    """The JSON Schema of the document."""
    return {"$schema": _DIALECT, **RequirementsDocument.model_json_schema()}


def schema_text() -> str:
    """The JSON Schema as the file that is published."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


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
            "access": _access(document, understood),
            "project_type": document.project_type,
            "target": _target(document, understood.entities),
            "complexity_hint": _HINTS[hint] if isinstance(hint, str) else hint,
        }
    )


def _stated(document: RequirementsDocument) -> Understanding:
    names = _entity_names(document.entities)
    stated = told_apart(_entity(at, one, names) for at, one in enumerate(document.entities))
    model, rights = model_of(stated), Rights()
    described = [Reading(unit, _hints(unit.text, model)) for unit in units_of(document.description)]
    wanted = [Reading(unit, _hints(unit.text, model)) for line in document.requirements for unit in units_of(line)]
    demands = read_demands([*described, *wanted], model, rights)
    demands = [*(as_scene(one) for one in demands[: len(described)]), *demands[len(described) :]]
    # A rule that a sentence adds is part of the entities; names and references stay as they were stated.
    entities = tuple(_with_rules(one, found) for one, found in zip(stated, entities_of(model), strict=True))
    built = [_built(at, entity) for at, entity in enumerate(entities)]
    built += _access_stated(document, len(built) + 1)
    return Understanding(
        entities=entities,
        requirements=(*built, *requirements_of(demands, len(built) + 1)),
        sentences=(*(Sentence(text=one.text, understood=one.source) for one in built), *sentences_of(demands)),
        access=rights.access(model),
    )


def _hints(text: str, model: Model) -> list[Any]:
    return read_order(plain_words(text), model) or read_hint(plain_words(text), model)


def _with_rules(stated: Entity, found: Entity) -> Entity:
    read = {field.label: field for field in found.fields}
    names = {read[field.label].name: field.name for field in stated.fields if field.label in read}
    fields = []
    for field in stated.fields:
        other = read.get(field.label)
        rules = ("required", "unique", "at_least", "at_most", "choices", "max_length")
        update = {rule: getattr(other, rule) for rule in rules} if other and other.type is field.type else {}
        update |= {rule: names.get(getattr(other, rule)) for rule in ORDERS} if update else {}
        fields.append(field.model_copy(update=update))
    return stated.model_copy(update={"fields": tuple(fields), "writes": found.writes})


def _built(at: int, entity: Entity) -> Requirement:
    """What an entity that is stated needs of the application."""
    fields = entity.fields
    needs = {
        Capability.FIELDS: True,
        Capability.RELATION: any(field.references for field in fields),
        Capability.REQUIRED: any(field.required and not field.references for field in fields),
        Capability.UNIQUE: any(field.unique for field in fields),
        Capability.BOUNDS: any(field.at_least or field.at_most or field.max_length for field in fields),
        Capability.CHOICES: any(field.choices for field in fields),
    }
    return Requirement(
        id=f"R{at + 1}",
        text=f"{_a(entity.label)} has {', '.join(field.label for field in fields)}",
        source=f"entities[{at}]",
        needs=tuple(need for need, is_needed in needs.items() if is_needed),
    )


def _a(noun: str) -> str:
    return f"A{an(noun)[1:]}"


def _access_stated(document: RequirementsDocument, first: int) -> list[Requirement]:
    """What the stated access needs of the application."""
    stated: list[tuple[str, str, tuple[Capability, ...]]] = []
    for at, role in enumerate(document.roles):
        rights = [f"{', '.join(may.writes)} {may.entity}" for may in role.may if may.writes]
        text = f"{_a(role.name)} may {'; '.join(rights) or 'only read'}"
        stated.append((text, f"roles[{at}]", (Capability.ROLES,)))
    if document.sign_in:
        stated.append(("Users sign in", "sign_in", (Capability.SIGN_IN,)))
    return [
        Requirement(id=f"R{number}", text=text, source=source, needs=needs)
        for number, (text, source, needs) in enumerate(stated, start=first)
    ]


def _entity_names(entities: Sequence[EntityRequirement]) -> dict[str, str]:
    """The safe name of each entity by what it may be called in a reference."""
    names: dict[str, str] = {}
    seen: dict[str, str] = {}
    for at, entity in enumerate(entities):
        one = singular(entity.name.replace("_", " "))
        _see(f"entities[{at}].name", entity.name, label_key(one), seen)
        names[label_key(entity.name)] = unique(entity_name(one), set(names.values()))
    return {**{name: name for name in names.values()}, **names}


def _see(place: str, name: str, key: str, seen: dict[str, str]) -> None:
    """Remember a name by what tells it from others. InputError: there is one like it."""
    if key in seen:
        raise InputError(f"{place} is {name!r}, which reads like {seen[key]!r} before it; use other letters or digits.")
    seen[key] = name


def _entity(at: int, stated: EntityRequirement, names: dict[str, str]) -> Entity:
    fields: list[Field] = []
    seen: dict[str, str] = {}
    for number, given in enumerate(stated.fields or (FieldRequirement(name="name", required=True),)):
        place = f"entities[{at}].fields[{number}]"
        wanted = given if isinstance(given, FieldRequirement) else FieldRequirement(name=given)
        _see(f"{place}.name", wanted.name, label_key(wanted.name), seen)
        fields.append(_field(place, wanted, names, {field.name for field in fields}))
    name = names[label_key(stated.name)]
    return Entity(
        name=name,
        plural=slug(plural(name.replace("_", " "))),
        label=readable(stated.name),
        fields=tuple(fields),
        writes=tuple(dict.fromkeys(stated.writes)),
    )


def _field(place: str, wanted: FieldRequirement, names: dict[str, str], taken: set[str]) -> Field:
    kind, scale = (wanted.type, decimal_scale(wanted.name)) if wanted.type else guess_type(wanted.name)
    target = None
    if wanted.references is not None:
        target = _named(wanted.references, names)
        if target is None:
            raise InputError(f"{place}.references is {wanted.references!r}, and no entity is called so.")
        kind = FieldType.INTEGER
    scale = scale_of(wanted, scale) if kind is FieldType.DECIMAL else 0
    low, high = limits_of(place, wanted, kind, scale)
    field = Field(
        name=unique(safe_name(wanted.name, "field"), taken),
        label=readable(wanted.name),
        type=kind,
        required=wanted.required,
        unique=wanted.unique,
        scale=scale,
        references=target,
        at_least=low,
        at_most=high,
        choices=choices_of(place, wanted, kind, scale),
        max_length=wanted.max_length,
    )
    check_rules(place, field)
    return field


def _named(given: str, names: dict[str, str]) -> str | None:
    return names.get(label_key(given)) or names.get(label_key(singular(given.replace("_", " "))))


def _access(document: RequirementsDocument, understood: Understanding) -> Access:
    """What the document states; without roles, what its sentences say."""
    if not document.roles:
        return understood.access.model_copy(update={"sign_in": understood.access.sign_in or document.sign_in})
    names = {entity.name: entity.name for entity in understood.entities}
    names |= {label_key(entity.label): entity.name for entity in understood.entities}
    roles: list[Role] = []
    for at, role in enumerate(document.roles):
        name = slug(role.name) or "role"
        name = name if name[0].isalpha() else f"role_{name}"
        if name in {other.name for other in roles}:
            raise InputError(f"roles[{at}].name is {role.name!r}, which a role before it is called already.")
        may = []
        for number, permission in enumerate(role.may):
            entity = _named(permission.entity, names)
            if entity is None:
                raise InputError(
                    f"roles[{at}].may[{number}].entity is {permission.entity!r}, and no entity is called so."
                )
            may.append(Permission(entity=entity, writes=tuple(dict.fromkeys(permission.writes))))
        roles.append(Role(name=name, label=role.name, may=tuple(may)))
    return Access(sign_in=True, roles=tuple(roles))


def _target(document: RequirementsDocument, entities: Sequence[Entity]) -> str:
    """The name of the field that is to be predicted."""
    if document.target is None:
        return ""
    wanted = slug(document.target.rpartition(".")[2])
    for entity in entities:
        for field in entity.fields:
            if wanted in (field.name, slug(field.label)):
                return field.name
    raise InputError(f"target is {document.target!r}, and no field is called so.")
