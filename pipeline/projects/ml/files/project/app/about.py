"""What is predicted, and why the model is made as it is."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Target:
    """A column by its `name` in the data; `label` is what people call it."""

    name: str
    label: str
    unit: str


@dataclass(frozen=True, kw_only=True)
class About:
    """The project's title, the file that its data came from, and the reasons of the plan in sentences."""

    title: str
    source: str
    synthetic: bool
    target_reason: str
    split_reason: str
    metric_reason: str
