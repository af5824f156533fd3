"""Entities while they are being read: a brief names them in any order, and speaks of one in several places."""

import keyword
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.briefs.phrases import FieldPhrase
from pipeline.briefs.words import plural, singular, word_set
from pipeline.contracts.data import Entity, Field, FieldType
from pipeline.data.names import safe_name, slug, unique

_RESERVED = frozenset((*keyword.kwlist, *keyword.softkwlist)) | word_set(
    "list dict set str int float bool type object base model field app main router database schema health metrics docs "
    "openapi tests"
)


def entity_name(label: str) -> str:
    """A safe name for the entity called `label`."""
    name = slug(label)[:50] or "record"
    name = name if name[0].isalpha() else f"record_{name}"
    return f"{name}_record" if name in _RESERVED else name


@dataclass
class Draft:
    """An entity in the making. `parents` are the labels of entities that it refers to."""

    label: str
    fields: dict[str, FieldPhrase] = field(default_factory=dict)
    parents: dict[str, bool] = field(default_factory=dict)
    is_event: bool = False


@dataclass
class Model:
    """All entities found so far, by their singular label, in the order in which they were found."""

    drafts: dict[str, Draft] = field(default_factory=dict)
    last: str = ""

    def entity(self, label: str) -> Draft:
        """The draft called `label`, made if there is none."""
        self.last = label
        return self.drafts.setdefault(label, Draft(label))

    def find(self, phrase: str) -> Draft | None:
        """The draft that `phrase` names, in singular or plural."""
        label = singular(" ".join(phrase.replace("_", " ").split()))
        return self.drafts.get(label)

    def add_fields(self, label: str, fields: Iterable[FieldPhrase]) -> list[str]:
        """Add fields to an entity; the labels of those that are new to it."""
        draft = self.entity(label)
        fresh = [found for found in fields if found.name not in draft.fields]
        draft.fields.update({found.name: found for found in fresh})
        return [found.label for found in fresh]

    def refer(self, child: str, parent: str) -> None:
        """Say that each `child` belongs to one `parent`."""
        self.entity(parent)
        if child != parent:
            self.entity(child).parents.setdefault(parent, True)
        self.last = child

    def entities(self) -> tuple[Entity, ...]:
        """The entities: a field that names another one is a reference; sensible fields where none were named."""
        self._resolve()
        return tuple(_entity(draft) for draft in self.drafts.values())

    def _resolve(self) -> None:
        for draft in self.drafts.values():
            for name, found in list(draft.fields.items()):
                other = self.find(_without_id(found.label))
                if other is None or other is draft:
                    continue
                del draft.fields[name]
                # "a course has students" says that a student belongs to a course; "an author" that a book has one.
                if singular(found.label) == found.label.lower() or _without_id(found.label) != found.label:
                    draft.parents.setdefault(other.label, found.required or True)
                elif draft.label not in other.parents and other.label not in draft.parents:
                    other.parents[draft.label] = True


def _without_id(label: str) -> str:
    text = label.replace("_", " ")
    return text[: -len(" id")] if text.lower().endswith(" id") else text


def _entity(draft: Draft) -> Entity:
    taken: set[str] = set()
    fields: list[Field] = []
    for parent in draft.parents:
        name = unique(f"{entity_name(parent)}_id", taken)
        taken.add(name)
        reference = entity_name(parent)
        fields.append(Field(name=name, label=parent, type=FieldType.INTEGER, required=True, references=reference))
    for found in draft.fields.values() or _sensible(draft):
        name = unique(safe_name(found.label, "field"), taken)
        taken.add(name)
        fields.append(_field(name, found))
    name = entity_name(draft.label)
    return Entity(name=name, plural=slug(plural(name.replace("_", " "))), label=draft.label, fields=tuple(fields))


def _field(name: str, found: FieldPhrase) -> Field:
    scale = found.scale if found.type is FieldType.DECIMAL else 0
    return Field(
        name=name, label=found.label, type=found.type, required=found.required, unique=found.unique, scale=scale
    )


def _sensible(draft: Draft) -> list[FieldPhrase]:
    """The fields of an entity of which none were named: when it happened, or what it is called."""
    if draft.parents or draft.is_event:
        label = f"{draft.label} date"
        return [FieldPhrase(label, slug(label), FieldType.DATE)]
    return [FieldPhrase("name", "name", FieldType.TEXT, required=True)]
