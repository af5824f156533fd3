"""A list of fields, and of what else stands among them, given to an entity."""

import re
from dataclasses import replace

from pipeline.briefs.actions import read_actions
from pipeline.briefs.asides import without_asides
from pipeline.briefs.events import ACTIONS, EVENTS, is_event
from pipeline.briefs.fieldtypes import MONEY_SCALE
from pipeline.briefs.hints import read_hint
from pipeline.briefs.linked import read_part_relation
from pipeline.briefs.lists import split_list
from pipeline.briefs.model import Model
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.orders import read_order
from pipeline.briefs.parts import expanded, of_each, with_kinds, with_rules
from pipeline.briefs.phrases import FieldPhrase, is_measured, read_field
from pipeline.briefs.said import Said
from pipeline.briefs.shapes import PURPOSE
from pipeline.briefs.words import is_plural, plural, singular
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import FieldType
from pipeline.data.names import slug

_ALL_ARE = re.compile(
    r"^(?:who|which|that) (?:are|is) (?:all |both |also |themselves |itself )*(?:an? |other |"
    r"another )?(?P<noun>[\w -]+?)"
    r"(?: too| as well| themselves| itself)?$",
    re.IGNORECASE,
)
_TAIL_OF_LIST = re.compile(rf",?\s+(?:{PURPOSE})\s.*$", re.IGNORECASE)
_MANY = re.compile(
    r"^(?:(?:can|may|must|should|will)?\s*(?:has|have|contains?|includes?)\s+)?"
    r"(?:many|several|multiple|one or more|zero or more|any number of|lots of|more than one|"
    r"at least one)\s+(?P<noun>.+)$",
    re.IGNORECASE,
)
_CONSISTS = re.compile(
    r"^(?:consists? of|comprises?|(?:is|are) (?:made up|composed) of|(?:is|are) (?:divided|"
    r"split) into) (?P<noun>[\w-]+)$",
    re.IGNORECASE,
)
_NESTED = re.compile(
    r"^(?P<before>.+?),? and (?P<many>one or more|several|many|multiple|any number of) (?P<noun>(?:[\w-]+ )?[\w-]+s),? "
    r"(?:each )?(?:with|consisting of|containing|having) (?P<list>an? .+)$",
    re.IGNORECASE,
)
_FOR_OWNER = re.compile(r"\s+(?:for|of) (?:each|every)\s+(?P<noun>[\w -]+)$", re.IGNORECASE)
_ALL_OF_THEM = re.compile(
    r"^(?:both|all)(?: of (?:them|which))?(?: are)? (?:required|mandatory|unique)(?: and (?:required|unique))?$",
    re.IGNORECASE,
)
_BOTH = re.compile(r"^(?:which|that) (?:both |all )?(?:have|are)\b", re.IGNORECASE)
_WHICH = re.compile(r"^(?:which|that)\s+", re.IGNORECASE)
_PAIR = re.compile(
    r"^which (?P<one>[\w-]+) (?:has |is )?[a-z]+(?: (?:in|at|for|on|to|by|with|from|out))? which (?P<other>[\w-]+)"
    r"(?:,? and |,\s*|$)",
    re.IGNORECASE,
)
_WITH_CLAUSE = re.compile(
    r"^(?P<name>(?:an?|the|its|their) [\w' -]+?),? (?P<clause>(?:which|that|whose) (?:[\w-]+ )?"
    r"(?:must|may|can|cannot|should|has to|have to|needs? to|is|are|always|never)\b.*)$",
    re.IGNORECASE,
)
_SEVERAL = 2
_ITSELF = re.compile(r"^(?:it|they) (?=(?:is|are|was|were|belongs?)\s)", re.IGNORECASE)
_SECRET = re.compile(r"(?:^|_)(?:password|passwd|pass_word|pass_phrase)$")
"""What is no field: nobody should be able to read it."""
_FILE = re.compile(r"(?:^|_)(?:photo|image|picture|file|attachment|upload|scan|video|pdf|avatar|thumbnail)s?$")
"""What a text can only name."""
_MEASURED = re.compile(r"\b(?:value|reading|measurement|deal)$")
"""What has a number for its value."""
_SUB = re.compile(r"^(?:(?:can|may) have |several |many )?sub[- ]?(?P<owner>[\w -]+)$", re.IGNORECASE)
_PARENT = re.compile(
    r"^(?:(?:can|may|might) have |has |have )?(?:an? |one )?(?:optional )?(?P<label>parent) (?P<owner>[\w -]+)$",
    re.IGNORECASE,
)


def attach(owner: str, listed: str, model: Model, *, required: bool = False) -> list[Said]:
    """Give the entity `owner` what a list names, which is `required` where the sentence says that it must be there."""
    if (parent := _FOR_OWNER.search(listed)) and (event := _event(owner, entity_noun(parent["noun"]), model)):
        # Students who "get a grade for each enrolment" have none themselves.
        return attach(event, listed[: parent.start()], model, required=required)
    if (nested := _NESTED.match(listed)) and (noun := entity_noun(nested["noun"])) and noun != owner:
        # "An order has a date and one or more lines with an item and a price."
        said = attach(owner, f"{nested['before']}, {nested['many']} {nested['noun']}", model, required=required)
        said += attach(noun, nested["list"], model)
        model.last = owner
        return said
    is_new, before = owner not in model.drafts, model.last
    model.entity(owner)
    listed, both = _without_pair(owner, listed, model)
    listed, asides = without_asides(with_kinds(listed))
    listed, cut = _without_purpose(listed)
    listed, said = _without_owner(owner, listed, model)
    said += [*both, *(Said("", unread=aside) for aside in asides)]
    fields: list[FieldPhrase] = []
    parts = of_each(expanded(with_rules(split_list(listed))), model)
    for part, target in _with_targets(parts, owner, model):
        found = _read_part(owner, _without_own_name(owner, _ITSELF.sub("", part)), target, model)
        if isinstance(found, Said):
            said.append(found)
        else:
            fields.append(replace(found, required=True, is_certain=True) if required else found)
    model.last = owner
    for part in filter(_ALL_OF_THEM.match, split_list(listed)):
        said = [one for one in said if one.unread != part]
        fields = [_flagged(field, part) for field in fields]
    all_said = _added(owner, fields, said, cut, model)
    if is_new and not any(one.text for one in all_said):
        # Of what nothing is said but what was not understood, no record is made.
        model.remove(owner)
        model.last = before
    return all_said


def _event(owner: str, noun: str | None, model: Model) -> str:
    """What `owner` does that is called so, if that is a record."""
    named = (one for one in model.drafts.values() if one.is_event and noun in (one.label, *one.aliases))
    return next((one.label for one in named if any(link.parent == owner for link in one.parents.values())), "")


def _without_pair(owner: str, listed: str, model: Model) -> tuple[str, list[Said]]:
    """A list without "which customer took which bike" at its beginning, which says what `owner` refers to."""
    match = _PAIR.match(listed)
    pair = [entity_noun(match[name], is_item=True) for name in ("one", "other")] if match else []
    if not match or not all(pair):
        return listed, []
    parents = [noun for noun in pair if noun]
    for noun in parents:
        model.refer(owner, noun)
    said = Said(f"{owner} refers to {' and '.join(parents)}", (Capability.RELATION,), (owner, *parents), used=match[0])
    return listed[match.end() :], [said]


def _without_owner(owner: str, listed: str, model: Model) -> tuple[str, list[Said]]:
    """A list without "for each animal" at its end, which says what `owner` belongs to."""
    parent = _FOR_OWNER.search(listed)
    noun = entity_noun(parent["noun"]) if parent else None
    if not parent or not noun or not model.find(noun):
        return listed, []
    model.refer(owner, noun)
    return listed[: parent.start()], [Said(f"{owner} belongs to {noun}", (Capability.RELATION,), (owner, noun))]


def _without_own_name(owner: str, part: str) -> str:
    """ "the cost of the treatment" of a treatment is its cost."""
    return re.sub(rf"\s+of (?:the|an?|each|this) {re.escape(owner)}(?=\s*(?:\(|$))", "", part, flags=re.IGNORECASE)


def _read_part(owner: str, part: str, target: str, model: Model) -> FieldPhrase | Said:
    """A field, or what else a part of the list says."""
    if target and (named := read_field(part)):
        model.refer(owner, target, named.label)
        text = f"{owner} has a {named.label}, which is a {target}"
        return Said(text, (Capability.RELATION,), (owner, target), used="who which that too also")
    if relation := _read_relation(owner, part, model):
        return relation
    field = read_field(singular(part) if part.lower() in ("names", "titles", "addresses") else part) or _ruled(part)
    if field is None:
        return Said("", unread=part)
    if field.label == owner and not field.is_certain:
        # A hen has no hen.
        return Said("", unread=part)
    if field.name == "value" and field.type is FieldType.TEXT and not field.choices and _MEASURED.search(owner):
        return replace(field, type=FieldType.DECIMAL, scale=MONEY_SCALE)
    if counted := _counted(owner, field, model):
        return counted
    is_counted = re.match(r"(?:an? |the )?(?:number|count) of\b", part, re.IGNORECASE)
    return field if is_counted else _unless_counting(owner, field, model, part)


def _ruled(part: str) -> FieldPhrase | None:
    """The field of "a title that must rhyme", whose clause says nothing that is known; None if it names none."""
    match = _WITH_CLAUSE.match(part)
    field = read_field(match["name"]) if match else None
    return replace(field, unread=match["clause"]) if match and field else None


def _unless_counting(owner: str, field: FieldPhrase, model: Model, part: str) -> FieldPhrase | Said:
    """A field, unless its limits say how many other records there may be."""
    if field.limits and is_plural(field.label) and is_event(singular(field.label)) and not model.find(field.label):
        return Said("", unread=part)
    head, *place = re.split(r"\s(?:on|in|at|per|for|from|with)\s", field.label)
    if field.limits and place and is_plural(head) and (model.find(head) or not is_measured(head)):
        # "At most 5 books on loan" counts other records.
        return Said("", unread=part)
    if field.limits and is_plural(field.label) and (thing := model.find_head(field.label)):
        # How many records may belong to one is nothing that a field can state.
        model.has_many(owner, thing.label)
        return Said(f"{owner} has several {thing.label}", (Capability.RELATION,), (owner,), unread=part)
    return field


def _counted(owner: str, field: FieldPhrase, model: Model) -> FieldPhrase | None:
    """ "A ward has at least one bed" rules the beds that were counted before."""
    known = model.drafts[owner].fields.get(slug(plural(field.label.lower())))
    if not field.limits or known is None or not known.type.is_number:
        return None
    return replace(known, limits=field.limits.joined(known.limits), is_certain=True)


def _added(owner: str, fields: list[FieldPhrase], said: list[Said], cut: str, model: Model) -> list[Said]:
    """Add the fields to their entity, but no passwords, and say so."""
    if any(_SECRET.search(field.name) for field in fields):
        fields = [field for field in fields if not _SECRET.search(field.name)]
        model.has_passwords = True
        said = [*said, Said(f"{owner} signs in", (Capability.SIGN_IN,), (owner,))]
    if keys := [field for field in fields if field.name == "id" and not field.is_certain]:
        # Every record has one.
        fields = [field for field in fields if field not in keys]
        said = [*said, Said(f"{owner} has an id", (Capability.FIELDS,), (owner,), used="id")]
    files = [f"the file of a {field.label}, of which a text is kept" for field in fields if _FILE.search(field.name)]
    added = model.add_fields(owner, fields)
    both = cut and len(fields) == _SEVERAL and _BOTH.match(cut)
    if both and (first := read_hint(f"{fields[0].label} of {owner} {_WHICH.sub('', cut)}", model)):
        said = [*said, *first]
    if cut and fields and (ordered := read_order(f"{fields[-1].label} {_WHICH.sub('', cut)}", model, owner)):
        said, cut = [*said, *ordered], ""
    if cut and fields and (ruled := read_hint(f"{fields[-1].label} of {owner} {_WHICH.sub('', cut)}", model)):
        said, cut = [*said, *ruled], ""
    said, fields = _in_order(owner, fields, said, model)
    remarks = (field.unread for field in fields if not model.find(field.unread))
    unread = "; ".join(filter(None, [*remarks, *files, cut]))
    used = " ".join(field.used for field in fields)
    if not added:
        return said
    return [Said(f"{owner} has {', '.join(added)}", _field_needs(fields), (owner,), unread, used), *said]


def _in_order(
    owner: str, fields: list[FieldPhrase], said: list[Said], model: Model
) -> tuple[list[Said], list[FieldPhrase]]:
    """Read "an end (after the start)" and "…, which is later than the start" once all fields are known."""
    found: list[FieldPhrase] = []
    for field in fields:
        ordered = read_order(f"{field.label} {field.unread}", model, owner) if field.unread else []
        said = [*said, *ordered]
        found.append(replace(field, unread="") if ordered else field)
    return said, found


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


def _flagged(field: FieldPhrase, part: str) -> FieldPhrase:
    """A field of a list that ends with "both required"."""
    required, unique = ("required" in part or "mandatory" in part), "unique" in part
    return replace(field, required=field.required or required, unique=field.unique or unique, is_certain=True)


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
    many = _MANY.match(part) or _CONSISTS.match(part)
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
    return _read_act(owner, part, model) or read_part_relation(owner, part, model)


def _read_act(owner: str, part: str, model: Model) -> Said | None:
    """ "Bidders have a name, and place bids on lots": what they do stands behind their fields."""
    verb, _, rest = part.partition(" ")
    is_act = verb.lower() in ACTIONS | EVENTS.keys() and re.search(r"\s(?:on|for|to|with|about|from|in)\s", rest)
    acted = read_actions(f"{plural(owner)} {part}", model) if is_act else []
    return replace(acted[0], text="; ".join(one.text for one in acted), used=part) if acted else None


def _field_needs(fields: list[FieldPhrase]) -> tuple[Capability, ...]:
    needs = {
        Capability.FIELDS: True,
        Capability.REQUIRED: any(field.required and field.is_certain for field in fields),
        Capability.UNIQUE: any(field.unique for field in fields),
        Capability.BOUNDS: any(field.limits for field in fields),
        Capability.CHOICES: any(field.choices for field in fields),
    }
    return tuple(need for need, is_needed in needs.items() if is_needed)


def name_entities(parts: list[str], model: Model) -> list[Said]:
    nouns = [noun for noun in map(entity_noun, parts) if noun]
    for noun in nouns:
        model.entity(noun)
    return [Said(f"entities {', '.join(nouns)}", (Capability.FIELDS,), tuple(nouns))] if nouns else []
