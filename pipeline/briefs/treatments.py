"""Changes to the values of columns, as words beside a file ask for them: capital or small letters, and masking."""

# ruff: noqa: RUF001 - people write curly quotes

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.briefs.lists import split_list
from pipeline.briefs.words import without_determiners
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Column, Dataset, FieldType, Letters

_PLEASE = r"(?:(?:please|also|then|always|can you|could you)\s+)*"
_LETTERS = (
    r"(?:(?P<upper>upper[- ]?case|capitals|capital letters|caps|all[- ]caps|block letters)|"
    r"(?P<lower>lower[- ]?case|small letters))(?: (?:letters|characters|text))?"
)
_VERBS = r"(?:make|write|convert|change|turn|put|store|save|keep|set|transform|normali[sz]e|standardi[sz]e|format)"
_BE = (
    r"(?:(?:must|should|shall|has to|have to|needs? to|is to|are to|is|are|be|always|all|written|stored|saved|"
    r"kept)\s+)+"
)
_MASK = r"(?:mask|anonymi[sz]e|pseudonymi[sz]e|hash|obfuscate|redact)"
_LETTERED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^{_PLEASE}{_VERBS}\s+(?P<fields>.+?)\s+(?:(?:to|in|into|as|be|all)\s+)*{_LETTERS}$",
        rf"^{_PLEASE}(?P<fields>.+?)\s+{_BE}(?:(?:in|as)\s+)?{_LETTERS}$",
        rf"^{_PLEASE}{_LETTERS}\s+(?P<fields>.+)$",
    )
)
_MASKED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^{_PLEASE}{_MASK}\s+(?P<fields>.+)$",
        rf"^{_PLEASE}(?P<fields>.+?)\s+{_BE}(?:{_MASK}(?:ed|d)|made unreadable)$",
    )
)
_PERSONAL = (
    ("email", r"e-?mails?(?: address(?:es)?)?"),
    ("phone", r"(?:tele|cell|mobile )?phone(?: number)?s?"),
    ("person name", r"(?:names? of (?:people|persons|customers)|(?:person(?:al)?|people['’]s) names?)"),
    (
        "",
        r"(?:personal|private|sensitive|pii|personally identifiable)(?: (?:data|information|values|details|columns))?",
    ),
)
"""What personal data is called, beside the name of its kind; all kinds together are the empty one."""


@dataclass(frozen=True)
class Treatment:
    """What the sentence `source` does to the values of `columns`, which are known by their names in the unchanged file.

    `personal` are kinds of personal data, whichever columns hold them; an empty one stands for all.
    """

    source: str
    columns: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    letters: Letters = ""

    @property
    def needs(self) -> tuple[Capability, ...]:
        """What the application has to do."""
        return (Capability.LETTERS if self.letters else Capability.MASK,)

    @property
    def words(self) -> str:
        """The change for people."""
        what = ", ".join([*self.columns, *(kind or "personal data" for kind in self.personal)])
        if not self.letters:
            return f"{what} masked"
        return f"{what} in {'capital' if self.letters == 'upper' else 'small'} letters"


def read_treatment(text: str, find: Callable[[str], Column | None]) -> Treatment | None:
    """The change to values that a sentence asks for; None if it asks for anything else, or for unknown columns."""
    text = text.strip(" .!")
    for patterns in (_LETTERED, _MASKED):
        if match := next(filter(None, (pattern.match(text) for pattern in patterns)), None):
            is_mask = patterns is _MASKED
            letters: Letters = "" if is_mask else "upper" if match["upper"] else "lower"
            return _treatment(text, match["fields"], letters, find)
    return None


def _treatment(text: str, fields: str, letters: Letters, find: Callable[[str], Column | None]) -> Treatment | None:
    columns: list[str] = []
    personal: list[str] = []
    for name in map(_plain, split_list(fields)):
        kind = None if letters else _kind(name)
        if column := find(name):
            columns.append(column.origin or column.name)
        elif kind is not None:
            personal.append(kind)
        else:
            return None
    return Treatment(text, tuple(columns), tuple(personal), letters) if columns or personal else None


def _plain(name: str) -> str:
    name = re.sub(r"^(?:(?:all|every|each|any) (?:of )?)+", "", without_determiners(name), flags=re.IGNORECASE)
    return re.sub(r"\s+(?:columns?|fields?|values?)$", "", without_determiners(name), flags=re.IGNORECASE)


def _kind(name: str) -> str | None:
    """The kind of personal data that a name stands for."""
    return next((kind for kind, words in _PERSONAL if re.fullmatch(words, name, re.IGNORECASE)), None)


def with_treatments(data: Dataset, treatments: Sequence[Treatment]) -> tuple[Dataset, dict[str, str]]:
    """The data contract with what is asked of the values; for sentences that ask for what cannot be, why not."""
    columns = {column.origin or column.name: column for column in data.columns}
    notes: dict[str, str] = {}
    for one in treatments:
        named = {name: each for name, each in columns.items() if name in one.columns or _holds(each, one.personal)}
        others = [column.label for column in named.values() if column.type is not FieldType.TEXT]
        if not named or not {*one.columns} <= {*columns}:
            notes[one.source] = "Not done: the file has no such column, or it is left out."
        if others:
            notes[one.source] = f"Only text can be changed so; not done for {', '.join(others)}."
        change = {"letters": one.letters} if one.letters else {"is_masked": True}
        columns |= {
            name: column.model_copy(update=change) for name, column in named.items() if column.type is FieldType.TEXT
        }
    return data.model_copy(update={"columns": tuple(columns.values())}), notes


def _holds(column: Column, personal: Sequence[str]) -> bool:
    """Whether a column has one of these kinds of personal data."""
    return column.pii is not None and any(kind in ("", column.pii.kind) for kind in personal)
