"""What a model learns: the column that it predicts, what it learns from, and why. Every reason is a sentence."""

from enum import StrEnum
from typing import Literal

from pydantic import Field as Attribute

from pipeline.contracts.base import Contract


class LearningTask(StrEnum):
    """Whether a number is predicted or one of a few classes."""

    REGRESSION = "regression"
    CLASSIFICATION = "classification"


class Metric(StrEnum):
    """What models are compared by; the value is its name in the generated project."""

    MAE = "mae"
    ACCURACY = "accuracy"
    F1 = "f1"
    ROC_AUC = "roc_auc"

    @property
    def label(self) -> str:
        """The metric in plain words."""
        return {
            "mae": "mean absolute error",
            "accuracy": "accuracy (share of right answers)",
            "f1": "F1 (mean of the classes)",
            "roc_auc": "area under the ROC curve",
        }[self.value]


class TargetCandidate(Contract):
    """A column that could be predicted: how well it suits, from 0 to 1, and why."""

    column: str
    label: str
    task: LearningTask
    score: float = Attribute(ge=0, le=1)
    reason: str


class RemovedColumn(Contract):
    """A column that nothing is learned from, the rule that it falls under, and why.

    What gives the target away is a copy of it, derived from it, or only suspected of that, which a person knows better.
    """

    column: str
    label: str
    rule: Literal["identifier", "constant", "empty", "personal", "text", "copy", "derived", "suspected"]
    reason: str

    @property
    def gives_away(self) -> bool:
        """Whether it was left out because it tells the target, and not because it tells nothing."""
        return self.rule in ("copy", "derived", "suspected")


class LearningPlan(Contract):
    """What the model of a table predicts, from which columns, how it is tested and by what it is judged.

    Columns are named as in the data contract. `classes` are canonical text, the most frequent first; empty for a
    regression. `rows` counts those whose target is known and whose class is frequent enough to be learned.
    """

    target: str
    target_label: str
    task: LearningTask
    reason: str
    candidates: tuple[TargetCandidate, ...] = ()
    """Every column that could be predicted, the best first; the target is one of them."""
    features: tuple[str, ...] = Attribute(min_length=1)
    removed: tuple[RemovedColumn, ...] = ()
    split: Literal["time", "group", "random"]
    split_column: str = ""
    split_reason: str
    metric: Metric
    metric_reason: str
    classes: tuple[str, ...] = ()
    rows: int = Attribute(ge=1)
    left_out_rows: int = 0
    left_out_reason: str = ""
