"""The cases that a data service is tested with: facts and answers from the plan, and questions that it must refuse."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.contracts.data import Column, DataChecks, Dataset, Field, FieldType, FilterCheck
from pipeline.rendering.views import canonical


@dataclass(frozen=True)
class FactCase:
    """A metric of a column and its value."""

    id: str
    field: str
    metric: str
    expected: str


@dataclass(frozen=True)
class FilterCase:
    """A query parameter and how many records it finds."""

    id: str
    parameter: str
    value: str
    rows: int


@dataclass(frozen=True)
class SortCase:
    """An order and the values that it begins with."""

    id: str
    field: str
    sort: str
    expected: tuple[str, ...]


@dataclass(frozen=True)
class GroupCase:
    """A field and its most frequent values."""

    id: str
    field: str
    expected: tuple[tuple[str | None, int], ...]


def case_values(dataset: Dataset, checks: DataChecks) -> dict[str, object]:
    """What the test templates are rendered with."""
    columns = {column.name: column for column in dataset.columns}
    return {
        "facts": [case for column in dataset.columns for case in _facts(column)],
        "moments": [(column.name, column.type is FieldType.DATETIME) for column in moments_of(dataset)],
        "float_totals": [
            (column.name, float(column.total))
            for column in dataset.columns
            if column.type is FieldType.FLOAT and column.total is not None and math.isfinite(float(column.total))
        ],
        "float_names": [column.name for column in dataset.columns if column.type is FieldType.FLOAT],
        "text_names": [column.name for column in dataset.columns if column.type is FieldType.TEXT],
        "nullable": [(column.name, dataset.rows - column.nulls) for column in dataset.columns if column.nulls],
        "filters": [_filter(number, check) for number, check in enumerate(checks.filters, 1)],
        "sorts": [
            SortCase(
                id=f"{check.field}-{'descending' if check.descending else 'ascending'}",
                field=check.field,
                sort=f"{'-' if check.descending else ''}{check.field}",
                expected=tuple(_text(columns[check.field], value) for value in check.expected_first),
            )
            for check in checks.sorts
        ],
        "groups": [
            GroupCase(
                id=check.field,
                field=check.field,
                expected=tuple((canonical(columns[check.field], value), count) for value, count in check.expected),
            )
            for check in checks.groups
        ],
        "bad_queries": list(_bad_queries(dataset.columns)),
    }


def moments_of(dataset: Dataset) -> list[Column]:
    return [column for column in dataset.columns if column.type.is_moment]


def _facts(column: Column) -> Iterator[FactCase]:
    total = None if column.type is FieldType.FLOAT else column.total
    distinct = str(column.distinct) if column.distinct_is_exact else None
    facts = {"distinct": distinct, "min": column.minimum, "max": column.maximum, "sum": total}
    for metric, text in facts.items():
        if text is not None:
            expected = _text(column, text) if metric in ("min", "max") else text
            yield FactCase(f"{column.name}-{metric}", column.name, metric, expected)


def _filter(number: int, check: FilterCheck) -> FilterCase:
    return FilterCase(
        id=f"{number}-{check.field}-{check.operator}",
        parameter=f"{check.field}__{check.operator}",
        value=check.value,
        rows=check.expected_rows,
    )


def _text(field: Field, value: str) -> str:
    return canonical(field, value) or ""


_BAD_VALUES = {
    FieldType.INTEGER: ("1.5", "one", "99999999999999999999"),
    FieldType.DECIMAL: ("0.1234567890123456789", "one", "1e3", "9" * 19),
    FieldType.FLOAT: ("nan", "1e999", "one"),
    FieldType.BOOLEAN: ("yes", "1"),
    FieldType.DATE: ("2024-02-30", "yesterday", "20240101"),
    FieldType.DATETIME: ("2024-02-30T00:00:00", "now", "2024-01-01T25:00:00"),
}


def _bad_queries(columns: Iterable[Column]) -> Iterator[str]:
    for settings in ("limit=0", "limit=-1", "limit=1001", "limit=ten", "offset=-1", "offset=1e3", "after=", "after=x"):
        yield f"/api/records?{settings}"
    for condition in ("nothing=1", "__proto__=1", "id__like=1", "id__contains=1", "id__prefix=1", "id__null=maybe"):
        yield f"/api/records?{condition}"
    for condition in ("id%00=1", "id=1.0", "id__in=1,", "id__in=", "id=9223372036854775808", f"q={'x' * 201}"):
        yield f"/api/records?{condition}"
    for order in ("nothing", "", "id,", "--id", "id%20DESC", "id;DROP%20TABLE%20records"):
        yield f"/api/records?sort={order}"
    yield "/api/records?" + "&".join(["id=1"] * 1001)
    for question in ("metric=median:id", "metric=max", "metric=", "metric=count,count", "metric=avg:nothing"):
        yield f"/api/aggregate?{question}"
    for question in (
        "group_by=nothing",
        "group_by=",
        "group_by=id:month",
        "group_by=id:",
        "order=id",
        "limit=0",
        "sort=id",
    ):
        yield f"/api/aggregate?{question}"
    yield "/api/aggregate?metric=" + ",".join(f"{metric}:id" for metric in _METRICS) + ",count,max:none,min:none"
    for question in ("", "field=nothing", "field=id&bins=0", "field=id&bins=201"):
        yield f"/api/histogram?{question}"
    for question in ("format=xml", "sort=nothing", "limit=1"):
        yield f"/api/export?{question}"
    yield from _bad_values(columns)


_METRICS = ("count", "distinct", "sum", "min", "max", "avg")


def _bad_values(columns: Iterable[Column]) -> Iterator[str]:
    """For the first column of each type, values that are not of it; and questions that only other types answer."""
    first: dict[FieldType, Column] = {}
    for column in columns:
        first.setdefault(column.type, column)
    for kind, column in first.items():
        name = column.name
        yield from (f"/api/records?{name}__eq={value}" for value in _BAD_VALUES.get(kind, ()))
        if not kind.is_number:
            yield from (f"/api/aggregate?metric={metric}:{name}" for metric in ("sum", "avg"))
            yield f"/api/histogram?field={name}"
        if kind is not FieldType.TEXT:
            yield from (f"/api/records?{name}__{operator}=1" for operator in ("contains", "prefix"))
        if not kind.is_moment:
            yield f"/api/aggregate?group_by={name}:year"
        if kind is FieldType.DATE:
            yield f"/api/aggregate?group_by={name}:hour"
    if FieldType.TEXT not in first:
        yield "/api/records?q=word"
