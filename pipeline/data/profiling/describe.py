"""All parts of a profile, from one source."""

from collections.abc import Mapping, Sequence

from pipeline.contracts.data import Column, Dataset, FieldType
from pipeline.contracts.profile import Association, Profile
from pipeline.data.profiling import associations, matrix, missing, order, outliers, series, shifts, texts
from pipeline.data.profiling.columns import Known, column_profile, is_key, measured
from pipeline.data.profiling.distributions import quantiles, top
from pipeline.data.profiling.findings import Evidence
from pipeline.data.profiling.measures import Measures, measure_exactly, measure_once
from pipeline.data.profiling.nearly import nearly_typed
from pipeline.data.profiling.quality import quality
from pipeline.data.profiling.source import Source, is_measured, shown_sql, value_sql
from pipeline.data.typed import RECORDS

COUNTED_BY_COLUMN = 2
"""How many values are counted one by one for each column of the file: they cost as much as reading it does."""
COUNTED_FROM = 0.02
"""A value is counted if it has so many rows of a sample; a rarer one might not be in the sample at all."""
MOST_COUNTED = 10


def describe(dataset: Dataset, source: Source, few: Source) -> Profile:
    """The profile without its insights; `few` is `source`, or a sample of it for what is slow."""
    columns = dataset.columns
    rows, known = _known(dataset, source)
    numbers = measured([one for one in columns if known.distinct[one.name][0] > 1], known.orders)
    span = series.span_of(source, columns, known.orders)
    repeated, examples = order.duplicates(source, columns) if source.is_whole else (None, ())
    evidence = _evidence(columns, source, known, rows, repeated, examples)
    pairs, compared = _associations(columns, few, known, numbers)
    return Profile(
        file_name=dataset.file_name,
        rows=rows,
        misfit_rows=dataset.misfit_rows,
        sampled_rows=None if source.is_whole else source.rows,
        columns=tuple(column_profile(source, few, column, known, rows) for column in columns),
        duplicate_rows=repeated,
        keys=dataset.keys,
        associations=pairs,
        pairs_compared=compared,
        missing=missing.combinations(source, [one for one in columns if 0 < evidence.nulls[one.name] < rows]),
        series=series.series(source, span, numbers) if span else (),
        shifts=shifts.shifts(source, _shifting(columns, known)),
        quality=quality(dataset, evidence),
    )


def _known(dataset: Dataset, source: Source) -> tuple[int, Known]:
    columns = dataset.columns
    if source.is_whole:
        rows, found = source.rows, measure_exactly(source.engine, source.table, columns)
    else:
        rows, found = measure_once(source.engine, RECORDS, columns, _frequent(source, columns))
    measures = {column.name: one for column, one in zip(columns, found, strict=True)}
    scaled = [one for one in columns if is_measured(one) and measures[one.name].filled]
    spread = {one.name: values for one, values in zip(scaled, quantiles(source, scaled), strict=True) if values}
    orders = order.orders(source, columns)
    numbers = measured(columns, orders)
    return rows, Known(
        measures=measures,
        distinct={column.name: _distinct(source, column, measures[column.name]) for column in columns},
        quantiles=spread,
        outliers=outliers.outliers(source, [one for one in numbers if one.name in spread], spread),
        orders=orders,
    )


def _distinct(source: Source, column: Column, measures: Measures) -> tuple[int, bool]:
    """How many values differ, and whether that is exact."""
    if source.is_whole and column.distinct_is_exact:
        return column.distinct, True
    if source.is_whole:
        return int(source.row(f"count(DISTINCT {value_sql(column)})")[0]), True
    if sum(share.rows for share in measures.counted) == measures.filled:
        return len(measures.counted), True
    return measures.distinct, False


def _frequent(source: Source, columns: Sequence[Column]) -> dict[str, list[str]]:
    """The values to count: those of booleans, then the frequent ones of columns with few."""
    found: dict[str, list[str]] = {}
    for column in columns:
        if column.type is FieldType.BOOLEAN:
            found[column.name] = ["true", "false"]
        elif column.type is not FieldType.FLOAT:
            shares = top(source, column, MOST_COUNTED)
            found[column.name] = [one.value for one in shares if one.rows >= COUNTED_FROM * source.rows]
    left, kept = COUNTED_BY_COLUMN * len(columns), {}
    for name, values in sorted(found.items(), key=lambda item: len(item[1])):
        if values and len(values) <= left:
            kept[name], left = values, left - len(values)
    return kept


def _associations(
    columns: Sequence[Column], few: Source, known: Known, numbers: Sequence[Column]
) -> tuple[tuple[Association, ...], int]:
    """The pairs that go together, and how many were compared."""
    named = [one for one in columns if matrix.could_be_category(one) and _is_few(one, known.distinct)]
    groups = matrix.categories(few, named[: associations.MOST_CATEGORIES])
    names = [one.name for one in numbers]
    return associations.associations(names, matrix.numbers(few, numbers), groups), associations.pairs(names, groups)


def _is_few(column: Column, distinct: Mapping[str, tuple[int, bool]]) -> bool:
    return 2 <= distinct[column.name][0] <= 2 * matrix.MOST_VALUES and column.pii is None


def _shifting(columns: Sequence[Column], known: Known) -> list[Column]:
    """The columns that could shift: neither in order, as a key or the time is, nor naming their rows."""
    return [
        one
        for one in columns
        if known.distinct[one.name][0] > 1
        and not is_key(one, known.orders)
        and not (is_measured(one) and known.orders.get(one.name))
    ]


def _evidence(
    columns: Sequence[Column],
    source: Source,
    known: Known,
    rows: int,
    repeated: int | None,
    examples: tuple[int, ...],
) -> Evidence:
    written = [one for one in columns if one.type is FieldType.TEXT and known.measures[one.name].filled]
    looks = texts.look(source, written)
    spelled = [one for one in written if known.distinct[one.name][0] <= texts.MOST_SPELLED]
    groups = {one.name: texts.spellings(source, one) for one in spelled}
    nearly = {one.name: found for one in written if (found := nearly_typed(source, one))}
    return Evidence(
        source=source,
        nulls={name: rows - one.filled for name, one in known.measures.items()},
        distinct={name: count for name, (count, _) in known.distinct.items()},
        outliers=known.outliers,
        looks={one.name: look for one, look in zip(written, looks, strict=True)},
        spellings={name: found for name, found in groups.items() if found},
        nearly=nearly,
        formats={one.name: _otherwise(source, one, known.measures[one.name].filled) for one in columns},
        duplicates=repeated,
        duplicate_examples=examples,
        rows=rows,
    )


def _otherwise(source: Source, column: Column, filled: int) -> int:
    """The cells in another format than most; a number in scientific notation has no more than that one."""
    if not column.respelled or column.type is not FieldType.FLOAT:
        return column.respelled
    (scientific,) = source.row(f"countif(contains({shown_sql(column)}, 'e'))")
    plain = filled - column.respelled - int(scientific)
    return min(column.respelled, plain) if plain > 0 else 0
