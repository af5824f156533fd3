"""Definitions: "Book: title, author, price (decimal)", "Books (title, author), members (name)"."""

# ruff: noqa: RUF001 - people write curly quotes and long dashes

import re

from pipeline.briefs.actions import is_act
from pipeline.briefs.attaching import attach, name_entities
from pipeline.briefs.choices import is_category
from pipeline.briefs.hints import read_hint
from pipeline.briefs.lists import split_list
from pipeline.briefs.model import Model
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.phrases import is_remark, is_short
from pipeline.briefs.said import Said
from pipeline.briefs.shapes import INSIDE, MANAGE
from pipeline.briefs.words import is_plural, singular

_COLON = re.compile(
    r"^(?:an? |the |each |every )?(?P<owner>[\w -]{1,40}?)\s*(?::|\s[-–—]\s|=)\s*(?P<list>.+)$", re.IGNORECASE
)
_RELATIVE = re.compile(r"^(?:and|also)\s+|\s+(?:that|which|who|I|we|they|you)\s.*$")
""" "… and the markets I go to (town, date)": what stands around the name of a record."""
_WISH = re.compile(rf"(?![a-z]+ing (?:number|code|date)\b){MANAGE.pattern}", re.IGNORECASE)
_DATA = re.compile(r"(?<=\w) (?:data|details|information|info|fields|attributes|properties|columns)$", re.IGNORECASE)
_KEEPER = re.compile(
    r"^(?:(?:the|our|an?|each|every) [\w-]+ (?:manag|keep|maintain|administer|register|track|stor|handl|record)e?s|"
    r"(?:the |our )?[\w-]+s (?:manage|keep|maintain|administer|register|track|store|handle|record))"
    r" (?:the |our |all )?(?=[\w-]+s$|[\w-]+ [\w-]+s$|people$|children$)",
    re.IGNORECASE,
)
""" "The secretary manages members (name, e-mail)": who keeps them is no part of their name."""
_OF_OTHERS = re.compile(
    r"(?<=s) (?:to|from|for|of|with|between|by|at|in) (?:other|the|our|all|any|an?) [\w -]+$", re.IGNORECASE
)
""" "Loans to other museums: borrower, from date, to date"."""
_WE_DO = re.compile(
    r"(?<=[a-z]s) (?:that |which )?(?:we|i|they|you|people|customers) [a-z]+(?: [a-z]+)?$", re.IGNORECASE
)
""" "Items we hand out: name, quantity"."""
_ACTS = re.compile(r"^[\w-]+s [a-z]+ and [a-z]+\.?$")
""" "Garage: cars enter and leave" names no fields."""
_INSIDES = re.compile(
    r"(?P<owner>[\w -]{1,40}?)\s*\((?P<list>[^()]*(?:\([^()]*\)[^()]*)*)\)(?:\s*(?:,|;|and)+\s*|\s*\.?$)"
)


def read_definition(text: str, is_item: bool, model: Model) -> list[Said]:
    """ "Book: title, author, price (decimal)", "Book (title, author), Member (name)"."""
    title, mark, rest = text.partition(": ")
    if several := read_insides(text, model):
        return several
    # "API for lessons: lesson (title, price), teacher (name)": behind a title that is no record stand records.
    is_title = entity_noun(title, is_item=True) is None
    if mark and "(" not in title and (several := read_insides(rest, model, are_plural=not is_title)):
        return several
    match = INSIDE.match(text) or _COLON.match(text)
    if not match or MANAGE.match(text) or _WISH.match(match["list"]) or re.match(r"for\b", text, re.IGNORECASE):
        return []
    owner = _OF_OTHERS.sub("", _KEEPER.sub("", _DATA.sub("", match["owner"].strip())))
    owner = _WE_DO.sub("", owner)
    if singular(owner.lower()) in ("entity", "table", "model", "object", "resource", "record") and all(
        is_plural(part) or part[:1].isupper() for part in split_list(match["list"])
    ):
        return name_entities(split_list(match["list"]), model)
    # "Tables: number, seats" tells what a table has.
    is_phrase = is_act(owner) or re.search(r" (?:per|for each|for every|of each) ", owner)
    noun = None if is_phrase else entity_noun(owner, is_item or singular(owner.lower()) == "table")
    parts = split_list(match["list"])
    if _ACTS.match(match["list"]):
        return []
    if (noun is None or model.find(noun) is None) and (ruled := _read_ruled(owner, match["list"], model)):
        return ruled
    if re.search(r"\b(?:has|have|belongs?)\b", match["list"]) or is_remark(match["list"]):
        return []
    if len(parts) > 1 and all(part[:1].isupper() and is_plural(part) for part in parts) and not is_plural(owner):
        return name_entities(parts, model)
    # "Note: the shop is closed on Sundays" is no list of fields.
    listed = all(is_short(part) for part in parts)
    is_single = len(parts) == 1 and not (is_plural(owner) and len(match["list"].split()) <= 2)
    if not noun or not listed or (is_single and not is_item and match.re is _COLON):
        return []
    return attach(noun, match["list"], model)


def _read_ruled(name: str, listed: str, model: Model) -> list[Said]:
    """ "Rating: 1-5", "Status: new, used, broken", where a field is called so."""
    choices = (
        read_hint(f"{name} is (one of {listed.removeprefix('(one of ').rstrip(')')})", model)
        if is_category(name)
        else []
    )
    return choices or read_hint(f"{name} is {listed}", model)


def read_insides(text: str, model: Model, *, are_plural: bool = False) -> list[Said]:
    """ "Books (title, price), authors (name)"; behind a title, only `are_plural` nouns are entities, not fields."""
    found = list(_INSIDES.finditer(text))
    if are_plural and not all(is_plural(match["owner"].strip()) for match in found):
        return []
    owners = [entity_noun(_RELATIVE.sub("", match["owner"].strip())) for match in found]
    whole = "".join(match[0] for match in found) == text
    if len(found) < 2 or not whole or not all(owners):
        return []
    return [
        one for owner, match in zip(owners, found, strict=True) if owner for one in attach(owner, match["list"], model)
    ]
