"""What a brief means, whatever its words: its structure in canonical order, and the own words of all the rest.

Two briefs of one meaning ask for the same. The reverse is not promised: a sentence counts as parsed only where each of
its words is accounted for by what the structure holds, or can change nothing. All others keep their words.
"""

# ruff: noqa: RUF001 - people write curly quotes

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.briefs.demands import FRAME
from pipeline.briefs.numbers import Limits, take_limits
from pipeline.briefs.operations import plain_operation
from pipeline.briefs.understanding import Sentence
from pipeline.briefs.words import singular, word_set
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Access, Entity, Field
from pipeline.contracts.plan import Requirement

_WORD = re.compile(r"\w+(?:[.,:/'’-]\w+)*|[^\w\s.,;:!?()\"“”'’-]")
"""Words and numbers as they are written, and signs that can change a meaning: %, <, €."""
_HARMLESS = word_set("a an the each every all any its their his her of for with and also we it they please")
_DEFINING = word_set(
    "has have having contain contains include includes consist consists store stores stored keep keeps kept record "
    "recorded save saved comes described by"
)
_OF_STRUCTURE: Mapping[Capability, frozenset[str]] = {
    Capability.FIELDS: _DEFINING,
    Capability.RELATION: _DEFINING | word_set("belong belongs refer refers to can many several multiple one"),
    Capability.REQUIRED: word_set("is are must required mandatory"),
    Capability.UNIQUE: word_set("is are must be unique"),
    Capability.BOUNDS: word_set("is are must be"),
    Capability.CHOICES: word_set("is are one or either"),
    Capability.CREATE: word_set("can may add create"),
    Capability.UPDATE: word_set("can may change edit update"),
    Capability.DELETE: word_set("can may delete remove"),
    Capability.SIGN_IN: word_set("user users everybody everyone has have must to sign log in"),
    Capability.ROLES: word_set("can may"),
}
"""What the structure holds, and the words that say no more than that it does."""
_WRITES = {Capability.CREATE, Capability.UPDATE, Capability.DELETE}
_PERMITS = {"may": "can", "create": "add", "edit": "change", "update": "change", "remove": "delete"}
_ARTICLES = word_set("a an the please")
_OF_FRAME = word_set(
    "i we our us my me it is this want wants need needs would like i'd we'd to have build create make app application "
    "system tool software program platform small simple little store stores keep keeps track manage manages managing "
    "keeping storing tracking that which where in"
)
_KEEPING = _OF_FRAME - word_set("build create make")
_UNIT = re.compile(r"(?P<what>[\w-]+) in (?P<unit>[^\W\d_]+[²³]?)(?=\s*(?:[,.;)(]|and\b|$))", re.IGNORECASE)
_COUNTED = re.compile(r"\bnumbers? of (?=[a-z])", re.IGNORECASE)
_ONCE = re.compile(
    r"^(?:no two (?P<one>[\w-]+) (?:(?:may|can|must|should) )?|"
    r"two (?P<other>[\w-]+) (?:cannot|can not|may not|must not) )"
    r"(?:share|have) (?:an?|the same|one) ",
    re.IGNORECASE,
)
_NAMING = word_set("of for about from by")
_REFERRING = word_set("it they them this that these those he she its their his her such same there then")


def meaning_of(
    entities: Sequence[Entity], access: Access, sentences: Iterable[Sentence], requirements: Sequence[Requirement]
) -> list[Any]:
    """What was read of a brief, as JSON that is equal for briefs that ask for the same."""
    said = {each.source: each for each in requirements}
    # What a document states as data has no words of its own.
    spoken = [one for one in sentences if one.understood not in said]
    rest = [each for each in (_own_words(one, said.get(one.text), entities, access) for one in spoken) if each]
    # Where a sentence refers to another, their order counts.
    is_ordered = any(_REFERRING & set(each) for each in rest)
    words = rest if is_ordered else [list(each) for each in sorted(set(map(tuple, rest)))]
    return [sorted(map(_entity, entities)), _access(access), words]


def words_of(text: str, entities: Sequence[Entity]) -> list[str]:
    """The words of a sentence, whatever its case, its articles, and the grammar of the operation that it asks for."""
    return _words(plain_operation(text, _kinds(entities)), _ARTICLES)


def _kinds(entities: Sequence[Entity]) -> set[str]:
    return {word for entity in entities for word in _words(f"{entity.label} {entity.name}")}


def _entity(entity: Entity) -> list[Any]:
    return [
        entity.name,
        " ".join(singular(entity.label).split()),
        sorted(map(_field, entity.fields)),
        sorted(entity.writes),
    ]


def _field(field: Field) -> list[Any]:
    stated = field.model_dump(mode="json") | {
        "label": " ".join(field.label.casefold().split()),
        "choices": sorted(field.choices),
    }
    return [field.name, *(f"{name}={value}" for name, value in sorted(stated.items()))]


def _access(access: Access) -> list[Any]:
    roles = [
        [each.name, each.label.casefold(), sorted([may.entity, sorted(may.writes)] for may in each.may)]
        for each in access.roles
    ]
    return [access.sign_in, sorted(roles)]


def _own_words(sentence: Sentence, read: Requirement | None, entities: Sequence[Entity], access: Access) -> list[str]:
    """The words of a sentence that the structure does not account for; none where it holds all."""
    needs = set(read.needs) if read else set()
    kinds = _kinds(entities)
    if sentence.understood == FRAME:
        words = _words(sentence.text, _HARMLESS | _OF_FRAME)
        is_list = not _NAMING & set(_words(sentence.text))
        return [] if is_list and kinds.issuperset(words) else ["for", *words]
    if kinds.issuperset(words := _words(sentence.text, _HARMLESS | _KEEPING)):
        return ["keep", *words]
    if read and not read.note and needs and needs <= _OF_STRUCTURE.keys():
        units = [f"{each['what']} in {each['unit']}".casefold() for each in _UNIT.finditer(sentence.text)]
        plain = _without_rules(_UNIT.sub(r"\g<what>", sentence.text), needs, sentence.understood, entities)
        if not _words(plain, _accounted(sentence.understood, needs, entities, access)):
            # Another sentence may have related these already: which ones were named counts all the same.
            related = ["related"] if Capability.RELATION in needs else []
            return [*related, *units, *sorted(kinds & set(_words(sentence.understood)))] if related or units else []
    words = words_of(sentence.text, entities)
    return [_PERMITS.get(word, word) for word in words] if needs & _WRITES and not (read and read.note) else words


def _accounted(understood: str, needs: set[Any], entities: Sequence[Entity], access: Access) -> frozenset[str]:
    """The words that say no more than the structure: names that were understood here, and those of what is needed."""
    held = [part for each in entities for part in (each.label, each.name, *_labels(each.fields))]
    held += [role.label for role in access.roles]
    names = {word for part in held for word in _words(part)} & set(_words(understood))
    fields = _mentioned(understood, entities)
    choices = {word for each in fields for one in each.choices for word in _words(one)}
    return _HARMLESS.union(
        names, choices if Capability.CHOICES in needs else (), *(_OF_STRUCTURE[each] for each in needs)
    )


def _labels(fields: Iterable[Field]) -> list[str]:
    return [text for each in fields for text in (each.label, each.name, each.references or "")]


def _mentioned(understood: str, entities: Sequence[Entity]) -> list[Field]:
    told = set(_words(understood))
    return [each for entity in entities for each in entity.fields if set(_words(each.label)) <= told]


def _without_rules(text: str, needs: set[Any], understood: str, entities: Sequence[Entity]) -> str:
    """The text without the limits in it, if they are those of a field that is mentioned, and without "no two share".

    The number of pages is a field called pages, too.
    """
    text = _COUNTED.sub("", text)
    if Capability.UNIQUE in needs:
        text = _ONCE.sub(lambda match: f"{match['one'] or match['other']} ", text)
    limits, rest = take_limits(text) if Capability.BOUNDS in needs else (None, text)
    return rest if limits and any(_has(each, limits) for each in _mentioned(understood, entities)) else text


def _has(field: Field, limits: Limits) -> bool:
    low, high = limits.of(field.type, field.scale)
    stated = [(field.at_least, low), (field.at_most, high), (field.max_length, limits.length)]
    wanted = [(of_field, wanted) for of_field, wanted in stated if wanted is not None]
    return bool(wanted) and all(of_field == wanted for of_field, wanted in wanted)


def _words(text: str, without: frozenset[str] = frozenset()) -> list[str]:
    """The words of a text in lower case, each as a singular, but for those that are left out."""
    plain = (word.replace("’", "'").removesuffix("'s") for word in _WORD.findall(text.casefold().replace("_", " ")))
    return [singular(word) for word in plain if word not in without and singular(word) not in without]
