"""Relations that a verb or a preposition tells: "each talk is given by a speaker", "books are borrowed by members"."""

# ruff: noqa: RUF001 - people write curly quotes

import re

from pipeline.briefs.events import ACTIONS, EVENTS, event_of, is_event
from pipeline.briefs.labels import is_boolean, moment_of
from pipeline.briefs.lists import split_list
from pipeline.briefs.model import Model
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.phrases import FieldPhrase, read_field
from pipeline.briefs.relations import read_belongs, several
from pipeline.briefs.said import Said
from pipeline.briefs.words import is_plural, singular
from pipeline.contracts.capabilities import Capability

_BY_MANY = re.compile(
    r"^(?:(?:is|are|can be|may be)\s+)?[a-z]+(?:ed|en|t|ght)\s+(?:by|with|in|for|to)\s+(?:many|several|multiple|"
    r"one or more|any number of)"
    r"\s+(?P<noun>[\w -]+)$",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"(?:an?|the|one|another)(?: certain| given| specific| particular)? (?P<kind>date|day|time)$")
_VERB = r"(?!(?:an?|the|its|their|number|date|time|list|has|have)\b)[a-z]+"
_TARGET = re.compile(
    r"(?:^|\s)(?:(?P<preposition>by|in|on|at|from|to|for|with|of|into|onto|under|per)\s+)?"
    r"(?:(?P<article>exactly one|at most one|a single|a certain|a given|an?|one|its own|its|the|their)\s+)?"
    r"(?P<noun>(?:pairs? of )?[\w-]+"
    r"(?:\s(?!(?:by|in|on|at|from|to|for|with|of|into|onto)\b)[\w-]+){0,2})"
    r"(?=\s(?:by|in|on|at|from|to|for|with|of|into)\s|$)",
    re.IGNORECASE,
)
_LOCATED = (
    r"(?:lies?|lives?|works?|sits?|stands?|stays?|comes?|goes|go|runs?|starts?|happens?|leads?|hangs?|grows?|"
    r"occurs?|appears?|"
    r"depends?|arrives?|departs?|moors?)"
)
_PASSIVE = re.compile(
    rf"^(?:(?:each )?[a-z]+ing(?= (?:by|in|on|at|from|to|for|with)\s)|"
    rf"(?:(?:can|may|might|must|will) be|is|are|was|were|gets?)\s+(?P<verb>{_VERB})?|(?P<active>{_LOCATED}|"
    rf"[a-z]+(?:ed|en)))?\s*"
    r"(?P<targets>(?:(?:place|part|back|out|up)\s+)?(?:(?:by|in|on|at|from|to|for|with|into|onto|of|under|against)\s+)"
    r"(?:exactly one|at most one|a single|a certain|a given|an?|one|the|its|their)\s.+)$",
    re.IGNORECASE,
)
_SHOWS_ONE = re.compile(
    rf"^(?P<verb>{_VERB}s)\s+(?P<targets>(?:exactly one|a single|one|an?)\s.+)$",
    re.IGNORECASE,
)
_IN_SEVERAL = frozenset(("used", "included", "mentioned", "shown", "listed", "featured", "contained"))
"""What is done to one thing in several others, and to several things in one."""
_LEAD = re.compile(r"(?:is|are|was|were)\s(?:\w+\s)?(?:by|in|on|at|from|to|for|with|of)\s(?=(?:one|an?|exactly|the)\b)")


def read_part_relation(owner: str, part: str, model: Model) -> Said | None:
    """Read a relation that stands in a list of fields: "belongs to a customer", "is written by an author"."""
    said, _ = read_belongs(f"each {owner} {part}", model)
    if said:
        return Said(", ".join(one.text for one in said), said[0].needs, said[0].about)
    if (by := _BY_MANY.match(part)) and (noun := entity_noun(by["noun"])) and is_plural(by["noun"]):
        model.has_many(owner, noun)
        model.last = owner
        return Said(f"{owner} has several {noun}", (Capability.RELATION,), (owner, noun), used=part)
    fields = linked_fields(part)
    return _read_fields(owner, fields, part, model) if fields else None


def _read_moment(owner: str, part: str, model: Model) -> Said | None:
    """ "An experiment was approved on a certain date and is public or not" has a date and a yes or no of its own."""
    is_own = moment_of(part.lower()) or is_boolean(part) or re.match(r"(?:weigh|cost|last)s? \(", part)
    field = read_field(part) if is_own else None
    return _read_fields(owner, [field], part, model) if field else None


def _read_fields(owner: str, fields: list[FieldPhrase], part: str, model: Model) -> Said | None:
    added = model.add_fields(owner, fields)
    return Said(f"{owner} has {', '.join(added)}", (Capability.FIELDS,), (owner,), used=part) if added else None


def linked_fields(part: str) -> list[FieldPhrase]:
    """What "is shown in one room at a certain time" names: fields, which are references where they name entities."""
    match = _PASSIVE.match(part) or _SHOWS_ONE.match(part)
    if not match or moment_of(part.lower()):
        return []
    verb = (match["verb"] or match.groupdict().get("active") or "").lower()
    if verb and (verb.removesuffix("s") in ACTIONS | EVENTS.keys() or singular(verb) in EVENTS):
        return []
    found = []
    for target in _TARGET.finditer(match["targets"]):
        noun = re.sub(r"^pairs? of ", "", target["noun"])
        field = read_field(singular(noun) if noun != target["noun"] else noun)
        if field and target["article"]:
            found.append(field)
    return found


def read_linked(text: str, model: Model) -> list[Said]:
    """ "Each talk is given by a speaker and takes place in a room", "books are borrowed by members"."""
    match = re.match(
        r"^(?:(?:each|every|an?|one|(?:the|our)(?: [\w-]+['’]s)?|all|any)\s+)?(?P<subject>[\w-]+(?: [\w-]+)??)\s+"
        r"(?P<parts>(?:is|are|was|were|can be|may be|will be|must be|takes?|happens?|lies?|lives?|works?|comes?|"
        r"sits?|stands?|"
        r"stays?|shows?|goes|runs?|starts?|grows?|moors?|hangs?|arrives?|departs?|costs?|concerns?|plays?|uses?|needs?|covers?)\s.+)$",
        text,
        re.IGNORECASE,
    )
    subject = known_label(entity_noun(match["subject"]) or "", model) if match else ""
    if not match or subject not in model.drafts:
        return []
    said: list[Said] = []
    for part in _with_verbs(split_list(match["parts"])):
        done = _read_passive(subject, match["subject"], part, model) or read_part_relation(subject, part, model)
        if done := done or _read_moment(subject, part, model):
            said.append(done)
        elif done is None and not said:
            return []
        else:
            said.append(Said("", unread=part))
    return said


def known_label(label: str, model: Model) -> str:
    """The label of the record that is meant: an accepted talk is a talk."""
    done, _, noun = label.partition(" ")
    return noun if label not in model.drafts and done.endswith("ed") and noun in model.drafts else label


def _with_verbs(parts: list[str]) -> list[str]:
    """ "is for one room and one group" is for both."""
    found: list[str] = []
    lead = ""
    for part in parts:
        if lead and re.match(r"[a-z]+(?:ed|en|ne|wn) (?:by|in|on|at|from|to|for|with)\s", part):
            part = f"is {part}"
        found.append(f"{lead}{part}" if re.match(r"(?:one|an?|exactly one|the)\s", part) else part)
        leading = _LEAD.match(found[-1])
        lead = leading[0] if leading else ""
    return found


def _read_passive(subject: str, written: str, part: str, model: Model) -> Said | None:
    """ "books are borrowed by members" is a loan of a book to a member; "exhibits are stored in rooms" has no event."""
    match = re.match(
        rf"^(?:(?:is|are|was|were|can be|may be|must be|get)\s+(?:also\s+)?(?P<verb>[\w-]+)|{_LOCATED})\s+"
        r"(?:(?:out|up|in|off|down|back)\s+(?=by\b|to\b|from\b))?"
        r"(?P<preposition>by|to|in|on|at|from|with|into|under|for|against)\s+"
        r"(?P<targets>.+)$",
        part,
        re.IGNORECASE,
    )
    if not match:
        return None
    targets = re.split(r"\s+(?:by|to|with|for|in|at|on|from|about)\s+", match["targets"])
    is_taken = match["preposition"].lower() == "to" and event_of((match["verb"] or "").lower())
    if (
        (match["preposition"].lower() == "by" or is_taken)
        and is_plural(targets[0])
        and (doer := entity_noun(targets[0]))
    ):
        model.entity(doer)
    nouns = [noun for target in targets if (noun := entity_noun(target)) and noun in model.drafts and noun != subject]
    moments = [found for target in targets if (found := _MOMENT.match(target))]
    if not nouns or not (is_plural(written) or re.match(r"(?:an?|one|exactly)\s", match["targets"])):
        return None
    verb = (match["verb"] or "").lower()
    if verb in _IN_SEVERAL and is_plural(written) and is_plural(targets[0]):
        return several(subject, nouns[0], part, model)
    verb = event_of(verb)
    if verb and not is_event(subject):
        event = model.entity(EVENTS[verb][0])
        event.is_event, event.aliases = True, EVENTS[verb]
        for noun in (subject, *nouns):
            model.refer(event.label, noun)
        about = (event.label, subject, *nouns)
        return Said(f"{event.label} refers to {' and '.join(about[1:])}", (Capability.RELATION,), about, used=part)
    for noun in nouns:
        model.refer(subject, noun)
    model.add_fields(subject, [field for moment in moments if (field := read_field(moment["kind"]))])
    return Said(f"{subject} refers to {' and '.join(nouns)}", (Capability.RELATION,), (subject, *nouns), used=part)
