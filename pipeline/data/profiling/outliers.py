"""Values far from the others: beyond Tukey's outer fences, three interquartile ranges from the quartiles."""

from collections.abc import Mapping, Sequence

from pipeline.contracts.data import Column
from pipeline.contracts.profile import Outliers
from pipeline.data.engine import batches
from pipeline.data.profiling.source import Source, number_sql, rounded

FENCE = 3.0


def outliers(
    source: Source, columns: Sequence[Column], quantiles: Mapping[str, Mapping[str, str]]
) -> dict[str, Outliers]:
    """By name, the columns that have any; none where half of the values are one, or all lie close together."""
    fences = {one.name: _fences(quantiles[one.name]) for one in columns if quantiles.get(one.name)}
    fenced = [one for one in columns if fences.get(one.name)]
    counts: list[int] = []
    for batch in batches(fenced):
        counts += source.row(", ".join(f"countif({_beyond(one, fences[one.name])})" for one in batch))
    found = {}
    for column, rows in zip(fenced, counts, strict=True):
        if rows:
            low, high = fences[column.name] or (0.0, 0.0)
            examples = source.examples(_beyond(column, (low, high)))
            found[column.name] = Outliers(low=low, high=high, rows=rows, examples=examples)
    return found


def _fences(quantiles: Mapping[str, str]) -> tuple[float, float] | None:
    lower, upper = float(quantiles["25%"]), float(quantiles["75%"])
    reach = FENCE * (upper - lower)
    low, high = rounded(lower - reach), rounded(upper + reach)
    return (low, high) if reach and low is not None and high is not None else None


def _beyond(column: Column, fences: tuple[float, float] | None) -> str:
    low, high = fences or (0.0, 0.0)
    number = number_sql(column)
    return f"({number} < {low!r} OR {number} > {high!r})"
