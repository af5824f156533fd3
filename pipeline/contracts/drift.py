"""How a newer file differs from the data contract of the one before."""

from typing import Literal

from pipeline.contracts.base import Contract


class Change(Contract):
    """One difference, and what it does to the application that was made from the file before.

    added, removed: a column. retyped: its values are kept in another way. range: values below the least or above the
    greatest. nulls: missing values where there were none, or the other way round. values: new values of a category.
    rows: many more or fewer rows. breaking: a client of the application would fail; warning: it would see something
    that it has never seen; info: nothing to do.
    """

    kind: Literal["added", "removed", "retyped", "range", "nulls", "values", "rows"]
    column: str = ""
    detail: str
    effect: str
    severity: Literal["breaking", "warning", "info"]
