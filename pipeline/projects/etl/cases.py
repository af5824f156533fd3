"""What the tests of the project are rendered with."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.contracts.cleaning import CleaningPlan, StepKind
from pipeline.contracts.data import Column, Dataset, FieldType
from pipeline.projects.etl.planning import columns_of
from pipeline.rendering.views import canonical

_CHANGING = (StepKind.TRIM, StepKind.SPELLING, StepKind.LETTERS, StepKind.MASK)


@dataclass(frozen=True)
class Fact:
    """A measure of a column that the table must give."""

    id: str
    column: str
    measure: str
    expected: str


def case_values(dataset: Dataset, plan: CleaningPlan) -> dict[str, object]:
    """Facts about the columns that no step changes, computed from the file by another engine."""
    changed = frozenset().union(*(columns_of(plan.steps, kind) for kind in _CHANGING))
    is_whole = plan.rows == dataset.rows
    kept = [column for column in dataset.columns if column.name not in changed] if is_whole else []
    return {"facts": [fact for column in kept for fact in _facts(column)], "loaded": plan.rows}


def _facts(column: Column) -> Iterator[Fact]:
    total = column.total if column.type in (FieldType.INTEGER, FieldType.DECIMAL) else None
    found = {
        "missing": str(column.nulls),
        "distinct": str(column.distinct) if column.distinct_is_exact else None,
        "min": canonical(column, column.minimum),
        "max": canonical(column, column.maximum),
        "sum": total,
    }
    for measure, expected in found.items():
        if expected is not None:
            yield Fact(f"{column.name}-{measure}", column.name, measure, expected)
