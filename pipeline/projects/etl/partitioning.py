"""Into which folders the files of a table are divided."""

from typing import Literal

from pipeline.contracts.cleaning import PartitionPlan
from pipeline.contracts.data import Column, Dataset, FieldType, Kind

MOST_DAYS = 62
MOST_MONTHS = 60
MOST_YEARS = 100
MOST_VALUES = 20
MOST_MISSING = 0.2
"""A column with a larger share of missing values divides nothing."""


def partition_of(dataset: Dataset) -> PartitionPlan:
    """By the time of the rows, if they have one; else by a category; else not at all. With the reason."""
    able = [column for column in dataset.columns if column.nulls <= MOST_MISSING * dataset.rows and column.pii is None]
    return (
        _by_time(able, dataset)
        or _by_value(able, dataset)
        or PartitionPlan(
            reason="The rows have neither a time nor a category with few values, so that the table is one folder."
        )
    )


def _by_time(columns: list[Column], dataset: Dataset) -> PartitionPlan | None:
    for column in columns:
        if not column.type.is_moment or column.minimum is None or column.maximum is None:
            continue
        first, last = column.minimum, column.maximum
        months = 12 * (int(last[:4]) - int(first[:4])) + int(last[5:7]) - int(first[5:7]) + 1
        unit, count = _unit(months, int(last[8:10]) - int(first[8:10]) + 31 * (months - 1) + 1)
        if unit:
            span = f"{column.name} runs from {first[:10]} to {last[:10]}"
            return PartitionPlan(
                name=_free(f"{column.name}_{unit}", dataset),
                column=column.name,
                unit=unit,
                reason=f"{span}: a folder for each {unit} keeps them to {count} at most, and a new file touches few.",
            )
    return None


def _unit(months: int, days: int) -> tuple[Literal["", "day", "month", "year"], int]:
    """The smallest unit that gives few folders, and how many at most; none where there would be too many years."""
    if days <= MOST_DAYS:
        return "day", days
    if months <= MOST_MONTHS:
        return "month", months
    years = months // 12 + 1
    return ("year", years) if years <= MOST_YEARS else ("", 0)


def _by_value(columns: list[Column], dataset: Dataset) -> PartitionPlan | None:
    for column in columns:
        is_category = column.kind is Kind.CATEGORY or column.type is FieldType.BOOLEAN
        if is_category and 2 <= column.distinct <= MOST_VALUES:
            return PartitionPlan(
                name=_free(f"{column.name}_part", dataset),
                column=column.name,
                unit="value",
                reason=f"The rows have no time, and {column.name} has {column.distinct} values: a folder for each.",
            )
    return None


def _free(name: str, dataset: Dataset) -> str:
    """A name that no column has, since readers take the folder's name for one."""
    taken = {column.name for column in dataset.columns}
    while name in taken:
        name += "_"
    return name
