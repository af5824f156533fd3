"""The plots of a model that predicts a class."""

import numpy as np

from app.charts import Axis, scatter, table
from app.features import Matrix
from app.importance import importance_bars
from app.info import ModelInfo
from app.schema import CLASSES

RANGES = 10


def draw_plots(truth: Matrix, predicted: Matrix, info: ModelInfo) -> dict[str, str]:
    """SVG text by name."""
    return {
        "confusion": _confusion(truth, predicted),
        "calibration": _calibration(truth, predicted),
        "importances": importance_bars(info),
    }


def confusion(truth: Matrix, predicted: Matrix) -> list[list[int]]:
    """How many rows of each class (a row each) were predicted as each class."""
    counts = np.zeros((len(CLASSES), len(CLASSES)), dtype=int)
    np.add.at(counts, (truth.astype(int), predicted.argmax(axis=1)), 1)
    found: list[list[int]] = counts.tolist()
    return found


def reliability(truth: Matrix, predicted: Matrix) -> list[tuple[float, float]]:
    """For answers of about the same probability, that probability and how often they were right."""
    sure, right = predicted.max(axis=1), predicted.argmax(axis=1) == truth
    places = np.minimum((sure * RANGES).astype(int), RANGES - 1)
    return [(float(sure[places == one].mean()), float(right[places == one].mean())) for one in np.unique(places)]


def _confusion(truth: Matrix, predicted: Matrix) -> str:
    return table("Rows by true class (down) and predicted class", CLASSES, confusion(truth, predicted))


def _calibration(truth: Matrix, predicted: Matrix) -> str:
    return scatter(
        "Stated probability, and the share that was right",
        Axis("stated probability", 0, 1),
        Axis("share that was right", 0, 1),
        reliability(truth, predicted),
        diagonal=True,
    )
