"""What each model makes of the columns before it learns from them."""

from typing import Any

import numpy as np
import pytest
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import TargetEncoder

from app.estimators import MODELS, build_guess, build_linear, build_trees
from app.features import FEW_VALUES, Encoder, Feature, FeatureKind
from app.task import INNER_FOLDS, TARGET_TYPE

ROWS = 40
COLOUR = Feature(name="colour", label="Colour", kind=FeatureKind.CATEGORY)
SIZE = Feature(name="size", label="Size", kind=FeatureKind.NUMBER)
DAY = Feature(name="day", label="Day", kind=FeatureKind.DATE)
CODE = Feature(name="code", label="Code", kind=FeatureKind.CATEGORY)
CODES = tuple(f"c{number}" for number in range(FEW_VALUES + 1))
EVERY_KIND = Encoder((CODE, SIZE, COLOUR, DAY), {"colour": ("red", "blue"), "code": CODES})


def steps_of(model: Pipeline) -> dict[str, tuple[Any, list[int]]]:
    """What is done to each group of columns, and which those are."""
    return {name: (step, places) for name, step, places in model[0].transformers}


@pytest.mark.parametrize("build", [build_linear, build_trees])
def test_each_group_of_columns_has_a_step_of_its_own(build: Any) -> None:
    places = {name: columns for name, (_, columns) in steps_of(build(EVERY_KIND, ROWS)).items()}
    assert places == {"few": [0], "amounts": [1, 2, 3, 4, 5], "many": [6]}
    assert list(steps_of(build(Encoder((SIZE,), {}), ROWS))) == ["amounts"]


def test_the_guess_sees_no_column() -> None:
    assert len(build_guess(EVERY_KIND, ROWS)) == 1
    assert [build for _, build in MODELS.values()] == [build_guess, build_linear, build_trees]


def test_many_values_become_the_mean_of_the_target() -> None:
    linear, trees = steps_of(build_linear(EVERY_KIND, ROWS)), steps_of(build_trees(EVERY_KIND, ROWS))
    for encoder in (linear["many"][0][0], trees["many"][0]):
        assert isinstance(encoder, TargetEncoder)
        assert (encoder.target_type, encoder.cv) == (TARGET_TYPE, INNER_FOLDS)
    assert (trees["few"][0], trees["amounts"][0]) == ("passthrough", "passthrough")


def test_trees_know_which_columns_are_categories() -> None:
    assert build_trees(EVERY_KIND, ROWS)[-1].get_params()["categorical_features"] == [0]


def test_a_frequent_category_is_a_column_of_the_linear_model() -> None:
    few, _ = steps_of(build_linear(EVERY_KIND, ROWS))["few"]
    seen = np.array([[0.0], [0.0], [1.0], [1.0], [np.nan], [np.nan], [2.0], [3.0]])
    found = few.fit_transform(seen)
    assert found.shape == (8, 4)
    assert found.sum(axis=1).tolist() == [1.0] * 8
    assert (found[0] == found[1]).all()
    assert (found[4] == found[5]).all()
    assert (found[6] == found[7]).all()
    assert (found[0] != found[2]).any()
    assert few.transform([[9.0]]).tolist() == [found[7].tolist()]


def test_amounts_of_the_linear_model_are_scaled_and_say_where_they_are_missing() -> None:
    amounts, _ = steps_of(build_linear(EVERY_KIND, ROWS))["amounts"]
    found = amounts.fit_transform(np.array([[1.0, np.nan], [3.0, np.nan], [np.nan, np.nan]]))
    assert found.shape == (3, 4)
    assert found.mean(axis=0) == pytest.approx([0, 0, 0, 0])
    assert found[2, 0] == 0
    assert found[2, 2] > found[0, 2] == found[1, 2]
