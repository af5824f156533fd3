"""Lists of fields in plain English: "a title, an author, a price (decimal) and the date it was published"."""

# ruff: noqa: RUF001 - people write curly quotes

import re
from dataclasses import dataclass, replace

from pipeline.briefs.choices import is_category, is_named_so, read_choices
from pipeline.briefs.comparing import is_order
from pipeline.briefs.fieldtypes import MONEY_SCALE, decimal_scale, guess_type, type_named
from pipeline.briefs.labels import is_boolean, is_count, is_measure, label_of, moment_of, time_unit, unit_of
from pipeline.briefs.lists import UNTIL, split_list
from pipeline.briefs.numbers import Limits, take_limits
from pipeline.briefs.words import without_determiners, word_set
from pipeline.contracts.data import FieldType
from pipeline.data.names import slug

_LONGEST_NAME = 6
"""A phrase of more words describes something; it does not name a field."""

_SHORT = 5
_HINTS = re.compile(r"\b(required|mandatory|compulsory|optional|unique|not null|primary key)\b", re.IGNORECASE)
_INSIDE = re.compile(r"\s*[(\[]([^)\]]*)[)\]]")
_DEFAULT = re.compile(
    r"(?:^|[,;]\s*|\s+)(?:(?:which |that )?(?:the )?default(?:s|ing)?(?: value)?(?: is| to|:|=)? ?[\w'’.-]+"
    r"|[\w'’.-]+ (?:by default|is (?:the )?default|as (?:the )?default))",
    re.IGNORECASE,
)
""" "(low, normal or high, normal by default)"."""
_HARMLESS = re.compile(r"^(?:e\.?g\.?|for example|for instance|such as|like|i\.?e\.?|in|etc)\b|^\W*$", re.IGNORECASE)
_CLAUSE_END = re.compile(
    r"\s+(?:so that|in order to|because|which|who|where|when|while|unless|if|as well as|per)\s+.*$"
)
_TRAILING_TYPE = re.compile(
    r"\s+(?:as |is )?(?:an? )?(integer|int|decimal|boolean|bool|float|string|y/n|yes[ /]or[ /]no|yes/no|true/false|"
    r"true or false)$",
    re.IGNORECASE,
)
_TRAILING_CHOICES = re.compile(r"^(?P<label>[a-z][\w -]*?) (?P<list>[\w-]+(?:/[\w-]+){2,})$", re.IGNORECASE)
""" "stage lead/won/lost"."""
_IS_NEEDED = re.compile(r"\w (?:required|mandatory) \((?:yes|true|y)\s?(?:/|or)\s?(?:no|false|n)\)$", re.IGNORECASE)
""" "Prescription required (yes/no)" is the name of a field."""
_EITHER = re.compile(r"^(?P<one>[a-z][\w-]*) or (?P<other>[a-z][\w-]*)$", re.IGNORECASE)
_IS_SO = re.compile(r"^(?:is|was|has been) (?P<state>[a-z][\w-]*)$", re.IGNORECASE)
""" "Is active", as the name of a field."""
_FROM_TO = re.compile(r"^(?P<label>[\w -]+?) (?P<span>from [a-z-]+ to [a-z-]+)$", re.IGNORECASE)
_COUNTED = re.compile(r"\b(?:places|seats|people|persons|pieces|items|units)$", re.IGNORECASE)
"""What "at most 30 places" counts."""
_SUCH_AS = re.compile(r"\s+(?:such as|for example|e\.g\.?)\s[^()]*$", re.IGNORECASE)
_PERHAPS = re.compile(r"^(?:optionally|perhaps|maybe|possibly|sometimes|if known|if any),? ", re.IGNORECASE)
_ITSELF = re.compile(r"^(?:it|they|he|she) (?=(?:is|are|was|were|can|may|has|have)\b)", re.IGNORECASE)
_LEFT_OVER = re.compile(
    r"\s+(?:(?:on a )?scale|(?:that|which)(?:\s+(?:is|are|must|can|may|should|has to|have to|be|always|lies|goes|"
    r"range[sd]?))*)$",
    re.IGNORECASE,
)
"""What is left of "that must be at least 1"."""

_IS_A = re.compile(
    r"^(?P<label>.+?)(?:,?\s+(?:who|which|that) (?:is|are|must be|may be|can be) |\s*[(\[])(?:also |itself |"
    r"themselves )*"
    r"(?:an?|another|one of the) (?:other )?(?P<noun>[\w-]+(?: [\w-]+)?)[)\]]?$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"(?<!days )(?<!weeks )(?<!months )(?<!hours )(?<!minutes )(?<!time )(?<!distance )(?<!link )\bto (?=\w)|"
    r"\b(?:ability|"
    r"possibility|option|way|feature|should|must|can|will|if|when|that|which|because|"
    r"several|many|"
    r"than|(?<!on )(?<!in )(?<!at )the|is|are|their|its|his|her|may (?:not|only|be|have))\b",
    re.IGNORECASE,
)
"""What stands in a wish or a condition, not in a name."""

_IS_CLAUSE = re.compile(
    r"^(?:whether|if|how|where|when|who|(?:the|its|their) [\w-]+ (?:i|we|it|they|you|he|she|of|that|in|is|was)\b|"
    r"is|are|can|may)\b",
    re.IGNORECASE,
)
_STOP = word_set(
    "and or etc it they them so on so_on forth others more fields attributes properties following information details "
    "data everything columns things also each not"
)


@dataclass(frozen=True)
class FieldPhrase:
    """A field as it was written: its words, what they say about it, and those in parentheses that say nothing known."""

    label: str
    name: str
    type: FieldType
    scale: int = 0
    required: bool = False
    unique: bool = False
    limits: Limits | None = None
    choices: tuple[str, ...] = ()
    unread: str = ""
    refers: str = ""
    """What it is, in words, where a clause says so: an assignee "who is a user"."""
    used: str = ""
    """The words of a clause from which the label was made."""
    more_than: str = ""
    not_less_than: str = ""
    """The `name` of the field of the same record that it is compared with."""
    is_certain: bool = False
    """Whether something is said about the field besides its name."""


def read_field(part: str) -> FieldPhrase | None:
    """The field that `part` of a list names; None if it names none."""
    if part.startswith(UNTIL):
        until = read_field(part.removeprefix(UNTIL))
        return until and replace(until, label=f"to {until.label}", name=f"to_{until.name}")
    part = re.sub(r"^(?:have|has) (?=whether\s)", "", part, flags=re.IGNORECASE)
    part = _IS_SO.sub(r"whether it is \g<state>", part)
    part, span = _without_span(part)
    is_whether = part.lower().startswith("whether ") or bool(_IS_NEEDED.search(part))
    hints = set() if is_whether else {match.lower() for match in _HINTS.findall(part)}
    part = _SUCH_AS.sub("", part)
    refers = ""
    if other := _IS_A.match(part):
        part, refers = other["label"], other["noun"]
    text, remarks, stated = _stated_type(part)
    limits, text = take_limits(" ".join((text if is_whether else _HINTS.sub(" ", text)).split()))
    text = _LEFT_OVER.sub("", text) if limits or hints else text
    if limits and not text and (counted := _COUNTED.search(part)):
        text = counted[0]
    text = _ITSELF.sub("", _PERHAPS.sub("", text))
    moment = moment_of(text)
    label = moment[0] if moment else label_of(text)
    name = slug(label)
    if not name or name in _STOP or len(name.split("_")) > _LONGEST_NAME or not name[0].isalpha():
        return None
    if _NO_NAME.search(label) or name.startswith("per_"):
        return None
    choices, inside, unread = _remarks(remarks, label)
    if not choices and not is_whether and (either := _EITHER.match(label)) and not is_boolean(text):
        choices = _of_two(either["one"], either["other"])
    limits = limits or inside
    kind, scale = stated or (moment[1:] if moment else _implied_type(text, label))
    scale = max(scale, decimal_scale(label)) if kind is FieldType.DECIMAL else scale
    kind, scale = _fitting(kind, scale, limits, choices, label.lower(), is_stated=stated is not None)
    required = bool(hints & {"required", "mandatory", "compulsory", "not null", "primary key"})
    named = name.split("_")[-1] in ("name", "title") and "optional" not in hints
    is_unique = bool(hints & {"unique", "primary key"})
    is_certain = bool(hints or limits or choices or stated)
    return FieldPhrase(
        label=label,
        name=name,
        type=kind,
        scale=scale,
        required=required or named,
        unique=is_unique,
        limits=limits,
        choices=choices,
        unread="; ".join([*unread, *span]),
        refers=refers,
        used="who which is are also another" if refers else text if moment or _IS_CLAUSE.match(text) else "",
        is_certain=is_certain,
    )


def _without_span(part: str) -> tuple[str, list[str]]:
    """ "A condition from mint to poor" names no more than two of the values that there may be."""
    match = _FROM_TO.match(part)
    return (match["label"], [match["span"]]) if match and is_category(match["label"]) else (part, [])


def is_remark(part: str) -> bool:
    """Whether a part of a list only rules what another one names: "required", "at least 0"."""
    limits, rest = take_limits(_HINTS.sub(" ", part))
    if limits and _COUNTED.search(part):
        return False
    return bool(limits or _HINTS.search(part)) and not re.sub(r"\b(?:and|of|an?)\b|\W", "", rest)


def is_short(part: str) -> bool:
    """Whether a part of a list is short enough for a name of a field, without its limits and what is in parentheses."""
    words = take_limits(re.sub(r"\(.*?\)", "", part))[1]
    return len(re.sub(r"\b(?:an?|the) ", "", label_of(words) if is_measure(words) else words).split()) <= _SHORT


def is_measured(part: str) -> bool:
    """Whether what a part names is a number."""
    return guess_type(label_of(part))[0].is_number


def read_fields(text: str) -> list[FieldPhrase]:
    """The fields that a list names, without repetition."""
    found = (read_field(part) for part in split_list(_CLAUSE_END.sub("", text)))
    return list({field.name: field for field in found if field}.values())


def _stated_type(part: str) -> tuple[str, list[str], tuple[FieldType, int] | None]:
    """The words of a part, the remarks in its parentheses, and the type that one of both states."""
    stated: tuple[FieldType, int] | None = None
    remarks: list[str] = []
    for inside in _INSIDE.findall(part):
        words = [_HINTS.sub("", word) for word in re.split(r"[,;]", inside)]
        types = [found for word in words if (found := type_named(word))]
        if len([word for word in words if word.strip() and not type_named(word) and not take_limits(word)[0]]) > 1:
            # "single, double, suite" are values, not the type of a number.
            types = []
        stated = stated or (types[0] if types else None)
        if not types and unit_of(inside):
            part = part.replace(f"({inside})", f"in {inside}")
            continue
        remarks += [inside] if not types else [word for word in words if not type_named(word)]
    text = _INSIDE.sub("", part).strip()
    for mark in (":", " as "):
        before, _, after = text.partition(mark)
        if after and (named := type_named(without_determiners(_HINTS.sub("", after)))):
            return before, remarks, named
    if values := _TRAILING_CHOICES.match(text):
        return values["label"], [*remarks, values["list"]], stated
    trailing = _TRAILING_TYPE.search(_HINTS.sub("", text).rstrip())
    if trailing and stated is None:
        return _HINTS.sub("", text).rstrip()[: trailing.start()], remarks, type_named(trailing[1].replace(" / ", "/"))
    text, _, behind = text.partition(":")
    if len(re.split(r"[|/]|\bor\b", behind)) > 1:
        # "state: open|closed" lists values.
        remarks.append(behind)
    return text, remarks, stated


def _of_two(one: str, other: str) -> tuple[str, ...]:
    """ "Home or away" is one or the other, unless both are called as fields are."""
    is_named = any(guess_type(each)[0] is not FieldType.TEXT or is_named_so(each) for each in (one, other))
    return () if is_named else (one, other)


def _remarks(remarks: list[str], label: str) -> tuple[tuple[str, ...], Limits | None, list[str]]:
    """The choices and limits that stand in parentheses, and the remarks that say neither."""
    choices: tuple[str, ...] = ()
    limits: Limits | None = None
    unread: list[str] = []
    for remark in remarks:
        text = " ".join(_HINTS.sub(" ", remark).split()).strip(" ,")
        if usual := _DEFAULT.search(text):
            # What a value is when none is given is kept nowhere.
            unread.append(usual[0].strip(" ,;"))
            text = f"{text[: usual.start()]}{text[usual.end() :]}".strip(" ,;")
        found, rest = take_limits(text)
        if found and not re.sub(
            r"\b(?:stars?|points?|and|of|to|on|a|scale|from|must|should|be|is|°?[cf])\b|\W",
            "",
            rest,
            flags=re.IGNORECASE,
        ):
            limits = limits or found
        elif not is_order(f"{label} {text}") and (values := read_choices(text, label)):
            choices = choices or values
        elif not _HARMLESS.match(text):
            unread.append(text)
    return choices, limits, unread


def _implied_type(text: str, label: str) -> tuple[FieldType, int]:
    if is_boolean(text):
        return FieldType.BOOLEAN, 0
    if is_count(text):
        return FieldType.INTEGER, 0
    kind, scale = guess_type(label)
    if (
        is_measure(text)
        and kind is FieldType.INTEGER
        and label.lower().split()[-1] in ("capacity", "quantity", "stock")
    ):
        return FieldType.DECIMAL, MONEY_SCALE
    if kind is FieldType.TEXT and is_measure(text):
        return FieldType.DECIMAL, MONEY_SCALE
    if unit := time_unit(text):
        # A time in hours may be half an hour.
        return (kind, scale) if kind is FieldType.DECIMAL and unit == "hours" else (FieldType.INTEGER, 0)
    return kind, scale


def _fitting(
    kind: FieldType,
    scale: int,
    limits: Limits | None,
    choices: tuple[str, ...],
    label: str,
    *,
    is_stated: bool,
) -> tuple[FieldType, int]:
    """A type that the values allowed by a rule have."""
    if choices and not is_stated:
        return (
            (FieldType.INTEGER, 0)
            if all(re.fullmatch(r"-?\d{1,9}", value) for value in choices)
            else (FieldType.TEXT, 0)
        )
    if limits and not limits.length and kind is FieldType.TEXT and label.split()[-1:] == ["value"]:
        return FieldType.DECIMAL, max(MONEY_SCALE, limits.scale)
    if limits is None or is_stated:
        return kind, max(scale, limits.scale) if limits and kind is FieldType.DECIMAL else scale
    if limits.length:
        return FieldType.TEXT, 0
    if kind is FieldType.INTEGER and limits.scale == 0:
        return kind, scale
    if kind is FieldType.TEXT and limits.scale == 0:
        return FieldType.INTEGER, 0
    return FieldType.DECIMAL, max(scale, limits.scale)
