"""The same operation in different grammar: "books can be sorted by price" is "sort books by price"."""

import re
from collections.abc import Collection

_VERBS = {
    "sort": r"sorted|sorting|sortable",
    "filter": r"filtered|filtering|filterable",
    "search": r"searched|searching|searchable",
    "export": r"exported|exporting|exportable",
    "download": r"downloaded|downloading|downloadable",
    "list": r"listed|listing",
    "show": r"shown|showing",
    "display": r"displayed|displaying",
    "count": r"counted|counting",
    "group": r"grouped|grouping",
}
_ABLE = re.compile(
    r"^(?:please|(?:i|we) (?:want|need|would like) to(?: be able to)?|(?:i|we) (?:can|must|should|have to)|"
    r"it (?:should|must|has to) be possible to|"
    r"(?:the )?(?:app|application|system|software|tool) (?:can|should|must|has to)|"
    r"(?:allow|support|offer|provide)(?: for)?(?= \w+ing\b)|(?P<who>users?|people) (?:can|should be able to))\s+",
    re.IGNORECASE,
)
_DONE = {
    verb: re.compile(
        rf"^(?P<what>[\w ,-]+?) (?:(?:can|should|must|may|shall|has to|have to) be|(?:is|are)(?: to be)?) (?:{forms})\b"
        r"(?P<rest>.*)$",
        re.IGNORECASE,
    )
    for verb, forms in _VERBS.items()
}
_DOING = {verb: re.compile(rf"^(?:{forms})\b(?: of)?", re.IGNORECASE) for verb, forms in _VERBS.items()}
_WHOSE = re.compile(r"\b(?P<by>by) (?:their|its) ", re.IGNORECASE)
_NEGATES = re.compile(r"\b(?:not|no|never|only|nobody|none|without|if|when|unless|except|who|that|which)\b|n['’]t\b")  # noqa: RUF001


def plain_operation(text: str, names: Collection[str]) -> str:
    """A sentence that asks for one operation as an order; any other as it is.

    Whoever is one of the `names` of records stays: "users can …" says something where users are kept.
    """
    plain = _WHOSE.sub(r"\g<by> ", " ".join(text.split()).strip(" .!"))
    if _NEGATES.search(plain.lower()):
        return plain
    able = _ABLE.match(plain)
    if able and not (able["who"] and {"user", "people", "person"} & set(names)):
        plain = plain[able.end() :]
    for verb, pattern in _DONE.items():
        if done := pattern.match(plain):
            return f"{verb} {done['what']}{done['rest']}"
    for verb, pattern in _DOING.items():
        if pattern.match(plain):
            return pattern.sub(verb, plain)
    return plain
