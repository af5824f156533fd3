"""The ways in which a sentence names an entity and its fields."""

# ruff: noqa: RUF001 - people write curly quotes and long dashes

import re

from pipeline.briefs.model import Model
from pipeline.briefs.nouns import entity_noun, plural_nouns
from pipeline.briefs.phrases import FieldPhrase, read_field, split_list
from pipeline.briefs.relations import read_part_relation
from pipeline.briefs.words import is_plural, singular, without_determiners, word_set

_HAVE = (
    r"(?:has|have|having|contains?|includes?|consists? of|comprises?|stores?|needs?|gets?|(?:is|are) described by|"
    r"comes? with|records?)"
)
_HAS = re.compile(
    r"^(?P<owner>.+?)\s+(?:(?:should|must|will|would|can|may|also|always|then|each|all|typically)\s+)*"
    rf"(?<!\bto ){_HAVE}\s+(?P<list>.+)$",
    re.IGNORECASE,
)
_FOR_EACH = re.compile(
    r"^for (?:each|every|all|any)?\s*(?P<owner>[\w -]+?),?\s+(?:we |i |it |the app |please )?"
    r"(?:want to |need to |should |must )*(?:store|record|keep|track|save|need|know|hold|note)\s+(?P<list>.+)$",
    re.IGNORECASE,
)
_COLON = re.compile(r"^(?P<owner>[\w -]{1,40}?)\s*(?::|\s[-–—]\s|=)\s*(?P<list>.+)$")
_INSIDE = re.compile(r"^(?P<owner>[\w -]{1,40}?)\s*\((?P<list>[^()]*(?:\([^()]*\)[^()]*)*)\)\.?$")
_MANAGE = re.compile(
    r"\b(?:track|manag|stor|record|keep|register|maintain|organi[sz]|catalog(?:u)?|handl|log|monitor|administer|sav|"
    r"collect|list|schedul|plan)(?:e|es|ed|ing|s|ging)?"
    r"(?: track of| record of| records of| a list of| a record of)?\s+(?P<what>.+)$",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"^(?P<owner>[\w' -]+?)(?:,)?\s+"
    r"(?:with|by|including|along with|together with|having|each with|each having)\s+"
    r"(?:their |its |a |an |the |fields? |columns? |attributes? |properties )?(?P<list>.+)$",
    re.IGNORECASE,
)
_OF = re.compile(
    r"^(?P<list>.+?)\s+(?:of|for)\s+(?:each|every|all|our|the|my|their)?\s*(?P<owner>[\w-]+)$", re.IGNORECASE
)
_THERE = re.compile(
    r"^(?:there (?:are|is|will be)|(?:the )?(?:main )?(?:entities|tables|models|records)\s*(?:are|:|include))\s+"
    r"(?P<list>.+)$",
    re.IGNORECASE,
)
_CAN_BE = re.compile(r"^(?P<owner>.+?)\s+(?:can|may|could) be (?P<state>\w+)(?:\s+or\s+\w+.*)?$", re.IGNORECASE)
_PURPOSE = r"so that|so we|in order to|because|which|where|when|while"
_TAIL_OF_LIST = re.compile(rf"\s+(?:{_PURPOSE})\s.*$", re.IGNORECASE)
_TAIL = re.compile(rf"\s+(?:{_PURPOSE}|in an?|in the|in one|at the|on the|at an?)\s.*$", re.IGNORECASE)
_MANY = re.compile(
    r"^(?:many|several|multiple|one or more|zero or more|any number of|a list of|lots of|some)\s+(?P<noun>.+)$",
    re.IGNORECASE,
)
_CONTAINER = re.compile(
    r"^(?:an? |the |to )?(?:new |simple |small )?(?:catalog\w*|list|system|way|app|tool|database|place|site)\b",
    re.IGNORECASE,
)
"""What a museum needs when it needs "a catalogue of artworks" is no field of a museum."""

_FOR_OWNER = re.compile(r"\s+(?:for|of) (?:each|every)\s+(?P<noun>[\w -]+)$", re.IGNORECASE)
_PRONOUNS = word_set("it they each each_one these those he she")


def read_has(text: str, model: Model) -> list[str]:
    """ "Each book has a title and an author", "For each book, store its title": an entity and its fields."""
    match = _FOR_EACH.match(text) or _HAS.match(text)
    if not match or _CONTAINER.match(match["list"]):
        return []
    said: list[str] = []
    owners = match["owner"].strip()
    if owners.lower().replace(" ", "_") in _PRONOUNS:
        return _attach(model.last, match["list"], model) if model.last else []
    nouns = [entity_noun(part) for part in split_list(re.split(r"(?:\bwhere|\bthat|,|:)\s", owners)[-1])]
    for noun in nouns:
        said.extend(_attach(noun, match["list"], model) if noun else [])
    return said


def read_definition(text: str, is_item: bool, model: Model) -> list[str]:
    """ "Book: title, author, price (decimal)" or "Book (title, author)"."""
    match = _INSIDE.match(text) or _COLON.match(text)
    if not match or _MANAGE.match(text) or _MANAGE.match(match["list"]):
        return []
    owner = match["owner"].strip()
    if singular(owner.lower()) in ("entity", "table", "model", "object", "resource", "record"):
        return _name_entities(split_list(match["list"]), model)
    noun = entity_noun(owner, is_item)
    parts = split_list(match["list"])
    # "Note: the shop is closed on Sundays" is no list of fields.
    listed = all(len(re.sub(r"\(.*?\)", "", part).split()) <= 5 for part in parts)
    if not noun or not listed or (len(parts) == 1 and not is_item and match.re is _COLON):
        return []
    return _attach(noun, match["list"], model)


def read_managed(text: str, model: Model) -> list[str]:
    """ "Track patients (name, date of birth)", "Manage employees with name and salary", "keep track of my books"."""
    match = _MANAGE.search(text)
    if not match:
        return []
    what = match["what"].strip(" .")
    inside, having = _INSIDE.match(what), _WITH.match(what)
    for found in (inside, having):
        noun = entity_noun(found["owner"]) if found else None
        if found and noun and (is_plural(found["owner"].strip()) or found is inside):
            return _attach(noun, found["list"], model)
    bare = _TAIL.sub("", re.sub(r"\s+(?:and|,)\s+(?:who|which|what|when|where|how|whether)\b.*$", "", what))
    of = _OF.match(bare)
    if of and len(split_list(of["list"])) > 1 and is_plural(of["owner"]) and (noun := entity_noun(of["owner"])):
        return _attach(noun, of["list"], model)
    bare = re.sub(r"\s+(?:for|of|from|with|by|to|between|across|about|in|at|on)\s+.*$", "", bare)
    bare = re.sub(r"^[\w-]+(?:'s|s'|’s|s’)\s+", "", without_determiners(bare))
    nouns = plural_nouns(split_list(bare))
    return _name_entities(split_list(bare), model) if nouns else []


def read_listed(text: str, model: Model) -> list[str]:
    """ "There are books, authors and members", "The main entities are ..."."""
    match = _THERE.match(text)
    parts = split_list(_TAIL.sub("", match["list"])) if match else []
    return _name_entities(parts, model) if match and all(entity_noun(part) for part in parts) else []


def read_state(text: str, model: Model) -> list[str]:
    """ "A task can be done or not": a boolean field of an entity that is known."""
    match = _CAN_BE.match(text)
    owner = model.find(entity_noun(match["owner"]) or "") if match else None
    field = read_field(f"can be {match['state']}") if match and owner else None
    return [f"{owner.label} has {field.label}"] if owner and field and model.add_fields(owner.label, [field]) else []


def attach_item(owner: str, item: str, model: Model) -> list[str]:
    """A list item under the heading `owner`: one of its fields, or several."""
    return _attach(owner, item, model)


def _attach(owner: str, listed: str, model: Model) -> list[str]:
    model.entity(owner)
    said: list[str] = []
    listed = _TAIL_OF_LIST.sub("", listed)
    parent = _FOR_OWNER.search(listed)
    if parent and (noun := entity_noun(parent["noun"])) and model.find(noun):
        model.refer(owner, noun)
        said.append(f"{owner} belongs to {noun}")
        listed = listed[: parent.start()]
    fields: list[FieldPhrase] = []
    for part in split_list(listed):
        many = _MANY.match(part)
        noun = entity_noun(many["noun"]) if many else None
        if many and noun and is_plural(many["noun"].strip()):
            model.refer(noun, owner)
            said.append(f"{noun} belongs to {owner}")
        elif relation := read_part_relation(owner, part, model):
            said.append(relation)
        elif field := read_field(part):
            fields.append(field)
    model.last = owner
    added = model.add_fields(owner, fields)
    return [*said, f"{owner} has {', '.join(added)}"] if added else said


def _name_entities(parts: list[str], model: Model) -> list[str]:
    nouns = [noun for noun in map(entity_noun, parts) if noun]
    for noun in nouns:
        model.entity(noun)
    return [f"entities {', '.join(nouns)}"] if nouns else []
