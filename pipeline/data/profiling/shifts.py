"""Whether the last fifth of the rows is distributed as the first fifth is.

Population stability index: the sum over bins of (q - p) ln(q / p), with half a row added to every bin.
"""

# ruff: noqa: S608 - names are safe identifiers of the data contract; values are quoted by `literal`

import math
from collections.abc import Iterator, Mapping, Sequence

from pipeline.contracts.data import Column
from pipeline.contracts.profile import Shift
from pipeline.data.engine import Engine, batches
from pipeline.data.profiling.distributions import ABOVE_MIDDLE, median
from pipeline.data.profiling.source import Source, is_measured, shown_sql, value_sql
from pipeline.data.profiling.wording import grouped, percent

FEWEST_ROWS = 100
"""In each fifth: in fewer rows, two fifths differ by chance."""

FROM = 0.1
_EDGES = tuple(tenth / 10 for tenth in range(1, 10))
_MOST_VALUES = 50
_FIFTHS = "quintet_fifths"

Counts = Mapping[object, tuple[int, int]]


def shifts(source: Source, columns: Sequence[Column]) -> tuple[Shift, ...]:
    """The columns that differ between the first and the last fifth of the rows, the most different first."""
    fifth = source.rows // 5
    if fifth < FEWEST_ROWS or not columns:
        return ()
    _split(source, columns, fifth)
    found = [*_measured(source.engine, [one for one in columns if is_measured(one)])]
    found += _named(source.engine, [one for one in columns if not is_measured(one)])
    source.engine.run(f"DROP TABLE {_FIFTHS}")
    return tuple(sorted(found, key=lambda one: (-one.psi, one.column)))


def _split(source: Source, columns: Sequence[Column], fifth: int) -> None:
    names = ", ".join(value_sql(column) for column in columns)
    source.engine.run(
        f"CREATE TEMP TABLE {_FIFTHS} AS SELECT _nth > {fifth} AS _is_last, {names} FROM "
        f"(SELECT row_number() OVER () AS _nth, {names} FROM {source.table}) "
        f"WHERE _nth <= {fifth} OR _nth > {source.rows - fifth}"
    )


def _measured(engine: Engine, columns: Sequence[Column]) -> Iterator[Shift]:
    for batch in batches(columns):
        # Quantiles of the first fifth bound the bins; the middle one of each fifth is what a person is told.
        shares = ", ".join(map(str, _EDGES))
        found = engine.row(
            "SELECT "
            + ", ".join(
                f"quantile_disc({value_sql(one)}, [{shares}]) FILTER (NOT _is_last), "
                f"{_middles(one, 'NOT _is_last')}, {_middles(one, '_is_last')}"
                for one in batch
            )
            + f" FROM {_FIFTHS}"
        )
        for at, column in enumerate(batch):
            edges, *middles = found[3 * at : 3 * at + 3]
            first, last = (median(column, *pair) if pair else None for pair in middles)
            if edges is not None and (shift := _measured_shift(engine, column, [*dict.fromkeys(edges)], first, last)):
                yield shift


def _middles(column: Column, condition: str) -> str:
    values = f"quantile_disc({value_sql(column)}, [0.5, {ABOVE_MIDDLE}]) FILTER ({condition})"
    return f"list_transform({values}, lambda x: {shown_sql(column, 'x')})"


def _measured_shift(
    engine: Engine, column: Column, edges: Sequence[object], first: str | None, last: str | None
) -> Shift | None:
    name = value_sql(column)
    above = " + ".join(f"CAST({name} > '{edge}' AS INTEGER)" for edge in edges)
    counts = _counts(engine, f"CASE WHEN {name} IS NULL THEN -1 ELSE {above} END")
    psi = _psi(counts)
    if not psi:
        return None
    if first == last or last is None or column.pii:
        names = {-1: None, 0: f"up to {edges[0]}", len(edges): f"above {edges[-1]}"}
        names |= {at: f"above {edges[at - 1]}, up to {edges[at]}" for at in range(1, len(edges))}
        detail = _most_changed(column, {names[int(str(at))]: pair for at, pair in counts.items()})
    else:
        detail = f"median {grouped(first or '')} in the first fifth, {grouped(last)} in the last"
    return Shift(column=column.name, psi=psi, detail=detail)


def _named(engine: Engine, columns: Sequence[Column]) -> Iterator[Shift]:
    for column in columns:
        (values,) = engine.row(f"SELECT count(DISTINCT {value_sql(column)}) FROM {_FIFTHS}")
        if not 2 <= values <= _MOST_VALUES:
            continue
        counts = _counts(engine, shown_sql(column))
        psi = _psi(counts)
        if psi:
            yield Shift(column=column.name, psi=psi, detail=_most_changed(column, counts))


def _counts(engine: Engine, place: str) -> Counts:
    """By place, the rows of the first and of the last fifth."""
    query = f"SELECT {place}, countif(NOT _is_last), countif(_is_last) FROM {_FIFTHS} GROUP BY 1 ORDER BY 1 NULLS FIRST"
    return {value: (first, last) for value, first, last in engine.rows(query)}


def _psi(counts: Counts) -> float:
    """The index, or 0 where it is small or no more than chance would bring about."""
    firsts, lasts = (sum(pair[side] for pair in counts.values()) + len(counts) / 2 for side in (0, 1))
    pairs = [((first + 0.5) / firsts, (last + 0.5) / lasts) for first, last in counts.values()]
    psi = math.fsum((q - p) * math.log(q / p) for p, q in pairs)
    by_chance = (len(counts) - 1) * (1 / firsts + 1 / lasts)
    return round(psi, 4) if psi >= max(FROM, 4 * by_chance) else 0.0


def _most_changed(column: Column, counts: Counts) -> str:
    firsts, lasts = (sum(pair[side] for pair in counts.values()) for side in (0, 1))
    value, (first, last) = max(counts.items(), key=lambda item: abs(item[1][0] / firsts - item[1][1] / lasts))
    what = "no value" if value is None else "personal data" if column.pii else f"“{str(value)[:40]}”"
    return f"{what} in {percent(first / firsts)} of the first fifth, {percent(last / lasts)} of the last"
