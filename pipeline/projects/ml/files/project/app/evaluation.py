"""How good a model is: tested on rows that it did not learn from, with the uncertainty of each number."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.pipeline import Pipeline

from app.estimators import Build
from app.features import Encoder, Matrix
from app.folds import Fold, Indexes
from app.table import SEED
from app.task import METRICS, predict

RESAMPLES = 200
COVERAGE = 0.95


@dataclass(frozen=True)
class Score:
    """A measure over all tested rows, the interval that it lies in with 95 % confidence, and its value in each fold."""

    key: str
    value: float
    low: float
    high: float
    folds: tuple[float, ...]


@dataclass(frozen=True)
class HeldOut:
    """The predictions for the rows that were tested, each by a model that did not learn from it."""

    rows: Indexes
    predicted: Matrix
    last_model: Pipeline


def usable_folds(folds: Sequence[Fold], target: Matrix) -> list[Fold]:
    """Folds whose learning part has more than one value of the target: nothing can be learned from a single one."""
    return [fold for fold in folds if len(np.unique(target[fold[0]])) > 1]


def fit(model: Pipeline, matrix: Matrix, target: Matrix) -> Pipeline:
    """The model, fitted; that a class is rare in a part, or that a fit stopped early, is no reason to stop."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted: Pipeline = model.fit(matrix, target)
    return fitted


def cross_validate(build: Build, encoder: Encoder, matrix: Matrix, target: Matrix, folds: Sequence[Fold]) -> HeldOut:
    """Fit a model for each fold, and keep what it predicts for the rows that it is tested on."""
    rows, predicted = [], []
    model = build(encoder, len(matrix))
    for learned, tested in folds:
        model = fit(build(encoder, len(learned)), matrix[learned], target[learned])
        rows.append(tested)
        predicted.append(predict(model, matrix[tested]))
    return HeldOut(np.concatenate(rows), np.concatenate(predicted), model)


def measure(tested: HeldOut, target: Matrix, folds: Sequence[Fold], blocks: Indexes) -> tuple[Score, ...]:
    """Every metric, with the percentile interval of a bootstrap that draws whole blocks of rows."""
    truth, predicted = target[tested.rows], tested.predicted
    draws = [_draw(blocks[tested.rows], seed) for seed in range(RESAMPLES)]
    ends = np.cumsum([len(fold[1]) for fold in folds])
    starts = [0, *ends[:-1]]
    found = []
    for key, metric in METRICS.items():
        drawn = [metric.measure(truth[draw], predicted[draw]) for draw in draws]
        low, high = np.quantile(drawn, ((1 - COVERAGE) / 2, (1 + COVERAGE) / 2))
        value = metric.measure(truth, predicted)
        each = tuple(
            metric.measure(truth[start:end], predicted[start:end]) for start, end in zip(starts, ends, strict=True)
        )
        # A bootstrap that is skewed can leave out the value itself.
        found.append(Score(key, value, min(float(low), value), max(float(high), value), each))
    return tuple(found)


def _draw(blocks: Indexes, seed: int) -> Indexes:
    """Rows of as many blocks as there are, drawn with replacement."""
    chance = np.random.default_rng([SEED, seed])
    names, counts = np.unique(blocks, return_counts=True)
    if len(names) == len(blocks):
        return chance.integers(0, len(blocks), len(blocks))
    order = np.argsort(blocks, kind="stable")
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    chosen = chance.integers(0, len(names), len(names))
    return np.concatenate([order[starts[place] : starts[place] + counts[place]] for place in chosen])
