"""From drafts to entities: names that mean the same are joined, and fields that name an entity become references."""

import keyword
import re
from collections.abc import Iterable, Mapping

from pipeline.briefs.events import COMMON, EVENTS, SHARED, is_event
from pipeline.briefs.fieldtypes import guess_type
from pipeline.briefs.labels import readable
from pipeline.briefs.model import Draft, Link, Model
from pipeline.briefs.phrases import FieldPhrase
from pipeline.briefs.words import is_misspelt, is_plural, plural, singular, word_set
from pipeline.contracts.data import Entity, Field, FieldType, Write
from pipeline.data.names import record_safe, safe_name, slug, unique

_RESERVED = frozenset(keyword.kwlist) | word_set(
    "list dict set str int float bool type object base model field app main router database schema health metrics docs "
    "openapi tests"
)
_OWNERS = word_set(
    "shop store company agency school clinic firm city club museum university house charity association business "
    "organisation organization office lab laboratory hospital library restaurant hotel bakery brigade department group "
    "system app team gallery cinema theatre theater practice academy salon studio centre center society foundation "
    "council collective cooperative festival farm garage bookstore bookshop"
)
"""Who an application is made for. It is no record of its own unless something is said of its fields."""

_SHARED = frozenset(EVENTS[verb][0] for verb in SHARED)
_TEXTS = word_set("comment message note remark reply question answer")
"""What says something."""
_TRADES = word_set("order purchase sale shipment delivery")
"""What names, for some time, things that are there before and after it."""
_PARTS = word_set("line item position row part entry detail parcel package box")
"""What belongs to one whole only."""

_EVERY_WRITE: tuple[Write, ...] = ("create", "update", "delete")


def entity_name(label: str) -> str:
    """A safe name for the entity called `label`."""
    name = record_safe(slug(label)[:50] or "record")
    return f"{name}_record" if name in _RESERVED else name


def entities_of(model: Model) -> tuple[Entity, ...]:
    """The entities: a field that names another one is a reference; sensible fields where none were named."""
    resolve(model)
    return told_apart(_entity(draft) for draft in model.drafts.values())


def told_apart(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """The entities, each with a plural of its own: "leaf" and "leave" have the same."""
    found: list[Entity] = []
    for entity in entities:
        many = unique(entity.plural, {other.plural for other in found})
        found.append(entity.model_copy(update={"plural": many}))
    return tuple(found)


def resolve(model: Model) -> None:
    """Join what is the same, drop what is no record, and turn what names an entity into a reference to it."""
    _join_misspelt(model)
    _join_events(model)
    _join_heads(model)
    _join_roles(model)
    _refer_by_fields(model)
    _join_heads(model)
    _drop_plain(model)
    _link_many(model)
    _drop_said_twice(model)
    _drop_mentioned(model)


def _join_misspelt(model: Model) -> None:
    """ "Customrs have a name. Customers order pizzas": one of which nothing else is told is the other, misspelt."""
    for bare in [draft for draft in model.drafts.values() if not draft.fields]:
        told = [draft.label for draft in model.drafts.values() if draft.fields and is_misspelt(draft.label, bare.label)]
        if len(told) == 1:
            model.merge(bare.label, told[0])
            if len(bare.label) > len(told[0]):
                # A letter is left out more often than added.
                model.rename(told[0], bare.label)


def _join_events(model: Model) -> None:
    """ "Customers hire tools. A hire has …": what was called a rental is a hire."""
    for event in [draft for draft in model.drafts.values() if draft.is_event and not draft.fields]:
        known = [model.drafts[alias] for alias in event.aliases if alias in model.drafts and alias != event.label]
        if known:
            model.merge(event.label, known[0].label)


def _join_heads(model: Model) -> None:
    """ "The system manages university courses. A course has …": both are the same."""
    for draft in list(model.drafts.values()):
        words = draft.label.split()
        if draft.fields or len(words) < 2:
            continue
        head = model.drafts.get(words[-1])
        if head and head is not draft and head.fields and not draft.is_event:
            model.merge(draft.label, head.label)
    for draft in list(model.drafts.values()):
        whole = [other for other in model.drafts.values() if _is_whole(other, draft.label) and other.fields]
        if not draft.fields and len(whole) == 1:
            model.merge(draft.label, whole[0].label)


def _is_whole(draft: Draft, label: str) -> bool:
    """Whether a draft is called so, and more: a claim is an expense claim, and a repair is a repair job."""
    head = draft.label.split()[-1]
    is_job = head in ("job", "order", "record", "entry", "request", "ticket", "visit")
    return draft.label.endswith(f" {label}") or (is_job and draft.label == f"{label} {head}")


def _join_roles(model: Model) -> None:
    """ "Users have a role (admin or member). Members borrow books": members are users."""
    for user in list(model.drafts.values()):
        roles = {value.lower() for one in user.fields.values() for value in one.choices}
        for draft in list(model.drafts.values()):
            if not draft.fields and draft.label in roles and draft is not user:
                model.merge(draft.label, user.label)


def _refer_by_fields(model: Model) -> None:
    for draft in model.drafts.values():
        for name, found in list(draft.fields.items()):
            label = _without_id(found.label)
            if target := model.find(found.refers or found.unread):
                del draft.fields[name]
                draft.parents.setdefault(label, Link(target.label, required=target is not draft and found.required))
                continue
            other = model.find(label)
            other = other or (_done_to(label, model) if found.type is FieldType.TEXT else None)
            if other and found.type.is_number and is_plural(label):
                # How many animals there may be is no animal.
                continue
            if (
                other is None
                and len(re.split(r"[ -]", label)) > 1
                and not found.is_certain
                and not found.type.is_moment
            ):
                other = model.find(re.split(r"[ -]", label)[-1])
                other = other if other and other.fields and found.type is FieldType.TEXT else None
            if other is None or (other is draft and label == other.label) or found.choices:
                continue
            if found.limits and guess_type(label)[0].is_number:
                # How many there may be is kept as a number.
                continue
            del draft.fields[name]
            # "a course has students" says that a student belongs to a course; "an author" that a book has one.
            if singular(label) == label.lower() or label != found.label:
                link = Link(other.label, required=other is not draft)
                draft.parents.setdefault(label if other is draft or model.find(label) is None else other.label, link)
            else:
                model.many[draft.label, other.label] = True


def _done_to(label: str, model: Model) -> Draft | None:
    """The record that "the article sold" is."""
    words = label.split()
    is_done = len(words) > 1 and re.search(r"(?:[^e]ed|sold|bought|lent|given|taken)$", words[-1])
    return model.find(" ".join(words[:-1])) if is_done else None


def _link_many(model: Model) -> None:
    """ "A book has several authors" says that an author belongs to a book, unless authors have several books, too."""
    for owner, thing in list(model.many):
        if _is_of_many(model, owner, thing):
            model.many[thing, owner] = True
        if owner not in model.drafts or thing not in model.drafts or _are_linked(model, owner, thing):
            continue
        if (thing, owner) in model.many or thing.split()[-1] in COMMON:
            link = model.drafts.setdefault(f"{owner} {thing}", Draft(f"{owner} {thing}"))
            link.parents = {owner: Link(owner), thing: Link(thing)}
        elif owner != thing:
            model.drafts[thing].parents.setdefault(owner, Link(owner))


def _is_of_many(model: Model, owner: str, thing: str) -> bool:
    """Whether a thing that an owner has several of has several such owners, although neither was said of both.

    "Speakers submit talks. A talk is given by several speakers" says so; and of what is ordered, there is more.
    """
    if owner not in model.drafts or thing not in model.drafts or owner == thing:
        return False
    link = model.drafts[owner].parents.get(thing)
    if link and link.parent == thing:
        del model.drafts[owner].parents[thing]
        return True
    is_part = thing.split()[-1] in _PARTS or is_event(thing) or thing.startswith(f"{owner} ")
    return owner.split()[-1] in _TRADES and not is_part and bool(model.drafts[thing].fields)


def _are_linked(model: Model, one: str, other: str) -> bool:
    """Whether an entity refers to both, or one of them to the other."""
    pair = {one, other}
    for draft in model.drafts.values():
        parents = {link.parent for link in draft.parents.values()}
        if pair <= parents or (draft.label in pair and pair - {draft.label} <= parents and one != other):
            return True
    return False


def _drop_mentioned(model: Model) -> None:
    described = any(draft.fields for draft in model.drafts.values())
    referred = {link.parent for draft in model.drafts.values() for link in draft.parents.values()}
    for label, draft in list(model.drafts.items()):
        is_bare = not draft.fields and described
        is_alone = draft.is_mentioned and not draft.parents and label not in referred
        is_house = label.split()[-1] in _OWNERS and not (draft.is_several and label in referred)
        is_owner = (is_house or draft.is_keeper) and not draft.parents
        if is_bare and (is_alone or is_owner):
            model.remove(label)


def _drop_plain(model: Model) -> None:
    """ "Teams play matches. A match has a home team and an away team": those two are what a match refers to."""
    for draft in model.drafts.values():
        for label, link in list(draft.parents.items()):
            others = [name for name, other in draft.parents.items() if other.parent == link.parent and name != label]
            if label == link.parent and len(others) > 1:
                del draft.parents[label]


def _drop_said_twice(model: Model) -> None:
    """ "Students book flights. A flight has a student": what a flight says itself is no booking besides."""
    # Many comment on one thing, whoever made it.
    alone = [draft for draft in model.drafts.values() if draft.is_event and not draft.fields]
    for event in [draft for draft in alone if draft.label not in _SHARED]:
        parents = {link.parent for link in event.parents.values()}
        for parent in parents & model.drafts.keys():
            known = {link.parent for link in model.drafts[parent].parents.values()}
            if parents - {parent} <= known and event.label in model.drafts:
                model.remove(event.label)


def _without_id(label: str) -> str:
    text = label.replace("_", " ")
    return text[: -len(" id")] if text.lower().endswith(" id") else text


def _entity(draft: Draft) -> Entity:
    taken: set[str] = set()
    fields: list[Field] = []
    for label, link in draft.parents.items():
        name = unique(f"{entity_name(label)}_id", taken)
        taken.add(name)
        fields.append(_reference(name, label, link))
    names: dict[str, str] = {}
    phrases = list(draft.fields.values()) or _sensible(draft)
    for found in phrases:
        names[found.name] = unique(safe_name(found.label, "field"), taken)
        taken.add(names[found.name])
    fields += [field_of(names[found.name], found, names) for found in phrases]
    name = entity_name(draft.label)
    many = slug(plural(name.replace("_", " ")))
    return Entity(
        name=name,
        plural=many,
        label=readable(draft.label),
        fields=tuple(fields),
        writes=_EVERY_WRITE if draft.writes is None else draft.writes,
    )


def _reference(name: str, label: str, link: Link) -> Field:
    parent = entity_name(link.parent)
    return Field(name=name, label=readable(label), type=FieldType.INTEGER, required=link.required, references=parent)


def field_of(name: str, found: FieldPhrase, names: Mapping[str, str]) -> Field:
    """The field called `name` with the rules that a phrase states; `names` are those that the others have by now."""
    scale = found.scale if found.type is FieldType.DECIMAL else 0
    low, high = found.limits.of(found.type, scale) if found.limits else (None, None)
    is_text = found.type is FieldType.TEXT
    return Field(
        name=name,
        label=readable(found.label),
        type=found.type,
        required=found.required,
        unique=found.unique,
        scale=scale,
        at_least=low,
        at_most=high,
        choices=() if found.type is FieldType.BOOLEAN else found.choices,
        max_length=found.limits.length if found.limits and is_text else None,
        more_than=names.get(found.more_than),
        not_less_than=names.get(found.not_less_than),
    )


def _sensible(draft: Draft) -> list[FieldPhrase]:
    """The fields of an entity of which none were named: when it happened, what it says, or what it is called."""
    if draft.label.split()[-1] in _TEXTS:
        return [FieldPhrase("text", "text", FieldType.TEXT, required=True)]
    if draft.is_event or (draft.parents and is_event(draft.label) and not _is_link(draft)):
        label = f"{draft.label} date"
        return [FieldPhrase(label, slug(label), FieldType.DATE)]
    return [] if _is_link(draft) else [FieldPhrase("name", "name", FieldType.TEXT, required=True)]


def _is_link(draft: Draft) -> bool:
    return draft.label == " ".join(draft.parents) and len(draft.parents) > 1
