"""What is particular to predicting a number."""

import re

import numpy as np
import pytest
from sklearn.pipeline import make_pipeline

from app.answers import answers, as_cells
from app.evaluation import fit
from app.info import ModelInfo
from app.plots import draw_plots
from app.task import METRICS, TREES, as_target, constants, guess, linear, predict, strata, trees
from tests.helpers import small_model

TRUTH = np.array([1.0, 2.0, 3.0, 6.0])
PREDICTED = np.array([[1.0], [2.0], [5.0], [2.0]])


@pytest.mark.parametrize(("key", "value"), [("mae", 1.5), ("rmse", 20**0.5 / 2), ("r2", 1 - 20 / 14)])
def test_metrics(key: str, value: float) -> None:
    assert METRICS[key].measure(TRUTH, PREDICTED) == pytest.approx(value)


def test_which_metrics_are_better_the_higher() -> None:
    assert [key for key, metric in METRICS.items() if metric.higher_is_better] == ["r2"]
    assert METRICS["r2"].measure(np.array([2.0, 2.0]), np.array([[1.0], [2.0]])) == 0


def test_texts_become_numbers() -> None:
    assert as_target(["1.50", "-2", "1e3"]).tolist() == [1.5, -2.0, 1000.0]


def test_strata_are_quarters() -> None:
    assert strata(np.array([8.0, 1.0, 7.0, 2.0, 6.0, 3.0, 5.0, 4.0])).tolist() == [3, 0, 3, 0, 2, 1, 2, 1]


def test_the_guess_is_the_median() -> None:
    model = fit(make_pipeline(guess()), np.zeros((3, 1)), np.array([1.0, 2.0, 9.0]))
    assert predict(model, np.zeros((2, 1))).tolist() == [[2.0], [2.0]]


def test_the_linear_model_finds_a_line() -> None:
    matrix = np.arange(100.0).reshape(-1, 1)
    model = fit(make_pipeline(linear()), matrix, 3 * matrix[:, 0] + 1)
    assert predict(model, np.array([[200.0]]))[0, 0] == pytest.approx(601, rel=1e-3)


@pytest.mark.parametrize(("rows", "leaf"), [(10, 2), (100, 5), (10_000, 20)])
def test_few_rows_make_small_leaves(rows: int, leaf: int) -> None:
    found = trees([], rows).get_params()
    assert (found["min_samples_leaf"], found["max_iter"], found["early_stopping"]) == (leaf, TREES, False)
    assert found["categorical_features"] is None
    assert trees(range(2), rows).get_params()["categorical_features"] == [0, 1]


def test_nine_of_ten_errors_are_within_the_margin() -> None:
    truth = np.arange(101.0)
    assert constants(truth, np.zeros((101, 1))) == {"margin": 90.0}


def test_an_answer_has_a_range() -> None:
    info = ModelInfo.model_construct(constants={"margin": 2.5})
    (found,) = answers(np.array([[10.0]]), [["unusual"]], info)
    assert (found.prediction, found.low, found.high, found.notes) == (10.0, 7.5, 12.5, ["unusual"])
    assert as_cells(found) == {"prediction": "10", "low": "7.5", "high": "12.5"}


def test_plots() -> None:
    truth = np.arange(1000.0)
    found = draw_plots(truth, truth.reshape(-1, 1) + 1, small_model().info)
    assert list(found) == ["predicted", "errors", "importances"]
    assert found["predicted"].count("<circle") == 500
    assert re.findall(r'text-anchor="end">([0-9]+)</text>', found["errors"]).count("1000") == 1
    assert found["importances"].count("<rect") == min(12, len(small_model().info.importances))
