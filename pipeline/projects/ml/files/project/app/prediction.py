"""Predictions for records, one or many, that were checked before."""

from collections.abc import Mapping, Sequence

from app.answers import Prediction, answers
from app.artifact import Model
from app.features import Cell, by_feature
from app.info import FeatureInfo
from app.schema import FEATURES
from app.task import predict
from app.threads import one_thread


def predict_records(model: Model, records: Sequence[Mapping[str, Cell]]) -> list[Prediction]:
    """A prediction for each record, in their order."""
    with one_thread():
        predicted = predict(model.pipeline, model.encoder.matrix(by_feature(records, FEATURES)))
    return answers(predicted, [unusual(model, record) for record in records], model.info)


def unusual(model: Model, record: Mapping[str, Cell]) -> list[str]:
    """What the model did not meet in training: values beyond its range, and categories that were not there."""
    notes = (_note(feature, record.get(feature.name), model) for feature in model.info.features)
    return [note for note in notes if note]


def _note(feature: FeatureInfo, cell: Cell, model: Model) -> str:
    if cell is None:
        return "" if feature.missing else f"{feature.label} was never missing in the training data."
    known = model.encoder.vocabulary.get(feature.name)
    if known is not None:
        return "" if str(cell) in known else f"{feature.label} has a value that was not in the training data."
    if feature.minimum is None or feature.maximum is None or isinstance(cell, bool):
        return ""
    low, high = feature.minimum, feature.maximum
    is_within = str(low) <= cell <= str(high) if isinstance(cell, str) else float(low) <= cell <= float(high)
    return "" if is_within else f"{feature.label} is outside the training data, which goes from {low} to {high}."
