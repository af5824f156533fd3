"""What the choice of a type rests on, and the rule by which every type weighs it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Column, Entity
from pipeline.contracts.plan import Fit, ProjectType

_REFUSED = re.compile(
    r"\b(?:no|not|never|without|neither|nor|don't|doesn't|instead of|rather than)\b(?:\s+\w+){0,3}\s*$"
)
"""What is said right before something that is not wanted."""

_CLAUSE = re.compile(r"[.,;:!?\n()]|\b(?:but|and then)\b")
_SAID_AGAINST = 0.1
"""What is left of a type's score when its words were only said to refuse it."""
_MOST_QUOTED = 3


@dataclass(frozen=True)
class Wishes:
    """The columns of a table or kinds of records, what the sentences ask for, and their words in lower case."""

    columns: tuple[Column, ...] = ()
    entities: tuple[Entity, ...] = ()
    needs: frozenset[Capability] = frozenset()
    text: str = ""


@dataclass(frozen=True)
class Cue:
    """What speaks for a type: words (a regular expression of whole words) or a need, and how strongly, from 0 to 1.

    As a measure: 0.9 for the type's own name, 0.5 for what only this type does, 0.2 for what it does best.
    """

    weight: float
    words: str = ""
    need: Capability | None = None


def weigh(project_type: ProjectType, wishes: Wishes, base: float, cues: Sequence[Cue], why: str, otherwise: str) -> Fit:
    """How well a type suits the wishes: `base` without any cue; each cue that is met takes its share of the rest to 1.

    The reason quotes the words that decided: `why` ends the sentence that begins “…” with "ask for", for example
    "a model that learns from the data". Where no cue is met, it is `otherwise`, a sentence of its own.
    """
    left, said, refused = 1 - base, dict[str, int](), False
    for cue in cues:
        wanted, unwanted = _found(cue.words, wishes.text) if cue.words else ([], [])
        refused = refused or bool(unwanted)
        if wanted or cue.need in wishes.needs:
            left *= 1 - cue.weight
        said |= {text: at for at, text in wanted}
        if not wanted and cue.need in wishes.needs and cue.need:
            said[cue.need.value] = len(wishes.text)
    if refused and not said:
        return Fit(project_type=project_type, score=base * _SAID_AGAINST, reason="It was said that it is not wanted.")
    reason = f"{_quoted(sorted(said, key=said.__getitem__))} for {why}." if said else otherwise
    return Fit(project_type=project_type, score=round(1 - left, 4), reason=reason)


def _found(words: str, text: str) -> tuple[list[tuple[int, str]], list[str]]:
    """The places where `text` has the words, and the words that it only has to refuse them."""
    wanted: list[tuple[int, str]] = []
    unwanted: list[str] = []
    for match in re.finditer(rf"\b(?:{words})\b", text, re.IGNORECASE):
        before = _CLAUSE.split(text[: match.start()])[-1]
        if _REFUSED.search(before):
            unwanted.append(match[0])
        else:
            wanted.append((match.start(), " ".join(match[0].split())))
    return wanted, unwanted


def _quoted(said: list[str]) -> str:
    shown = [f"“{text}”" for text in said[:_MOST_QUOTED]]
    if len(shown) == 1:
        return f"{shown[0]} asks"
    return f"{', '.join(shown[:-1])} and {shown[-1]} ask"
