"""What is particular to predicting a number: the kinds of models, their answers, and how they are measured."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.base import RegressorMixin
from sklearn.dummy import DummyRegressor
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold
from sklearn.pipeline import Pipeline

from app.features import Matrix
from app.table import SEED

TARGET_TYPE = "continuous"
INNER_FOLDS = KFold(4, shuffle=True, random_state=SEED)
TREES = 100


@dataclass(frozen=True)
class Metric:
    """A measure of predictions beside the truth."""

    label: str
    measure: Callable[[Matrix, Matrix], float]
    higher_is_better: bool


def guess() -> RegressorMixin:
    """The median of the target: half of the values are below it."""
    return DummyRegressor(strategy="median")


def linear() -> RegressorMixin:
    """Least squares with a small penalty for large weights."""
    return Ridge(alpha=1.0)


def trees(few: Iterable[int], rows: int) -> RegressorMixin:
    """Boosted trees whose columns `few` are categories; with few rows, smaller leaves."""
    return HistGradientBoostingRegressor(
        max_iter=TREES,
        min_samples_leaf=min(20, max(2, rows // 20)),
        categorical_features=list(few) or None,
        early_stopping=False,
        random_state=SEED,
    )


def as_target(texts: Sequence[str]) -> Matrix:
    """The target as numbers."""
    return np.array([float(text) for text in texts], dtype=np.float64)


def strata(target: Matrix) -> NDArray[np.int64]:
    """Rows by the quarter of the target that they are in, so that each part of a split has low and high values."""
    places = np.argsort(np.argsort(target, kind="stable"), kind="stable")
    quarters: NDArray[np.int64] = places * 4 // len(target)
    return quarters


def predict(model: Pipeline, matrix: Matrix) -> Matrix:
    """A column of predictions, a row for each row of `matrix`."""
    found: Matrix = np.asarray(model.predict(matrix), dtype=np.float64).reshape(-1, 1)
    return found


def constants(truth: Matrix, predicted: Matrix) -> dict[str, float]:
    """What an answer says besides the number: how far off nine of ten predictions were at most."""
    return {"margin": float(np.quantile(np.abs(predicted[:, 0] - truth), 0.9))}


def _mae(truth: Matrix, predicted: Matrix) -> float:
    return float(np.abs(predicted[:, 0] - truth).mean())


def _rmse(truth: Matrix, predicted: Matrix) -> float:
    return float(np.sqrt(((predicted[:, 0] - truth) ** 2).mean()))


def _r2(truth: Matrix, predicted: Matrix) -> float:
    spread = float(((truth - truth.mean()) ** 2).sum())
    return 1 - float(((predicted[:, 0] - truth) ** 2).sum()) / spread if spread else 0.0


METRICS: Mapping[str, Metric] = {
    "mae": Metric("Mean absolute error", _mae, higher_is_better=False),
    "rmse": Metric("Root mean squared error", _rmse, higher_is_better=False),
    "r2": Metric("R² (variance explained)", _r2, higher_is_better=True),
}
"""What is measured, by key."""
