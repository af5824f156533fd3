"""What a prediction is told as: the most probable class, and the probability of each."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel

from app.features import Matrix
from app.info import ModelInfo


class Prediction(BaseModel):
    """The most probable class, and how probable each class is; `notes` say what is unusual about the record."""

    prediction: str
    probability: float
    probabilities: dict[str, float]
    notes: list[str]


COLUMNS = ("prediction", "probability")
"""The columns that a file of predictions has besides its own."""


def answers(predicted: Matrix, notes: Sequence[list[str]], info: ModelInfo) -> list[Prediction]:
    """A prediction for each row of `predicted`."""
    found = []
    for row, each in zip(predicted.tolist(), notes, strict=True):
        by_class = dict(zip(info.target.classes, row, strict=True))
        best = max(by_class, key=by_class.__getitem__)
        found.append(Prediction(prediction=best, probability=by_class[best], probabilities=by_class, notes=each))
    return found


def as_cells(prediction: Prediction) -> Mapping[str, str]:
    """The prediction as cells of a CSV file, by column."""
    return {"prediction": prediction.prediction, "probability": f"{prediction.probability:.4f}"}
