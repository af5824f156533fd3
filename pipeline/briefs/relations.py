"""How records are related: "an order belongs to a customer", "a book has many authors"."""

# ruff: noqa: RUF001 - people write curly quotes

import re

from pipeline.briefs.events import EVENTS, TIMES, is_event
from pipeline.briefs.lists import split_list
from pipeline.briefs.model import Model
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.said import Said
from pipeline.briefs.words import is_plural
from pipeline.contracts.capabilities import Capability

_MODAL = r"(?:(?:always|also|must|should|can|will|may|might|could|has to|have to|optionally)\s+)*"
_BELONGS = re.compile(
    rf"^(?P<child>.+?)\s+(?P<modal>{_MODAL})(?:belongs? to|refers? to|references?|(?<!\ba )links? to|"
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
    r"up to (?:two|three|four|five|six|ten|\d+)|"
    r"some|more than one|at least one|various|different|numerous|a few|all (?:of )?(?:its|their))"
)
_HOLDS = (
    r"(?:has|have|contains?|includes?|consists? of|comprises?|uses?|needs?|holds?|owns?|offers?|covers?|"
    r"is made up of|are made up of|features?)"
)
_HAS_MANY = re.compile(
    rf"^(?:the same )?(?P<owner>[\w -]+?)(?:['’]s? [\w-]+)?\s+{_MODAL}"
    rf"(?P<verb>{_HOLDS}|\w+(?:\s+(?:by|in|on|for|to|at|with|of|from))?|"
    r"be \w+ (?:by|in|on|for|to|at|with|from|of)|(?:is|are) \w+ (?:by|in|on|for|to|at|with|from))\s+"
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
_PLACE = re.compile(r"\s+(?:at|in|of) (?:the|our|my) [\w -]+$", re.IGNORECASE)
_IS_SAID = re.compile(r"(?:is|was|are|were|has|have|can|may|contains?)\s", re.IGNORECASE)
"""What else is said of a record stands behind what it belongs to."""
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
        model.drafts[parent].is_several = True
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
        if not match or not owner or not thing or not _is_several(match) or thing in TIMES:
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
