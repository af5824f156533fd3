"""What is in the data: distributions by column, what goes together, what stands out, and what is wrong."""

# ruff: noqa: S608 - names are safe identifiers of the data contract

from pathlib import Path

from pipeline.contracts.data import Dataset
from pipeline.contracts.profile import Profile
from pipeline.data.engine import Engine
from pipeline.data.profiling.describe import describe
from pipeline.data.profiling.insights import insights
from pipeline.data.profiling.source import ROW, Source, part, whole
from pipeline.data.typed import RECORDS, open_records

EXACT_ROWS = 2_000_000
"""Up to so many rows, everything is computed from all of them."""
SAMPLE_ROWS = 50_000
_SAMPLE = "quintet_sample"


def profile(records: Path, dataset: Dataset) -> Profile:
    """Describe the rows of `records` as `dataset` types them; the same for the same records."""
    with open_records(records, dataset) as engine:
        if dataset.rows <= EXACT_ROWS:
            return profile_records(engine, dataset)
        take_sample(engine, RECORDS, dataset.rows, _SAMPLE)
        return profile_records(engine, dataset, exact=False, sample=_SAMPLE)


def profile_records(engine: Engine, dataset: Dataset, *, exact: bool = True, sample: str = RECORDS) -> Profile:
    """Describe the relation `records` of `engine`, whose columns are those of `dataset`.

    With `exact`, everything comes from all rows. Otherwise a single statement looks at `records`, and all else comes
    from the table `sample`: rows taken evenly, in order, with their number in the file in a column `row`, or without.
    """
    if not exact:
        few = part(engine, sample)
        return _with_insights(describe(dataset, few, few))
    (rows,) = engine.row(f"SELECT count(*) FROM {RECORDS}")
    source = whole(engine, RECORDS, rows)
    few = _few(source)
    found = describe(dataset, source, few)
    if few is not source:
        engine.run(f"DROP TABLE {_SAMPLE}")
    return _with_insights(found)


def take_sample(engine: Engine, table: str, rows: int, name: str) -> None:
    """Create the table `name` of at most 50,000 of the `rows` of `table`, with their numbers: one of every so many.

    Which one is drawn by a hash, since taking always the same would meet only one part of what repeats.
    """
    step = -(-rows // SAMPLE_ROWS)
    engine.run(
        f"CREATE TEMP TABLE {name} AS SELECT * FROM (SELECT row_number() OVER () AS {ROW}, * FROM {table}) "
        f"WHERE ({ROW} - 1) % {step} = hash(({ROW} - 1) // {step}) % {step}"
    )


def _few(source: Source) -> Source:
    if source.rows <= SAMPLE_ROWS:
        return source
    take_sample(source.engine, source.table, source.rows, _SAMPLE)
    return part(source.engine, _SAMPLE)


def _with_insights(found: Profile) -> Profile:
    return found.model_copy(update={"insights": insights(found)})
