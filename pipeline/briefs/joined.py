"""Clauses behind a comma or an "and" that say something of their own: a rule, or what each of those named has."""

# ruff: noqa: RUF001 - people write curly quotes

import re

from pipeline.briefs.comparing import is_order
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.rules import read_rule
from pipeline.briefs.words import is_plural, singular

_OF_ONE = re.compile(
    r"^(?P<main>(?:.*\s)?(?P<owner>[\w-]+s|people|children)),? each (?:in|of|at|from|under|with|belonging to) "
    r"(?:one|an?|exactly one|a single) (?P<parent>[\w-]+(?: [\w-]+)?)$",
    re.IGNORECASE,
)
""" "There are pupils, each in one class"."""
_AND_EACH = re.compile(
    r"^(?P<subject>(?:the |our |all )?(?P<owner>[\w-]+s|people|children)) "
    r"(?P<act>(?!(?:have|who|with|which)\b)[^,:()]+?),? (?:and|;) each "
    r"(?:of them |one )?(?P<rest>(?:has|gets|needs|belongs) .+)$",
    re.IGNORECASE,
)
""" "Agents supervise properties and each has a name"."""
_OWNER_WITH = re.compile(
    r"^(?P<main>.+? (?:belongs? to|(?:is|are) (?:assigned|linked|attached) to|refers? to) (?P<parent>(?:an?|one) [\w-]+"
    r"(?: [\w-]+)?)) with (?P<list>(?:an?|the|its|their) .+)$",
    re.IGNORECASE,
)
""" "A boat belongs to an owner with a name and a phone"."""
_BY_WHOM = re.compile(
    r"^(?P<main>.+? (?:is|are|was|were|can be|must be|has to be) [a-z]+ (?:by|to|with|at|in|from|for|on) "
    r"(?P<parent>(?:an?|one) [\w-]+(?: [\w-]+)?)),? (?:who|which|that) (?:each |always |must )?(?:has|have) "
    r"(?!been\b|to\b)(?P<list>.+)$",
    re.IGNORECASE,
)
""" "Each shift is led by a warden, who has a name and a phone"."""
_RULED = re.compile(
    r"[,;]\s+(?:and |but |where |so )?(?P<rule>(?:the|its|their|his|her) [\w' -]{1,40}? "
    r"(?:must|can|cannot|can['’]t|may|should|has to|have to|needs? to|is|are) .+)$",
    re.IGNORECASE,
)
""" "… a start and an end, the end must be after the start"."""


def parted(clause: str) -> list[str]:
    """The clauses that a clause joins; the clause alone where it joins none."""
    if (one := _OF_ONE.match(clause)) and entity_noun(one["parent"]):
        return [one["main"], f"Each {singular(one['owner'])} belongs to one {singular(one['parent'])}"]
    if (each := _AND_EACH.match(clause)) and is_plural(each["owner"]):
        return [f"{each['subject']} {each['act']}", f"Each {singular(each['owner'])} {each['rest']}"]
    if (whose := _OWNER_WITH.match(clause) or _BY_WHOM.match(clause)) and entity_noun(whose["parent"]):
        return [whose["main"], f"Each {whose['parent'].partition(' ')[2]} has {whose['list']}"]
    for ruled in _RULED.finditer(clause):
        if is_order(ruled["rule"]) or read_rule(ruled["rule"]):
            return [*parted(clause[: ruled.start()]), ruled["rule"]]
    return [clause]
