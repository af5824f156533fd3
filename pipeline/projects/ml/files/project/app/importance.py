"""How much the model needs each feature: how much worse it does once the feature's values are shuffled."""

from dataclasses import dataclass

import numpy as np
from sklearn.pipeline import Pipeline

from app.charts import bars
from app.features import Encoder, Matrix
from app.info import ModelInfo
from app.schema import METRIC
from app.table import SEED
from app.task import METRICS, predict
from app.wording import short

REPEATS = 5
MOST_ROWS = 500
MOST_BARS = 12
MOST_SHUFFLES = 400
"""Over all features, which bounds the time for wide tables."""


@dataclass(frozen=True)
class Importance:
    """How much worse the metric is without a feature, on average, and how much that varies between shuffles."""

    feature: str
    value: float
    deviation: float


def importance_bars(info: ModelInfo) -> str:
    """A plot of the features that the model needs most."""
    shown = [(one.label, one.value, short(one.value)) for one in info.importances[:MOST_BARS]]
    return bars("How much worse it gets once a feature is shuffled", shown)


def importances(model: Pipeline, encoder: Encoder, matrix: Matrix, target: Matrix) -> tuple[Importance, ...]:
    """The importance of each feature on rows that the model did not learn from, the greatest first."""
    places = encoder.places()
    repeats = max(1, min(REPEATS, MOST_SHUFFLES // len(places)))
    matrix, target = matrix[:MOST_ROWS], target[:MOST_ROWS]
    metric = METRICS[METRIC]
    sign = 1 if metric.higher_is_better else -1
    usual = metric.measure(target, predict(model, matrix))
    chance = np.random.default_rng(SEED)
    found = []
    for name, columns in places.items():
        losses = []
        for _ in range(repeats):
            shuffled = matrix.copy()
            shuffled[:, columns] = matrix[chance.permutation(len(matrix))][:, columns]
            losses.append(sign * (usual - metric.measure(target, predict(model, shuffled))))
        found.append(Importance(name, float(np.mean(losses)), float(np.std(losses))))
    return tuple(sorted(found, key=lambda one: (-one.value, one.feature)))
