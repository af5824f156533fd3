"""Tests on rows that were not learned from, and how sure their results are."""

from collections.abc import Iterator

import numpy as np
import pytest
from sklearn.pipeline import Pipeline

from app.estimators import MODELS
from app.evaluation import HeldOut, cross_validate, fit, measure, usable_folds
from app.features import Encoder, Feature, FeatureKind, Matrix
from app.importance import importances
from app.task import METRICS, predict
from app.threads import one_thread

FEATURES = (
    Feature(name="signal", label="Signal", kind=FeatureKind.NUMBER),
    Feature(name="noise", label="Noise", kind=FeatureKind.NUMBER),
    Feature(name="group", label="Group", kind=FeatureKind.CATEGORY),
)
ENCODER = Encoder(FEATURES, {"group": ("a", "b")})
ROWS = 120


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    """One thread, as in training."""
    with one_thread():
        yield


def sample() -> tuple[Matrix, Matrix]:
    """Rows whose target, 0 or 1, follows from the signal alone."""
    chance = np.random.default_rng(7)
    signal = np.arange(ROWS) % 2
    matrix = np.column_stack([chance.integers(0, 2, ROWS), signal * 2.0, chance.normal(size=ROWS)])
    return matrix, signal.astype(np.float64)


def folds() -> list[tuple[np.ndarray[tuple[int], np.dtype[np.int64]], np.ndarray[tuple[int], np.dtype[np.int64]]]]:
    rows = np.arange(ROWS)
    return [(rows[rows % 3 != part], rows[rows % 3 == part]) for part in range(3)]


def test_each_row_is_tested_once_and_well() -> None:
    matrix, target = sample()
    for key, (_, build) in MODELS.items():
        tested = cross_validate(build, ENCODER, matrix, target, folds())
        assert sorted(tested.rows.tolist()) == list(range(ROWS))
        assert len(tested.predicted) == ROWS
        found = {score.key: score for score in measure(tested, target, folds(), np.arange(ROWS))}
        best = next(iter(METRICS))
        if key == "guess":
            guessed = found[best].value
        else:
            assert (found[best].value - guessed) * (1 if METRICS[best].higher_is_better else -1) > 0.3


def test_a_test_does_not_see_the_rows_that_were_learned() -> None:
    matrix, target = sample()
    first, *_ = folds()
    tested = cross_validate(MODELS["trees"][1], ENCODER, matrix, target, [first])
    assert tested.rows.tolist() == first[1].tolist()
    alone = fit(MODELS["trees"][1](ENCODER, len(first[0])), matrix[first[0]], target[first[0]])
    assert np.array_equal(predict(alone, matrix[first[1]]), tested.predicted)
    assert isinstance(tested.last_model, Pipeline)


def test_folds_that_teach_nothing_are_left_out() -> None:
    target = np.array([0.0, 0.0, 1.0, 1.0])
    flat, mixed = (np.array([0, 1]), np.array([2])), (np.array([1, 2]), np.array([3]))
    assert usable_folds([flat, mixed], target) == [mixed]


def test_intervals_hold_the_value_and_narrow_with_more_rows() -> None:
    widths = []
    for rows in (40, 4_000):
        chance = np.random.default_rng(1)
        target = np.tile([0.0, 1.0], rows // 2)
        predicted = np.clip(np.abs(1 - target[:, None] - np.array([0.0, 1.0])) + chance.normal(0, 0.6, (rows, 2)), 0, 1)
        every = [(np.arange(0), np.arange(rows // 2)), (np.arange(0), np.arange(rows // 2, rows))]
        found = measure(HeldOut(np.arange(rows), predicted, Pipeline([("none", None)])), target, every, np.arange(rows))
        assert [score.key for score in found] == list(METRICS)
        assert all(score.low <= score.value <= score.high for score in found)
        assert all(len(score.folds) == 2 for score in found)
        widths.append([score.high - score.low for score in found])
    assert all(narrow < wide / 2 for wide, narrow in zip(*widths, strict=True))


def test_blocks_are_drawn_whole() -> None:
    target = np.repeat(np.tile([0.0, 1.0], 10), 50)
    predicted = np.column_stack([np.full(1000, 0.5), np.full(1000, 0.5)])
    predicted[::2] = [0.9, 0.1]
    every = [(np.arange(0), np.arange(1000))]
    tested = HeldOut(np.arange(1000), predicted, Pipeline([("none", None)]))
    alone, together = (measure(tested, target, every, units) for units in (np.arange(1000), np.arange(1000) // 50))
    place = list(METRICS).index("mae" if "mae" in METRICS else "accuracy")
    assert together[place].high - together[place].low > 2 * (alone[place].high - alone[place].low)
    assert together[place].value == alone[place].value


def test_a_feature_that_decides_is_the_most_important() -> None:
    matrix, target = sample()
    model = fit(MODELS["trees"][1](ENCODER, ROWS), matrix, target)
    found = importances(model, ENCODER, matrix, target)
    assert found[0].feature == "signal"
    assert found[0].value > 0.2
    assert {one.feature for one in found} == {"signal", "noise", "group"}
    assert abs(found[1].value) < 0.1 * found[0].value
    assert found == importances(model, ENCODER, matrix, target)
