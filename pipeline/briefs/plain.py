"""What a sentence says in plainer words: without greetings and frames, with lists of values marked."""

# ruff: noqa: RUF001 - people write curly quotes

import re

from pipeline.briefs.choices import mark_choices
from pipeline.briefs.compared import with_orders
from pipeline.briefs.fillers import without_fillers
from pipeline.briefs.numbers import NUMBER
from pipeline.briefs.shorthand import written_out
from pipeline.briefs.words import plural, singular

_STORY = re.compile(
    r"^as (?:an?|the|our) (?P<role>[\w-]+(?: (?!of\b|in\b|at\b)[\w-]+){0,2}?)"
    r"(?: (?:of|in|at) [\w -]+?)?,?\s+(?:i|we)"
    r"(?:['’]d| would)?\s+(?:want|need|like|love|wish|can|should be able)"
    r"(?:\s+to)?(?:\s+be able to)?\s+",
    re.IGNORECASE,
)
_BRACKETS = str.maketrans("[]{}", "()()")
_ITEM = r"[\w'’+-]+(?: (?!and\b|or\b|with\b|which\b|that\b|are\b|is\b)[\w'’+-]+){0,2}"
_LAST = (
    r"[\w'’+-]+(?: (?!(?:and|or|with|which|that|who|are|is|has|have|for|of|in|on|at|to|from|by|when|so)\b|\w+ed\b)"
    r"[\w'’+-]+){0,2}"
)
_LIST = rf"{_ITEM}(?:, {_ITEM})*,? (?:and|or) {_LAST}"
_MOMENT = r"(?:an?|the|its|their) [\w-]+ (?:date|time|day|month|year)"
_SPAN = rf"(?:from|between) (?P<first>{_MOMENT}) (?:to|until|till|and) (?P<last>{_MOMENT})"
_AND_WITH = r"(?:,? (?:and )?(?:with|has|have) (?=(?:an?|the|its|their|one)\b)|(?=$|[,.;]| and\b))"
_NUMBERS = rf"{NUMBER}(?:, {NUMBER})*,? or {NUMBER}"
_UNIT = r"(?P<unit>seconds|minutes|hours|days|weeks|months|years)"


def _keep_many(match: re.Match[str]) -> str:
    return f"{match['keep']} {plural(singular(match['what']))} with"


_LISTED = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        (
            r"^(?:constraints?|rules?|notes?|validations?|restrictions?|conditions?|important|please note)\s*:\s+"
            r"(?=\S+ \S+ \S)",
            "",
        ),
        (r"^(?:FR|NFR|REQ|UC|US|R|F)[- ]?\d+(?:\.\d+)*[.:)]?\s+(?=[A-Z])", ""),
        (r"^/(?=[a-z][\w-]*(?: [-–—]|:) )", ""),
        (
            r"^(?P<owner>(?:(?:each|every|an?|the|all) )?[\w-]+) (?:of|in|at) (?:our|my|the) [\w-]+(?: [\w-]+)?? "
            r"(?=(?:has|have|can|may|must|should|will|is|are) )",
            r"\g<owner> ",
        ),
        (
            r"(?<=\w)(?:,? (?:such as|for example|for instance|e\.g\.)|(?<=equipment) like|(?<=activities) like),? "
            rf"(?P<list>{_LIST})(?![^()]*\))",
            r" (such as \g<list>)",
        ),
        (
            r"\((?P<list>such as [^()]+)\) (?:which are |that are )?(?P<more>(?:attached|linked|related|connected|"
            r"assigned) "
            r"(?:to|with) (?:an?|one|the) [\w-]+)",
            r"(\g<list>; is \g<more>)",
        ),
        (
            rf"\b(?:(?:can|may|must|will|should) be|is|are) of (?:the |one of the )?(?P<what>type|kind|category|"
            rf"class)s? "
            rf"(?P<list>{_LIST})",
            r"have a \g<what> (one of \g<list>)",
        ),
        (
            r"\b(?:goes|go|pass(?:es)?|moves?|runs?) through (?:the )?(?:following )?(?P<what>stage|status|state|phase|"
            rf"step)(?:s|es)?(?: of)?:? (?P<list>{_LIST})",
            r"have a \g<what> (one of \g<list>)",
        ),
        (
            r"(?:\b(?:is|are|can be|may be) |(?<= and ))(?:either )?(?:required|mandatory) or optional\b",
            "have whether they are required",
        ),
        (
            r"\b(?P<what>status|state|stage|priority|level|category|condition|grade) of "
            rf"(?P<list>{_ITEM}(?:, {_ITEM})*,? or {_LAST})",
            r"\g<what> (one of \g<list>)",
        ),
        (r"^(?:entities|tables|models|data model|schema|objects)\s*(?:[-=]>|→|:|-)\s*(?=\w+ ?\()", ""),
        (r"\b(?P<who>i|we)['’]d (?=(?:write|note|record|store|keep|log|jot)\b)", r"\g<who> "),
        (rf"\blasts? (?:either )?(?P<list>{_NUMBERS}) {_UNIT}", r"have a duration in \g<unit> (one of \g<list>)"),
        (rf"(?<=[a-z]) of (?:either )?(?P<list>{_NUMBERS}) {_UNIT}", r" in \g<unit> (one of \g<list>)"),
    )
)
"""Lists of values, before those are looked for that stand behind a verb."""
_PLACE = re.compile(
    r"^(?:in|at|during|within|inside|throughout) (?:(?:our|the|my|an?|this) )?"
    r"(?!(?:each|every|all|any|the|which|case|order|addition)\b)(?![\w -]*\b(?:morning|afternoon|evening|night|"
    r"weekends?|week|month|year|day|summer|winter|spring|autumn|future|past|beginning|end|case|moment)s?\b)"
    r"[\w'’]+(?: [\w'’]+)?, (?=\w+ \w)",
    re.IGNORECASE,
)
_PLAIN = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        (r"\b(?P<has>has|have) got\b", r"\g<has>"),
        (r"\b(?:only|exactly|just|precisely) one\b", "one"),
        (r"(?<=[a-z])/(?=(?:day|night|hour|week|month|year|km|kg|person|piece|unit)\b)", " per "),
        (r"\bshall\b", "should"),
        (
            r"^(?:the |our |this )?(?:system|app|application|software|site|website|tool|platform|it)"
            r"(?: (?:should|must|will|can|has to))? (?:allows?|lets?|enables?|permits?) "
            r"(?P<who>[\w-]+(?: [\w-]+)?) to ",
            r"\g<who> can ",
        ),
        (r"\b(?P<each>every|each|an?|one|any) (?:item|piece|bit|unit) of (?=[a-z])", r"\g<each> "),
        (r"\btakes? place\b", "happens"),
        (r"\b(?P<who>looks?) after (?=(?:the |our |an? |all )?[a-z]+s?\b)", "supervise "),
        (r"\btakes? part in\b", "participate in"),
        (r"^there (?:should|must|will|needs? to|has to|have to) be (?=.+ (?:with|that have|which have) )", ""),
        (r"^there are (?=.+ (?:with|that have|which have) )", ""),
        (r"\bsigns? up for\b", "register for"),
        (r"\b(?P<has>has|have|with|includes?|contains?|stores?|keeps?)\s*:\s+", r"\g<has> "),
        (r"\bthe following(?: fields| attributes| columns| properties| information| data| details)?:?\s+", ""),
        (r"\b(?:looked after|taken care of|cared for|dealt with)\b(?= by\b)", "supervised"),
        (r"\b(i|we)['’]d like to\b", r"\1 want to"),
        (r"\b(i|we) would like to\b", r"\1 want to"),
        (r"\bkeep(s|ing)? (?:an? )?(?:track|records?|note) of\b", r"track\1"),
        (r"\b(?P<what>date|day|time|year) (?:on|at|in) which (?=(?:it|they|he|she|we|i)\b)", r"\g<what> when "),
        (r"(?<=, )(?:on|for|in|to|by|from|of|at|with) which (?P<what>[a-z]+)(?=,| and\b|$)", r"the \g<what>"),
        (
            r"\b(?P<keep>keep|have|maintain|need)s? an? (?P<what>[\w-]+) (?:list|register|directory|catalogue|index) "
            r"(?P<with>with|containing)\b",
            _keep_many,
        ),
        (
            r"^(?:its|their|the) (?:attributes|fields|properties|columns|details) (?:are|include)\s*:?\s+(?=\S+,)",
            "they have ",
        ),
        (r"\bwhen and where (?P<it>(?:it|they) (?:was|were|is|are) \w+)", r"when \g<it>, where \g<it>"),
        (r"\bgets? (?=[a-z]+ed by\b)", "are "),
        (
            r"\b(?:an? )?(?:flag|marker|tick|checkbox),? "
            r"(?:(?:that|which|to) (?:says?|tells?|shows?|indicates?|states?|marks?) |for )?(?:if|whether)\b",
            "whether",
        ),
        (
            r"(?<=\w), (?:(?:and|who|which) (?:is |are )?)?(?:identified|known|characteri[sz]ed) by (?P<list>[^,]+), "
            r"(?P<has>have|has) ",
            r" \g<has> \g<list>, ",
        ),
        (
            rf"\b(?:runs?|lasts?|goes|go|extends?|happens?|(?:is|are) (?:valid|open|active|made)) {_SPAN}{_AND_WITH}",
            r"have \g<first>, \g<last>, ",
        ),
        (r"\bcosts? a (?:certain|fixed|given|set) (?:amount|price|sum|fee)\b", "have a cost"),
        (rf",?(?: for a (?:period|time))? {_SPAN}{_AND_WITH}", r" with \g<first>, \g<last>, "),
        (
            rf"(?<![(\w])(?:of )?(?P<limits>between {NUMBER}[^,;.()]{{0,12}}? and {NUMBER}(?: (?:%|percent|euros?|"
            rf"dollars?|kg))?)(?![^()]*\))",
            r"(\g<limits>)",
        ),
    )
)
"""Phrases that mean the same as simpler ones, or that have an "and" which ends nothing."""


def story_role(text: str) -> str:
    """Who wants what a user story tells; empty where a sentence is none."""
    match = _STORY.match(text)
    return match["role"] if match else ""


def plain_words(text: str) -> str:
    """A sentence with its lists of values and limits in parentheses, and without "As a … I want to"."""
    text = re.sub(r"\b(?P<who>it|that)['’]s\b", r"\g<who> is", _STORY.sub("", text.strip(" .!?")), flags=re.IGNORECASE)
    text = without_fillers(written_out(text.translate(_BRACKETS)))
    for pattern, words in _LISTED:
        text = pattern.sub(words, text)
    text = mark_choices(with_orders(text))
    for pattern, plain in _PLAIN:
        text = pattern.sub(plain, text)
    return text.rstrip(" ,")


def without_place(text: str) -> str:
    """A sentence without the words in front that only say where, or in the course of what, it holds."""
    return _PLACE.sub("", text)
