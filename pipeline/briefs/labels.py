"""What a field is called, from the words that describe it: "the date it was published", "whether it is paid"."""

# ruff: noqa: RUF001 - people write curly quotes

import re

from pipeline.briefs.words import without_determiners
from pipeline.contracts.data import FieldType

_WHO = r"(?:it|they|he|she|i|we|you|somebody|someone|(?:the|an?|each|that|my|our) [\w-]+)"
_BE = r"(?:was|were|is|are|has been|have been|had been|will be|has|have|had|gets?)"
_DATE_CLAUSE = re.compile(
    rf"^(?:the )?(?P<kind>date|day|time|date and time)(?: (?:on|at|in) which| when| that)? {_WHO}"
    rf"(?: {_BE})? (?P<verb>(?:last )?\w+(?: (?:back|out|in|up|off))?)(?: it| them)?$"
)
_YEAR_CLAUSE = re.compile(rf"^(?:the )?year(?: in which| when| that)? {_WHO} {_BE} (?P<verb>\w+)$")
_WHEN = re.compile(
    rf"^(?:the date )?when {_WHO}(?: {_BE})? (?P<once>last |first )?(?P<verb>\w+(?: (?:back|out|in|up|"
    rf"off))?)(?: it| them)?$"
)
_BEGINS_OR_ENDS = re.compile(r"(?:start|end|finish|stop)(?:s|ed)?$|beg[aiu]ns?$|stopped$|finishes$")
"""What has a length has a time of day at its start and at its end."""
_SINCE = re.compile(r"^(?P<what>(?:valid|active|available|employed|open) (?:from|until|since|to))(?: date)?$")
_WHERE = re.compile(rf"^where {_WHO} .+$")
_WHERE_DONE = re.compile(r"^where (?:i|we|you) (?P<verb>\w+) (?:it|them)$")
_HOW = {
    re.compile(r"^how long .+$"): "duration",
    re.compile(r"^how much .*(?:costs?|paid|pay)\b.*$"): "cost",
    re.compile(r"^what (?:i|we|it|they|he|she|(?:the |an? )?\w+) (?:paid|pays?|costs?)(?: for (?:it|them))?$"): "price",
    re.compile(r"^for how much(?: money)?$"): "price",
    re.compile(r"^how much .*weighs?\b.*$"): "weight",
    re.compile(r"^how old .+$"): "age",
    re.compile(r"^weighs?$"): "weight",
    re.compile(r"^(?:lasts?|takes?)$"): "duration",
    re.compile(r"^costs?$"): "cost",
    re.compile(r"^who made (?:it|them)$"): "made by",
}
_HOW_IT_IS = re.compile(
    r"^(?:how|what|which) (?P<what>\w+) (?:it|they|he|she|this|the \w+) (?:is|are|was|were)(?: .*)?$"
)
_HOW_MANY = re.compile(r"^how many (?P<what>[\w-]+(?: [\w-]+)??)(?: (?:there|it|they|we|i|are|is|has|have|in)\b.*)?$")
_WHETHER = re.compile(
    r"^(?:whether|if) (?:or not )?(?P<what>(?!(?:the|an?|it|they|he|she|is|are|was|were|has|have|"
    r"(?:any|some)(?:body|one))\b)\w+(?= (?:is|are) ))?"
    r"(?:it|they|he|she|(?:any|some)(?:body|one)|the \w+)?\s*(?:(?:has|have) been|"
    r"(?:has|have)(?= \w+(?:ed|id|nt)$)|is|are|was|were|(?:may|can|must) be|(?:has|have) an?)?\s*(?P<state>.+)$"
)
_CAN_BE = re.compile(r"^(?:can|may|could|might) be (?:marked |set |flagged )?(?:as )?([\w-]+)(?: or .+)?$")
_IS_OR_NOT = re.compile(
    r"^(?:(?:is|are|(?:has|have)(?: been)?(?= \w+(?:ed|en) or )) ([\w-]+|.+(?= or not$)) or (?:not|[\w-]+)|"
    r"(?:[\w-]+ )?[\w-]+ or not)$"
)
_COUNT = re.compile(r"^(?:an? |the |its |their )?(?:(?:total )?(?:number|count) of|how many) ", re.IGNORECASE)
_COUNT_LABEL = re.compile(r"^(?:an? |the )?(?:number|count) of\s+", re.IGNORECASE)
_TIME_UNIT = re.compile(r"\s+in (seconds|minutes|hours|days|weeks|months|years)$", re.IGNORECASE)
_UNIT = re.compile(
    r"\s+in (?:[\w²³/]+ )?(?:euros?|dollars?|usd|eur|gbp|pounds?|percent|%|kg|kgs|kilos?|kilograms?|g|grams?|"
    r"tons?|tonnes?|"
    r"lbs?|(?:kilo|centi|milli)?met(?:er|re)s?|km|miles?|cm|mm|m|m2|m²|m3|m³|sqm|feet|ft|inch(?:es)?|ml|millilit(?:er|re)s?|"
    r"lit(?:er|re)s?|l|€|\$|£|hectares?|ha|acres?|celsius|fahrenheit|degrees?|°\s?[cf]?|watts?|kwh|mph|mmhg|"
    r"[kmg]?wh?|m?v|m?a|[km]?hz|m?bar|h?pa|psi|k?j|kcal|db|ppm|rpm|bpm|[km]?m/[hs]|kph|knots|[mµ]?g/(?:m2|m²|d?l|ml)|mg|[kmg]b|px|"
    r"pixels|dpi)(?: (?:per|an?) [\w²³]+)?$",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?<=\w)\s+(?:that |which )?(?:I|we|they|he|she|it|you)\s.+$")
_OF_THE = re.compile(
    r"^(?:the )?(?P<what>[\w-]+(?: (?:number|name|address|date|code))?) of (?:the|an?|its|their|his|her|"
    r"our) (?P<whose>[\w-]+)$",
    re.IGNORECASE,
)
_START = re.compile(
    r"^(?:(?:optionally|also|perhaps|maybe|usually|always|only|just|if any)\s+)*(?:has|have|having|with|including|"
    r"includes?|"
    r"contains?|needs?|requires?|costs?(?= an?\b)|of)\s+",
    re.IGNORECASE,
)


_DONE_ON = re.compile(
    r"^(?:was|is|were|are|gets?)? ?(?P<verb>\w+(?: (?:up|out|off|back|in))?) (?P<when>on|at) (?:a|the|one|another)"
    r"(?: certain| specific| given)? (?:date|day|time)$"
)


def moment_of(text: str) -> tuple[str, FieldType, int] | None:
    """The label and type of a field that a clause such as "when it was borrowed" describes; None if none does."""
    lower = " ".join(text.lower().split())
    if match := _DATE_CLAUSE.match(lower):
        is_day = match["kind"] in ("date", "day")
        return f"{match['verb']} {'on' if is_day else 'at'}", FieldType.DATE if is_day else FieldType.DATETIME, 0
    if lower == "when":
        return "date", FieldType.DATE, 0
    if match := _YEAR_CLAUSE.match(lower):
        return f"year {match['verb']}", FieldType.INTEGER, 0
    if match := _WHEN.match(lower):
        if _BEGINS_OR_ENDS.match(match["verb"]) and not match["once"]:
            return f"{match['verb']} at", FieldType.DATETIME, 0
        return (f"last {match['verb']}" if match["once"] else f"{match['verb']} on"), FieldType.DATE, 0
    if match := _DONE_ON.match(lower):
        kind = FieldType.DATE if match["when"] == "on" else FieldType.DATETIME
        return f"{match['verb']} {match['when']}", kind, 0
    if match := _SINCE.match(without_determiners(lower)):
        return match["what"], FieldType.DATE, 0
    if match := _WHERE_DONE.match(lower):
        return f"where {match['verb']}", FieldType.TEXT, 0
    if _WHERE.match(lower):
        return "location", FieldType.TEXT, 0
    return None


def label_of(text: str) -> str:
    """What a field that is described by `text` is called."""
    lower = " ".join(text.lower().split())
    for pattern, label in _HOW.items():
        if pattern.match(lower):
            return label
    if match := _HOW_MANY.match(lower) or _HOW_IT_IS.match(lower):
        return match["what"]
    for pattern in (_WHETHER, _CAN_BE, _IS_OR_NOT):
        if match := pattern.match(lower):
            # An entity that "can be (one of …)" has a status.
            found = match.groupdict()
            state = re.sub(r"\s+or not$", "", found.get("state") or match[1] or lower)
            return without_determiners(f"{found.get('what') or ''} {state}".strip())
    if lower in ("can be", "may be", "must be", "will be", "is", "are"):
        return "status"
    text = re.sub(r"^(?P<what>an? .+) only$", r"\g<what>", _START.sub("", text))
    text = _COUNT_LABEL.sub("", without_determiners(text))
    text = re.sub(r"^(?:an? |the )?list of\s+", "", text, flags=re.IGNORECASE)
    if swapped := _OF_THE.match(text):
        text = f"{swapped['whose']} {swapped['what']}"
    text = re.sub(r"\s+in [A-Z]{2,5}$", "", _UNIT.sub("", _TIME_UNIT.sub("", text)))
    text = re.sub(r"(?<=[ _](?:at|on)) (?:timestamp|date|time|datetime)$", "", text, flags=re.IGNORECASE)
    whole = text
    text = re.sub(r"\s+(?:of|from|with)$", "", _TAIL.sub("", text))
    # "How I felt" is no "how".
    text = whole if text.lower() in ("how", "what", "which", "when", "where", "who", "why") else text
    return without_determiners(re.sub(r"['’]s\b", "", text))


def readable(name: str) -> str:
    """A name as people read it: `full_name` and `fullName` are "Full name"; a word such as ISBN or pH stays."""
    words = name.replace("_", " ").split()
    if len(words) == 1 and name[:2].islower():
        parts = re.split(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", words[0])
        words = [part.lower() if part.istitle() else part for part in parts]
    text = " ".join(words)
    return text[:1].upper() + text[1:] if words and words[0].islower() else text


def spoken(label: str) -> str:
    """A label as it stands within a sentence: "Full name" is "full name"."""
    return label[:1].lower() + label[1:] if label.partition(" ")[0][1:].islower() else label


def is_boolean(text: str) -> bool:
    """Whether the words say that something is so or not."""
    lower = " ".join(text.lower().split())
    return any(pattern.match(lower) for pattern in (_WHETHER, _CAN_BE, _IS_OR_NOT))


def is_count(text: str) -> bool:
    """Whether the words say how many there are of something."""
    return bool(_COUNT.match(text))


def is_measure(text: str) -> bool:
    """Whether the words name a unit of money or of a physical quantity."""
    return bool(_UNIT.search(text))


def unit_of(text: str) -> str:
    """The text, if it is a unit; otherwise nothing."""
    plain = f" in {text.strip()}"
    return text if (_UNIT.fullmatch(plain) or _TIME_UNIT.fullmatch(plain)) else ""


def time_unit(text: str) -> str:
    """The unit in which the words measure a time; empty if they do not."""
    match = _TIME_UNIT.search(text)
    return match[1].lower() if match else ""
