"""How records are related: "an order belongs to a customer", "a book has many authors"."""

# ruff: noqa: RUF001 - people write curly quotes

import re

from pipeline.briefs.events import ACTIONS, EVENTS, event_of, is_event
from pipeline.briefs.labels import is_boolean, moment_of
from pipeline.briefs.model import Model
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.phrases import FieldPhrase, read_field, split_list
from pipeline.briefs.said import Said
from pipeline.briefs.words import is_plural, singular
from pipeline.contracts.capabilities import Capability

_MODAL = r"(?:(?:always|also|must|should|can|will|may|might|could|has to|have to|optionally)\s+)*"
_BELONGS = re.compile(
    rf"^(?P<child>.+?)\s+(?P<modal>{_MODAL})(?:belongs? to|refers? to|references?|links? to|"
    r"(?:is|are|be) (?:linked|related|connected|tied|assigned|attached|allocated) (?:to|with)|(?:is|"
    r"are) (?:a )?part of|"
    r"(?:reports?|reporting) to)\s+(?P<parents>.+?)"
    r"(?:,?\s+(?:and|but|that|which)\s+(?:also\s+)?(?P<rest>(?:has|have|contains?|includes?|is|are|can|may|"
    r"costs?|happens?|starts?|takes?)\s.+)|"
    r"\s*:\s*(?P<listed>.+,.+)|"
    r",\s*(?P<more>(?:has|have|contains?|includes?)\s.+))?$",
    re.IGNORECASE,
)
_SOME = (
    r"(?:many|several|multiple|one or more|one or several|zero or more|any number of|lots of|"
    r"some|more than one|at least one|various|different|numerous|a few|all (?:of )?(?:its|their))"
)
_HOLDS = (
    r"(?:has|have|contains?|includes?|consists? of|comprises?|uses?|needs?|holds?|owns?|offers?|covers?|"
    r"is made up of|are made up of|features?)"
)
_HAS_MANY = re.compile(
    rf"^(?P<owner>[\w -]+?)\s+{_MODAL}(?P<verb>{_HOLDS}|\w+(?:\s+(?:by|in|on|for|to|at|with|of|from))?|"
    r"be \w+ (?:by|in|on|for|to|at|with|from)|(?:is|are) \w+ (?:by|in|on|for|to|at|with|from))\s+"
    rf"{_SOME}\s+(?P<thing>[\w -]+)$",
    re.IGNORECASE,
)
_MANY_TO_MANY = re.compile(
    r"many[- ]to[- ]many (?:relation(?:ship)? )?(?:between|of)?\s*(?P<one>[\w -]+?) (?:and|to) (?P<other>[\w -]+)$",
    re.IGNORECASE,
)
_CONNECTS = re.compile(
    r"^(?P<child>.+?)\s+(?:links?|connects?|joins?|associates?|relates?|ties|assigns?|combines?|records? (?:that|"
    r"which))\s+"
    r"(?P<one>(?:an?|one|the) [\w -]+?)\s+(?:to|with|and|borrowed|bought|by)+\s+(?P<other>(?:an?|one|the) [\w -]+?)"
    r"(?:,?\s+(?:and\s+(?P<rest>(?:has|have|contains?|includes?)\s.+)|with\s+(?P<list>.+)))?$",
    re.IGNORECASE,
)
_CONNECT_MANY = re.compile(
    r"^(?P<child>[\w-]+s) (?:link|connect|join|associate|relate|tie|combine)s? (?P<one>[\w-]+s) (?:and|to|"
    r"with) (?P<other>[\w-]+s)"
    r"(?:,?\s+(?:with|and (?P<has>have))\s+(?P<list>.+))?$",
    re.IGNORECASE,
)
_BY_MANY = re.compile(
    r"^(?:(?:is|are|can be|may be)\s+)?[a-z]+(?:ed|en|t|ght)\s+(?:by|with|in|for|to)\s+(?:many|several|multiple|"
    r"one or more|any number of)"
    r"\s+(?P<noun>[\w -]+)$",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"(?:an?|the|one|another)(?: certain| given| specific| particular)? (?P<kind>date|day|time)$")
_PLACE = re.compile(r"\s+(?:at|in|of) (?:the|our|my) [\w -]+$", re.IGNORECASE)
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
    rf"^(?:(?:(?:can|may|might|must|will) be|is|are|was|were|gets?)\s+(?P<verb>{_VERB})?|(?P<active>{_LOCATED}|"
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
_IS_SAID = re.compile(r"(?:is|was|are|were|has|have|can|may|contains?)\s", re.IGNORECASE)
"""What else is said of a record stands behind what it belongs to."""
_LEAD = re.compile(r"(?:is|are|was|were)\s(?:\w+\s)?(?:by|in|on|at|from|to|for|with|of)\s(?=(?:one|an?|exactly|the)\b)")
_OPTIONAL = re.compile(r"\b(?:can|may|might|could|optionally|at most one|optional)\b", re.IGNORECASE)


def related(child: str, parent: str) -> Said:
    """What is said of a reference."""
    words = "report reports reporting part allocated tied attached"
    return Said(f"{child} belongs to {parent}", (Capability.RELATION,), (child, parent), used=words)


def read_belongs(text: str, model: Model) -> tuple[list[Said], str]:
    """Read "an order belongs to a customer"; what was understood, and the rest of the sentence as one of its own."""
    if match := _CONNECTS.match(text):
        child = entity_noun(match["child"])
        one, other = entity_noun(match["one"]), entity_noun(match["other"])
        if child and one and other:
            rest = match["rest"] or (match["list"] and f"has {match['list']}")
            return _refer_all(child, [one, other], model), _rest(child, rest)
    if match := _CONNECT_MANY.match(text):
        child, one, other = (entity_noun(match[name]) for name in ("child", "one", "other"))
        if child and one and other:
            return _refer_all(child, [one, other], model), _rest(child, match["list"] and f"has {match['list']}")
    match = _BELONGS.match(text)
    child = entity_noun(match["child"]) if match else None
    child = child or (
        model.last if match and match["child"].lower() in ("it", "they", "each", "these", "this") else None
    )
    if not match or not child:
        return [], text
    written = _PLACE.sub("", match["parents"])
    other = entity_noun(written)
    if other and is_event(other) and is_plural(match["child"]) and is_plural(written):
        # Nurses are assigned to several shifts, and a shift has several of them.
        return [several(child, other, match[0], model)], _rest(child, match["rest"] or match["more"])
    if re.match(rf"{_SOME}\s", match["parents"], re.IGNORECASE):
        thing = entity_noun(re.sub(rf"^{_SOME}\s+", "", match["parents"], flags=re.IGNORECASE))
        if thing:
            model.has_many(child, thing)
            return [Said(f"{child} has several {thing}", (Capability.RELATION,), (child, thing))], ""
    parts = [re.sub(r"^(?:or )?to ", "", part) for part in split_list(match["parents"])]
    another = next((part for part in parts if re.match(r"another\s", part)), "")
    parents = [noun for noun in map(entity_noun, parts) if noun]
    others = [part for part in parts if _IS_SAID.match(part)]
    required = not _OPTIONAL.search(match["modal"])
    said = _refer_all(child, parents, model, required=required, label=_above(child, match[0]) if another else "")
    rest = ", ".join(filter(None, [*others, match["rest"] or match["more"] or match["listed"]]))
    return said, _rest(child, f"has {rest}" if others or match["listed"] else rest)


def several(one: str, other: str, used: str, model: Model) -> Said:
    """Say that each of both has several of the other."""
    model.has_many(one, other)
    model.has_many(other, one)
    return Said(f"{one} and {other} have several of each other", (Capability.RELATION,), (one, other), used=used)


def _above(child: str, text: str) -> str:
    """What the one above in a hierarchy is called."""
    return "manager" if re.search(r"\breport", text, re.IGNORECASE) else f"parent {child}"


def _rest(child: str, rest: str | None) -> str:
    return f"each {child} {rest}" if rest else ""


def _refer_all(child: str, parents: list[str], model: Model, *, required: bool = True, label: str = "") -> list[Said]:
    said = []
    for parent in parents:
        is_same = parent == child
        if is_same and not label:
            continue
        model.refer(child, parent, label if is_same else "", required=required)
        said.append(related(child, parent))
    return said


def read_many(text: str, model: Model) -> list[Said]:
    """ "A book can have several authors, and an author can write many books": clauses that say of how many."""
    said: list[Said] = []
    if match := _MANY_TO_MANY.search(text):
        one, other = entity_noun(match["one"]), entity_noun(match["other"])
        if one and other:
            return [several(one, other, "", model)]
    for clause in re.split(
        r",?\s+(?:and|while|whereas|but)\s+(?=(?:an?|each|every|any|one|the|\w+s)\s)|;\s*|,\s+(?=an?\s)", text
    ):
        match = _HAS_MANY.match(clause.strip(" .,"))
        owner = entity_noun(match["owner"], is_item=True) if match else None
        owner = owner or (
            model.last if match and match["owner"].lower() in ("it", "they", "each", "he", "she") else None
        )
        thing = entity_noun(match["thing"], is_item=True) if match else None
        if not match or not owner or not thing or not _is_several(match):
            return []
        verb = match["verb"].split()[0].lower()
        if (verb in EVENTS or verb.removesuffix("s") in EVENTS) and not said and (thing, owner) not in model.many:
            return []
        said.append(Said(f"{owner} has several {thing}", (Capability.RELATION,), (owner, thing), used=match["verb"]))
    for found in said:
        model.has_many(found.about[0], found.about[1])
    return said


def _is_several(match: re.Match[str]) -> bool:
    return is_plural(match["thing"].strip()) or "more than one" in match[0].lower()


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
