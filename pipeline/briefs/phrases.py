"""Lists of fields in plain English: "a title, an author, a price (decimal) and the date it was published"."""

# ruff: noqa: RUF001 - people write curly quotes and long dashes

import re
from dataclasses import dataclass

from pipeline.briefs.fieldtypes import guess_type, type_named
from pipeline.briefs.words import without_determiners, word_set
from pipeline.contracts.data import FieldType
from pipeline.data.names import slug

_LONGEST_NAME = 6
"""A phrase of more words describes something; it does not name a field."""

_SEPARATORS = (",", ";", "and", "&", "plus", "as well as")
_SEPARATOR = re.compile(r"([()\[\]]|,|;|\band\b|&|\bplus\b|\bas well as\b)")
_HINTS = re.compile(r"\b(required|mandatory|optional|unique|not null|primary key)\b", re.IGNORECASE)
_PARENTHESES = re.compile(r"\s*[(\[]([^)\]]*)[)\]]")
_CLAUSE_END = re.compile(
    r"\s+(?:so that|in order to|because|which|who|where|when|while|unless|if|as well as|per)\s+.*$"
)
_DATE_CLAUSE = re.compile(
    r"^(?:the )?(date|day|time|date and time)(?: (?:on|at) which| when| that)? (?:it|they|he|she|(?:the|an?|each) \w+)"
    r"(?: (?:was|were|is|are|has been|have been|will be))? (\w+)$"
)
_WHETHER = re.compile(
    r"^(?:whether|if) (?:or not )?(?:it|they|he|she|the \w+)?\s*(?:(?:has|have) been|is|are|was|were)?\s*(.+)$"
)
_CAN_BE = re.compile(r"^(?:can|may|could) be (?:marked |set |flagged )?(?:as )?(\w+)(?: or .+)?$")
_IS_OR_NOT = re.compile(r"^(?:is|are) (\w+|.+(?= or not$)) or (?:not|\w+)$")
_TIME_UNIT = re.compile(r"\s+in (?:seconds|minutes|hours|days|weeks|months|years)$", re.IGNORECASE)
_UNIT = re.compile(
    r"\s+in (?:euros?|dollars?|usd|eur|pounds|percent|kg|kilograms|grams|kilomet(?:er|re)s|km|miles|cm|met(?:er|re)s)$",
    re.IGNORECASE,
)
_STOP = word_set(
    "and or etc it they them so on so_on forth others more fields attributes properties following information details "
    "data everything columns things also each not"
)


@dataclass(frozen=True)
class FieldPhrase:
    """A field as it was written: its words, and what they say about it."""

    label: str
    name: str
    type: FieldType
    scale: int = 0
    required: bool = False
    unique: bool = False


def split_list(text: str) -> list[str]:
    """The parts of an English list: at commas, semicolons and "and", but not inside of parentheses."""
    parts: list[str] = []
    depth, current = 0, ""
    for piece in _SEPARATOR.split(text):
        depth += (piece in ("(", "[")) - (piece in (")", "]"))
        # "date and time" is one thing.
        is_joint = piece == "and" and current.rstrip().lower().endswith("date")
        if depth == 0 and piece in _SEPARATORS and not is_joint:
            parts.append(current)
            current = ""
        else:
            current += piece
    cleaned = [part.strip(" .:-") for part in _rejoin_date([*parts, current])]
    return [part for part in cleaned if part]


def _rejoin_date(parts: list[str]) -> list[str]:
    joined: list[str] = []
    for part in parts:
        match = re.match(r"^(.*\bdate) and (?!time\b)(.+)$", part.strip())
        joined.extend([match[1], match[2]] if match else [part])
    return joined


def read_field(part: str) -> FieldPhrase | None:
    """The field that `part` of a list names; None if it names none."""
    hints = {match.lower() for match in _HINTS.findall(part)}
    text, stated = _stated_type(part)
    text = " ".join(_HINTS.sub(" ", text).split())
    label = _label(text)
    name = slug(label)
    if not name or name in _STOP or len(name.split("_")) > _LONGEST_NAME or not name[0].isalpha():
        return None
    kind, scale = stated or _implied_type(text, label)
    required = bool(hints & {"required", "mandatory", "not null", "primary key"})
    named = name.split("_")[-1] in ("name", "title") and "optional" not in hints
    return FieldPhrase(label, name, kind, scale, required or named, bool(hints & {"unique", "primary key"}))


def read_fields(text: str) -> list[FieldPhrase]:
    """The fields that a list names, without repetition."""
    found = (read_field(part) for part in split_list(_CLAUSE_END.sub("", text)))
    return list({field.name: field for field in found if field}.values())


def _stated_type(part: str) -> tuple[str, tuple[FieldType, int] | None]:
    stated: tuple[FieldType, int] | None = None
    for inside in _PARENTHESES.findall(part):
        for word in re.split(r"[,;]", inside):
            stated = stated or type_named(_HINTS.sub("", word))
    text = _PARENTHESES.sub("", part).strip()
    before, mark, after = text.partition(":")
    if mark and type_named(_HINTS.sub("", after)):
        return before, type_named(_HINTS.sub("", after))
    before, mark, after = text.partition(" as ")
    if mark and type_named(without_determiners(after)):
        return before, type_named(without_determiners(after))
    return text.split(":")[0], stated


def _label(text: str) -> str:
    lower = text.lower()
    if match := _DATE_CLAUSE.match(lower):
        return f"{match[2]} {'on' if match[1] in ('date', 'day') else 'at'}"
    for pattern in (_WHETHER, _CAN_BE, _IS_OR_NOT):
        if match := pattern.match(lower):
            return without_determiners(re.sub(r"\s+or not$", "", match[1]))
    text = re.sub(r"^(?:has|have|having|with|including|includes?|contains?)\s+", "", text, flags=re.IGNORECASE)
    text = re.sub(r"^(?:an? |the )?(?:number|count) of\s+", "", without_determiners(text), flags=re.IGNORECASE)
    text = _UNIT.sub("", _TIME_UNIT.sub("", text))
    text = re.sub(r"(?<=[ _](?:at|on)) (?:timestamp|date|time|datetime)$", "", text, flags=re.IGNORECASE)
    text = re.sub(r"(?<=\w)\s+(?:that |which )?(?:I|we|they|he|she|it|you)\s.+$", "", text)
    return without_determiners(re.sub(r"['’]s\b", "", text))


def _implied_type(text: str, label: str) -> tuple[FieldType, int]:
    lower = text.lower()
    if _WHETHER.match(lower) or _CAN_BE.match(lower) or _IS_OR_NOT.match(lower):
        return FieldType.BOOLEAN, 0
    if re.match(r"^(?:an? |the |its |their )?(?:number|count) of ", lower):
        return FieldType.INTEGER, 0
    kind, scale = guess_type(label)
    is_measure = bool(_TIME_UNIT.search(lower)) and kind is not FieldType.DECIMAL
    return (FieldType.INTEGER, 0) if is_measure else (kind, scale)
