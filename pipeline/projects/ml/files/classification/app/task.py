"""What is particular to predicting a class: the kinds of models, their answers, and how they are measured."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata
from sklearn.base import ClassifierMixin
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline

from app.features import Matrix
from app.schema import CLASSES
from app.table import SEED

TARGET_TYPE = "auto"
INNER_FOLDS = StratifiedKFold(4, shuffle=True, random_state=SEED)
TREES = 300
"""Over all classes: with many of them, each gets fewer trees, so that training takes no longer."""
LEAST_PROBABILITY = 1e-6


@dataclass(frozen=True)
class Metric:
    """A measure of predictions beside the truth."""

    label: str
    measure: Callable[[Matrix, Matrix], float]
    higher_is_better: bool


def guess() -> ClassifierMixin:
    """The share of each class: the most frequent one is always the answer."""
    return DummyClassifier(strategy="prior")


def linear() -> ClassifierMixin:
    """Logistic regression with a small penalty for large weights."""
    return LogisticRegression(max_iter=200, random_state=SEED)


def trees(few: Iterable[int], rows: int) -> ClassifierMixin:
    """Boosted trees whose columns `few` are categories; with few rows, smaller leaves."""
    return HistGradientBoostingClassifier(
        max_iter=TREES // max(3, len(CLASSES)),
        min_samples_leaf=min(20, max(2, rows // 20)),
        categorical_features=list(few) or None,
        early_stopping=False,
        random_state=SEED,
    )


def as_target(texts: Sequence[str]) -> Matrix:
    """The target as the places of its classes in CLASSES."""
    places = {name: float(place) for place, name in enumerate(CLASSES)}
    return np.array([places[text] for text in texts], dtype=np.float64)


def strata(target: Matrix) -> NDArray[np.int64]:
    """Rows by class, so that each part of a split has its share of every one."""
    return target.astype(np.int64)


def predict(model: Pipeline, matrix: Matrix) -> Matrix:
    """The probability of each class in the order of CLASSES, a row for each row of `matrix`."""
    found = np.zeros((len(matrix), len(CLASSES)))
    found[:, model.classes_.astype(np.int64)] = model.predict_proba(matrix)
    return found


def constants(truth: Matrix, predicted: Matrix) -> dict[str, float]:
    """What answers are seen beside: how sure the model was on average, and how often it was right."""
    return {"confidence": float(predicted.max(axis=1).mean()), "right": _accuracy(truth, predicted)}


def _accuracy(truth: Matrix, predicted: Matrix) -> float:
    return float((predicted.argmax(axis=1) == truth).mean())


def _balanced_accuracy(truth: Matrix, predicted: Matrix) -> float:
    right = predicted.argmax(axis=1) == truth
    return float(np.mean([right[truth == place].mean() for place in np.unique(truth)]))


def _f1(truth: Matrix, predicted: Matrix) -> float:
    answers = predicted.argmax(axis=1)
    right, size = np.bincount(answers[answers == truth], minlength=len(CLASSES)), len(CLASSES)
    met = np.bincount(truth.astype(np.int64), minlength=size) + np.bincount(answers, minlength=size)
    return float((2 * right[met > 0] / met[met > 0]).mean())


def _log_loss(truth: Matrix, predicted: Matrix) -> float:
    chosen = predicted[np.arange(len(truth)), truth.astype(np.int64)]
    return float(-np.log(np.clip(chosen, LEAST_PROBABILITY, 1)).mean())


def _roc_auc(truth: Matrix, predicted: Matrix) -> float:
    """By the Mann-Whitney statistic: how often a row of the second class is placed before one of the first."""
    second, first = float(truth.sum()), float((1 - truth).sum())
    ranks = rankdata(predicted[:, 1])[truth == 1].sum()
    return float((ranks - second * (second + 1) / 2) / (first * second)) if first and second else 0.5


def _average_precision(truth: Matrix, predicted: Matrix) -> float:
    return float(average_precision_score(truth, predicted[:, 1])) if (truth == 1).any() else 0.0


_ANY = {
    "accuracy": Metric("Accuracy", _accuracy, higher_is_better=True),
    "balanced_accuracy": Metric("Balanced accuracy", _balanced_accuracy, higher_is_better=True),
    "f1": Metric("F1, mean of the classes", _f1, higher_is_better=True),
    "log_loss": Metric("Log loss", _log_loss, higher_is_better=False),
}
_BINARY = {
    "roc_auc": Metric("Area under the ROC curve", _roc_auc, higher_is_better=True),
    "average_precision": Metric("Average precision, rarer class", _average_precision, higher_is_better=True),
}
METRICS: Mapping[str, Metric] = {**_BINARY, **_ANY} if len(CLASSES) == 2 else _ANY
"""What is measured, by key."""
