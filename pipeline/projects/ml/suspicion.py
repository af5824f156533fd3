"""Columns that alone say almost all of the target: strong evidence that they are known only with it, and no proof.

Each column is put to rows that were held out, by the mean (or the shares of the classes) of the rows with the same
value or, of a number, of the nearest ones. What is counted is the part of the possible: of the spread of the target's
ranks that so many values of a column could explain, or of what always answering the most frequent class misses.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.contracts.data import FieldType
from pipeline.contracts.learning import LearningTask
from pipeline.projects.ml.sample import FEW_VALUES, Values
from pipeline.projects.ml.words import MOMENTS, words_of

if TYPE_CHECKING:
    from pipeline.data.profiling.matrix import Codes, Floats

ALMOST_ALL = 0.99
OFTEN = 5
"""How many rows a value has on average where rows are compared by their values."""
FAR_BELOW = 0.9
"""What every other column says at most: where several say much, the target is easy, and nobody gives it away."""
ENOUGH_ROWS = 100
FOLDS = 5
NEAREST = 2
"""Rows on each side of a number that it is compared with."""
_SEED = 4


def suspected(target: Values, others: Sequence[Values], task: LearningTask) -> Iterator[tuple[Values, str]]:
    """Columns that say almost all of the target while every other one says far less, each with the reason."""
    shares = [(share(target, other, task), other) for other in others if not _is_moment(other)]
    rest = max((found for found, _ in shares if found < ALMOST_ALL), default=1.0)
    for found, other in shares:
        if found >= ALMOST_ALL and rest <= FAR_BELOW:
            yield other, _reason(target, found, rest)


def share(target: Values, other: Values, task: LearningTask) -> float:
    """How much of the target a column says of rows that were held out, from 0 to 1 (all that is possible)."""
    import numpy

    known = (target.codes >= 0) & (other.codes >= 0)
    rows = int(known.sum())
    groups = numpy.unique(other.codes[known], return_inverse=True)[1]
    is_grouped = bool(rows) and groups.max() < min(FEW_VALUES, rows / OFTEN)
    if rows < max(ENOUGH_ROWS, 0.5 * len(known)) or not (is_grouped or other.numbers is not None):
        return 0.0
    is_number = task is LearningTask.REGRESSION
    wanted = numpy.nan_to_num(target.ranks[known])[:, None] if is_number else _classes(target.codes[known])
    folds = numpy.random.default_rng(_SEED).permutation(rows) % FOLDS
    guessed = numpy.empty_like(wanted)
    for fold in range(FOLDS):
        held = folds == fold
        if is_grouped:
            guessed[held] = _of_same(groups[~held], wanted[~held], groups[held])
        else:
            assert other.numbers is not None
            numbers = other.numbers[known]
            guessed[held] = _of_nearest(numbers[~held], wanted[~held], numbers[held])
    if is_number:
        return _of_spread(wanted[:, 0], guessed[:, 0], groups if is_grouped else None)
    return _of_classes(wanted, guessed)


def _classes(codes: "Codes") -> "Floats":
    """A row for each of the codes, with a 1 in the column of its class."""
    import numpy

    places = numpy.unique(codes, return_inverse=True)[1]
    return numpy.eye(int(places.max()) + 1)[places]


def _of_same(groups: "Codes", wanted: "Floats", asked: "Codes") -> "Floats":
    """The mean of the rows with the same value; of all rows for a value that none has."""
    import numpy

    size = int(max(groups.max(), asked.max())) + 1
    sums = numpy.zeros((size, wanted.shape[1]))
    numpy.add.at(sums, groups, wanted)
    rows = numpy.bincount(groups, minlength=size)[:, None]
    return numpy.where(rows > 0, sums / numpy.maximum(rows, 1), wanted.mean(axis=0))[asked]


def _of_nearest(numbers: "Floats", wanted: "Floats", asked: "Floats") -> "Floats":
    """The mean of the rows around each number in their order."""
    import numpy

    order = numpy.argsort(numbers, kind="stable")
    ordered = numbers[order]
    sums = numpy.vstack([numpy.zeros(wanted.shape[1]), numpy.cumsum(wanted[order], axis=0)])
    place = (numpy.searchsorted(ordered, asked, "left") + numpy.searchsorted(ordered, asked, "right")) // 2
    first, last = numpy.maximum(place - NEAREST, 0), numpy.minimum(place + NEAREST, len(ordered))
    means: Floats = (sums[last] - sums[first]) / (last - first)[:, None]
    return means


def _of_classes(wanted: "Floats", guessed: "Floats") -> float:
    """How many of the rows that the most frequent class would miss are met."""
    most = float(wanted.mean(axis=0).max())
    right = float((wanted.argmax(axis=1) == guessed.argmax(axis=1)).mean())
    return max(0.0, (right - most) / (1 - most)) if most < 1 else 0.0


def _of_spread(wanted: "Floats", guessed: "Floats", groups: "Codes | None") -> float:
    """The explained part of the spread; groups of these sizes explain most where each has a range of its own."""
    import numpy

    spread = float(((wanted - wanted.mean()) ** 2).sum())
    missed = float(((wanted - guessed) ** 2).sum())
    possible = spread
    if groups is not None:
        means = numpy.bincount(groups, guessed) / numpy.maximum(numpy.bincount(groups), 1)
        ideal = numpy.empty(len(wanted), dtype=groups.dtype)
        ideal[numpy.argsort(wanted, kind="stable")] = groups[numpy.argsort(means[groups], kind="stable")]
        within = wanted - (numpy.bincount(ideal, wanted) / numpy.maximum(numpy.bincount(ideal), 1))[ideal]
        possible = spread - float((within**2).sum())
    return max(0.0, min(1.0, (spread - missed) / possible)) if possible > 0 else 0.0


def _is_moment(other: Values) -> bool:
    """Whether a column says when: what drifts with time follows it without being known from it."""
    return other.column.type.is_moment or (
        other.column.type is FieldType.INTEGER and bool(MOMENTS & set(words_of(other.column.label)))
    )


def _reason(target: Values, found: float, rest: float) -> str:
    return (
        f"{{}} alone predicts “{target.column.label}” almost perfectly in rows that were held out: {found:.1%} of what "
        f"is possible, where no other column says more than {rest:.0%}. So it is probably known only with it; put it "
        "back if it is known before."
    )
