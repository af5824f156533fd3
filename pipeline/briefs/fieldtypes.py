"""The type of a field from its name, by the word that says what it is."""

import re

from pipeline.briefs.events import is_event
from pipeline.briefs.words import is_plural, singular, word_set
from pipeline.contracts.data import FieldType

_BY_HEAD: dict[FieldType, frozenset[str]] = {
    FieldType.DECIMAL: word_set(
        "price cost amount salary fee fees balance wage budget revenue tax discount deposit payment fare rent income "
        "expense expenses weight height width length depth distance temperature latitude longitude percentage percent "
        "lat lng gpa humidity speed elevation altitude pressure draught voltage power total subtotal profit commission "
        "bonus rate area volume yield rainfall "
        "dosage interest litres liters kilos kilograms grams tonnes tons tonnage credit worth "
        "reading metres meters "
        "kilometres kilometers miles hectares acres euros dollars pounds"
    ),
    FieldType.INTEGER: word_set(
        "count quantity qty marks assists "
        "age year pages copies capacity seats stock rating stars score points duration minutes "
        "hours days weeks months years population mileage edition floor floors bedrooms bathrooms servings calories "
        "attendees guests participants credits votes likes views wins losses goals units stops rooms employees "
        "horsepower threshold sets repetitions reps laps"
    ),
    FieldType.DATE: word_set("date birthday dob birthdate deadline anniversary expiry due day joined born"),
    FieldType.DATETIME: word_set("timestamp datetime time created updated modified"),
    FieldType.BOOLEAN: word_set(
        "done completed complete active available paid enabled disabled finished archived verified approved returned "
        "attended published cancelled canceled closed resolved shipped delivered flag read sold featured visible "
        "confirmed billable urgent passed public private member_flag"
    ),
}
_WORDS: dict[str, tuple[FieldType, int]] = {
    **dict.fromkeys(("text", "string", "str", "varchar", "char", "email", "url", "words"), (FieldType.TEXT, 0)),
    **dict.fromkeys(("integer", "int", "number", "whole number", "bigint", "year"), (FieldType.INTEGER, 0)),
    **dict.fromkeys(("decimal", "money", "currency", "numeric"), (FieldType.DECIMAL, 2)),
    **dict.fromkeys(("float", "double", "real"), (FieldType.FLOAT, 0)),
    **dict.fromkeys(
        ("boolean", "bool", "y/n", "yes/no", "true/false", "yes or no", "true or false"), (FieldType.BOOLEAN, 0)
    ),
    "date": (FieldType.DATE, 0),
    **dict.fromkeys(("datetime", "timestamp", "date and time", "time", "date time"), (FieldType.DATETIME, 0)),
}
MONEY_SCALE = 2
COORDINATE_SCALE = 6  # tells places apart that are a tenth of a metre from each other
_COORDINATES = frozenset(("latitude", "longitude", "lat", "lng"))
_EXTREMES = frozenset(("min", "max", "minimum", "maximum"))
_PREPOSITIONS = frozenset(
    ("of", "in", "on", "at", "per", "for", "to", "from", "by", "since", "until", "against", "during")
)
_BY_SHAPE = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (
            r"(^|^total_|^max_|^min_|^maximum_|^minimum_)(number_of|count_of|num)_|(^|_)heart_rate$|(^|_)(stock|reorder|inventory)_level$|"
            r"^year_[a-z]+$|^(previous|past|prior|former)_[a-z]+s$",
            FieldType.INTEGER,
        ),
        (r"_by$", FieldType.TEXT),
        (r"^(opening|office|business|working|visiting|service)_(hours|times)$", FieldType.TEXT),
        (r"^(is|has|was|can|should|are|does)_|^in_stock$|^on_sale$|^in_service$", FieldType.BOOLEAN),
        (
            r"date_and_time|_at$|(^|_)kick_?off$|^(departure|arrival|return|check_in|check_out)$|^(start|end|begin|beginning|finish)$",
            FieldType.DATETIME,
        ),
        (
            r"_on$|^date_[a-z]+(_(in|out|back|up|off|on))?$|_(since|until)$|_(start|end)$|^(from|until|till|since)$",
            FieldType.DATE,
        ),
        (
            r"^(replacement|market|face|estimated|insured|total|net|asset|current|purchase|declared|nominal|book|deal|contract|"
            r"order|stock|property)_value$",
            FieldType.DECIMAL,
        ),
    )
)
"""Names that tell a type by more than their head."""


def type_named(word: str) -> tuple[FieldType, int] | None:
    """The type, and its scale, that a person means by `word`; None if it names no type."""
    return _WORDS.get(" ".join(word.lower().split()))


def guess_type(phrase: str) -> tuple[FieldType, int]:
    """The type, and its scale, of a field called `phrase`, in words or as a name; text if nothing tells."""
    words = re.sub(r"[^a-z0-9-]+", " ", phrase.lower().replace("%", " percent ")).split()
    if not words:
        return FieldType.TEXT, 0
    name = "_".join(words).replace("-", "_")
    kind = next((kind for pattern, kind in _BY_SHAPE if pattern.search(name)), None) or _by_head(words)
    if words[0] in ("last", "next") and len(words) > 1 and is_event(words[-1]):
        kind = FieldType.DATE
    if words == ["flag"] or words[0] in ("what", "who", "why"):
        kind = FieldType.TEXT
    return kind, decimal_scale(phrase) if kind is FieldType.DECIMAL else 0


def decimal_scale(phrase: str) -> int:
    """How many places a decimal has of which no more than its name, in words or as a name, is known."""
    words = re.findall("[a-z0-9]+", phrase.lower())
    return MONEY_SCALE if _COORDINATES.isdisjoint(words) else COORDINATE_SCALE


def _by_head(words: list[str]) -> FieldType:
    """ "date of birth" is a date, "cost center" is no cost: the word before a preposition, or the last one, tells."""
    if len(words) > 1 and words[-1] in _EXTREMES:
        kind = _by_head(words[:-1])
        return kind if kind.is_number else FieldType.INTEGER
    at = next((at for at, word in enumerate(words) if at and word in _PREPOSITIONS), len(words))
    # How few or many there may be is a count.
    other = FieldType.INTEGER if words[0] in _EXTREMES and len(words) > 1 else FieldType.TEXT
    if at < len(words) and words[at] == "per" and is_plural(words[at - 1]):
        # "Visits per week" are counted.
        other = FieldType.INTEGER
    found = next((kind for kind, heads in _BY_HEAD.items() if words[at - 1] in heads), other)
    if found is FieldType.TEXT and singular(words[at - 1]) in _BY_HEAD[FieldType.DECIMAL]:
        return FieldType.DECIMAL
    if at > 1 and re.search(r"(?:ed|aid|ent|old|ken)$", words[at - 1]):
        # "Fee paid" is an amount, "hours spent" is a number.
        measured = next((kind for kind, heads in _BY_HEAD.items() if kind.is_number and words[at - 2] in heads), None)
        return measured or found
    return found
