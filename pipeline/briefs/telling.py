"""The shapes of sentences that tell the fields of a record: "each book has …", "for each book we store …"."""

# ruff: noqa: RUF001 - people write curly quotes

import re

from pipeline.briefs.shapes import KEEP

_HAVE = (
    r"(?:(?:has|have)(?! been\b)|having|contains?|includes?|consists? of|comprises?|stores?|needs?|gets?(?= (?:an?|"
    r"the|its|their|"
    r"one)\b)|"
    r"(?:is|are|be) (?:described|defined|recorded|stored|saved|registered|entered|known|kept|listed|noted|"
    r"documented|identified|characteri[sz]ed|specified|captured) "
    r"(?:by|with|under)|"
    r"(?:lists?|shows?|names|carry|carries|notes?|holds?|captures?|specif(?:y|ies)|features?|states?)(?= (?:an?|the|"
    r"its|"
    r"their)\s)|"
    r"(?:gives?|states?|supply|supplies|enters?|specify|specifies|fills? in|leaves?)(?= (?:their|its|his|her)\s)|"
    r"(?:says?|tells?|states?|notes?|records?)(?= (?:which|who|when|what|how)\s)|"
    r"(?:registers?|signs? up|enrols?) with(?= (?:an?|the|their|its)\s)|comes? with|records?|gives? us|"
    r"provides?(?: us with)?)"
)
_HAS = re.compile(
    r"^(?P<owner>.+?)\s+(?:(?:should|must|will|would|can|may|also|always|then|each|all|typically|usually|only|just|normally|further|furthermore|additionally)\s+)*"
    rf"(?<!\bto ){_HAVE}\s+(?P<list>.+)$",
    re.IGNORECASE,
)
_ABOUT = r"(?:for|of|about|from)"
_FOR_EACH = re.compile(
    rf"^{_ABOUT} (?:each|every|all|any|an?|the)?\s*(?P<owner>[\w -]+?)(?: (?:that|which|who) [\w -]+?)?(?:,|:)?\s+"
    r"(?:we |i |it |the app |the system |please )?"
    rf"(?:want to |need to |should |must |would like to |have to )*{KEEP}\s*:?\s+(?P<list>.+)$",
    re.IGNORECASE,
)
_IS_KEPT = (
    r"(?:is|are|has to be|have to be|must be|should be|will be|need to be) "
    r"(?:recorded|stored|kept|noted|saved|known|tracked|registered|entered|written down|needed|collected)"
)
_FOR_KEPT = re.compile(
    rf"^{_ABOUT} (?:(?:each|every|all|any|an?|the)\s+)?(?P<owner>[\w -]+?),?\s+"
    rf"(?P<list>(?:the|its|their|an?)\s.+?|(?<=,\s).+?)\s+(?:{_IS_KEPT}|(?:is|are) required)$",
    re.IGNORECASE,
)
_FOR_COLON = re.compile(
    rf"^{_ABOUT} (?:each|every|all|any|an?)\s+(?P<owner>[\w -]+?)(?:\s*[:,]\s*|\s+(?=(?:the|its|their)\s))"
    r"(?P<list>.+)$",
    re.IGNORECASE,
)
_FOR_STATED = re.compile(
    rf"^{_ABOUT} (?:each|every|all|any|an?|the)\s+(?P<owner>[\w -]+?),?\s+(?:data |details |information )?"
    r"(?:(?:must|should|has to|have to|needs? to|will) be|is|are) (?:to be )?"
    r"(?:recorded|stored|kept|noted|saved|known|tracked|registered|entered|needed|collected|required|captured)\s*:\s*"
    r"(?P<list>.+)$",
    re.IGNORECASE,
)
_ABOUT_COLON = re.compile(
    r"^(?:(?:what|data|fields|information|details?|stored|kept|known|recorded)\b[\w' -]{0,30}? )"
    r"(?:(?:about|for|of|per) (?:an?|each|every|the)|per) (?P<owner>[\w-]+(?: [\w-]+)?)\s*:\s*(?P<list>.+,.+)$",
    re.IGNORECASE,
)
_POSSESSED = re.compile(
    rf"^(?:(?:each|every|the|an?|all)\s+)?(?P<owner>[\w-]+)(?:['’]s|s['’]) (?P<list>.+) {_IS_KEPT}$", re.IGNORECASE
)
_KEPT_ITS = re.compile(
    rf"^(?:(?:we|i|they|the system) )?(?:also )?(?:need to |want to |should )?{KEEP}s? (?:an?|each|every|the) "
    r"(?P<owner>[\w-]+)(?:['’]s|s['’]) (?P<list>.+)$",
    re.IGNORECASE,
)
_STORED_COLON = re.compile(
    r"^[\w -]+ (?:an?|each|every) (?P<owner>[\w-]+): (?:(?:we|i|they) )?"
    rf"{KEEP} (?P<list>.+,.+)$",
    re.IGNORECASE,
)
_EVERY_COLON = re.compile(
    rf"^(?:.*\b)?{KEEP} (?:every|each|all) (?P<owner>[\w-]+(?: [\w-]+)??)(?: (?:that|which|who|we|i) [\w ]+?)?\s*:\s*"
    r"(?P<list>.+,.+)$",
    re.IGNORECASE,
)
_KEPT_OF = re.compile(rf"^(?P<list>.+) of (?:each|every|all|an?|the) (?P<owner>[\w-]+) {_IS_KEPT}$", re.IGNORECASE)
_SEVERAL = re.compile(
    r"^(?:i|we) (?:have|own|run|keep|look after) (?:several|many|some|multiple|a few|two|three|"
    r"lots of)?\s*(?P<owner>[\w -]+?),? "
    r"(?:each|all|every one) (?:with|having|has|have|of which has)\s+(?P<list>.+)$",
    re.IGNORECASE,
)
_WE_HAVE = re.compile(
    r"^(?:we|i)(?: have|'ve|’ve)(?: got)? (?P<owner>[\w -]+?)\s*(?::|\swith)\s*(?P<list>.+)$", re.IGNORECASE
)
_DONE_COLON = re.compile(
    r"^(?:(?:the|our) [\w-]+['’]s )?(?P<owner>[\w-]+(?: [\w-]+)?) (?:is|are|must be|should be|has to be|have to be) "
    r"[a-z]+(?:ed|en|pt|wn|ne)\s*:\s*(?P<list>.+,.+)$",
    re.IGNORECASE,
)
_WITHOUT_VERB = re.compile(
    r"^(?P<owner>[\w-]+s) (?P<list>(?:an?|their) [\w-]+(?: [\w-]+){0,2}(?:, (?:an? |their )?[\w -]+)*,? "
    r"and (?:an?|their) [\w -]+)$",
    re.IGNORECASE,
)
""" "Doctors have a name; nurses a name and a grade"."""
_NEEDED_FOR = re.compile(
    r"^(?:(?:we|i|they|staff|it)\s)?(?:also )?(?:.+,? and )?(?:need|want|have) (?:to (?:know|record|store|keep|note) )?"
    r"(?P<list>(?:an?|the|its|their|whether|when) .+(?:,| and ).+) (?:for|of|about) (?:each|every|any) "
    r"(?P<owner>[\w-]+(?: [\w-]+)?)$",
    re.IGNORECASE,
)
""" "We sell oil to shops and need the shop, the amount and the price for each sale"."""
_NOTED_AFTER = re.compile(
    r"^(?:after|before|during|at the end of) (?:each|every|the|an?) (?P<owner>[\w-]+),? "
    r"(?:we|i|they|(?:the|our|an?) [\w -]+?) (?:also |always |then )?"
    r"(?:note|record|write|log|enter|store|track|save|register|keep)s?(?: down)? "
    r"(?P<list>(?:an?|the|its|their|whether|how) .+)$",
    re.IGNORECASE,
)
""" "After the match the referee notes the score and whether anybody was hurt"."""
_AFTER_COLON = re.compile(
    r"^(?:after|before|during|at|for) (?:each|every) (?P<owner>[\w-]+),? (?:we|i|they|(?:the|our|an?) [\w-]+) [^:()]+: "
    r"(?P<list>(?:an?|the|its|their) .+,.+)$",
    re.IGNORECASE,
)
""" "After every service we tick the car off: the date and whether it was paid"."""
_DONE_WE_NEED = re.compile(
    r"^(?:each|every|an?) (?P<owner>[\w-]+(?: [\w-]+)?) (?:is|are|gets?|must be|has to be) [^:()]+: (?:we|i|they) "
    rf"(?:also )?{KEEP} (?P<list>(?:an?|the|its|their) .+,.+)$",
    re.IGNORECASE,
)
""" "Each letter is franked: we need the weight, the price and the day"."""
_OF_WITH = re.compile(
    r"^(?:(?:our|the|all) )?(?P<owner>[\w-]+s) of [\w-]+,? (?:each )?(?:with|having) "
    r"(?P<list>(?:an?|the|their|its) .+(?:,| and ).+)$",
    re.IGNORECASE,
)
""" "Plots of land with an address and a size"."""
_TELLS = (
    _AFTER_COLON,
    _DONE_WE_NEED,
    _OF_WITH,
    _NOTED_AFTER,
    _NEEDED_FOR,
    _DONE_COLON,
    _ABOUT_COLON,
    _FOR_STATED,
    _FOR_KEPT,
    _FOR_EACH,
    _FOR_COLON,
    _SEVERAL,
    _WE_HAVE,
    _POSSESSED,
    _KEPT_ITS,
    _STORED_COLON,
    _EVERY_COLON,
    _KEPT_OF,
    _HAS,
    _WITHOUT_VERB,
)


def told_of(text: str) -> re.Match[str] | None:
    """The `owner` and the `list` of its fields, if a sentence tells them."""
    return next(filter(None, (pattern.match(text) for pattern in _TELLS)), None)
