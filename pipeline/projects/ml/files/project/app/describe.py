"""What the training data holds of each feature: for the form, for notes on unusual values, and to see drift."""

from collections.abc import Sequence

import numpy as np

from app.features import Cell, Feature, FeatureKind, Matrix, frequent, moment_parts
from app.info import FeatureInfo, ReferenceInfo

RANGES = 10
LISTED = 20
QUANTILES = 101
MOST_SHOWN = 50


def describe(feature: Feature, cells: Sequence[Cell]) -> FeatureInfo:
    """The feature's range, its most frequent values, and one that is typical: the middle one, or the most frequent."""
    known = [cell for cell in cells if cell is not None]
    ordered = sorted(known, key=_order)
    listed = frequent(known)
    is_category = feature.kind in (FeatureKind.CATEGORY, FeatureKind.BOOLEAN)
    if not known:
        typical = None
    elif is_category:
        typical = next(cell for cell in known if str(cell) == listed[0])
    else:
        typical = ordered[len(ordered) // 2]
    return FeatureInfo(
        name=feature.name,
        label=feature.label,
        kind=feature.kind,
        unit=feature.unit,
        required=feature.required,
        missing=1 - len(known) / len(cells),
        typical=typical,
        minimum=ordered[0] if known and not is_category else None,
        maximum=ordered[-1] if known and not is_category else None,
        values=list(listed[:MOST_SHOWN]) if feature.kind is FeatureKind.CATEGORY else [],
        distinct=len(listed),
    )


def refer(feature: Feature, cells: Sequence[Cell]) -> ReferenceInfo:
    """The shares that later data is compared with."""
    values = list(frequent(cells)[:LISTED]) if is_named(feature) else []
    numbers = amounts(feature, cells) if not is_named(feature) else np.empty(0)
    edges = _edges(numbers)
    quantiles = np.quantile(numbers, np.linspace(0, 1, QUANTILES)).tolist() if len(numbers) else []
    return ReferenceInfo(
        feature=feature.name,
        edges=edges,
        values=values,
        shares=shares(feature, cells, edges, values),
        quantiles=quantiles,
    )


def is_named(feature: Feature) -> bool:
    """Whether values of the feature are compared by name rather than by size."""
    return feature.kind in (FeatureKind.CATEGORY, FeatureKind.BOOLEAN)


def amounts(feature: Feature, cells: Sequence[Cell]) -> Matrix:
    """The known values as numbers; moments as days since 1970."""
    is_moment = feature.kind in (FeatureKind.DATE, FeatureKind.DATETIME)
    known = [cell for cell in cells if cell is not None]
    return np.array([moment_parts(str(cell))[0] if is_moment else float(cell) for cell in known], dtype=np.float64)


def shares(feature: Feature, cells: Sequence[Cell], edges: Sequence[float], values: Sequence[str]) -> list[float]:
    """The share of the records in each range or with each value, then of other values, then of missing ones."""
    if is_named(feature):
        places = {value: place for place, value in enumerate(values)}
        found = [places.get(str(cell), len(values)) for cell in cells if cell is not None]
        counts = np.bincount(found, minlength=len(values) + 1) if found else np.zeros(len(values) + 1)
    else:
        found = np.searchsorted(np.array(edges), amounts(feature, cells), side="right").tolist()
        counts = np.bincount(found, minlength=len(edges) + 1) if found else np.zeros(len(edges) + 1)
    missing = sum(cell is None for cell in cells)
    return [float(count) / max(1, len(cells)) for count in (*counts, missing)]


def _edges(numbers: Matrix) -> list[float]:
    """The bounds between ranges that have about the same share each."""
    if not len(numbers):
        return []
    inner = np.quantile(numbers, np.linspace(0, 1, RANGES + 1)[1:-1])
    return [float(edge) for edge in np.unique(inner)]


def _order(cell: Cell) -> tuple[float, str]:
    return (0.0, cell) if isinstance(cell, str) else (float(cell or 0), "")
