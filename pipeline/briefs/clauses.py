"""The ways in which a sentence names an entity and its fields."""

# ruff: noqa: RUF001 - people write curly quotes and long dashes

import re
from dataclasses import replace

from pipeline.briefs.actions import read_actions
from pipeline.briefs.choices import is_category
from pipeline.briefs.events import ACTIONS, EVENTS
from pipeline.briefs.hints import read_hint
from pipeline.briefs.model import Model
from pipeline.briefs.nouns import entity_noun, plural_nouns
from pipeline.briefs.phrases import FieldPhrase, read_field, split_list
from pipeline.briefs.relations import read_part_relation
from pipeline.briefs.said import Said
from pipeline.briefs.words import is_plural, singular, without_determiners, word_set
from pipeline.contracts.capabilities import Capability

_HAVE = (
    r"(?:has|have|having|contains?|includes?|consists? of|comprises?|stores?|needs?|gets?(?= (?:an?|the|its|their|"
    r"one)\b)|(?:is|are) described by|"
    r"comes? with|records?|gives? us|provides?(?: us with)?|(?:is|are) defined by)"
)
_HAS = re.compile(
    r"^(?P<owner>.+?)\s+(?:(?:should|must|will|would|can|may|also|always|then|each|all|typically|usually)\s+)*"
    rf"(?<!\bto ){_HAVE}\s+(?P<list>.+)$",
    re.IGNORECASE,
)
_KEEP = (
    r"(?:store|record|keep(?: track of)?|track|save|need|know|hold|note(?: down)?|write down|log|collect|register|"
    r"capture|"
    r"remember|want|have)"
)
_FOR_EACH = re.compile(
    r"^for (?:each|every|all|any|an?|the)?\s*(?P<owner>[\w -]+?)(?:,|:)?\s+(?:we |i |it |the app |the system |please )?"
    rf"(?:want to |need to |should |must |would like to |have to )*{_KEEP}\s*:?\s+(?P<list>.+)$",
    re.IGNORECASE,
)
_FOR_COLON = re.compile(r"^for (?:each|every|all|any|an?)\s+(?P<owner>[\w -]+?)\s*[:,]\s*(?P<list>.+)$", re.IGNORECASE)
_WHO_HAVE = re.compile(
    r"^(?:each |every |all |the )?(?P<owner>[\w-]+(?: [\w-]+)?),? (?:who|which|that|each of which) (?:have|has) "
    r"(?P<list>.+?)(?:,? (?P<rest>(?:can|may|must|should|will|are|is)\b.*))?$",
    re.IGNORECASE,
)
_WHEN_WE = re.compile(
    r"^(?:when(?:ever)?|each time|every time|after|once) (?:we|i|somebody|someone|they|the \w+|\w+s) "
    r"(?P<verb>\w+?)s? (?:an?|the|our|one of (?:our|the)) (?P<thing>[\w -]+?),? (?:we|i|they|he|she)\s+"
    rf"(?:also |always |want to |need to )*{_KEEP}\s+(?P<list>.+)$",
    re.IGNORECASE,
)
_ALSO = re.compile(
    rf"^(?:we|i) (?:also |always )*(?:want to |need to |would like to |like to )*(?:also )?{_KEEP}\s+"
    r"(?P<list>(?:the|its|their|his|her|how|when|where|whether|an?)\s.+)$",
    re.IGNORECASE,
)
_FOR_OF = re.compile(
    rf"^(?:we|i|staff|they) (?:also )?(?:want to |need to )?{_KEEP} (?P<owner>[\w -]+?) "
    r"(?:for|of|on) (?:each|every|an?|the) (?P<parent>[\w -]+?)\s*(?::|\bwith\b)\s*(?P<list>.+)$",
    re.IGNORECASE,
)
_COLON = re.compile(r"^(?:an? |the )?(?P<owner>[\w -]{1,40}?)\s*(?::|\s[-–—]\s|=)\s*(?P<list>.+)$", re.IGNORECASE)
_INSIDE = re.compile(r"^(?P<owner>[\w -]{1,40}?)\s*\((?P<list>[^()]*(?:\([^()]*\)[^()]*)*)\)\.?$")
_INSIDES = re.compile(
    r"(?P<owner>[\w -]{1,40}?)\s*\((?P<list>[^()]*(?:\([^()]*\)[^()]*)*)\)(?:\s*(?:,|;|and)+\s*|\s*\.?$)"
)
_MANAGE = re.compile(
    r"\b(?:track|manag|stor|record|keep|register|maintain|organi[sz]|catalog(?:u)?|handl|log|monitor|administer|sav|"
    r"collect|list|schedul|plan)(?:e|es|ed|ing|s|ging)?"
    r"(?: track of| records? of| lists? of| an? (?:[\w-]+ )?(?:list|record|register|inventory|catalogue|catalog|"
    r"log|directory|collection|database|archive) of|"
    r" information (?:on|about))?\s+(?P<what>.+)$",
    re.IGNORECASE,
)
_MANAGE_COLON = re.compile(
    r"\b(?:track|manage|store|record|keep|register|maintain|list|log|collect)s? "
    r"(?:an? (?:[\w-]+ )?(?:list|record|register|inventory|catalogue|catalog|log|directory|collection|database) of )?"
    r"(?:the |our |my |all |all the )?(?P<owner>[\w-]+(?: [\w-]+)?)(?: (?:in|of|at|on|from|"
    r"for) [\w ]+)?: (?P<list>.+,.+)$",
    re.IGNORECASE,
)
_PLURAL_WITH = re.compile(
    r"^(?P<owner>[\w-]+(?: [\w-]+)?),? (?:each )?(?:with|having) (?P<list>.+(?:,|"
    r"\band\b).+)$",
    re.IGNORECASE,
)
_ACTED_WITH = re.compile(
    r"^.+? (?P<verb>[\w-]+) an? (?P<owner>[\w-]+(?: [\w-]+)?) with (?P<list>(?:an?|the|its|their|"
    r"one) .+)$",
    re.IGNORECASE,
)
_OF_ONE = re.compile(r"^(?P<list>.+?)\s+(?:of|for)\s+(?:an?|each|every|the)\s+(?P<owner>[\w-]+)$", re.IGNORECASE)
_APP_WITH = re.compile(
    r"^(?:.*\b)?(?:app|application|system|tool|site|website|software|platform|school|shop|database|service|"
    r"program|manager|"
    r"planner|tracker) (?:with|for|to manage|that manages|for managing) (?P<list>[\w -]+(?:, [\w -]+)*,? and [\w -]+)$",
    re.IGNORECASE,
)
_ALL_ARE = re.compile(
    r"^(?:who|which|that) (?:are|is) (?:all |both |also |themselves |itself )*(?:an? |other |"
    r"another )?(?P<noun>[\w -]+?)"
    r"(?: too| as well| themselves| itself)?$",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"(?P<owner>(?:[\w-]+ )?[\w-]+)(?: (?:each|every|per) [\w-]+)? \((?P<list>[^()]+,[^()]+)\)", re.IGNORECASE
)
_KEEPS = re.compile(r"^(?:our|the|my|we|i)\s.*\bkeeps?\s(?!track|a record|records?|a list)", re.IGNORECASE)
_WITH = re.compile(
    r"^(?P<owner>[\w' -]+?)(?:,)?\s+"
    r"(?:with|by|including|along with|together with|having|each with|each having)\s+"
    r"(?:their |its |fields? |columns? |attributes? |properties )?(?P<list>.+)$",
    re.IGNORECASE,
)
_CREATE_WITH = re.compile(
    r"^(?:add|create|enter|register|record|store|log|manage)s? (?:an? |new )?(?P<owner>[\w -]+?) (?:with|by|having) "
    r"(?P<list>(?:an?|the|its|their) .+|[\w -]+(?:, [\w -]+)+.*)$",
    re.IGNORECASE,
)
_OF = re.compile(
    r"^(?P<list>.+?)\s+(?:of|for)\s+(?:each|every|all|our|the|my|their)?\s*(?P<owner>[\w-]+)$", re.IGNORECASE
)
_SEVERAL = re.compile(
    r"^(?:i|we) (?:have|own|run|keep|look after) (?:several|many|some|multiple|a few|two|three|"
    r"lots of)?\s*(?P<owner>[\w -]+?),? "
    r"(?:each|all|every one) (?:with|having|has|have|of which has)\s+(?P<list>.+)$",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"^(?:there (?:are|is|will be)|(?:the )?(?:main )?(?:entities|tables|models|records)\s*(?:are|:|include))\s+"
    r"(?P<list>.+)$",
    re.IGNORECASE,
)
_WE_HAVE = re.compile(
    r"^(?:we|i)(?: have|'ve|’ve)(?: got)? (?P<owner>[\w -]+?)\s*(?::|\swith)\s*(?P<list>.+)$", re.IGNORECASE
)
_CAN_BE = re.compile(
    r"^(?P<owner>.+?)\s+(?P<state>(?:can|may|could|must|will) be .+|(?:is|are) \(one of .+)$", re.IGNORECASE
)
_PURPOSE = r"so that|so we|in order to|because|which|where|when|while"
_TAIL_OF_LIST = re.compile(rf",?\s+(?:{_PURPOSE})\s.*$", re.IGNORECASE)
_TAIL = re.compile(rf"\s+(?:{_PURPOSE}|in an?|in the|in one|at the|on the|at an?)\s.*$", re.IGNORECASE)
_MANY = re.compile(
    r"^(?:(?:can|may|must|should|will)?\s*(?:has|have|contains?|includes?)\s+)?"
    r"(?:many|several|multiple|one or more|zero or more|any number of|lots of|more than one|"
    r"at least one)\s+(?P<noun>.+)$",
    re.IGNORECASE,
)
_CONTAINER = re.compile(
    r"^(?:an? |the |to )?(?:new |simple |small )?(?:[\w-]+ )?(?:catalog\w*|list|system|way|app|tool|database|"
    r"place|site|register|"
    r"software|program|application|platform|directory|archive|overview)\b(?! of \w+s\b,)",
    re.IGNORECASE,
)
"""What a museum needs when it needs "a catalogue of artworks" is no field of a museum."""

_FOR_OWNER = re.compile(r"\s+(?:for|of) (?:each|every)\s+(?P<noun>[\w -]+)$", re.IGNORECASE)
_MUST_HAVE = re.compile(r"\b(?:must|has to|have to|needs? to) (?:always )?have\s+$", re.IGNORECASE)
_VERBS = re.compile(
    r"\b(?:is|are|was|were|has|have|can|may|must|should|will|want|need|add|edit|delete|see|show|list|search|sort|"
    r"filter|export|"
    r"send|make|manage|only|not|no|please|if|when)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"^(?:an? |the |its |their )?(?:[\w-]+ )?(?:location|position|coordinates|address|name|dimensions|size|"
    r"contact(?: details| data)?|"
    r"details) \((?P<parts>[a-z -]+(?:, [a-z -]+)+(?:,? and [a-z -]+)?)\)$",
    re.IGNORECASE,
)
_NO_OWNER = re.compile(
    r"\b(?:which|who|whose|what)\b|\b(?:see|show|find|look|add|edit|delete|remove|correct|search|view|filter|know|"
    r"check|get|if|when)\s",
    re.IGNORECASE,
)
_PERFECT = re.compile(r"^(?:been|run out|gone|become|had|to|not)\b", re.IGNORECASE)
"""What has happened is no field."""

_SECRET = re.compile(r"(?:^|_)(?:password|passwd|pass_word|pass_phrase)$")
"""What is no field: nobody should be able to read it."""

_FILE = re.compile(r"(?:^|_)(?:photo|image|picture|file|attachment|upload|scan|video|pdf|avatar|thumbnail)s?$")
"""What a text can only name."""

_APP = re.compile(
    r"^(?:it|this|they) (?:should|must|has to|needs to|could|can|will) (?:also )?(?:have|support|"
    r"include|contain)\b",
    re.IGNORECASE,
)
"""What "it" has to have is asked of the application, not of a record."""

_PRONOUNS = word_set("it they each each_one these those he she this them")
_SUB = re.compile(r"^(?:(?:can|may) have |several |many )?sub[- ]?(?P<owner>[\w -]+)$", re.IGNORECASE)
_PARENT = re.compile(
    r"^(?:(?:can|may|might) have |has |have )?(?:an? |one )?(?:optional )?(?P<label>parent) (?P<owner>[\w -]+)$",
    re.IGNORECASE,
)


def read_has(text: str, model: Model) -> list[Said]:
    """ "Each book has a title and an author", "For each book, store its title": an entity and its fields."""
    if match := _WHO_HAVE.match(text):
        noun = entity_noun(match["owner"])
        if noun:
            said = _attach(noun, match["list"], model)
            acted = read_actions(f"{match['owner']} {match['rest']}", model) if match["rest"] else []
            return [*said, *acted]
    if match := _WHEN_WE.match(text):
        return _read_event(match["verb"], match["thing"], match["list"], model)
    match = (
        _FOR_EACH.match(text)
        or _FOR_COLON.match(text)
        or _SEVERAL.match(text)
        or _WE_HAVE.match(text)
        or _HAS.match(text)
    )
    if not match or _CONTAINER.match(match["list"]):
        return []
    said: list[Said] = []
    owners = match["owner"].strip()
    if owners.lower().replace(" ", "_") in _PRONOUNS:
        if _APP.match(text):
            return []
        return _attach(model.last, match["list"], model) if model.last else []
    if owners.lower() in ("we", "i") or _NO_OWNER.search(owners) or _PERFECT.match(match["list"]):
        return []
    # "We run a farm, where each animal has …": the owner stands last.
    owners = re.split(r"(?:\bwhere|\bin which|\bthat|\band|;|,|:)\s(?=(?:an?|each|every|all|the)\s)", owners)[-1]
    owners = re.split(r"(?:\bwhere|\bthat|:)\s", owners)[-1]
    nouns = [entity_noun(part, is_item=True) for part in split_list(owners)]
    required = bool(_MUST_HAVE.search(text[: match.start("list")]))
    for noun in nouns:
        said.extend(_attach(noun, match["list"], model, required=required) if noun else [])
    return said


def read_also(text: str, model: Model) -> list[Said]:
    """ "I also want to note the price I paid": more fields of what was spoken of."""
    match = _ALSO.match(text)
    if not match or not model.last or not model.drafts.get(model.last):
        return []
    parts = split_list(match["list"])
    if any(is_plural(part) and not re.match(r"the (?:number|count)", part) for part in parts):
        return []
    return _attach(model.last, match["list"], model)


def _read_event(verb: str, thing: str, listed: str, model: Model) -> list[Said]:
    """ "When I inspect a hive I note the date": an inspection of a hive, with its fields."""
    nouns, target = EVENTS.get(verb.lower()), entity_noun(thing)
    if not nouns or not target:
        return []
    label = next((noun for noun in nouns if noun in model.drafts), nouns[0])
    model.refer(label, target)
    return [
        Said(f"{label} belongs to {target}", (Capability.RELATION,), (label, target), used=f"{verb} {verb}s"),
        *_attach(label, listed, model),
    ]


def read_definition(text: str, is_item: bool, model: Model) -> list[Said]:
    """ "Book: title, author, price (decimal)", "Book (title, author), Member (name)"."""
    title, mark, rest = text.partition(": ")
    if several := _read_insides(text, model):
        return several
    if mark and "(" not in title and (several := _read_insides(rest, model, are_plural=True)):
        return several
    match = _INSIDE.match(text) or _COLON.match(text)
    if not match or _MANAGE.match(text) or _MANAGE.match(match["list"]) or re.match(r"for\b", text, re.IGNORECASE):
        return []
    owner = match["owner"].strip()
    if singular(owner.lower()) in ("entity", "table", "model", "object", "resource", "record"):
        return _name_entities(split_list(match["list"]), model)
    noun = entity_noun(owner, is_item)
    parts = split_list(match["list"])
    if noun and model.find(noun) is None and (ruled := _read_ruled(owner, match["list"], model)):
        return ruled
    if re.search(r"\b(?:has|have|belongs?)\b", match["list"]):
        return []
    if len(parts) > 1 and all(part[:1].isupper() and is_plural(part) for part in parts) and not is_plural(owner):
        return _name_entities(parts, model)
    # "Note: the shop is closed on Sundays" is no list of fields.
    listed = all(len(re.sub(r"\(.*?\)", "", part).split()) <= 5 for part in parts)
    is_short = len(parts) == 1 and not (is_plural(owner) and len(match["list"].split()) <= 2)
    if not noun or not listed or (is_short and not is_item and match.re is _COLON):
        return []
    return _attach(noun, match["list"], model)


def _read_ruled(name: str, listed: str, model: Model) -> list[Said]:
    """ "Rating: 1-5", "Status: new, used, broken", where a field is called so."""
    choices = (
        read_hint(f"{name} is (one of {listed.removeprefix('(one of ').rstrip(')')})", model)
        if is_category(name)
        else []
    )
    return choices or read_hint(f"{name} is {listed}", model)


def _read_insides(text: str, model: Model, *, are_plural: bool = False) -> list[Said]:
    """ "Books (title, price), authors (name)"; behind a title, only `are_plural` nouns are entities, not fields."""
    found = list(_INSIDES.finditer(text))
    if are_plural and not all(is_plural(match["owner"].strip()) for match in found):
        return []
    owners = [entity_noun(re.sub(r"^(?:and|also)\s+", "", match["owner"].strip())) for match in found]
    whole = "".join(match[0] for match in found) == text
    if len(found) < 2 or not whole or not all(owners):
        return []
    return [
        one for owner, match in zip(owners, found, strict=True) if owner for one in _attach(owner, match["list"], model)
    ]


def read_managed(text: str, model: Model) -> list[Said]:
    """ "Track patients (name, date of birth)", "Manage employees with name and salary", "keep track of my books"."""
    if match := _CREATE_WITH.match(text):
        noun = entity_noun(match["owner"])
        return _attach(noun, match["list"], model) if noun else []
    if match := _FOR_OF.match(text):
        owner, parent = entity_noun(match["owner"]), entity_noun(match["parent"])
        if owner and parent:
            model.refer(owner, parent)
            return [
                Said(f"{owner} belongs to {parent}", (Capability.RELATION,), (owner, parent)),
                *_attach(owner, match["list"], model),
            ]
    for pattern in (_MANAGE_COLON, _PLURAL_WITH, _ACTED_WITH):
        match = pattern.search(text)
        noun = entity_noun(match["owner"], is_item=pattern is not _MANAGE_COLON) if match else None
        if match and noun and _names_fields(pattern, match):
            return _attach(noun, match["list"], model)
    match = _MANAGE.search(text)
    if not match:
        return []
    what = match["what"].strip(" .")
    inside, having = _INSIDE.match(what), _WITH.match(what)
    for found in (inside, having):
        noun = entity_noun(found["owner"]) if found else None
        if found and noun and (is_plural(found["owner"].strip()) or found is inside):
            return _attach(noun, found["list"], model)
    if several := _read_insides(what, model):
        return several
    return _read_bare(what, model, is_weak=bool(_KEEPS.match(text)))


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
            said += _attach(noun, match["list"], model)
    return said


def _names_record(text: str, parts: list[str], model: Model) -> bool:
    """Whether a text speaks of known records other than by a part that is the name of one."""
    words = re.findall(r"[\w-]+", text.lower())
    alone = {part.lower() for part in parts}
    return any(model.find(word) and word not in alone for word in words)


def read_fragment(text: str, model: Model) -> list[Said]:
    """ "Name of the child, date of baptism, name of the priest.": fields of what was spoken of last, without a verb."""
    parts = split_list(text)
    draft = model.drafts.get(model.last)
    if (
        draft is None
        or len(parts) < 3
        or _names_record(text, parts, model)
        or any(len(part.split()) > 5 or entity_noun(part) in model.drafts for part in parts)
    ):
        return []
    if not all(read_field(part) for part in parts) or _VERBS.search(text):
        return []
    return _attach(draft.label, text, model)


def _read_bare(what: str, model: Model, *, is_weak: bool) -> list[Said]:
    bare = _TAIL.sub(
        "",
        re.sub(
            r"\s+(?:and|,)\s+(?:want|would|need|like|also|i|we|who|which|what|when|where|how|whether)\b.*$", "", what
        ),
    )
    of = _OF.match(bare)
    if of and len(split_list(of["list"])) > 1 and is_plural(of["owner"]) and (noun := entity_noun(of["owner"])):
        return _attach(noun, of["list"], model)
    one = _OF_ONE.match(bare)
    if one and len(split_list(one["list"])) > 1 and (noun := entity_noun(one["owner"])) and noun in model.drafts:
        return _attach(noun, one["list"], model)
    bare = re.sub(r"\s+(?:for|of|from|with|by|to|between|across|about|in|at|on|that|who)\s+.*$", "", bare)
    bare = re.sub(r"^[\w-]+(?:'s|s'|’s|s’)\s+", "", without_determiners(bare))
    nouns = plural_nouns(split_list(bare))
    if nouns and is_weak:
        for noun in nouns:
            model.mention(noun)
            model.last = noun
        return []
    return _name_entities(split_list(bare), model) if nouns else []


def read_listed(text: str, model: Model) -> list[Said]:
    """ "There are books, authors and members", "The main entities are ..."."""
    if (match := _APP_WITH.match(text)) and (nouns := plural_nouns(split_list(match["list"]))):
        return _name_entities(nouns, model)
    match = _THERE.match(text)
    parts = split_list(_TAIL.sub("", match["list"])) if match else []
    return _name_entities(parts, model) if match and all(entity_noun(part) for part in parts) else []


def read_state(text: str, model: Model) -> list[Said]:
    """ "A task can be done or not", "An order can be open, paid or shipped": a field of an entity that is known."""
    match = _CAN_BE.match(text)
    owner = model.find(entity_noun(match["owner"]) or "") if match else None
    if not match or not owner or not ("(one of" in match["state"] or re.search(r"\bor\b", match["state"])):
        return []
    return _attach(owner.label, match["state"], model)


def attach_item(owner: str, item: str, model: Model) -> list[Said]:
    """A list item under the heading `owner`: one of its fields, or several."""
    return _attach(owner, item, model)


def _attach(owner: str, listed: str, model: Model, *, required: bool = False) -> list[Said]:
    model.entity(owner)
    said: list[Said] = []
    listed, cut = _without_purpose(listed)
    parent = _FOR_OWNER.search(listed)
    if parent and (noun := entity_noun(parent["noun"])) and model.find(noun):
        model.refer(owner, noun)
        said.append(Said(f"{owner} belongs to {noun}", (Capability.RELATION,), (owner, noun)))
        listed = listed[: parent.start()]
    fields: list[FieldPhrase] = []
    for part, target in _with_targets(_expanded(split_list(listed)), owner, model):
        if target and (named := read_field(part)):
            model.refer(owner, target, named.label)
            text = f"{owner} has a {named.label}, which is a {target}"
            said.append(Said(text, (Capability.RELATION,), (owner, target), used="who which that too also"))
        elif relation := _read_relation(owner, part, model):
            said.append(relation)
        elif field := read_field(part):
            if field.limits and is_plural(field.label) and (thing := model.find(field.label)):
                model.has_many(owner, thing.label)
                said.append(Said(f"{owner} has several {thing.label}", (Capability.RELATION,), (owner,), unread=part))
            else:
                fields.append(replace(field, required=True, is_certain=True) if required else field)
        else:
            said.append(Said("", unread=part))
    model.last = owner
    if any(_SECRET.search(field.name) for field in fields):
        fields = [field for field in fields if not _SECRET.search(field.name)]
        model.has_passwords = True
        said.append(Said(f"{owner} signs in", (Capability.SIGN_IN,), (owner,)))
    files = [f"the file of a {field.label}, of which a text is kept" for field in fields if _FILE.search(field.name)]
    added = model.add_fields(owner, fields)
    unread = "; ".join(filter(None, [*(field.unread for field in fields), *files, cut]))
    if added:
        used = " ".join(field.used for field in fields)
        return [Said(f"{owner} has {', '.join(added)}", _field_needs(fields), (owner,), unread, used), *said]
    return said


def _with_targets(parts: list[str], owner: str, model: Model) -> list[tuple[str, str]]:
    """The parts, each with what it refers to where a clause says so: "a mother and a father, who are dogs"."""
    found: list[tuple[str, str]] = []
    for part in parts:
        match = _ALL_ARE.match(part)
        target = entity_noun(match["noun"]) if match else None
        if match and target and found and (target == owner or target in model.drafts):
            several = re.match(r"\w+ are\b", part)
            found = [(one, target if several or at == len(found) - 1 else old) for at, (one, old) in enumerate(found)]
        else:
            found.append((part, ""))
    return found


def _expanded(parts: list[str]) -> list[str]:
    """ "a location (latitude, longitude)" is what stands in the parentheses."""
    found: list[str] = []
    for part in parts:
        match = _PARTS.match(part)
        found += split_list(match["parts"]) if match else [part]
    return found


def _without_purpose(listed: str) -> tuple[str, str]:
    """A list without the clause behind it, and that clause where it asks for something of its own."""
    match = _TAIL_OF_LIST.search(listed)
    if not match or re.match(
        r",?\s+(?:where|when)\s+(?:it|they|he|she|i|we|does|made|did|"
        r"wrote)\b",
        match[0],
        re.IGNORECASE,
    ):
        return listed, ""
    return listed[: match.start()], "" if re.match(r",?\s+(?:so|in order|because)", match[0]) else match[0].strip(" ,")


def _read_relation(owner: str, part: str, model: Model) -> Said | None:
    many = _MANY.match(part)
    noun = entity_noun(many["noun"]) if many else None
    if many and noun and (is_plural(many["noun"].strip()) or "more than one" in many[0].lower()):
        model.has_many(owner, noun)
        model.last = owner
        return Said(f"{owner} has several {noun}", (Capability.RELATION,), (owner, noun))
    hierarchy = _PARENT.match(part)
    if hierarchy and entity_noun(hierarchy["owner"]) == owner:
        model.refer(owner, owner, f"parent {owner}")
        return Said(f"{owner} may have a parent {owner}", (Capability.RELATION,), (owner,))
    if (sub := _SUB.match(part)) and entity_noun(sub["owner"]) == owner:
        model.refer(owner, owner, f"parent {owner}")
        return Said(f"{owner} may have a parent {owner}", (Capability.RELATION,), (owner,), used=part)
    return read_part_relation(owner, part, model)


def _field_needs(fields: list[FieldPhrase]) -> tuple[Capability, ...]:
    needs = {
        Capability.FIELDS: True,
        Capability.REQUIRED: any(field.required and field.is_certain for field in fields),
        Capability.UNIQUE: any(field.unique for field in fields),
        Capability.BOUNDS: any(field.limits for field in fields),
        Capability.CHOICES: any(field.choices for field in fields),
    }
    return tuple(need for need, is_needed in needs.items() if is_needed)


def _name_entities(parts: list[str], model: Model) -> list[Said]:
    nouns = [noun for noun in map(entity_noun, parts) if noun]
    for noun in nouns:
        model.entity(noun)
    return [Said(f"entities {', '.join(nouns)}", (Capability.FIELDS,), tuple(nouns))] if nouns else []
