"""Numbers that stand for no value, such as 9999: only with evidence."""

# ruff: noqa: S608 - every statement is made of readings and column names

import re
from dataclasses import dataclass

from pipeline.data.engine import Engine, literal
from pipeline.data.inference.reading import Reading
from pipeline.data.reading.raw import TABLE

_NINES = re.compile(r"-?9{3,9}(\.[09]+)?|-99(\.0+)?|-?9{2,8}8(\.0+)?|-8{3,9}(\.0+)?")
LEAST_ROWS = 2
LEAST_VALUES = 5
MOST_SHARE = 3
"""A sentinel has at most a third of the rows of all other values."""
GAP = 3
"""How many times the range of all other values a sentinel has to be away from them."""


@dataclass(frozen=True)
class Sentinel:
    """The cells that mean "no value", and why."""

    cells: tuple[str, ...]
    evidence: str


def sentinel(engine: Engine, name: str, reading: Reading) -> Sentinel | None:
    """The extreme of a column that repeats, is written in nines, eights or minus ones, and is far from all others."""
    value = reading.value_sql(name)
    low, high = engine.row(f"SELECT min({value}), max({value}) FROM {TABLE}")
    for extreme in (high, low):
        if extreme is None or low == high or not _NINES.fullmatch(str(extreme)):
            continue
        written = literal(str(extreme))
        count, others, values, least, most = engine.row(
            f"SELECT count(*) FILTER (WHERE v = {written}), count(*) FILTER (WHERE v <> {written}), "
            f"count(DISTINCT v), min(v) FILTER (WHERE v <> {written}), max(v) FILTER (WHERE v <> {written}) "
            f"FROM (SELECT {value} AS v FROM {TABLE})"
        )
        if count * MOST_SHARE > others or values <= LEAST_VALUES:
            continue
        gap = min(abs(extreme - least), abs(extreme - most))
        # Counting numbers run up to their greatest value in small steps: nothing is far away there.
        if count >= LEAST_ROWS and gap > GAP * max(most - least, 1):
            cells = engine.rows(f"SELECT DISTINCT {name} FROM {TABLE} WHERE {value} = {written} ORDER BY 1")
            evidence = f"{extreme} occurs {count:,} times, and all other values lie between {least} and {most}."
            return Sentinel(tuple(cell for (cell,) in cells), evidence)
    return None
