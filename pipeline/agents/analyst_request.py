"""What the RequirementsAnalyst is asked."""

from typing import Literal

from pydantic import Field as Attribute

from pipeline.briefs.understanding import Sentence
from pipeline.contracts.base import Contract
from pipeline.contracts.data import Access, DataChecks, Dataset, Entity
from pipeline.contracts.plan import DataShape, Features, Fit, PlanChanges, Requirement, RunRequest


class InputFindings(Contract):
    """What the input holds, for the first agent."""

    dataset: Dataset | None = None
    checks: DataChecks | None = None
    entities: tuple[Entity, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    insights: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    """How each sentence of the words was read."""
    access: Access = Access()
    fits: tuple[Fit, ...] = Attribute(min_length=1)
    """The type of project that was chosen, then the others."""
    target: str = ""
    """The name of the column that a model is to predict, if the input says so, and how."""
    task: Literal["", "regression", "classification"] = ""
    features: Features = Features()
    """What its complexity is measured from."""
    complexity_hint: float | None = None
    """How complex the input says that it is, from 0 to 1."""


class AnalystRequest(InputFindings):
    """What was read from the input, before anything is decided."""

    request: RunRequest

    @property
    def changes(self) -> PlanChanges:
        """What the person changed about the plan; where they did not, what the input says is to be predicted."""
        changed = self.request.changes
        if changed.target or not self.target:
            return changed
        return changed.model_copy(update={"target": self.target, "task": changed.task or self.task})

    @property
    def shape(self) -> DataShape:
        """The amounts of what was read."""
        if self.dataset:
            return DataShape(rows=self.dataset.rows, columns=len(self.dataset.columns))
        return DataShape(entities=len(self.entities), fields=sum(len(entity.fields) for entity in self.entities))

    @property
    def hint(self) -> float | None:
        """How complex it is said to be: what the person chose, else what the input says."""
        chosen = self.request.complexity
        return self.complexity_hint if chosen is None else chosen
