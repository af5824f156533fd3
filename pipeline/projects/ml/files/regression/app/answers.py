"""What a prediction is told as: the number, and the range that the truth lies in nine times of ten."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel

from app.features import Matrix
from app.info import ModelInfo


class Prediction(BaseModel):
    """The predicted number, and the range that held nine of ten true values in tests; `notes` say what is unusual."""

    prediction: float
    low: float
    high: float
    notes: list[str]


COLUMNS = ("prediction", "low", "high")
"""The columns that a file of predictions has besides its own."""


def answers(predicted: Matrix, notes: Sequence[list[str]], info: ModelInfo) -> list[Prediction]:
    """A prediction for each row of `predicted`."""
    margin = info.constants["margin"]
    return [
        Prediction(prediction=value, low=value - margin, high=value + margin, notes=each)
        for value, each in zip(predicted[:, 0].tolist(), notes, strict=True)
    ]


def as_cells(prediction: Prediction) -> Mapping[str, str]:
    """The prediction as cells of a CSV file, by column."""
    return {name: f"{getattr(prediction, name):.6g}" for name in COLUMNS}
