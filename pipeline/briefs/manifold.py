"""Sentences that tell several things, as one for each: "a vote is yes, no or abstain and is cast by one member"."""

import re

from pipeline.briefs.choices import read_choices
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.shapes import KEEP
from pipeline.briefs.words import is_plural, singular, word_set

_SUBJECT = r"(?P<subject>(?:an?|each|every) [\w-]+(?: [\w-]+)?|[\w-]+s)"
_DONE = r"(?:(?:is|are|was|were|can be|may be|must be) )"
_DONE_WITH = re.compile(
    rf"^{_SUBJECT} (?P<first>(?:{_DONE}[a-z]+|happens?) (?:by|for|to|in|on|at|from) (?:one|an?|exactly one|a single) "
    r"[^,()]+?),? (?:and )?with (?P<list>(?:an?|the|its|their) .+(?:,| and ).+)$",
    re.IGNORECASE,
)
""" "A reservation is made by one guest for one room, with an arrival date and a departure date"."""
_IS_ONE_OF = re.compile(
    rf"^(?P<subject>(?:an?|each|every) (?P<noun>[\w-]+)) (?P<state>{_DONE}\(one of [^()]+\)),? and "
    rf"(?P<then>{_DONE}[a-z]+ (?:by|for|to|in|on|at|from|with) .+)$",
    re.IGNORECASE,
)
""" "A vote is yes, no or abstain and is cast by one member"."""
_ANSWERS = word_set("vote ballot answer response reply decision verdict result grade rating")
"""What is a value itself, and has no status."""
_BETWEEN_WITH = re.compile(
    r"^(?P<subject>[\w-]+s between (?:an?|one|the|two) [\w-]+(?: [\w-]+)?"
    r"(?: and (?:an?|one|the) [\w-]+(?: [\w-]+)?)?),? "
    r"with (?P<list>.+)$",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"^(?:an? |the |our |my )?[\w' -]{1,40}: (?P<rest>(?P<owner>[\w-]+(?: [\w-]+)?),? with .+)$", re.IGNORECASE
)
_FRAME = re.compile(
    rf"^(?:(?:(?:i|we|you|they|it|the [\w-]+)\s)?"
    rf"(?:also |need to |want to |would like to |like to |have to |should |must |can )*)?"
    rf"(?:{KEEP}|manage|to {KEEP})\s+(?=\S)",
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"(?:^|(?:[,;]\s+(?:and\s+)?|\s+and\s+))(?:(?:my|our|the|all|their|its)\s+(?:the\s+)?)?"
    r"(?P<owner>(?!(?:and|with|of|for)\b)[\w-]+(?: (?!(?:and|with|of|for)\b)[\w-]+)?)"
    r"(?: (?:of|for|on|in) (?:each|every|an?|the) (?P<parent>[\w-]+(?: [\w-]+)?)|"
    r" of (?P<what>[\w-]+)(?: (?:to|from|for) (?P<whom>[\w-]+))?(?=\s*\())?"
    r"(?P<how>\s*\(|,? (?:each )?with\s+|:\s+)",
    re.IGNORECASE,
)
_LEAST = 2


def told_apart(clause: str) -> list[str]:
    """The sentences that a clause joins; the clause alone where it tells one thing."""
    if (heading := _HEADING.match(clause)) and is_plural(heading["owner"]) and entity_noun(heading["owner"]):
        # "A league: teams with a name and a city": what stands above the records is the application.
        clause = heading["rest"]
    if done := _DONE_WITH.match(clause):
        return [f"{done['subject']} {done['first']}", f"{done['subject']} has {done['list']}"]
    if one := _IS_ONE_OF.match(clause):
        noun = one["noun"].lower()
        state = f"has a {noun} {one['state'].partition(' ')[2]}" if noun in _ANSWERS else one["state"]
        return [f"{one['subject']} {one['then']}", f"{one['subject']} {state}"]
    if between := _BETWEEN_WITH.match(clause):
        return [f"{between['subject']} have {between['list']}"]
    return _records(clause) or [clause]


def _records(clause: str) -> list[str]:
    """ "Record hives (location, strain), inspections of each hive with a date and the harvests: date, kilograms"."""
    frame = _FRAME.match(clause)
    start = frame.end() if frame else 0
    text = clause[start:]
    found = [match for match in _RECORD.finditer(text) if _is_outside(text, match.start()) and _tells(text, match)]
    if any(_how(match) != "(" for match in found):
        # "Parents: name, location (latitude, longitude)": these are parts of a field.
        found = [match for match in found if is_plural(match["owner"])]
    if len(found) < _LEAST or found[0].start() or {_how(match) for match in found} == {"with"}:
        return []
    ends = [match.start() for match in found[1:]] + [len(text)]
    told: list[str] = []
    for match, end in zip(found, ends, strict=True):
        listed = text[match.end() : end].strip(" ,;.")
        if _how(match) == "(":
            if not listed.endswith(")") or not _is_outside(listed, len(listed) - 1):
                return []
            listed = listed[:-1]
        told.append(f"{match['owner']} have {listed}")
        if match["parent"]:
            told.append(f"each {match['owner'].split()[-1]} belongs to a {match['parent']}")
        # "Deliveries of goods to shops": of what else the sentence tells.
        others = {singular(other["owner"].split()[-1].lower()) for other in found if other is not match}
        named = [singular(match[name].lower()) for name in ("what", "whom") if match[name]]
        told += [f"each {singular(match['owner'])} belongs to a {name}" for name in named if name in others]
    return told


def _how(match: re.Match[str]) -> str:
    return match["how"].split()[-1].strip() if match["how"].strip() else ""


def _is_outside(text: str, at: int) -> bool:
    """Whether no parenthesis is open at a place."""
    return text.count("(", 0, at) == text.count(")", 0, at)


def _tells(text: str, match: re.Match[str]) -> bool:
    """Whether a plural noun with fields stands there, and not one with its values or a remark."""
    is_list = _how(match) == "("
    if not (is_plural(match["owner"]) or is_list) or entity_noun(match["owner"], is_item=is_list) is None:
        return False
    inside = text[match.end() :].partition(")")[0]
    # "Gear (description, weight)" names no values.
    is_short = "," in inside and not inside.startswith("one of ") and not read_choices(inside, match["owner"])
    return is_short if is_list else True
