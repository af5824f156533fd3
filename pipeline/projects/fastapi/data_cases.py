"""The cases that a data service is tested with: facts and answers from the plan, and questions that it must refuse."""

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
        "float_totals": [
            (column.name, repr(float(column.total)))
            for column in dataset.columns
            if column.type is FieldType.FLOAT and column.total is not None
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


def _facts(column: Column) -> Iterator[FactCase]:
    total = None if column.type is FieldType.FLOAT else column.total
    distinct = str(column.distinct) if column.distinct_is_exact else None
    facts = {"distinct": distinct, "min": column.minimum, "max": column.maximum, "sum": total}
    for metric, text in facts.items():
        if text is not None:
            expected = _text(column, text) if metric in ("min", "max") else text
            yield FactCase(f"{column.name}-{metric}", column.name, metric, expected)


def _filter(number: int, check: FilterCheck) -> FilterCase:
    suffix = "" if check.operator == "eq" else f"__{check.operator}"
    return FilterCase(
        id=f"{number}-{check.field}-{check.operator}",
        parameter=check.field + suffix,
        value=check.value,
        rows=check.expected_rows,
    )


def _text(field: Field, value: str) -> str:
    return canonical(field, value) or ""


_BAD_VALUES = {
    FieldType.INTEGER: ("1.5", "one", "99999999999999999999"),
    FieldType.DECIMAL: ("0.1234567890123456789", "one", "1e3"),
    FieldType.FLOAT: ("nan", "1e999", "one"),
    FieldType.BOOLEAN: ("yes", "1"),
    FieldType.DATE: ("2024-02-30", "yesterday", "20240101"),
    FieldType.DATETIME: ("2024-02-30T00:00:00", "now", "2024-01-01T25:00:00"),
}


def _bad_queries(columns: Iterable[Column]) -> Iterator[str]:
    for settings in ("limit=0", "limit=-1", "limit=1001", "limit=ten", "offset=-1", "offset=1e3"):
        yield f"/api/records?{settings}"
    for settings in ("nothing=1", "__proto__=1", "id__regex=.*", "id__contains=1", "id__null=maybe", "id%00=1"):
        yield f"/api/records?{settings}"
    for order in ("nothing", "", "id,id", "--id", "id%20DESC", "id;DROP%20TABLE%20records"):
        yield f"/api/records?sort={order}"
    yield "/api/records?" + "&".join(["id=1"] * 101)
    for question in (
        "metric=median",
        "metric=max",
        "group_by=nothing",
        "metric=sum&field=nothing",
        "limit=0",
        "sort=id",
    ):
        yield f"/api/aggregate?{question}"
    yield from _bad_values(columns)


def _bad_values(columns: Iterable[Column]) -> Iterator[str]:
    """For the first column of each type, values that are not of it; and sums of what cannot be added up."""
    first: dict[FieldType, Column] = {}
    for column in columns:
        first.setdefault(column.type, column)
    for kind, column in first.items():
        yield from (f"/api/records?{column.name}={value}" for value in _BAD_VALUES.get(kind, ()))
        if not kind.is_number:
            yield f"/api/aggregate?metric=sum&field={column.name}"
