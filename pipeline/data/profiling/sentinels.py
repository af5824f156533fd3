"""Numbers that stand for a missing one, such as -999: an extreme of its column, far from all others, and repeated."""

from collections.abc import Mapping, Sequence

from pipeline.contracts.data import Column
from pipeline.contracts.profile import Outliers
from pipeline.data.profiling.measures import Measures
from pipeline.data.profiling.source import Source, value_sql

LOW = (-99.0, -999.0, -9999.0, -99999.0, -999999.0)
HIGH = (9999.0, 99999.0, 999999.0, 9999999.0, 99999999.0, 999999999.0)
FEWEST = 2


def sentinels(
    source: Source, columns: Sequence[Column], measures: Mapping[str, Measures], outliers: Mapping[str, Outliers]
) -> dict[str, tuple[str, int]]:
    """By name, the value that stands for a missing one, and its rows."""
    found = {}
    for column in columns:
        fences, measure = outliers.get(column.name), measures[column.name]
        if not column.type.is_number or fences is None or measure.minimum is None or measure.maximum is None:
            continue
        for text, listed in ((measure.minimum, LOW), (measure.maximum, HIGH)):
            if float(text) in listed and not fences.low <= float(text) <= fences.high:
                (rows,) = source.row(f"countif({value_sql(column)} = {text})")
                if rows >= FEWEST:
                    found[column.name] = (text, int(rows))
    return found
