"""The plots of a model that predicts a number."""

import numpy as np

from app.charts import Axis, bars, scatter
from app.features import Matrix
from app.importance import importance_bars
from app.info import ModelInfo
from app.wording import short

MOST_POINTS = 500
RANGES = 11


def draw_plots(truth: Matrix, predicted: Matrix, info: ModelInfo) -> dict[str, str]:
    """SVG text by name."""
    return {
        "predicted": _predicted(truth, predicted[:, 0], info),
        "errors": _errors(truth, predicted[:, 0]),
        "importances": importance_bars(info),
    }


def _predicted(truth: Matrix, predicted: Matrix, info: ModelInfo) -> str:
    shown = np.linspace(0, len(truth) - 1, min(MOST_POINTS, len(truth))).astype(int)
    low, high = float(min(truth.min(), predicted.min())), float(max(truth.max(), predicted.max()))
    return scatter(
        "Predicted beside true values, on rows not learned from",
        Axis(f"true {info.target.label}", low, high),
        Axis("predicted", low, high),
        list(zip(truth[shown].tolist(), predicted[shown].tolist(), strict=True)),
        diagonal=True,
    )


def _errors(truth: Matrix, predicted: Matrix) -> str:
    counts, edges = np.histogram(predicted - truth, RANGES)
    return bars(
        "Errors (predicted less true) and how many rows",
        [
            (f"{short(start)} to {short(end)}", float(count), str(count))
            for start, end, count in zip(edges[:-1], edges[1:], counts, strict=True)
        ],
    )
