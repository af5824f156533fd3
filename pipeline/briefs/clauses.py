"""The ways in which a sentence names an entity and its fields."""

# ruff: noqa: RUF001 - people write curly quotes

import re

from pipeline.briefs.acted import read_acted
from pipeline.briefs.actions import read_actions
from pipeline.briefs.attaching import attach, name_entities
from pipeline.briefs.events import EVENTS, event_of
from pipeline.briefs.lists import split_list
from pipeline.briefs.model import Model
from pipeline.briefs.nouns import entity_noun, plural_nouns
from pipeline.briefs.said import Said
from pipeline.briefs.shapes import KEEP, PLURAL_WITH, TAIL
from pipeline.briefs.telling import told_of
from pipeline.briefs.words import is_plural, word_set
from pipeline.contracts.capabilities import Capability

_BETWEEN = re.compile(
    r"^(?P<owner>(?:an?|each|every) (?!list|number|set|kind|type|group|collection)[\w-]+|[\w-]+s) "
    r"(?:between|on|from|by|with) (?P<others>(?:an?|the|one|two) .+)$",
    re.IGNORECASE,
)
_WHO_HAVE = re.compile(
    r"^(?:each |every |all |the )?(?P<owner>[\w-]+(?: [\w-]+)?),? (?:who|which|that|each of which) (?:have|"
    r"has) (?!been\b)"
    r"(?:(?P<list>[^,]+(?:, [^,]+)* and [^,]+?|[^,]+), (?P<rest>[a-z].+)|(?P<only>.+?))$",
    re.IGNORECASE,
)
_WHEN_WE = re.compile(
    r"^(?:when(?:ever)?|each time|every time|after|once) (?:we|i|somebody|someone|they|the \w+|\w+s) "
    r"(?P<verb>\w+?)s? (?:an?|the|our|one of (?:our|the)) (?P<thing>[\w -]+?),? (?:we|i|they|he|she)\s+"
    rf"(?:also |always |want to |need to )*{KEEP}\s+(?P<list>.+)$",
    re.IGNORECASE,
)
_WHEN_DONE = re.compile(
    r"^(?:when(?:ever)?|each time|every time|after|once) (?:an?|the|our|one of (?:our|the)) (?P<thing>[\w -]+?) "
    rf"(?:is|was|gets|has been) (?P<verb>[a-z]+)(?: [\w -]+)?, (?:we|i|they|he|she|it|(?:the|our) [\w-]+)\s+"
    rf"(?:also |always |want to |need to )*{KEEP}s?\s+(?P<list>.+)$",
    re.IGNORECASE,
)
_ALSO = re.compile(
    rf"^(?:(?:we|i) (?:also |always )*(?:want to |need to |would like to |like to )*(?:also )?{KEEP}|"
    r"(?:please )?(?:also )?(?:record|store|note|keep|save|log)(?= (?:the|its|their|whether|when) )"
    r"(?!.*\b(?:each|every|per|with)\b))\s+"
    r"(?P<list>(?!(?:an?|each|every|the) [\w-]+['’]s )(?:the|its|their|his|her|how|when|where|whether|an?)\s.+)$",
    re.IGNORECASE,
)
_ARE_KEPT = re.compile(
    r"^(?P<list>(?:the|its|their|how|when|whether)\s.+?) (?:is|are|must be|should be|has to be|have to be|will be) "
    r"(?:also |then )?(?:recorded|stored|noted|saved|kept|written down|registered|tracked|logged)(?: too| as well)?$",
    re.IGNORECASE,
)
_PER = re.compile(
    r"^(?P<owner>[\w-]+(?: [\w-]+)?) (?:(?:is|are|gets?) [a-z]+(?:ed|en|pt|wn)|goe?s? out|comes? in)"
    r"(?: [a-z]+ly| out| (?:every|once|twice) [\w ]+?)* (?:per|for each|for every) (?P<parent>[\w-]+(?: [\w-]+)?)"
    r"(?:,?(?: each)? with|:| and (?:have|has|contain|contains)) "
    r"(?P<list>.+)$",
    re.IGNORECASE,
)
_APP_WITH = re.compile(
    r"^(?:.*\b)?(?:app|application|system|tool|site|website|software|platform|school|shop|database|service|"
    r"program|manager|"
    r"planner|tracker) (?:with|for|to manage|that manages|for managing) (?P<list>[\w -]+(?:, [\w -]+)*,? and [\w -]+)$",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"^(?:there (?:are|is|will be)|(?:the )?(?:main )?(?:entities|tables|models|records)\s*(?:are|:|include))\s+"
    r"(?P<list>.+)$",
    re.IGNORECASE,
)
_CAN_BE = re.compile(
    r"^(?P<owner>.+?)\s+(?P<state>(?:can|may|could|must|will) be .+|(?:is|are) \(one of .+)$", re.IGNORECASE
)
_CONTAINER = re.compile(
    r"^(?:an? |the |to )?(?:new |simple |small )?(?:[\w-]+ )?(?:catalog\w*|list|system|way|app|tool|database|"
    r"place|site|register|"
    r"software|program|application|platform|directory|archive|overview)\b(?! of \w+s\b,)",
    re.IGNORECASE,
)
"""What a museum needs when it needs "a catalogue of artworks" is no field of a museum."""
_MUST_HAVE = re.compile(r"\b(?:must|has to|have to|needs? to) (?:always )?have\s+$", re.IGNORECASE)
_NO_OWNER = re.compile(
    r"\b(?:which|who|whose|what)\b|\b(?:see|show|find|look|add|edit|delete|remove|correct|search|view|filter|know|"
    r"check|get|if|when)\s",
    re.IGNORECASE,
)
_WHO_ACT = re.compile(
    r"(?<=[a-z]s) (?:who|that) (?!(?:have|has|are|is|were|can|may|must|should|want|need)\b)[a-z]+(?: [\w-]+){0,3}$",
    re.IGNORECASE,
)
""" "Finders who hand something in leave their name"."""
_PERFECT = re.compile(r"^(?:been|run out|gone|become|had|to|not)\b", re.IGNORECASE)
"""What has happened is no field."""
_APP = re.compile(
    r"^(?:it|this|they) (?:should|must|has to|needs to|could|can|will) (?:also )?(?:have|support|"
    r"include|contain)\b",
    re.IGNORECASE,
)
"""What "it" has to have is asked of the application, not of a record."""
_PRONOUNS = word_set("it they each each_one these those he she this them")


def read_has(text: str, model: Model) -> list[Said]:
    """ "Each book has a title and an author", "For each book, store its title": an entity and its fields."""
    if match := _WHO_HAVE.match(text):
        noun = entity_noun(match["owner"])
        if noun:
            act = f"{match['owner']} {match['rest']}"
            acted = (read_acted(act, model) or read_actions(act, model)) if match["rest"] else []
            return [*attach(noun, match["list"] or match["only"], model), *acted]
    if match := _WHEN_WE.match(text) or _WHEN_DONE.match(text):
        return _read_event(match["verb"].lower(), match["thing"], match["list"], model)
    match = told_of(text)
    if not match or (_CONTAINER.match(match["list"]) and not _is_one_of_several(match)):
        return []
    inner = PLURAL_WITH.match(match["list"])
    if inner and is_plural(inner["owner"]) and (noun := entity_noun(inner["owner"], is_item=True)):
        # "The zoo has enclosures with a name and a size": what is described is an enclosure.
        return [*_of_whom(text, match["owner"], noun, model), *attach(noun, inner["list"], model)]
    if between := _BETWEEN.match(match["owner"]):
        return _read_between(between, match["list"], model)
    required = bool(_MUST_HAVE.search(text[: match.start("list")]))
    owners = _owners(match, model, is_app=bool(_APP.match(text)))
    return [said for owner in owners for said in attach(owner, match["list"], model, required=required)]


def _is_one_of_several(match: re.Match[str]) -> bool:
    """Whether "a tool" is one of the fields in a list: "each loan has a tool, a start and an end"."""
    first, *others = split_list(match["list"])
    is_alone = re.fullmatch(r"(?:an?|the) (?:[\w-]+ )?[\w-]+", first, re.IGNORECASE)
    is_any = re.match(r"(?:an?|each|every)\s", match["owner"], re.IGNORECASE) or is_plural(match["owner"])
    return bool(is_alone and is_any and others)


def _of_whom(text: str, owner: str, thing: str, model: Model) -> list[Said]:
    """ "Orders have items with a quantity": an item belongs to an order; what "the zoo has" belongs to nobody else."""
    whole = entity_noun(owner, is_item=True)
    if not whole or not (is_plural(owner) or re.match(r"(?:an?|each|every)\s", text, re.IGNORECASE)):
        return []
    model.has_many(whole, thing)
    return [Said(f"{whole} has several {thing}", (Capability.RELATION,), (whole, thing))]


def _owners(match: re.Match[str], model: Model, *, is_app: bool) -> list[str]:
    """The kinds of records whose fields a sentence tells: of "it" those that were spoken of last."""
    owners = _WHO_ACT.sub("", match["owner"].strip())
    if owners.lower().replace(" ", "_") in _PRONOUNS:
        return [model.last] if model.last and not is_app else []
    if owners.lower() in ("we", "i") or _NO_OWNER.search(owners) or _PERFECT.match(match["list"]):
        return []
    # "We run a farm, where each animal has …": the owner stands last.
    owners = re.split(r"(?:\bwhere|\bin which|\bthat|\band|;|,|:)\s(?=(?:an?|each|every|all|the)\s)", owners)[-1]
    owners = re.split(r"(?:\bwhere|\bthat|:)\s", owners)[-1]
    nouns = (entity_noun(part, is_item=True) for part in split_list(owners))
    return [noun for noun in nouns if noun]


def _read_between(match: re.Match[str], listed: str, model: Model) -> list[Said]:
    """ "Meetings between a volunteer and a guest have a date": a meeting refers to both."""
    owner = entity_noun(match["owner"], is_item=True)
    pair = re.sub(r"^two\s+", "", match["others"], flags=re.IGNORECASE)
    are_two = pair != match["others"] and is_plural(pair)
    others = [noun for part in split_list(pair) if (noun := entity_noun(part))]
    if not owner or not others:
        return []
    for other in others:
        # "Between a home team and an away team": two references to a team.
        head = None if other in model.drafts else model.find_head(other)
        for label in (f"first {other}", f"second {other}") if are_two else (other,):
            model.refer(owner, head.label if head else other, label)
    about = f"{owner} refers to {' and '.join(others)}"
    used = "two" if are_two else ""
    return [Said(about, (Capability.RELATION,), (owner, *others), used=used), *attach(owner, listed, model)]


def read_per(text: str, model: Model) -> list[Said]:
    """ "Payments are recorded per lease with an amount": a payment of a lease, with its fields."""
    match = _PER.match(text)
    owner, parent = (entity_noun(match["owner"]), entity_noun(match["parent"])) if match else (None, None)
    if not match or not owner or not parent or not is_plural(match["owner"]):
        return []
    model.refer(owner, parent)
    belongs = Said(
        f"{owner} belongs to {parent}", (Capability.RELATION,), (owner, parent), used="per each every go out"
    )
    return [belongs, *attach(owner, match["list"], model)]


def read_also(text: str, model: Model) -> list[Said]:
    """ "I also want to note the price I paid": more fields of what was spoken of."""
    match = _ALSO.match(text) or _ARE_KEPT.match(text)
    if not match or not model.last or not model.drafts.get(model.last):
        return []
    parts = split_list(match["list"])
    if any(is_plural(part) and not re.match(r"the (?:number|count)", part) for part in parts):
        return []
    return attach(model.last, match["list"], model)


def _read_event(verb: str, thing: str, listed: str, model: Model) -> list[Said]:
    """ "When I inspect a hive I note the date": an inspection of a hive, with its fields."""
    nouns, target = EVENTS.get(verb) or EVENTS.get(event_of(verb)), entity_noun(thing)
    if not nouns or not target:
        return []
    label = next((noun for noun in nouns if noun in model.drafts), nouns[0])
    model.refer(label, target)
    return [
        Said(f"{label} belongs to {target}", (Capability.RELATION,), (label, target), used=f"{verb} {verb}s"),
        *attach(label, listed, model),
    ]


def read_listed(text: str, model: Model) -> list[Said]:
    """ "There are books, authors and members", "The main entities are ..."."""
    if (match := _APP_WITH.match(text)) and (nouns := plural_nouns(split_list(match["list"]))):
        return name_entities(nouns, model)
    match = _THERE.match(text)
    parts = split_list(TAIL.sub("", match["list"])) if match else []
    if match and ":" in match[0] and not all(is_plural(part) or part[:1].isupper() for part in parts):
        # "Tables: number, seats" tells the fields of tables.
        return []
    return name_entities(parts, model) if match and all(entity_noun(part) for part in parts) else []


def read_state(text: str, model: Model) -> list[Said]:
    """ "A task can be done or not", "An order can be open, paid or shipped": a field of an entity that is known."""
    match = _CAN_BE.match(text)
    owner = model.find(entity_noun(match["owner"]) or "") if match else None
    if not match or not owner or not ("(one of" in match["state"] or re.search(r"\bor\b", match["state"])):
        return []
    return attach(owner.label, match["state"], model)


def attach_item(owner: str, item: str, model: Model) -> list[Said]:
    """A list item under the heading `owner`: one of its fields, or several."""
    return attach(owner, item, model)
