"""The column that a person's words want to be predicted."""

import re
from collections.abc import Sequence

from pipeline.contracts.data import Column
from pipeline.projects.ml.words import words_of

_ASKED = re.compile(
    r"\b(?:predict\w*|forecast\w*|estimat\w+|classif\w+|scor(?:e|es|ing)|model(?:s|led|ling)?|"
    r"target (?:is|column is|variable is|:)|anticipat\w+)\b(?P<rest>[^.;!?\n]*)",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:from|based on|using|given|out of|with the help of|by means of)\b", re.IGNORECASE)


def wanted_target(text: str, columns: Sequence[Column]) -> Column | None:
    """The column that is named soonest after a word such as “predict”, before what it is predicted from."""
    for match in _ASKED.finditer(text):
        before = _FROM.split(match["rest"])[0]
        found = {column.name: place for column in columns if (place := _place(before, column)) is not None}
        if found:
            best = min(found, key=lambda name: (found[name], -len(name)))
            return next(column for column in columns if column.name == best)
    return None


def column_named(name: str, columns: Sequence[Column]) -> Column | None:
    """The column of this name, or of this label; else the one whose label differs in case only."""
    wanted = name.strip()
    for column in columns:
        if wanted in (column.name, column.label):
            return column
    return next((column for column in columns if column.label.lower() == wanted.lower()), None)


def _place(text: str, column: Column) -> int | None:
    """Where a text names a column: its words, joined by anything, the last one in singular or plural."""
    places = []
    for words in {words_of(column.label), words_of(column.name)}:
        if words:
            pattern = r"[\s_-]*".join(map(re.escape, words)).removesuffix("s")
            found = re.search(rf"\b{pattern}(?:s|es)?\b", text, re.IGNORECASE)
            places += [found.start()] if found else []
    return min(places, default=None)
