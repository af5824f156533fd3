"""Words beside a file: the clauses of their sentences, and the names by which they know the file and its columns."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.briefs.abbreviations import spellings
from pipeline.briefs.asks import Asked
from pipeline.briefs.vocabulary import ASKED, BEYOND
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Column
from pipeline.data.names import slug

_VERBS = (
    r"(?:remove|drop|delete|hide|rename|treat|make|convert|change|reject|quarantine|validate|check|clean|trim|"
    r"normali[sz]e|standardi[sz]e|de-?duplicate|load|import|ingest|fetch|refresh|run|store|save|write|show|list|give|"
    r"display|filter|sort|search|find|group|count|sum|export|download|plot|draw|predict|estimate|classify|forecast|"
    r"train|evaluate|serve|schedule|partition|report)"
)
_IMPERATIVE = re.compile(rf"^(?:(?:please|also|then)\s+)*{_VERBS}\s", re.IGNORECASE)
_BETWEEN = re.compile(rf"(?:,|;|\s+and|\s+then)+\s+(?=(?:(?:please|also|then)\s+)?(?P<verb>{_VERBS})\s)", re.IGNORECASE)
_DEPENDENT = re.compile(
    r"\b(?:so|because|since|in order|who|which|that|where|when|whenever|if|unless|while|let|lets|can|may|must|should|"
    r"could|able|allow\w*|either|or)\b",
    re.IGNORECASE,
)
"""Words by which the clauses of a sentence depend on each other."""
_NEW = re.compile(
    r"\b(?:for|of|from)\s+(?:an?\s+|the\s+|each\s+|every\s+|any\s+|all\s+)?(?:new|single|unseen)\s+"
    r"(?!(?:hour|day|week|month|quarter|year|season|time|date)s?\b)[\w-]+\s*$",
    re.IGNORECASE,
)
_GROUPED = re.compile(
    r"\bpredictions?\b.*\b(?:by|per|for (?:each|every))\s+(?!(?:new\s+)?(?:rows?|records?|lines?)\b)", re.IGNORECASE
)
_AGAIN = re.compile(r"\b(?:nightly|schedule[sd]?|every (?:hour|day|week|month|morning))\b", re.IGNORECASE)
_IMPORT = re.compile(r"\b(?:import|load)(?: (?:the|this) (?:csv )?file)?(?=\b)", re.IGNORECASE)
"""Taking the file in, which is loading where it is done again and again."""
_SHORTEST = 3


def clauses_of(text: str, columns: Sequence[Column]) -> list[str]:
    """The clauses of a sentence that asks for one thing after the other; the whole sentence if it does not."""
    if not _IMPERATIVE.match(text) or _DEPENDENT.search(text):
        return [text]
    names = {word for column in columns for word in slug(column.label).split("_")}
    cuts = [match for match in _BETWEEN.finditer(text) if match["verb"].lower() not in names]
    starts, ends = [0, *(match.end() for match in cuts)], [*(match.start() for match in cuts), len(text)]
    parts = [text[start:end].strip(" .!") for start, end in zip(starts, ends, strict=True)]
    # "Filter and sort the rows" has one object.
    return parts if all(" " in part for part in parts) else [text]


def names_of(record: str) -> set[str]:
    """What the words may call the rows of a file: its name, and each word of it that asks for nothing."""
    words = [word for word in record.split("_") if len(word) >= _SHORTEST and not word.isdigit()]
    return {record.replace("_", " "), *(word for word in words if not _asks(word))}


def spelled(names: set[str]) -> set[str]:
    """The names, and how sentences may spell them, but no word that asks for something."""
    return names | {one for one in spellings(names) if " " in one or not _asks(one)}


def _asks(word: str) -> bool:
    return any(pattern.search(word) for _, pattern in (*ASKED, *BEYOND))


def with_names(text: str, columns: Iterable[Column]) -> str:
    """The text with every column of several words named the plain way, however it spells the name."""
    # "Every night" is a time, also beside a column of nights.
    text = re.sub(r"\b(?:every|each) night\b", "nightly", text, flags=re.IGNORECASE)
    if _AGAIN.search(text):
        text = _IMPORT.sub("load", text)
    words = {tuple(name.split("_")) for column in columns for name in (slug(column.label), column.name)}
    for name in sorted((one for one in words if len(one) > 1), key=lambda one: (-len(" ".join(one)), one)):
        pattern = r"[\W_]{1,3}".join(map(re.escape, filter(None, name)))
        text = re.sub(rf"(?<!\w){pattern}(?!\w)", " ".join(filter(None, name)), text, flags=re.IGNORECASE)
    return text


def without_new(text: str) -> str:
    """A wish for a prediction without what it is made for: “for a new plot” is a row."""
    return _NEW.sub("", text) if re.search(r"\bpredict|\bestimat|\bclassif|\bforecast", text, re.IGNORECASE) else text


def with_groups(text: str, asked: Asked) -> Asked:
    """What is asked for; predictions by something are grouped."""
    if not _GROUPED.search(text) or Capability.PERIODS in asked.needs:
        return asked
    return replace(asked, needs=tuple(dict.fromkeys((*asked.needs, Capability.AGGREGATE))))
