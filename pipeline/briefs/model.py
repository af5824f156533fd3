"""Entities while they are being read: a brief names them in any order, and speaks of one in several places."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pipeline.briefs.phrases import FieldPhrase
from pipeline.briefs.words import singular
from pipeline.contracts.data import Write


@dataclass(frozen=True)
class Link:
    """A reference to the entity called `parent`."""

    parent: str
    required: bool = True


@dataclass
class Draft:
    """An entity in the making: fields by name, and references by what they are called.

    An event is named after what somebody does; `aliases` are other nouns for it. One that is `mentioned` only is
    dropped where nothing else speaks of it, and so is a keeper of the records of whom no fields are told. Of what is
    `is_several`, a sentence says that there are several, or that others belong to one each.
    """

    label: str
    fields: dict[str, FieldPhrase] = field(default_factory=dict)
    parents: dict[str, Link] = field(default_factory=dict)
    is_event: bool = False
    aliases: tuple[str, ...] = ()
    is_mentioned: bool = False
    is_keeper: bool = False
    is_several: bool = False
    writes: tuple[Write, ...] | None = None


@dataclass
class Model:
    """All entities found so far, by their singular label, in the order in which they were found.

    `many` holds pairs: each of the first has several of the second. `acts` holds who makes which records.
    """

    drafts: dict[str, Draft] = field(default_factory=dict)
    many: dict[tuple[str, str], bool] = field(default_factory=dict)
    acts: list[tuple[str, str]] = field(default_factory=list)
    last: str = ""
    has_passwords: bool = False

    def entity(self, label: str) -> Draft:
        """The draft called `label`, made if there is none."""
        self.last = label
        draft = self.drafts.setdefault(label, Draft(label))
        draft.is_mentioned = False
        return draft

    def mention(self, label: str) -> None:
        """Note an entity of which it is not certain that it is one."""
        if label not in self.drafts:
            self.drafts[label] = Draft(label, is_mentioned=True)

    def find(self, phrase: str) -> Draft | None:
        """The draft that `phrase` names, in singular or plural."""
        label = singular(" ".join(phrase.replace("_", " ").split()))
        return self.drafts.get(label)

    def find_head(self, phrase: str) -> Draft | None:
        """The draft that `phrase` names, or that its last words name: "home team" is a team."""
        words = phrase.replace("_", " ").split()
        for start in range(len(words)):
            if found := self.find(" ".join(words[start:])):
                return found
        return None

    def find_tail(self, phrase: str) -> Draft | None:
        """The only draft whose last words `phrase` names: a request is a leave request, where there are no others."""
        label = singular(" ".join(phrase.replace("_", " ").split()))
        found = [draft for draft in self.drafts.values() if draft.label.endswith(f" {label}")]
        return found[0] if label and len(found) == 1 else None

    def add_fields(self, label: str, fields: Iterable[FieldPhrase]) -> list[str]:
        """Add fields to an entity; the labels of those that are new to it, or of which something new is said."""
        draft = self.entity(label)
        fresh = [found for found in fields if found.name not in draft.fields or found.is_certain]
        for found in fresh:
            before = draft.fields.get(found.name)
            draft.fields[found.name] = _joined(before, found) if before else found
        return [found.label for found in fresh]

    def refer(self, child: str, parent: str, label: str = "", *, required: bool = True) -> None:
        """Say that each `child` belongs to one `parent`, which it calls `label`."""
        self.entity(parent)
        if child != parent or label:
            # The first of a hierarchy has nothing above it.
            link = Link(parent, required and child != parent)
            self.entity(child).parents.setdefault(label or parent, link)
        self.last = child

    def has_many(self, owner: str, thing: str) -> None:
        """Say that each `owner` has several of `thing`."""
        last = self.last
        self.entity(owner)
        self.entity(thing)
        self.many[owner, thing] = True
        self.last = last or owner

    def rename(self, old: str, new: str) -> None:
        """Call an entity, and what refers to it, by another name."""
        self.drafts = {new if label == old else label: draft for label, draft in self.drafts.items()}
        self.drafts[new].label = new
        self._replace(old, new)

    def merge(self, old: str, new: str) -> None:
        """Take one entity for another one, which has been found, too."""
        gone = self.drafts.pop(old)
        # What referred to the other one would refer to itself.
        before = {name: link for name, link in gone.parents.items() if link.parent not in (old, new)}
        kept = {name: link for name, link in self.drafts[new].parents.items() if link.parent != old}
        self.drafts[new].parents = {**before, **kept}
        self.drafts[new].fields = {**gone.fields, **self.drafts[new].fields}
        self._replace(old, new)

    def remove(self, label: str) -> None:
        """Forget an entity and what refers to it."""
        del self.drafts[label]
        self.many = {pair: True for pair in self.many if label not in pair}
        for draft in self.drafts.values():
            draft.parents = {name: link for name, link in draft.parents.items() if link.parent != label}

    def _replace(self, old: str, new: str) -> None:
        self.many = {(new if a == old else a, new if b == old else b): True for a, b in self.many}
        for draft in self.drafts.values():
            draft.parents = {
                new if label == old else label: replace(link, parent=new) if link.parent == old else link
                for label, link in draft.parents.items()
            }


def _joined(before: FieldPhrase, now: FieldPhrase) -> FieldPhrase:
    """A field of which more is said: what is new counts."""
    return replace(
        now,
        label=before.label,
        required=before.required or now.required,
        unique=before.unique or now.unique,
        limits=now.limits or before.limits,
        choices=now.choices or before.choices,
        more_than=now.more_than or before.more_than,
        not_less_than=now.not_less_than or before.not_less_than,
    )
