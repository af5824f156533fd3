"""Lists of the values that a field may have: "a status (open, paid or shipped)", "can be low, normal or high"."""

# ruff: noqa: RUF001 - people write curly quotes and long dashes

import re

from pipeline.briefs.fieldtypes import guess_type
from pipeline.briefs.words import is_plural
from pipeline.contracts.data import FieldType

_WORD = (
    r"(?!(?:and|or|with|has|have|the|it|its|they|not|between|at)\b)(?!(?-i:an?)\b)"
    r"[\w'’+-]+(?: (?!and\b|or\b|with\b)\w[\w'’+-]*){0,2}"
)
_END = r"(?=\s*(?:[,.;:)]|$|\s(?:and|with|but|which|that|when|while|where)\b))"
_OR = rf"{_WORD}(?:\s*,\s*{_WORD})*\s*,?\s+or\s+{_WORD}{_END}"
_COMMAS = rf"{_WORD}(?:\s*,\s*{_WORD})+{_END}"
_MANY_OR = rf"{_WORD}(?:\s*,\s*{_WORD})+\s*,?\s+or\s+{_WORD}{_END}"
_AND = rf"{_WORD}(?:\s*,\s*{_WORD})+\s*,?\s+and\s+{_WORD}{_END}"
_BE = r"(?:can|may|could|must|should|will|has to|have to) be|is|are|was|takes?|can take"
_CAN = r"(?:can|may|could|must|should|will|has to|have to) be"
_ALWAYS = r"(?:\s+(?:always|set to|marked as|marked|in state|defaults to [\w ]+? and can be))*"
_ONE_OF = (
    r"(?:(?:either|one of(?: the values| the following)?|any of|chosen from|limited to|among)\s*:?\s+"
    r"(?:the values? |the following:? )?)"
)
_SO_BE = rf"\s*,?\s+(?:which|that|whose value)\s+(?:{_BE}){_ALWAYS}\s+"
_EACH_WITH_ARTICLE = re.compile(
    r"\b(?P<be>is|are|be|either) (?P<list>an? [\w-]+(?: [\w-]+)?(?:, an? [\w-]+(?: [\w-]+)?)*,? or an? [\w-]+)",
    re.IGNORECASE,
)
"""Values with articles: "is a win, a loss or a draw"."""
_REWRITES = tuple(
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        # "a status that defaults to draft and can be draft, debated or passed"
        (r"\s*,?\s+(?:which|that) (?:defaults? to|starts? as) [\w-]+,? and (?=can be )", " that "),
        (rf"{_SO_BE}{_ONE_OF}(?P<list>{_OR}|{_AND}|{_COMMAS})", r" (one of \g<list>)"),
        (rf"{_SO_BE}(?P<list>{_OR})", r" (one of \g<list>)"),
        (
            rf"(?P<field>\b(?:an?|the|its|their)\s+[\w -]{{1,40}}?):\s*(?:{_ONE_OF})?(?P<list>{_MANY_OR})",
            r"\g<field> (one of \g<list>)",
        ),
        (rf"(?<=\w)\s+[-–—]\s+(?P<list>{_MANY_OR})(?:\s+[-–—](?=\s))?", r" (one of \g<list>)"),
        (
            rf"(?P<field>(?<=[(,] )[a-z][\w -]{{1,30}}|(?<=\()[a-z][\w -]{{1,30}}):\s*(?:{_ONE_OF})?"
            rf"(?P<list>{_MANY_OR})",
            r"\g<field> (one of \g<list>)",
        ),
        (rf"(?<=\w),?\s+(?:of )?{_ONE_OF}(?P<list>{_OR}|{_AND}|{_COMMAS})", r" (one of \g<list>)"),
        (rf"\b(?P<be>{_CAN}){_ALWAYS}\s+(?P<list>{_MANY_OR})", r"\g<be> (one of \g<list>)"),
        (rf"\b(?P<be>is|are)\s+(?P<list>{_MANY_OR})", r"\g<be> (one of \g<list>)"),
        (rf"\b(?P<be>is|are|{_CAN})\s+(?:either )(?P<list>{_OR})", r"\g<be> (one of \g<list>)"),
    )
)
_VALUES_BEHIND = re.compile(
    r"(?P<before>\b(?:has|have|with)\b(?:[^:;]*?(?:,| and))? )(?P<label>[\w-]+(?: [\w-]+)?): "
    r"(?P<list>[\w-]+(?: [\w-]+)?(?:, (?:and |or )?[\w-]+(?: [\w-]+){0,2}| (?:and|or) [\w-]+(?: [\w-]+)?)+)(?=$|[.;])",
    re.IGNORECASE,
)
""" "A job has a title, type: full-time, part-time, and a closing date": values up to what is a field again."""
_CATEGORY = re.compile(
    r"\b(?:status|state|type|kind|level|size|priority|category|condition|severity|gender|sex|grade|role|mood|colou?r|"
    r"class|tier|plan|stage|phase|method|mode|position|genre|frequency|unit|season|rating|group|difficulty|species|"
    r"format|language|currency|title|result|reason|source|channel|shift|day)s?$",
    re.IGNORECASE,
)
_EXAMPLES = re.compile(r"^(?:e\.?g\.?|for example|for instance|such as|like|i\.?e\.?|etc)\b", re.IGNORECASE)
_UNIT_BEHIND = re.compile(
    r"(?<=\d) (?:minutes|hours|days|weeks|months|years|seconds|euros?|dollars?|pounds|percent|%|kg|g|km|cm|mm|m|ml|l)$",
    re.IGNORECASE,
)
""" "60, 90 or 120 minutes" are numbers."""
_TWO = frozenset(("yes", "no", "true", "false", "y", "n", "or not", "not"))
_MOST_WORDS = 4
_FEWEST = 3
_NAMES = re.compile(
    r"\b(?:name|title|number|no|id|code|address|e-?mail|phone|mobile|street|city|town|country|postcode|zip|text|"
    r"description|notes?|comment|contact|details|data|info|location)$",
    re.IGNORECASE,
)
"""What fields are called."""


def mark_choices(sentence: str) -> str:
    """`sentence` with every list of allowed values written as "(one of …)", so that it is one part of a list."""
    sentence = _EACH_WITH_ARTICLE.sub(_without_articles, sentence)
    for pattern, replacement in _REWRITES:
        sentence = pattern.sub(replacement, sentence)
    return _VALUES_BEHIND.sub(_values_behind, sentence)


def _values_behind(match: re.Match[str]) -> str:
    """The values of a category that stand behind a colon within a list, in parentheses."""
    parts = re.split(r",\s+(?:and\s+|or\s+)?|\s+(?:and|or)\s+", match["list"])
    end = next((at for at, part in enumerate(parts) if _is_field(part)), len(parts))
    if not is_category(match["label"]) or end < _FEWEST - 1:
        return match[0]
    values = ", ".join(parts[:end])
    listed = f"{match['label']} (one of {values})"
    return f"{match['before']}{', '.join((listed, *parts[end:]))}"


def _is_field(part: str) -> bool:
    """Whether a short text is called as fields are, rather than as one of several values is."""
    is_article = bool(re.match(r"(?:an?|the|its|their)\s", part, re.IGNORECASE))
    return is_article or guess_type(part)[0] is not FieldType.TEXT or bool(_NAMES.search(part)) or is_category(part)


def _without_articles(match: re.Match[str]) -> str:
    return f"{match['be']} {re.sub(r'(?:(?<=^)|(?<= ))an? ', '', match['list'], flags=re.IGNORECASE)}"


def is_category(label: str) -> bool:
    """Whether a field that is called so usually has one of few values."""
    return any(_CATEGORY.search(part) for part in (label, re.split(r"\s(?:of|in|for|per)\s", label)[0]))


def is_named_so(text: str) -> bool:
    """Whether a text is called as fields with any values are: a phone, a code."""
    return bool(_NAMES.search(text)) or is_category(text)


def _are_values(listed: str, label: str) -> bool:
    """Whether short words in a list of three or more are values of one field, and not names of fields themselves."""
    values = [value.strip() for value in listed.split(",")]
    are_words = all(re.fullmatch(r"[\w-]+(?: [\w-]+)?", value) for value in values)
    are_fields = any(guess_type(value)[0] is not FieldType.TEXT or _NAMES.search(value) for value in values)
    return len(values) >= _FEWEST and are_words and not are_fields and not is_plural(label) and not _NAMES.search(label)


def read_choices(inside: str, label: str) -> tuple[str, ...]:
    """The allowed values that stand in parentheses behind `label`; none where these hold something else."""
    text = inside.strip(" .")
    stated = re.match(
        r"^(?:one of|either|allowed(?: values)?:?|values?:|choices?:|options?:)\s*:?\s*", text, re.IGNORECASE
    )
    listed = text[stated.end() :] if stated else text
    if _EXAMPLES.match(listed):
        return ()
    is_choice = stated or re.search(r"\bor\b|/|\|", listed) or is_category(label) or _are_values(listed, label)
    listed = _UNIT_BEHIND.sub("", listed)
    parts = [part.strip(" \"'“”‘’.") for part in re.split(r",|/|\||;|\bor\b|\band\b", listed)]
    values = tuple(dict.fromkeys(part for part in parts if part))
    if not is_choice or len(values) < 2 or _TWO & {value.lower() for value in values} == set(map(str.lower, values)):
        return ()
    return values if all(len(value.split()) <= _MOST_WORDS for value in values) else ()
