"""What stands out in the data, each as a sentence with its evidence."""

from collections.abc import Iterator, Sequence

from pipeline.contracts.data import Column, Dataset, FieldType
from pipeline.data.statistics import ColumnProfile

MOST_INSIGHTS = 8
_LONGEST_LABEL = 60


def key_insights(dataset: Dataset, profiles: Sequence[ColumnProfile]) -> tuple[str, ...]:
    """At most eight sentences about the file, most telling first; each names the numbers that it rests on."""
    found = [*_about_file(dataset)]
    for column, shape in zip(dataset.columns, profiles, strict=True):
        found.extend(_about_column(column, shape, dataset.rows))
    # Sorted by weight; the order of the file decides between equals, so the answer is the same every time.
    ranked = sorted(found, key=lambda item: -item[0])
    return tuple(sentence for _, sentence in ranked[:MOST_INSIGHTS])


def _about_file(dataset: Dataset) -> Iterator[tuple[float, str]]:
    yield 10.0, f"The file has {_count(dataset.rows, 'row')} and {_count(len(dataset.columns), 'column')}."
    if dataset.set_aside_rows:
        total = dataset.rows + dataset.set_aside_rows
        yield 9.0, f"{dataset.set_aside_rows:,} of {total:,} rows do not fit the columns and were set aside."


def _about_column(column: Column, shape: ColumnProfile, rows: int) -> Iterator[tuple[float, str]]:
    label, present = _label(column.label), rows - column.nulls
    if not present:
        yield 8.0, f"Column {label} is empty in all {rows:,} rows."
        return
    if column.nulls:
        yield 4 + 3 * column.nulls / rows, f"Column {label} has no value in {_share(column.nulls, rows)}."
    if column.distinct == 1:
        yield 7.5, f"Column {label} holds one single value, {_value(column.minimum)}, in {_share(present, rows)}."
    elif column.unique and rows > 1:
        yield 5.0, f"Column {label} identifies a row: its {rows:,} values all differ."
    if column.type in (FieldType.DATE, FieldType.DATETIME) and column.distinct > 1:
        yield (
            6.5,
            f"Column {label} runs from {column.minimum} to {column.maximum} ({_count(column.distinct, 'value')}).",
        )
    yield from _about_values(column, shape, rows)


def _about_values(column: Column, shape: ColumnProfile, rows: int) -> Iterator[tuple[float, str]]:
    label, present = _label(column.label), rows - column.nulls
    if shape.top and column.distinct > 1 and shape.top[0].rows * 10 >= present * 3:
        top = shape.top[0]
        yield 4 + 2 * top.rows / rows, f"Column {label} is {_value(top.value)} in {_share(top.rows, rows)}."
    if column.type.is_number and column.distinct > 1 and shape.mean is not None and not column.unique:
        middle = shape.quantiles["50%"]
        yield (
            3.0 + min(1.0, abs(shape.mean) / (shape.deviation or 1.0) / 10),
            f"Column {label} runs from {column.minimum} to {column.maximum}; "
            f"its median is {middle} and its mean {shape.mean:.4g} ({_count(present, 'value')}).",
        )


def _share(part: int, rows: int) -> str:
    percent = 100 * part / rows
    rounded = f"{percent:.0f}" if 1 <= percent <= 99 or part == rows else f"{percent:.2f}"
    return f"{rounded} % of rows ({part:,} of {rows:,})"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _label(label: str) -> str:
    words = " ".join(label.split())
    return words if len(words) <= _LONGEST_LABEL else words[:_LONGEST_LABEL] + "…"


def _value(value: str | None) -> str:
    return f"“{_label(value or '')}”"
