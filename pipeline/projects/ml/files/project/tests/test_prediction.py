"""What is unusual about a record."""

import pytest
from sklearn.pipeline import make_pipeline

from app.artifact import Model
from app.describe import describe
from app.features import Cell, Feature, FeatureKind, learn_encoder
from app.info import ModelInfo
from app.prediction import unusual
from app.task import guess

SIZE = Feature(name="size", label="Size", kind=FeatureKind.NUMBER)
DAY = Feature(name="day", label="Day", kind=FeatureKind.DATE)
COLOUR = Feature(name="colour", label="Colour", kind=FeatureKind.CATEGORY)
IS_NEW = Feature(name="is_new", label="New", kind=FeatureKind.BOOLEAN)
NEVER = Feature(name="never", label="Never", kind=FeatureKind.NUMBER)
FEATURES = (SIZE, DAY, COLOUR, IS_NEW, NEVER)
COLUMNS: dict[str, list[Cell]] = {
    "size": [1.5, 4.0, 2.0],
    "day": ["2024-01-05", "2024-02-01", "2024-01-20"],
    "colour": ["red", "blue", None],
    "is_new": [True, True, True],
    "never": [None, None, None],
}
USUAL: dict[str, Cell] = {"size": 4.0, "day": "2024-01-05", "colour": "blue", "is_new": True}


def model() -> Model:
    """A model that learned from three rows."""
    info = ModelInfo.model_construct(features=[describe(feature, COLUMNS[feature.name]) for feature in FEATURES])
    return Model(make_pipeline(guess()), learn_encoder(FEATURES, COLUMNS), info)


@pytest.mark.parametrize(
    ("changes", "notes"),
    [
        ({}, []),
        ({"size": 1.5, "day": "2024-02-01"}, []),
        ({"size": 4.1}, ["Size is outside the training data, which goes from 1.5 to 4.0."]),
        ({"size": 1.4}, ["Size is outside the training data, which goes from 1.5 to 4.0."]),
        ({"day": "2024-02-02"}, ["Day is outside the training data, which goes from 2024-01-05 to 2024-02-01."]),
        ({"day": "2024-01-04"}, ["Day is outside the training data, which goes from 2024-01-05 to 2024-02-01."]),
        ({"size": None}, ["Size was never missing in the training data."]),
        ({"colour": None}, []),
        ({"colour": "green"}, ["Colour has a value that was not in the training data."]),
        ({"is_new": False}, []),
        ({"never": 7.0}, []),
        ({"size": 9.0, "colour": "green"}, ["Size", "Colour"]),
    ],
)
def test_what_was_not_met_in_training_is_noted(changes: dict[str, Cell], notes: list[str]) -> None:
    found = unusual(model(), USUAL | changes)
    assert len(found) == len(notes)
    assert all(text.startswith(note) for text, note in zip(found, notes, strict=True))
