"""What is particular to predicting a class."""

import numpy as np
import pytest
from sklearn.pipeline import make_pipeline

from app.answers import answers, as_cells
from app.evaluation import fit
from app.info import ModelInfo, TargetInfo
from app.plots import confusion, draw_plots, reliability
from app.schema import CLASSES
from app.task import METRICS, TREES, as_target, constants, guess, linear, predict, strata, trees
from tests.helpers import small_model

TRUTH = np.array([0.0, 0.0, 0.0, 1.0])
PREDICTED = np.array([[0.9, 0.1], [0.8, 0.2], [0.4, 0.6], [0.3, 0.7]])
VALUES = {
    "accuracy": 0.75,
    "balanced_accuracy": (2 / 3 + 1) / 2,
    "f1": (0.8 + 2 / 3) / 2,
    "log_loss": -(np.log(0.9) + np.log(0.8) + np.log(0.4) + np.log(0.7)) / 4,
    "roc_auc": 1.0,
    "average_precision": 1.0,
}


@pytest.mark.parametrize("key", METRICS)
def test_metrics(key: str) -> None:
    assert METRICS[key].measure(TRUTH, PREDICTED) == pytest.approx(VALUES[key])


def test_which_metrics_are_better_the_higher() -> None:
    assert [key for key, metric in METRICS.items() if not metric.higher_is_better] == ["log_loss"]


def test_a_class_that_is_not_there_is_no_reason_to_fail() -> None:
    alone = np.zeros(4)
    found = {key: metric.measure(alone, PREDICTED) for key, metric in METRICS.items()}
    assert found.get("roc_auc", 0.5) == 0.5
    assert found.get("average_precision", 0.0) == 0.0
    assert found["accuracy"] == 0.5
    assert METRICS["log_loss"].measure(np.ones(1), np.array([[1.0, 0.0]])) == pytest.approx(-np.log(1e-6))


def test_texts_become_the_places_of_their_classes() -> None:
    assert as_target([CLASSES[1], CLASSES[0]]).tolist() == [1.0, 0.0]
    assert strata(np.array([1.0, 0.0])).tolist() == [1, 0]


def test_the_guess_is_the_share_of_each_class() -> None:
    model = fit(make_pipeline(guess()), np.zeros((4, 1)), TRUTH)
    assert predict(model, np.zeros((1, 1)))[0].tolist() == [0.75, 0.25] + [0.0] * (len(CLASSES) - 2)


def test_the_linear_model_tells_two_sides_apart() -> None:
    matrix = np.linspace(-1, 1, 100).reshape(-1, 1)
    model = fit(make_pipeline(linear()), matrix, (matrix[:, 0] > 0).astype(float))
    low, high = predict(model, np.array([[-1.0], [1.0]]))
    assert low[0] > 0.8
    assert high[1] > 0.8


@pytest.mark.parametrize(("rows", "leaf"), [(10, 2), (100, 5), (10_000, 20)])
def test_few_rows_make_small_leaves(rows: int, leaf: int) -> None:
    found = trees([], rows).get_params()
    assert (found["min_samples_leaf"], found["early_stopping"]) == (leaf, False)
    assert found["max_iter"] == TREES // max(3, len(CLASSES))
    assert found["categorical_features"] is None
    assert trees(range(2), rows).get_params()["categorical_features"] == [0, 1]


def test_how_sure_and_how_right_answers_are() -> None:
    assert constants(TRUTH, PREDICTED) == {"confidence": pytest.approx(0.75), "right": 0.75}


def test_an_answer_is_the_most_probable_class() -> None:
    target = TargetInfo(name="t", label="T", unit="", task="classification", classes=["a", "b"], reason="")
    (found,) = answers(np.array([[0.25, 0.75]]), [["unusual"]], ModelInfo.model_construct(target=target))
    assert (found.prediction, found.probability, found.notes) == ("b", 0.75, ["unusual"])
    assert found.probabilities == {"a": 0.25, "b": 0.75}
    assert as_cells(found) == {"prediction": "b", "probability": "0.7500"}


def test_rows_by_true_and_predicted_class() -> None:
    assert [row[:2] for row in confusion(TRUTH, PREDICTED)[:2]] == [[2, 1], [0, 1]]


def test_how_often_answers_of_a_probability_are_right() -> None:
    found = np.array(reliability(TRUTH, PREDICTED))
    assert found[:, 0].tolist() == pytest.approx([0.6, 0.7, 0.8, 0.9])
    assert found[:, 1].tolist() == [0, 1, 1, 1]
    assert reliability(np.zeros(1), np.array([[1.0, 0.0]])) == [(1.0, 1.0)]


def test_plots() -> None:
    found = draw_plots(TRUTH, PREDICTED, small_model().info)
    assert list(found) == ["confusion", "calibration", "importances"]
    assert found["confusion"].count("<rect") == len(CLASSES) ** 2
    assert found["calibration"].count("<circle") == 4
    assert found["importances"].count("<rect") == min(12, len(small_model().info.importances))
