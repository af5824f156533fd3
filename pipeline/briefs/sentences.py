"""Sentences and list items in plain English, read into entities, fields and relations."""

# ruff: noqa: RUF001 - people write curly quotes and long dashes

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.briefs.acted import read_acted
from pipeline.briefs.actions import KEEPERS, read_actions
from pipeline.briefs.assigned import read_assigned, read_marked, read_which
from pipeline.briefs.attaching import attach
from pipeline.briefs.choices import is_category
from pipeline.briefs.clauses import attach_item, read_also, read_has, read_listed, read_per, read_state
from pipeline.briefs.comparing import without_ban
from pipeline.briefs.definitions import read_definition
from pipeline.briefs.events import EVENTS, SHARED, event_of, is_event
from pipeline.briefs.hints import is_rule, read_hint, read_ruled_field
from pipeline.briefs.learned import read_learned
from pipeline.briefs.linked import known_label, read_linked
from pipeline.briefs.managed import read_field_of, read_fragment, read_managed, read_within
from pipeline.briefs.model import Model
from pipeline.briefs.notices import is_notice
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.orders import read_order
from pipeline.briefs.owned import read_owned
from pipeline.briefs.plain import plain_words, story_role, without_place
from pipeline.briefs.relations import read_belongs, read_many
from pipeline.briefs.said import Said
from pipeline.briefs.shapes import KEEP
from pipeline.briefs.splitting import simple_clauses
from pipeline.briefs.units import FIELDS, Unit, units_of
from pipeline.briefs.words import is_plural, plural, singular, word_set
from pipeline.errors import InputError

LONGEST_BRIEF = 50_000
_WHAT_TO_WRITE = (
    "name what the application keeps and its fields, for example: "
    "“Customers order books. Each book has a title, an author and a price.”"
)
_TITLE = re.compile(
    r"^(?!(?:what|data|fields|information|details?|stored|kept|known|recorded|"
    r"for (?:each|every|an?)|my|keep|store|track|manage|record|list|log|maintain|save|"
    r"collect|register|add|[^:]*\b(?:belongs?|refers?) to\b|[^:]*\b(?:every|each|all) [\w-]+ (?:that|which|who)\b|"
    r".*\b(?:each|every|an?) [\w-]+: (?:store|record|keep|save|"
    rf"note)\b|(?:we|i)(?! (?:need|want|would)(?! (?:like )?to {KEEP} )))\b)"
    r"(?!(?:after|before|during|at) (?:each|every) |(?:each|every|an?) [^:]+: (?:we|i|they) |"
    r"(?:[\w-]+ )?[\w-]+s are [a-z]+(?:ed|en|pt|wn): \w+(?: \w+)?(?:, \w+(?: \w+)?)+$)"
    r"(?P<title>[\w' -]{1,60}):\s+(?=\S+ \S+ )",
    re.IGNORECASE,
)
_FIELDS_BEGIN = re.compile(
    r"\b(?:has|have|with|contains?|includes?|including|(?:records|stores|notes|needs)(?= (?:the|its|their|when|who|"
    r"which)\b))\b|:"
)
_SOLE = re.compile(r"^(?:an? |the |our )?[\w' -]{1,40}? (?:where|in which) ", re.IGNORECASE)
_LIMITED = re.compile(
    r"^(?P<field>[\w -]+?) (?P<limit>\(?(?:at least|at most|between|max|min|up to|more than|less than|from|not)\b.+)$",
    re.IGNORECASE,
)
""" "Price between 5 and 80": a rule without its verb."""
_ACTS_ALONE = re.compile(r"^(?P<noun>[\w-]+s|people) [a-z]+ and (?:[a-z]+ )?[a-z]+$", re.IGNORECASE)
""" "Cars enter and leave"."""
_IS_DONE = re.compile(r"^[\w -]+ (?:is|are) \w+ (?:by|to|in|with|from|for|on|at|against) [\w -]+$", re.IGNORECASE)
_PLURAL_COMPOUND = re.compile(
    r"^(?P<subject>[\w-]+s|(?:each|every|an?|the)\s+[\w-]+(?=\s+[a-z]+s\b))\s+(?P<link>"
    r"(?!(?:have|has|who|which|that|can|may|must|should)\b)[a-z]+ "
    r"(?!.*\b(?:has|have)\b.*\b(?:has|have)\b)[^,:]+?),? and (?P<rest>(?:has|have|consists? of)\s.+)$",
    re.IGNORECASE,
)
_ITEM_CHOICES = re.compile(
    r"^(?P<field>[\w -]{1,40}):\s*(?P<list>[^()]+(?:,|\bor\b)[^()]*\bor\b[^()]*)$", re.IGNORECASE
)
_ITEM_RULED = re.compile(
    r"^(?P<field>[\w -]{1,40}), (?:(?:which|that) )?(?:(?:must|has to|should) (?:always )?be )?"
    r"(?P<rule>(?:unique|required|optional|not|no|never|after|before|cannot|can['’]t|"
    r"(?:must|may|should) (?:not|never)) ?[^,()]*)$",
    re.IGNORECASE,
)
""" "Code, must be unique": the name of a field, and its rule."""
_ITEM_VALUES = re.compile(r"^(?P<field>[\w -]{1,40}):\s*(?P<list>[\w -]+(?:, [\w -]+)+)$")
_WE_NOTE = re.compile(rf"(?:(?:we|i) )?(?:also )?{KEEP} (?:the|its|their|when|whether)\b", re.IGNORECASE)
_MOMENT = re.compile(
    r"\b(?:for|on|at) an? (?:certain |given |specific |particular )?(?P<kind>day|date|time)\b", re.IGNORECASE
)
_DOES = re.compile(r"\b(?:has|have|can|should|must|each|every)\b", re.IGNORECASE)
"""What stands in a sentence rather than in the name of a field."""
_SENTENCE = re.compile(r"^[A-Z][\w-]*(?: \S+){4,}\.$")
"""A list item that is no name of a field."""
_ACTED = re.compile(
    r"^[\w-]+s [a-z]+ (?:with|in|on|at|to|by|from|for) (?:an?|the|one|each) [\w-]+(?: [\w-]+)?\.?$", re.IGNORECASE
)
""" "Batches arrive with a delivery" is no field."""
_ITEM_DEFINES = re.compile(r"^(?:[A-Z]|(?:each|every) \w)[\w -]{0,40}(?::.*,| [-–] .*,|\s?\(.*,.*\)$)")
_COMPOUND = re.compile(
    r"^(?P<subject>(?:each|every|an?|the|all|one)\s+[\w-]+(?: [\w-]+)?|[\w-]+s)\s+"
    r"(?P<link>(?:is|are|was|takes|lies?|happens|comes?|goes|belongs|moors?|stands?|shows?|starts?|concerns?|"
    r"runs?)\b.+?),?\s+(?:and\s+)?"
    r"(?P<rest>(?:has|have|contains?|consists? of|records?(?= (?:the|its|an?)\b)|"
    r"includes?|costs?|(?:can|may|must) be \(one of)\s?.+)$",
    re.IGNORECASE,
)


@dataclass
class Reading:
    """A sentence, what was understood of it, and the clauses that can be read once all entities are known."""

    unit: Unit
    said: list[Said] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    last: str = ""
    """The record that was spoken of last behind the sentence."""


def read_brief(units: list[Unit], model: Model) -> list[Reading]:
    """What each sentence or list item says, which is added to `model`."""
    readings = [read_unit(unit, model) for unit in units]
    for reading in readings:
        for clause in reading.pending:
            reading.said += read_later(clause, model, reading.last)
    return readings


def checked_units(text: str) -> list[Unit]:
    """The sentences of `text`; InputError if there are none, or too many."""
    if not re.search(r"[^\W_]", text):
        raise InputError(f"The brief is empty; {_WHAT_TO_WRITE}")
    if len(text) > LONGEST_BRIEF:
        raise InputError(f"The brief has {len(text):,} characters and the limit is {LONGEST_BRIEF:,}; shorten it.")
    return units_of(text)


def nothing_found() -> InputError:
    """What a person is told whose brief names nothing that an application could keep."""
    return InputError(f"No kind of record was found in the brief, which is read as English; {_WHAT_TO_WRITE}")


def read_unit(unit: Unit, model: Model) -> Reading:
    """Add what a sentence or list item says to `model`."""
    reading = Reading(unit)
    for clause in simple_clauses(without_place(_with_actor(plain_words(unit.text), story_role(unit.text)))):
        if is_notice(clause):
            continue
        _read_clause(clause, reading, model)
    reading.last = model.last
    return reading


_RECORDED = SHARED | word_set("borrow reserve rent bookmark favourite favorite apply")
"""What a person of a user story does, so that a record of it tells who."""


def _with_actor(text: str, role: str) -> str:
    """A wish of a story with who has it, where something is recorded of what they do: "rate sessions from 1 to 5"."""
    noun = entity_noun(role) if role else None
    verb = text.partition(" ")[0].lower()
    return f"{plural(noun)} {text}" if noun and verb in _RECORDED and singular(noun) not in KEEPERS else text


def _read_clause(text: str, reading: Reading, model: Model) -> None:
    unit = reading.unit
    if ordered := read_order(text, model):
        reading.said += ordered
        return
    if without_ban(text) != text:
        reading.pending.append(text)
        return
    is_told = bool(story_role(unit.text) or _SENTENCE.match(unit.text))
    # "Application" above a line of fields is a record.
    above = f"each {unit.heading}" if FIELDS.match(unit.text) else unit.heading
    heading = entity_noun(above, is_item=above != unit.heading) if unit.is_item and above and not is_told else None
    text = _ITEM_RULED.sub(r"\g<field> (\g<rule>)", text) if heading else text
    if is_rule(text):
        said = read_hint(text, model) or read_state(text, model)
        reading.said += said
        reading.pending += [] if said else [text]
        return
    if heading:
        # Below the name of a record stand its fields, unless an item defines another record.
        text = _ITEM_CHOICES.sub(r"\g<field> (one of \g<list>)", FIELDS.sub("", text))
        if (listed := _ITEM_VALUES.match(text)) and is_category(listed["field"]) and not FIELDS.match(unit.text):
            text = f"{listed['field']} (one of {listed['list']})"
    defines = not story_role(unit.text) and (not heading or _ITEM_DEFINES.match(text))
    if defines and (said := read_definition(text, unit.is_item, model)):
        reading.said += said
    elif heading and not _DOES.search(re.sub(r"\([^()]*\)", "", text)) and not _ACTED.match(text):
        reading.said += attach_item(heading, text, model)
    else:
        _read_sentence(text, reading, model)


def _read_sentence(text: str, reading: Reading, model: Model) -> None:
    if per := read_per(text, model) or read_owned(text, model) or read_learned(text, model):
        reading.said += per
        return
    if title := _TITLE.match(text):
        acted = read_actions(title["title"], model)
        reading.said += acted
        _mention_first(title["title"], model)
        if acted and acted[-1].about[0] in model.drafts and _WE_NOTE.match(text[title.end() :]):
            # "Guards check doors: we note the time": the time of the check.
            model.last = acted[-1].about[0]
        reading.pending += [title["title"]] if _IS_DONE.match(title["title"]) else []
        text = text[title.end() :]
    if match := _COMPOUND.match(text) or _PLURAL_COMPOUND.match(text):
        subject = entity_noun(match["subject"])
        if subject and not read_belongs_only(text):
            model.entity(subject)
            reading.said += read_has(f"each {subject} {match['rest']}", model) or read_state(
                f"{subject} {match['rest']}", model
            )
            reading.pending.append(f"{match['subject']} {match['link']}")
            return
    if acted := read_which(text, model) or read_acted(text, model):
        reading.said += acted
        return
    related, rest = read_belongs(text, model)
    readers: tuple[Callable[[str, Model], list[Said]], ...] = (
        read_many, read_listed, read_state, read_also, read_has, read_managed, read_within, read_field_of,
        read_fragment,
    )  # fmt: skip
    said = next((found for reader in readers if rest and (found := reader(rest, model))), [])
    acted = [] if related else read_actions(_before_fields(text, bool(said)), model)
    acted += _when(text, acted, model) if not said else []
    found = [*related, *said, *acted]
    reading.said += found
    if said and (passive := re.sub(r"\s*\([^)]*\)", "", text)) != text and _IS_DONE.search(passive):
        reading.pending.append(passive)
        _mention_subject(passive, model)
    if related and rest and not said:
        reading.pending.append(rest)
    if not found:
        reading.pending.append(text)
        _mention_subject(text, model)


def _when(text: str, acted: list[Said], model: Model) -> list[Said]:
    """ "Members book courts for a day": the day of the booking."""
    found = list(_MOMENT.finditer(text)) if acted else []
    event = acted[-1].about[0] if found else ""
    if not event or not (is_event(event) or model.drafts[event].is_event):
        return []
    kinds = dict.fromkeys(match["kind"].lower() for match in found)
    return attach(event, ", ".join(kinds), model)


def _mention_first(title: str, model: Model) -> None:
    """ "Students move into rooms: name, moved in on": what follows is told of those who move."""
    first, _, rest = title.partition(" ")
    if rest and is_plural(first) and (noun := entity_noun(first)):
        model.mention(noun)
        model.last = noun
    _mention_subject(title, model)


def _mention_subject(text: str, model: Model) -> None:
    """What a sentence is about that will be read later, so that "they" of the next one is known."""
    if (acts := _ACTS_ALONE.match(text)) and is_plural(acts["noun"]) and (actor := entity_noun(acts["noun"])):
        model.mention(actor)
        model.last = actor
        return
    match = re.match(
        r"^(?:(?P<one>each|every|an?|one)\s+|(?:the|all)\s+)?(?P<noun>[\w-]+(?: [\w-]+)?) (?:is|are) (?P<done>\w+ )?"
        r"(?:by|in|to|on|for|with|at|from|between|against)\b",
        text,
        re.IGNORECASE,
    )
    noun = known_label(entity_noun(match["noun"]) or "", model) if match else ""
    if match and noun and (match["done"] or match["one"] or noun in model.drafts):
        model.mention(noun)
        model.last = noun
        nouns = EVENTS.get(event_of((match["done"] or "").strip().lower()), ())
        if nouns and noun not in nouns and not is_event(noun):
            # "Students are enrolled in courses; we store the date": the date of the enrolment.
            model.last = next((one for one in nouns if one in model.drafts), nouns[0])
            model.mention(model.last)
            model.drafts[model.last].aliases = model.drafts[model.last].aliases or nouns


def read_belongs_only(text: str) -> bool:
    """Whether a sentence says what something belongs to, which has a reader of its own."""
    return bool(
        re.search(
            r"\b(?:belongs? to|refers? to|references|links?|connects?|joins|associates?|relates?)\b",
            text,
            re.IGNORECASE,
        )
    )


def read_later(clause: str, model: Model, last: str = "") -> list[Said]:
    """What a clause says of entities that may have been named behind it; `last` is what was spoken of before it."""
    if ordered := read_order(clause, model):
        return ordered
    if is_rule(clause):
        return read_hint(clause, model) or read_state(clause, model) or read_ruled_field(clause, model, last)
    return (
        read_assigned(clause, model)
        or read_marked(clause, model)
        or read_linked(_SOLE.sub("", clause), model)
        or read_state(clause, model)
        or read_many(clause, model)
        or read_hint(_LIMITED.sub(r"\g<field> is \g<limit>", clause), model)
    )


def _before_fields(text: str, has_fields: bool) -> str:
    """The part of a sentence in which somebody acts: what stands in a list of fields is no action."""
    if not has_fields:
        return text
    return _FIELDS_BEGIN.split(re.sub(r"\s*\([^)]*\)", "", text))[0]
