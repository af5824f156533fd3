"""What of a person's data a model may see: bounded text in which personal values are covered."""

from collections.abc import Collection

from pipeline.contracts.plan import Plan
from pipeline.data.personal.pii import masked_text

SHORTEST_PRIVATE = 3
"""Characters of a cell that is looked for; a shorter one is everywhere."""


def shown_to_models(text: str, most: int) -> str:
    """The beginning of a text, its addresses, telephone, account and card numbers covered."""
    return masked_text(text[:most])


def private_cells(plan: Plan) -> frozenset[str]:
    """What the plan holds of the cells of columns with personal data."""
    dataset, checks = plan.analysis.dataset, plan.analysis.checks
    if dataset is None:
        return frozenset()
    columns = [column for column in dataset.columns if column.pii]
    names = {column.name for column in columns}
    cells = {cell for column in columns for cell in (*column.allowed, column.minimum, column.maximum) if cell}
    if checks:
        cells |= {check.value for check in checks.filters if check.field in names}
        cells |= {cell for check in checks.sorts if check.field in names for cell in check.expected_first}
        cells |= {cell for check in checks.groups if check.field in names for cell, _ in check.expected if cell}
    return frozenset(cell for cell in cells if len(cell) >= SHORTEST_PRIVATE)


def holds_any(text: str, cells: Collection[str]) -> bool:
    """Whether a text holds one of some cells."""
    return any(cell in text for cell in cells)
