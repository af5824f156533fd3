"""Rules on values, as sentences state them: "the email is unique", "a price must be positive"."""

# ruff: noqa: RUF001 - people write curly quotes and long dashes

import re
from dataclasses import dataclass, replace

from pipeline.briefs.choices import is_category, read_choices
from pipeline.briefs.numbers import NUMBER, Limits, take_limits
from pipeline.briefs.words import singular
from pipeline.contracts.capabilities import Capability

_BE = (
    r"(?:(?:is|are|must|should|has to|have to|needs? to|can|may|will|shall|cannot|can['’]?t|mustn['’]?t|"
    r"shouldn['’]?t|never|lies?|starts?|begins?|"
    r"ranges?|range|runs?|goes|go|must always|should always|has|have|takes?|does|do|"
    r"(?:occur|appear|exist)s?(?= (?:(?:only|just|exactly) )?once\b))\b|>=|<=|>|<|≥|≤)"
)
_RULE = re.compile(rf"^(?P<fields>.+?)\s+(?P<rule>{_BE}\s.+)$", re.IGNORECASE)
_FLAGS = re.compile(
    r"^(?:is|are|must|should|has to|have to|needs? to|will|may|can)?\s*(?:always )?(?:be )?(?:always )?(?:an? )?"
    r"(?P<flags>(?:required|mandatory|compulsory|unique|optional|distinct|given|filled in|present|obligatory)"
    r"(?:\s+and\s+(?:required|unique|mandatory))?)(?: fields?)?(?: for (?:each|every|all|an?) (?P<owner>[\w -]+))?"
    r"(?:,? (?:too|as well|also))?$",
    re.IGNORECASE,
)
_FILLED = re.compile(
    r"^(?:must|may|can|should|is|are|cannot|can['’]t)?\s*(?:not|never)?\s*(?:allowed to )?"
    r"(?:be )?(?:empty|blank|missing|left out|left empty|null)$",
    re.IGNORECASE,
)
_DONE = r"(?:used|given|assigned|taken|exists?|occurs?|appears?|repeat(?:ed|s)?)(?: out)?"
_ONCE = re.compile(
    r"^(?:(?:(?:must|may|can|should|do|does|is|are) (?:not|never)|(?:must|do|does|should)n['’]t|cannot|can['’]t|never) "
    rf"(?:ever )?(?:be )?{_DONE}(?: (?:twice|more than once|again))?|"
    rf"(?:(?:must|may|can|should|is|are) )?(?:only )?(?:be )?(?:only )?{_DONE} (?:(?:only|just|exactly) )?once)$",
    re.IGNORECASE,
)
_NEVER = re.compile(r"^(?:cannot|can['’]t|.*\b(?:not|never)\b)", re.IGNORECASE)
_TWICE = re.compile(
    r"^(?:no two|two|different) (?P<owner>[\w -]+?) (?:(?P<not>can['’]?t|cannot|may not|must not|should not|"
    r"mustn['’]t) )?"
    r"(?:may |can |should |must |ever )?(?:have|share|with)(?: the same| an?) (?P<field>[\w -]+)$",
    re.IGNORECASE,
)
_EXTREME = re.compile(
    rf"^(?:the )?(?P<which>minimum|lowest|smallest|least|maximum|highest|largest|"
    rf"biggest) (?P<fields>[\w -]+?) (?:is|are) "
    rf"(?P<value>{NUMBER}.{{0,15}})$",
    re.IGNORECASE,
)
_ALLOWED = re.compile(
    r"^(?:the )?(?:possible|allowed|valid|permitted|available) (?:values? (?:for|of) )?(?:an? |"
    r"the )?(?P<fields>[\w -]+?)"
    r"(?: values)? (?:are|is|:) (?P<list>.+)$",
    re.IGNORECASE,
)
_VALUES = re.compile(
    r"^(?:the )?(?P<possible>(?:possible|allowed|valid|permitted|available) )?(?P<field>(?:[\w-]+ )?[\w-]+s)"
    r"(?P<owner> (?:of|for) (?:an? |the |each |every )?[\w-]+(?: [\w-]+)?)? (?:are|can be|include)(?P<colon>:)? "
    r"(?P<list>.+(?:,| and | or ).+)$",
    re.IGNORECASE,
)
_RELATED = re.compile(r"\s(?:by|for|to|with|in|on|from|at|of)\s|^(?:in|at|on|by|for|to|with)\b", re.IGNORECASE)
_MEASURED = re.compile(
    r"^(?P<owner>(?:an?|each|every|the|all) [\w-]+(?: [\w-]+)?|[\w-]+s) "
    r"(?P<limit>(?:(?:must|may|can|should|has to|cannot|does|do) )*(?:not |never |always )?"
    rf"(?P<verb>last|take|cost|weigh)s? \(?(?:[a-z]+ )*{NUMBER}.*?"
    r"(?P<unit>hours|minutes|days|weeks|months|years)?\)?)$",
    re.IGNORECASE,
)
_DROPPED = re.compile(
    r"^(?:please )?(?:drop|reject|discard|remove|ignore|quarantine|filter out|throw away|set aside) "
    r"(?:all |any |every |the )?"
    r"(?P<owner>[\w-]+(?: [\w-]+)?) (?:with|whose|where|that have) (?:an? |the )?(?P<field>[\w-]+(?: [\w-]+){0,2}?)"
    r"(?: is| are| of)? (?P<limit>(?:above|below|over|under|(?:more|less|greater|lower|higher|smaller) than) .+)$",
    re.IGNORECASE,
)
""" "Drop readings with a humidity above 100" says that it must not be above."""
_HAVING = re.compile(
    r"^(?P<owner>(?:(?:an?|each|every|the|all|no) )?[\w-]+) "
    r"(?P<modal>(?:must|can|may|should)(?: not|n['’]?t)?|cannot) (?:ever )?have (?:an?|the) "
    r"(?P<field>[a-z][\w -]*?) (?:of )?"
    r"(?P<limit>(?:under|below|above|over|(?:less|more|lower|higher|greater) than|at least|at most) .+)$",
    re.IGNORECASE,
)
""" "Pupils must not have a balance under 0": a limit to a field that is named before it."""
_MEASURES = {
    "last": ("duration", "length"),
    "take": ("duration", "length"),
    "cost": ("price", "cost", "fee"),
    "weigh": ("weight",),
}
"""What is measured where something lasts, takes, costs or weighs so much."""
_FILLER = re.compile(
    r"\b(?:is|are|must|should|has|have|had|needs?|to|can|may|will|shall|be|lies?|ranges?|runs?|goes|go|always|a|an|the|"
    r"value|number|"
    r"in|of|and|or|long|old|it|its|they|between|from|too|also|only|within|takes?|inclusive|included|each|every|whole|"
    r"characters?|years?|stars?|integer)\b|[^\w]",
    re.IGNORECASE,
)
_SAME = {
    **dict.fromkeys(("mandatory", "compulsory", "given", "filled", "present", "obligatory"), "required"),
    "distinct": "unique",
}


@dataclass(frozen=True)
class Rule:
    """What a sentence says of the values of a field. `is_age` tells that it speaks of years."""

    flags: frozenset[str] = frozenset()
    limits: Limits | None = None
    choices: tuple[str, ...] = ()
    is_age: bool = False

    @property
    def needs(self) -> tuple[Capability, ...]:
        """What the application has to enforce."""
        is_needed = {
            Capability.REQUIRED: "required" in self.flags,
            Capability.UNIQUE: "unique" in self.flags,
            Capability.BOUNDS: self.limits is not None,
            Capability.CHOICES: bool(self.choices),
        }
        return tuple(need for need, wanted in is_needed.items() if wanted) or (Capability.FIELDS,)

    @property
    def words(self) -> str:
        """The rule for people."""
        parts = [*sorted(self.flags), *([self.limits.words] if self.limits else [])]
        return " and ".join([*parts, *(["one of " + ", ".join(self.choices)] if self.choices else [])])


def read_rule(text: str) -> tuple[str, Rule] | None:
    """What a sentence is about, and its rule; None if it states none, or anything besides."""
    if match := _TWICE.match(text):
        is_rule = match["not"] or text.lower().startswith("no ")
        return (f"{match['field']} of {match['owner']}", Rule(frozenset({"unique"}))) if is_rule else None
    if match := _ALLOWED.match(text):
        values = read_choices(f"one of {match['list'].removeprefix('(one of ').rstrip(')')}", match["fields"])
        return (match["fields"], Rule(choices=values)) if values else None
    if (match := _VALUES.match(text)) and (values := _values(match)):
        return f"{singular(match['field'])}{match['owner'] or ''}", Rule(choices=values)
    if match := _EXTREME.match(text):
        is_low = match["which"].lower() in ("minimum", "lowest", "smallest", "least")
        limits, rest = take_limits(f"{'at least' if is_low else 'at most'} {match['value']}")
        return (match["fields"], Rule(limits=limits)) if limits and not rest.strip() else None
    if match := _DROPPED.match(text):
        return _stated(f"{match['field']} of {match['owner']}", f"must not be {match['limit']}")
    if match := _HAVING.match(text):
        return _stated(f"{match['field']} of {match['owner']}", f"{match['modal']} be {match['limit']}")
    if match := _MEASURED.match(text):
        return _measured(match)
    match = _RULE.match(text)
    if not match or re.search(r"\b(?:which|that|who)(?: all| both)?$", match["fields"], re.IGNORECASE):
        return None
    return _stated(match["fields"], match["rule"])


def _values(match: re.Match[str]) -> tuple[str, ...]:
    """ "Stages are lead, won and lost": the values that a category can have, which the plural of its name lists."""
    listed = match["list"].removeprefix("(one of ").rstrip(")")
    is_list = match["possible"] or match["colon"] or "," in listed
    if not is_list or not is_category(singular(match["field"])) or _RELATED.search(listed):
        return ()
    return read_choices(f"one of {listed}", match["field"])


def _measured(match: re.Match[str]) -> tuple[str, Rule] | None:
    """ "A hire lasts at most 12 hours" rules its hours, its duration, or whatever else measures it."""
    limits, rest = take_limits(re.sub(rf"\b{match['verb']}s?\b", "be", match["limit"]))
    if limits is None or _FILLER.sub("", rest):
        return None
    names = (*((match["unit"],) if match["unit"] else ()), *_MEASURES[match["verb"].lower()])
    return f"{' or '.join(names)} of {match['owner']}", Rule(limits=limits)


def _stated(fields: str, rule: str) -> tuple[str, Rule] | None:
    if flags := _FLAGS.match(rule):
        words = set(flags["flags"].lower().split()) - {"and", "in"}
        owner = f" of {flags['owner']}" if flags["owner"] else ""
        return f"{fields}{owner}", Rule(frozenset(_SAME.get(word, word) for word in words))
    if _ONCE.match(rule):
        return fields, Rule(frozenset({"unique"}))
    if both := re.match(
        r"^(?P<flags>(?:is|are|must be|has to be|have to be) (?:unique|required|mandatory)) and (?P<more>.+)$",
        rule,
        re.IGNORECASE,
    ):
        first, second = _stated(fields, both["flags"]), _stated(fields, f"must be {both['more']}")
        if first and second:
            return fields, replace(second[1], flags=first[1].flags | second[1].flags)
    if _FILLED.match(rule) and _NEVER.match(rule):
        return fields, Rule(frozenset({"required"}))
    inside = re.search(r"\(one of ([^)]*)\)", rule)
    if inside and not _FILLER.sub("", rule.replace(inside[0], "")):
        values = read_choices(f"one of {inside[1]}", fields)
        return (fields, Rule(choices=values)) if values else None
    limits, rest = take_limits(rule)
    if limits and not _FILLER.sub("", rest):
        is_age = bool(re.search(r"\byears? old\b|\bolder\b|\byounger\b|\bover\b|\bat least\b", rule))
        return fields, Rule(limits=limits, is_age=is_age)
    return None
