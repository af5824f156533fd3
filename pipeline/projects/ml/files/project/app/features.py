"""From the values of records to the numbers that a model learns from."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Cell = float | int | bool | str | None
"""A value of a record; moments are ISO 8601 text."""
Columns = Mapping[str, Sequence[Cell]]
"""Values by the name of their feature, one for each record."""
Matrix = NDArray[np.float64]

FEW_VALUES = 50
"""A text feature with more values is learned by the mean of the target for each, not as separate categories."""
LARGEST = 1e18
"""Numbers beyond this are taken for it, so that no square of one overflows."""


class FeatureKind(StrEnum):
    """What the values of a feature are, which decides how they become numbers."""

    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    CATEGORY = "category"


@dataclass(frozen=True, kw_only=True)
class Feature:
    """A column that is learned from; a record may leave it out unless it is `required`."""

    name: str
    label: str
    kind: FeatureKind
    unit: str = ""
    required: bool = False


def moment_parts(text: str) -> tuple[float, ...]:
    """A moment as the days since 1970 and its month, day of the month, weekday (Monday is 0) and hour."""
    moment = dt.datetime.fromisoformat(text)
    elapsed = moment - dt.datetime(1970, 1, 1)
    day = elapsed.total_seconds() / 86_400
    return (day, float(moment.month), float(moment.day), float(moment.weekday()), float(moment.hour))


PARTS = ("days", "month", "day", "weekday", "hour")
_PARTS_OF: Mapping[FeatureKind, int] = {FeatureKind.DATE: 4, FeatureKind.DATETIME: 5}


@dataclass(frozen=True)
class Encoder:
    """Makes matrices of the features; categories become the places of their values in `vocabulary`.

    The columns of a matrix are first the features of few values (`few`), then those of amounts (`amounts`), then the
    features of many values (`many`). What is missing, or was never seen in training, is NaN.
    """

    features: tuple[Feature, ...]
    vocabulary: Mapping[str, tuple[str, ...]]

    @property
    def few(self) -> tuple[Feature, ...]:
        """Categories of few values."""
        return tuple(feature for feature in self._categories() if len(self.vocabulary[feature.name]) <= FEW_VALUES)

    @property
    def many(self) -> tuple[Feature, ...]:
        """Categories of many values."""
        return tuple(feature for feature in self._categories() if len(self.vocabulary[feature.name]) > FEW_VALUES)

    @property
    def amounts(self) -> tuple[Feature, ...]:
        """Everything that is no category."""
        return tuple(feature for feature in self.features if feature.kind is not FeatureKind.CATEGORY)

    def places(self) -> dict[str, list[int]]:
        """The columns of the matrix that each feature takes."""
        found: dict[str, list[int]] = {}
        start = 0
        for feature in (*self.few, *self.amounts, *self.many):
            width = _PARTS_OF.get(feature.kind, 1)
            found[feature.name] = list(range(start, start + width))
            start += width
        return found

    def matrix(self, columns: Columns) -> Matrix:
        """A row for each record; `columns` holds every feature."""
        parts: list[Matrix] = []
        for feature in (*self.few, *self.amounts, *self.many):
            cells = columns[feature.name]
            if feature.kind is FeatureKind.CATEGORY:
                codes = {value: float(place) for place, value in enumerate(self.vocabulary[feature.name])}
                parts.append(_matrix([(codes.get(str(cell), math.nan),) for cell in cells], 1))
            elif width := _PARTS_OF.get(feature.kind):
                parts.append(_matrix([_moment(cell)[:width] for cell in cells], width))
            else:
                parts.append(_matrix([(_amount(cell),) for cell in cells], 1))
        return np.hstack(parts)

    def _categories(self) -> tuple[Feature, ...]:
        return tuple(feature for feature in self.features if feature.kind is FeatureKind.CATEGORY)


def learn_encoder(features: Sequence[Feature], columns: Columns) -> Encoder:
    """The encoder whose vocabulary is the values that `columns` holds, the most frequent first."""
    vocabulary = {
        feature.name: frequent(columns[feature.name]) for feature in features if feature.kind is FeatureKind.CATEGORY
    }
    return Encoder(tuple(features), vocabulary)


def frequent(cells: Sequence[Cell]) -> tuple[str, ...]:
    """The different values, the most frequent first; of equally frequent ones the first in the alphabet."""
    counts = Counter(str(cell) for cell in cells if cell is not None)
    return tuple(sorted(counts, key=lambda value: (-counts[value], value)))


def by_feature(records: Sequence[Mapping[str, Cell]], features: Sequence[Feature]) -> dict[str, list[Cell]]:
    """Records turned into columns; a feature that a record leaves out is missing."""
    return {feature.name: [record.get(feature.name) for record in records] for feature in features}


def parse_cell(kind: FeatureKind, text: str) -> Cell:
    """The value of a cell of a CSV file: nothing is a missing value; ValueError says what was expected."""
    return _PARSERS[kind](text) if text else None


def _parse_integer(text: str) -> Cell:
    try:
        return int(text)
    except ValueError:
        raise ValueError("a whole number is expected") from None


def _parse_number(text: str) -> Cell:
    try:
        number = float(text)
    except ValueError:
        raise ValueError("a number is expected") from None
    return number if math.isfinite(number) else None


def _parse_boolean(text: str) -> Cell:
    if text not in ("true", "false"):
        raise ValueError("true or false is expected")
    return text == "true"


_PARSERS: Mapping[FeatureKind, Callable[[str], Cell]] = {
    FeatureKind.INTEGER: _parse_integer,
    FeatureKind.NUMBER: _parse_number,
    FeatureKind.BOOLEAN: _parse_boolean,
    FeatureKind.DATE: str,
    FeatureKind.DATETIME: str,
    FeatureKind.CATEGORY: str,
}


def _matrix(rows: list[tuple[float, ...]], width: int) -> Matrix:
    return np.array(rows, dtype=np.float64).reshape(len(rows), width)


def _amount(cell: Cell) -> float:
    return math.nan if cell is None else max(-LARGEST, min(LARGEST, float(cell)))


def _moment(cell: Cell) -> tuple[float, ...]:
    return (math.nan,) * len(PARTS) if cell is None else moment_parts(str(cell))
