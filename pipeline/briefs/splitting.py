"""A sentence as simple clauses, each of which says one thing: of one kind of record, or of one field."""

import re
from collections.abc import Iterator

from pipeline.briefs.events import EVENTS
from pipeline.briefs.joined import parted
from pipeline.briefs.manifold import told_apart
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.rules import read_rule
from pipeline.briefs.shapes import KEEP
from pipeline.briefs.words import is_plural, singular

_CLAUSES = re.compile(
    r"(?:,?\s+(?:and|while|whereas|but)|,\s+so)\s+(?=(?:an?|each|every|any|one)\s+[\w-]+(?:\s(?!and\b|or\b|that\b|which\b|"
    r"who\b)[\w-]+)?\s+"
    r"(?:(?:can|may|must|has|is|belongs|contains|will|should|refers)\b|"
    r"(?:says|tells|records|states|notes) (?:which|who|when|what|how)\b))",
    re.IGNORECASE,
)
_THEN = re.compile(
    r",?\s+so (?:(?:we|i) )?(?:also )?(?:need |keep )?(?=[\w-]+s: \w)|"
    r",?\s+and\s+(?=(?:we|i) (?:also )?(?:write down|note|record|store|log|save|track) )|"
    rf",?\s+and\s+(?=(?:for|of) (?:each|every) [\w-]+(?: [\w-]+)?,? (?:(?:we|i|they) (?:also )?{KEEP} |"
    r"(?:the|its|their) [\w -]+,))|"
    r",\s+(?=[\w-]+s an? [\w-]+(?: [\w-]+)? and an? [\w -]+$)",
    re.IGNORECASE,
)
""" "… is done on a radio, and I note the date", "jurors have a name and an age, guests a name and a seat"."""
_RELATIVE = re.compile(
    r"(?P<owner>(?:[\w-]+ )?(?:[\w-]+s|people|children|staff))"
    r"(?: (?:that |which )?(?:they|we|i|people|customers) [a-z]+(?: [a-z]+)?)?,? "
    r"(?P<how>(?:(?:who|which|that|each of (?:which|whom|them)|all of (?:which|whom)) (?:all |each )?(?:have|has)|"
    rf"of (?:whom|which) (?:we|i|they) {KEEP}|"
    r"whose|(?:each )?with))\s+",
    re.IGNORECASE,
)
"""Where a sentence that names several kinds of records goes on to tell the fields of one."""
_SUBJECT = re.compile(r"(?:an?|the|each|every|all) [\w-]+|[\w-]+s(?= )", re.IGNORECASE)
_THEN_BELONGS = re.compile(
    r"^(?P<subject>(?:(?:an?|the|each|every|all) )?[\w-]+(?: [\w-]+)?) "
    r"(?P<first>(?:is|are|happens?|comes?|goes|stands?|lives?|works?|was|were) "
    r"(?!.*\b(?:has|have)\b).+?),? and (?P<then>(?:belongs?|refers?) to .+)$",
    re.IGNORECASE,
)
""" "Hearings take place in a court and belong to a case"."""
_USED_IN = re.compile(
    r"^(?:the )?(?P<owner>[\w-]+(?: [\w-]+)?) (?P<done>[a-z]+(?:ed|en)) (?P<link>in|for|by|during|on|at) "
    r"(?P<parent>(?:an?|each|every|one) [\w-]+) (?P<rest>(?:is|are|has|have) .+)$",
    re.IGNORECASE,
)
""" "Parts used in a repair are listed with …": where they are used, and what is said of them."""
_OF_WHOM = re.compile(
    rf"^(?P<noun>[\w-]+(?: [\w-]+)?), (?:(?:of|about|for) (?:whom|which) (?:we|i|they) {KEEP}|(?:who|"
    rf"which) (?:all )?have) "
    r"(?P<list>[^.]+?), (?P<rest>(?:is|are|can|may|must) .+)$",
    re.IGNORECASE,
)
_OF_ONE_WITH = re.compile(
    r"^(?P<main>.+? with .+?),? and (?P<owner>[\w-]+(?: [\w-]+)?) (?:of|for) (?:an?|the|each|every|one|these|those) "
    r"(?P<parent>[\w-]+(?: [\w-]+)?) (?P<how>with|that have|which have) (?P<list>.+)$",
    re.IGNORECASE,
)
""" "… keeps plots with a name, and harvests of a plot with a date": a second kind of record, and whose it is."""
_GETS_TOO = re.compile(
    r"^(?P<subject>[\w-]+s|people|children) (?P<first>[a-z]+ [^,:()]+?),? and "
    r"(?P<second>(?:get|receive|are given) (?:an?|the|their) .+ for (?:each|every) .+)$",
    re.IGNORECASE,
)
_WITH_INSIDE = re.compile(
    r"^(?P<noun>(?:the |our |all )?[\w-]+(?: [\w-]+)?) "
    r"\((?P<list>(?!one of|e\.?g|such as|like )[^()]*,[^()]*(?:\([^()]*\)[^()]*)*)\) "
    r"(?P<rest>(?!and\b|or\b)[a-z]+ .+)$",
    re.IGNORECASE,
)
"""A subject with its fields in parentheses."""
_KEPT_THAT = re.compile(
    rf"^(?P<main>.*\b(?:{KEEP}|manages?|handles?|administers?) (?:the |our |all |all the )?(?P<noun>[\w-]+s|people|"
    rf"children)),? (?:which|who|that) "
    r"(?P<rest>(?!have\b|we\b|they\b|i\b)[a-z]+[^s\W] .+)$",
    re.IGNORECASE,
)
_KEPT_VERB = re.compile(rf"(?:{KEEP}|and|are|also|of|has|the|our|my|all)s?", re.IGNORECASE)
_WE_NEED = re.compile(
    rf",?\s+(?:(?:we|i|they)(?: also)? (?:need|want) to {KEEP}|(?:we|i|they) {KEEP}|(?:are|is) (?:\w+))$", re.IGNORECASE
)
_JOINT = re.compile(r",?\s+(?:and|but)\s+", re.IGNORECASE)


def simple_clauses(text: str) -> list[str]:
    """The clauses of a sentence, each as a sentence of its own."""
    parts = [part for whole in told_apart(text) for part in parted(whole)]
    joined = [clause for whole in parts for clause in _CLAUSES.split(whole)]
    clauses = [part for whole in joined for clause in _THEN.split(whole) for part in _apart(clause)]
    found = [simple for clause in clauses for simple in _described(clause)]
    return [rule.strip(" ,") for clause in found for rule in _rules(clause)]


def _apart(clause: str) -> list[str]:
    """What a subject has, or what it does, where a sentence names it for another purpose."""
    if (inside := _WITH_INSIDE.match(clause)) and is_plural(inside["noun"]):
        return [f"{inside['noun']} ({inside['list']})", f"{inside['noun']} {inside['rest']}"]
    if both := _THEN_BELONGS.match(clause):
        return [f"{both['subject']} {both['first']}", f"{both['subject']} {both['then']}"]
    if whom := _OF_WHOM.match(clause):
        return [f"{whom['noun']} have {whom['list']}", f"{whom['noun']} {whom['rest']}"]
    if (second := _OF_ONE_WITH.match(clause)) and is_plural(second["owner"]) and entity_noun(second["parent"]):
        owned = f"Each {singular(second['owner'])} belongs to one {singular(second['parent'])}"
        return [*_apart(second["main"]), owned, f"{second['owner']} have {second['list']}"]
    if (used := _USED_IN.match(clause)) and is_plural(used["owner"]):
        whole = f"{used['owner']} are {used['done']} {used['link']} {used['parent']}"
        return [whole, f"{used['owner']} {used['rest']}"]
    if gets := _GETS_TOO.match(clause):
        return [f"{gets['subject']} {gets['first']}", f"{gets['subject']} {gets['second']}"]
    if that := _KEPT_THAT.match(clause):
        return [that["main"], f"{that['noun']} {that['rest']}"]
    return [clause]


def _rules(clause: str) -> list[str]:
    """ "Tags are unique and the weight is positive" are two rules."""
    for joint in _JOINT.finditer(clause):
        before, after = clause[: joint.start()], clause[joint.end() :]
        subject, stated = _SUBJECT.match(before), read_rule(before)
        whole = stated[0] if stated and before.startswith(stated[0]) else ""
        for rest in (after, f"{whole} {after}" if whole else "", f"{subject[0]} {after}" if subject else ""):
            if read_rule(before) and read_rule(rest):
                return [before, *_rules(rest)]
    return [clause]


def _described(clause: str) -> list[str]:
    """ "We keep members, whose names we need, and teams with a name" tells the fields of two kinds of records."""
    found = [(match, owner) for match in _RELATIVE.finditer(clause) if (owner := _owner(match["owner"]))]
    kinds = {owner for _, owner in found}
    if len(found) == 1 and found[0][0]["how"].lower() != "with" and (before := clause[: found[0][0].start()].strip()):
        # "The shop offers desks, which have a label": what it does, and what they have.
        return [f"{before} {found[0][1]}", *_told(clause, found)]
    if len(kinds) < 2 or not _names_them(clause[: found[0][0].start("owner")], found[0][0]["owner"]):
        return [clause]
    return list(_told(clause, found))


def _owner(phrase: str) -> str:
    """The plural noun at the end of a phrase; empty if there is none."""
    first, _, last = phrase.rpartition(" ")
    if first.lower() in EVENTS:
        # "Customers reserve cars with …" tells of reservations.
        return ""
    if not is_plural(last) or entity_noun(last) is None:
        return ""
    return (
        phrase if first and not _KEPT_VERB.fullmatch(first) and not is_plural(first) and entity_noun(phrase) else last
    )


def _names_them(before: str, owner: str) -> bool:
    """Whether the words before the first kind of record say that it is kept."""
    words = f"{before} {owner}".split()[:-1]
    return not words or any(_KEPT_VERB.fullmatch(word) for word in words[-3:])


def _told(clause: str, found: list[tuple[re.Match[str], str]]) -> Iterator[str]:
    ends = [match.start() for match, _ in found[1:]] + [len(clause)]
    for (match, owner), end in zip(found, ends, strict=True):
        listed = re.sub(r",?\s+and(?: the| our| my)?$", "", clause[match.end() : end].strip(" ,"))
        yield f"{owner} have {_WE_NEED.sub('', listed) if match['how'].lower() == 'whose' else listed}"
