"""Which column people would want to have predicted: by its name, its place, its values, and what goes with it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.contracts.data import Column, FieldType, Kind
from pipeline.contracts.learning import LearningTask, TargetCandidate
from pipeline.projects.ml.sample import Sample, association
from pipeline.projects.ml.words import ENTITIES, GIVEN, known_as, words_of

MOST_CLASSES = 20
FEWEST_AMOUNTS = 10
"""A number with fewer values is a class or a level rather than an amount."""
MOST_COMPARED = 60
_LOOKED_AT = 12
_PLACES = frozenset({Kind.LATITUDE, Kind.LONGITUDE})
_NO_TARGET = frozenset({Kind.POSTAL_CODE, Kind.IDENTIFIER, Kind.TIME})


@dataclass(frozen=True)
class _Seen:
    """What speaks for a column, each from 0 to 1, and in words."""

    column: Column
    task: LearningTask
    name: float
    place: float
    values: float
    goes_with: float = 0.0
    partner: str = ""

    @property
    def score(self) -> float:
        for_it = 0.5 * max(0.0, self.name) + 0.2 * self.place + 0.2 * self.goes_with + 0.1 * self.values
        return for_it + min(0.0, self.name)


def task_of(column: Column) -> LearningTask | None:
    """How a column would be predicted; None if it holds neither amounts nor a few classes."""
    if column.type.is_moment or column.distinct < 2:
        return None
    if column.type in (FieldType.TEXT, FieldType.BOOLEAN):
        return LearningTask.CLASSIFICATION if column.distinct <= MOST_CLASSES else None
    if column.distinct == 2 or (column.distinct < FEWEST_AMOUNTS and _names_classes(column)):
        return LearningTask.CLASSIFICATION
    return LearningTask.REGRESSION


def candidates(
    sample: Sample, columns: Sequence[Column], can_learn: Callable[[Column, LearningTask], bool]
) -> tuple[TargetCandidate, ...]:
    """Those of `columns` that could be predicted, the best first; a place on the map only where there is nothing else.

    `can_learn` says whether there are rows enough for it.
    """
    seen = [one for one in _first_look(sample, columns) if can_learn(one.column, one.task)]
    usual = [one for one in seen if one.column.kind not in _PLACES]
    found = sorted(usual or seen, key=lambda one: -one.score)
    looked_at = [_with_partner(one, sample, columns) for one in found[:_LOOKED_AT]]
    ordered = sorted([*looked_at, *found[_LOOKED_AT:]], key=lambda one: -one.score)
    return tuple(_candidate(one) for one in ordered)


def _names_classes(column: Column) -> bool:
    """Whether whole numbers stand for classes: the name says so."""
    return column.type is FieldType.INTEGER and bool(
        {
            "class",
            "target",
            "label",
            "type",
            "category",
            "species",
            "outcome",
            "diagnosis",
            "segment",
            "status",
            "event",
        }
        & set(words_of(column.label))
    )


def _first_look(sample: Sample, columns: Sequence[Column]) -> Iterator[_Seen]:
    for place, column in enumerate(columns):
        task = task_of(column)
        if task is None or column.kind in _NO_TARGET:
            continue
        name = _name_score(column.label) - column.nulls / max(1, column.nulls + sample.rows)
        where = 1.0 if place == len(columns) - 1 else 0.5 if place == 0 else 0.0
        yield _Seen(column, task, name, where if len(columns) > 1 else 0.0, _values_score(column, task))


def _name_score(label: str) -> float:
    """How usual it is to predict what is called so: its last word counts most."""
    words = words_of(label)
    if not words:
        return 0.0
    best = max(known_as(word) * (1.0 if place == len(words) - 1 else 0.8) for place, word in enumerate(words))
    given = 0.4 if words[-1] in GIVEN | ENTITIES else 0.2 if GIVEN & set(words) else 0.0
    return best - (given if best < 0.8 else given / 2)


def _values_score(column: Column, task: LearningTask) -> float:
    if task is LearningTask.CLASSIFICATION:
        return 1.0 if column.distinct == 2 else 0.6 if column.distinct <= 10 else 0.2
    return 0.8 if column.type is not FieldType.INTEGER else 0.6 if column.distinct >= FEWEST_AMOUNTS else 0.3


def _with_partner(seen: _Seen, sample: Sample, columns: Sequence[Column]) -> _Seen:
    others = [column for column in columns if column.name != seen.column.name][:MOST_COMPARED]
    mine = sample.columns[seen.column.name]
    strengths = {column.label: association(mine, sample.columns[column.name]) for column in others}
    partner = max(strengths, key=strengths.__getitem__, default="")
    return _Seen(seen.column, seen.task, seen.name, seen.place, seen.values, strengths.get(partner, 0.0), partner)


def _candidate(seen: _Seen) -> TargetCandidate:
    column = seen.column
    return TargetCandidate(
        column=column.name,
        label=column.label,
        task=seen.task,
        score=round(max(0.0, min(1.0, seen.score)), 3),
        reason=_reason(seen),
    )


def _reason(seen: _Seen) -> str:
    said = []
    if seen.name >= 0.6:
        said.append("columns of this name are usually what is predicted")
    elif seen.name >= 0.25:
        said.append("columns of this name are often predicted")
    if seen.place == 1.0:
        said.append("it is the last column")
    if seen.goes_with >= 0.3:
        said.append(f"it goes with “{seen.partner}” ({seen.goes_with:.2f})")
    if seen.task is LearningTask.CLASSIFICATION:
        said.append(f"it has {seen.column.distinct} classes")
    else:
        said.append(f"it is a number with {seen.column.distinct:,} values")
    listed = ", ".join(said[:-1]) + (" and " if len(said) > 1 else "") + said[-1]
    return f"“{seen.column.label}”: {listed}."
