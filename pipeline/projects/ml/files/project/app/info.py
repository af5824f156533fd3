"""What is known about a trained model: kept beside it, and sent to whoever asks."""

from typing import Literal

from pydantic import BaseModel

from app.features import Cell


class ScoreInfo(BaseModel):
    """A metric over all tested rows, its 95 % interval, and its value in each fold."""

    metric: str
    label: str
    value: float
    low: float
    high: float
    folds: list[float]
    higher_is_better: bool


class CandidateInfo(BaseModel):
    """A model that was compared."""

    key: str
    label: str
    scores: list[ScoreInfo]


class ImportanceInfo(BaseModel):
    """How much worse the metric is once a feature is shuffled: the mean of the shuffles, and their deviation."""

    feature: str
    label: str
    value: float
    deviation: float


class FeatureInfo(BaseModel):
    """A feature, and what the training data holds of it; `values` are the most frequent ones of a category."""

    name: str
    label: str
    kind: str
    unit: str
    required: bool
    missing: float
    typical: Cell
    minimum: Cell
    maximum: Cell
    values: list[str]
    distinct: int


class ReferenceInfo(BaseModel):
    """How a feature is distributed in the training data: the shares of ranges between `edges`, or of `values`.

    The last of `shares` is that of missing values; that before it, for categories, of all values that are not listed.
    """

    feature: str
    edges: list[float]
    values: list[str]
    shares: list[float]
    quantiles: list[float]


class RemovedInfo(BaseModel):
    """A column that nothing was learned from, and why."""

    name: str
    label: str
    reason: str


class TargetInfo(BaseModel):
    """What is predicted, and why it was chosen; `classes` is empty where it is a number."""

    name: str
    label: str
    unit: str
    task: Literal["regression", "classification"]
    classes: list[str]
    reason: str


class SplitInfo(BaseModel):
    """How rows were parted for the tests."""

    kind: Literal["time", "group", "random"]
    column: str
    how: str
    reason: str


class ModelInfo(BaseModel):
    """A trained model. `rows` could be learned from and `learned_rows` were; `tested_rows` were predicted in tests."""

    model_id: str
    model_sha256: str
    title: str
    source: str
    synthetic: bool
    rows: int
    learned_rows: int
    tested_rows: int
    seed: int
    target: TargetInfo
    split: SplitInfo
    metric: str
    metric_reason: str
    chosen: str
    chosen_reason: str
    candidates: list[CandidateInfo]
    constants: dict[str, float]
    importances: list[ImportanceInfo]
    features: list[FeatureInfo]
    removed: list[RemovedInfo]
    reference: list[ReferenceInfo]
    vocabulary: dict[str, tuple[str, ...]]
    plots: dict[str, str]
    versions: dict[str, str]

    def candidate(self, key: str) -> CandidateInfo:
        """The compared model of this key."""
        return next(candidate for candidate in self.candidates if candidate.key == key)

    def score(self, key: str) -> ScoreInfo:
        """The compared model's value of the metric that decided."""
        return next(score for score in self.candidate(key).scores if score.metric == self.metric)
