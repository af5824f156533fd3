"""What is kept: "track patients (name, date of birth)", "manage employees with name and salary"."""

# ruff: noqa: RUF001 - people write curly quotes and long dashes

import re

from pipeline.briefs.attaching import attach, name_entities
from pipeline.briefs.definitions import read_insides
from pipeline.briefs.events import ACTIONS, EVENTS
from pipeline.briefs.lists import split_list
from pipeline.briefs.model import Model
from pipeline.briefs.nouns import entity_noun, plural_nouns
from pipeline.briefs.phrases import is_short, read_field
from pipeline.briefs.said import Said
from pipeline.briefs.shapes import INSIDE, KEEP, MANAGE, PLURAL_WITH, TAIL
from pipeline.briefs.words import is_plural, without_determiners
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import FieldType

_FOR_OF = re.compile(
    rf"^(?:we|i|staff|they) (?:also )?(?:want to |need to )?{KEEP} (?P<owner>[\w -]+?) "
    r"(?:for|of|on) (?:each|every|an?|the) (?P<parent>[\w -]+?)\s*(?::|\bwith\b)\s*(?P<list>.+)$",
    re.IGNORECASE,
)
_MANAGE_COLON = re.compile(
    r"\b(?:track|manage|store|record|keep|register|maintain|list|log|collect)s? "
    r"(?:an? (?:[\w-]+ )?(?:list|record|register|inventory|catalogue|catalog|log|directory|collection|database) of )?"
    r"(?:the |our |my |all |all the )?(?P<owner>[\w-]+(?: [\w-]+)?)(?: (?:in|of|at|on|from|"
    r"for) [\w ]+)?: (?P<list>.+,.+)$",
    re.IGNORECASE,
)
_ACTED_WITH = re.compile(
    r"^.+? (?P<verb>[\w-]+) an? (?P<owner>[\w-]+(?: [\w-]+)?) with (?P<list>(?:an?|the|its|their|"
    r"one) .+)$",
    re.IGNORECASE,
)
_OF_ONE = re.compile(r"^(?P<list>.+?)\s+(?:of|for)\s+(?:an?|each|every|the)\s+(?P<owner>[\w-]+)$", re.IGNORECASE)
_FIELD_OF = re.compile(
    r"^(?P<list>(?:an?|the) [\w -]+(?:\([^()]*\))?)\s+(?:for|of) (?:each|every|an?)\s+(?P<owner>[\w-]+(?: [\w-]+)?)$",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"(?P<owner>(?:[\w-]+ )?[\w-]+)(?: (?:each|every|per) [\w-]+)? "
    r"\((?P<list>(?=[^()]+,)[^()]*(?:\([^()]*\)[^()]*)*)\)",
    re.IGNORECASE,
)
_INSIDES = re.compile(r"\s*\([^()]*(?:\([^()]*\)[^()]*)*\)")
_ACTS = re.compile(r"[\w-]+ (?!of\b|in\b|on\b|at\b|for\b|to\b)[a-z-]+\b")
""" "Stays begin and end on a date": who is many does something, and is no field."""
_AND_MORE = re.compile(
    r"^(?:and|also|plus|as well as) (?:an?|the|its|their) [\w' -]+(?:,? and (?:an?|the) [\w' -]+)?$", re.IGNORECASE
)
""" "And a price", said after the fields of a record."""
_KEEPS = re.compile(r"^(?:our|the|my|we|i)\s.*\bkeeps?\s(?!track|a record|records?|a list)", re.IGNORECASE)
_WITH = re.compile(
    r"^(?P<owner>[\w' -]+?)(?:,)?\s+"
    r"(?:with|by|including|along with|together with|having|each with|each having)\s+"
    r"(?:their |its |fields? |columns? |attributes? |properties )?(?P<list>.+)$",
    re.IGNORECASE,
)
_CREATE_WITH = re.compile(
    r"^(?:add|create|enter|register|record|store|log|manage|note|keep|save|track|edit)s? "
    r"(?:an? |new )?(?P<owner>[\w -]+?) (?:with|by|having) "
    r"(?P<list>(?:an?|the|its|their) .+|[\w -]+(?: ?\([^()]*\))?(?:, [\w -]+)+.*)$",
    re.IGNORECASE,
)
_OF = re.compile(
    r"^(?P<list>.+?)\s+(?:of|for)\s+(?:each|every|all|our|the|my|their)?\s*(?P<owner>[\w-]+)$", re.IGNORECASE
)
_VERBS = re.compile(
    r"\b(?:is|are|was|were|has|have|can|may|must|should|will|want|need|add|edit|delete|see|show|list|search|sort|"
    r"filter|export|"
    r"send|make|manage|only|not|no|please|if|when)\b",
    re.IGNORECASE,
)


def read_managed(text: str, model: Model) -> list[Said]:
    """ "Track patients (name, date of birth)", "Manage employees with name and salary", "keep track of my books"."""
    if (match := _CREATE_WITH.match(text)) and (noun := entity_noun(match["owner"])):
        return attach(noun, match["list"], model)
    if (match := _FOR_OF.match(text)) and (of_owner := _read_of_owner(match, model)):
        return of_owner
    for pattern in (_MANAGE_COLON, PLURAL_WITH, _ACTED_WITH):
        match = pattern.search(text)
        if match and pattern is PLURAL_WITH and (acted := _acted_on(match["owner"])):
            return attach(acted, match["list"], model)
        noun = entity_noun(match["owner"], is_item=pattern is not _MANAGE_COLON) if match else None
        if match and noun and _names_fields(pattern, match):
            return attach(noun, match["list"], model)
    match = MANAGE.search(text)
    if not match:
        return []
    what = match["what"].strip(" .")
    inside, having = INSIDE.match(what), _WITH.match(what)
    for found in (inside, having):
        noun = entity_noun(found["owner"]) if found else None
        if found and noun and (is_plural(found["owner"].strip()) or found is inside):
            return attach(noun, found["list"], model)
    if several := read_insides(what, model):
        return several
    # "Our courts (number, surface) and members": the fields of some, and the names of the others.
    within = read_within(what, model)
    bare = _INSIDES.sub("", what) if within else what
    return [*within, *_read_bare(bare, model, is_weak=bool(within or _KEEPS.match(text)))]


def _acted_on(phrase: str) -> str | None:
    """What "plan tours" is done to: the entity that a verb stands in front of."""
    verb, _, noun = phrase.partition(" ")
    is_act = verb.lower() in ACTIONS | EVENTS.keys() or verb.lower() in (
        "plan",
        "add",
        "create",
        "enter",
        "see",
        "view",
    )
    return entity_noun(noun) if is_act and is_plural(noun) else None


def _read_of_owner(match: re.Match[str], model: Model) -> list[Said]:
    """ "We keep visits of each patient with a date": a visit, of a patient, with its fields."""
    owner, parent = entity_noun(match["owner"]), entity_noun(match["parent"])
    if not owner or not parent:
        return []
    model.refer(owner, parent)
    belongs = Said(f"{owner} belongs to {parent}", (Capability.RELATION,), (owner, parent))
    return [belongs, *attach(owner, match["list"], model)]


def _names_fields(pattern: re.Pattern[str], match: re.Match[str]) -> bool:
    """Whether what stands behind the entity is a list of its fields."""
    if pattern is _ACTED_WITH:
        verb = match["verb"].lower()
        return any(
            form in EVENTS or form in ACTIONS for form in (verb, verb.removesuffix("s"), verb.removesuffix("es"))
        )
    return is_plural(match["owner"])


def read_within(text: str, model: Model) -> list[Said]:
    """ "Pages to list suppliers (name, city, phone)": fields in parentheses behind a plural, wherever it stands."""
    said: list[Said] = []
    for match in _WITHIN.finditer(text):
        words = match["owner"].split()
        nouns = [entity_noun(" ".join(words[start:])) for start in range(len(words))] if is_plural(words[-1]) else []
        noun = next((noun for noun in nouns if noun and noun in model.drafts), nouns[-1] if nouns else None)
        if noun and not re.search(r"\bor\b|^\W*(?:e\.g|such as|like|for example)", match["list"]):
            said += attach(noun, match["list"], model)
    return said


def _names_record(text: str, parts: list[str], model: Model) -> bool:
    """Whether a text speaks of known records other than by a part that is the name of one."""
    words = re.findall(r"[\w-]+", text.lower())
    alone = {part.lower() for part in parts}
    return any(model.find(word) and word not in alone for word in words)


def read_field_of(text: str, model: Model) -> list[Said]:
    """ "A rating between 1 and 5 for each class.": a field of a record that is known, without a verb."""
    match = _FIELD_OF.match(text)
    owner = model.find(entity_noun(match["owner"]) or "") if match else None
    if not match or not owner or _VERBS.search(text) or any(model.find(part) for part in split_list(match["list"])):
        return []
    return attach(owner.label, match["list"], model)


def read_fragment(text: str, model: Model) -> list[Said]:
    """ "Name of the child, date of baptism, name of the priest.": fields of what was spoken of last, without a verb."""
    parts = split_list(text)
    is_more = bool(_AND_MORE.match(text))
    if _ACTS.match(text) and is_plural(text.split()[0]):
        return []
    draft = model.drafts.get(model.last)
    if (
        draft is None
        or (len(parts) < 3 and not is_more)
        or _names_record(text, parts, model)
        or any(not is_short(part) or entity_noun(part) in model.drafts for part in parts)
    ):
        return []
    if not all(read_field(part) for part in parts) or _VERBS.search(text):
        return []
    return attach(draft.label, text, model)


def _parts_of_one(listed: str) -> list[str]:
    parts = split_list(listed)
    return parts if len(parts) > 1 else []


def _are_fields(parts: list[str]) -> bool:
    """Whether parts of a list name fields for sure: "the title and end date", each one of a kind, one measured."""
    fields = [read_field(part) for part in parts if not is_plural(part)]
    is_sure = any(field and field.type is not FieldType.TEXT for field in fields)
    return len(fields) == len(parts) and all(fields) and is_sure


def _read_bare(what: str, model: Model, *, is_weak: bool) -> list[Said]:
    bare = TAIL.sub(
        "",
        re.sub(
            r"\s+(?:and|,)\s+(?:want|would|need|like|also|i|we|who|which|what|when|where|how|whether)\b.*$", "", what
        ),
    )
    of = _OF.match(bare)
    if of and len(split_list(of["list"])) > 1 and is_plural(of["owner"]) and (noun := entity_noun(of["owner"])):
        return attach(noun, of["list"], model)
    one = _OF_ONE.match(bare)
    noun = entity_noun(one["owner"], is_item=True) if one else None
    if one and noun and (parts := _parts_of_one(one["list"])) and (noun in model.drafts or _are_fields(parts)):
        return attach(noun, one["list"], model)
    bare = re.sub(r"\s+(?:for|of|from|with|by|to|between|across|about|in|at|on|that|who)\s+.*$", "", bare)
    bare = re.sub(r"^[\w-]+(?:'s|s'|’s|s’)\s+", "", without_determiners(bare))
    parts = split_list(bare)
    many = [part for part in parts if is_plural(part)]
    nouns = plural_nouns(many) if len(many) * 2 >= len(parts) else None
    if nouns and is_weak:
        for noun in nouns:
            model.mention(noun)
            model.last = noun
        return []
    if nouns:
        owned = [at for at, part in enumerate(many) if at and part.lower().startswith("their ")]
        for at in owned:
            # "Owners and their pets": a pet belongs to an owner.
            model.has_many(nouns[at - 1], nouns[at])
    return name_entities(nouns, model) if nouns else []
