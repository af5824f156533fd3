"""The profile of every column: its measures and its distribution, without a value of a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

from pipeline.contracts.data import Column, FieldType, Kind
from pipeline.contracts.profile import ColumnProfile, Outliers, Share
from pipeline.data.personal.pii import mask
from pipeline.data.profiling import distributions
from pipeline.data.profiling.measures import Measures
from pipeline.data.profiling.order import Order
from pipeline.data.profiling.source import Source, is_measured

NEARLY_ALL = 0.9
"""Where so many filled cells differ, none is frequent."""
MOST_PATTERNED = 50_000
_EPOCH = datetime(1970, 1, 1)
_MOST_TEXT = 200


@dataclass(frozen=True)
class Known:
    """What was computed of all columns before their profiles are put together, by field name."""

    measures: Mapping[str, Measures]
    distinct: Mapping[str, tuple[int, bool]]
    quantiles: Mapping[str, dict[str, str]]
    outliers: Mapping[str, Outliers]
    orders: Mapping[str, Order]


def column_profile(source: Source, few: Source, column: Column, known: Known, rows: int) -> ColumnProfile:
    """The profile of `column`, of `rows` rows in all; `few` is the sample for what is slow."""
    measures = known.measures[column.name]
    distinct, is_exact = known.distinct[column.name]
    found = ColumnProfile(
        name=column.name,
        label=column.label,
        type=column.type,
        kind=column.kind,
        unit=column.unit,
        nulls=rows - measures.filled,
        distinct=distinct,
        distinct_is_exact=is_exact,
        minimum=measures.minimum,
        maximum=measures.maximum,
        mean=measures.mean,
        deviation=measures.deviation,
        zeros=measures.zeros,
        negatives=measures.negatives,
        shortest=measures.shortest,
        longest=measures.longest,
        mean_length=measures.mean_length,
        outliers=known.outliers.get(column.name),
        pii=column.pii,
        is_sorted=known.orders.get(column.name, ""),
    )
    own = _distribution(source, few, column, measures, distinct) if measures.filled else {}
    found = found.model_copy(update={**own, "quantiles": known.quantiles.get(column.name, {})})
    return _masked(found, column.pii.kind) if column.pii else found


def _distribution(source: Source, few: Source, column: Column, measures: Measures, distinct: int) -> dict[str, object]:
    found: dict[str, object] = {"top": _top(source, column, measures, distinct)}
    if is_measured(column) and measures.minimum is not None and measures.maximum is not None:
        least, most = _number(measures.minimum, column.type), _number(measures.maximum, column.type)
        if isfinite(least) and isfinite(most):
            found["histogram"] = distributions.histogram(source, column, least, most, distinct)
    elif column.type is FieldType.TEXT:
        found["patterns"] = distributions.patterns(source if distinct <= MOST_PATTERNED else few, column)
    return found


def _top(source: Source, column: Column, measures: Measures, distinct: int) -> tuple[Share, ...]:
    if not source.is_whole:
        return measures.counted[: distributions.MOST_TOP]
    if distinct > max(1, NEARLY_ALL * measures.filled):
        return ()
    return distributions.top(source, column)


def _number(text: str, kind: FieldType) -> float:
    return (datetime.fromisoformat(text) - _EPOCH).total_seconds() if kind.is_moment else float(text)


def _masked(profile: ColumnProfile, kind: str) -> ColumnProfile:
    """The same without values of a person: a number or moment has no mask, so its distribution is left out."""
    is_text = profile.type is FieldType.TEXT
    return profile.model_copy(
        update={
            "minimum": _hidden(profile.minimum, kind) if is_text else None,
            "maximum": _hidden(profile.maximum, kind) if is_text else None,
            "mean": None,
            "deviation": None,
            "quantiles": {},
            "histogram": (),
            "outliers": None,
            "top": tuple(Share(value=mask(one.value, kind), rows=one.rows) for one in profile.top),
        }
    )


def _hidden(text: str | None, kind: str) -> str | None:
    return None if text is None else mask(text, kind)


def is_key(column: Column, orders: Mapping[str, Order]) -> bool:
    """Whether a column numbers or names its rows rather than telling something of them."""
    return (
        column.unique
        and column.type in (FieldType.INTEGER, FieldType.TEXT)
        and (column.type is FieldType.TEXT or bool(orders.get(column.name)))
    )


def measured(columns: Sequence[Column], orders: Mapping[str, Order]) -> list[Column]:
    """The columns whose numbers tell something of a row: no keys, no personal data."""
    return [
        one
        for one in columns
        if one.type.is_number and one.kind is not Kind.IDENTIFIER and one.pii is None and not is_key(one, orders)
    ]
