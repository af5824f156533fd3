"""What is in the data: distributions by column, and the insights that follow from them."""

# ruff: noqa: S608 - names are safe identifiers of the data contract

import tempfile
from pathlib import Path

from pipeline.contracts.base import Contract
from pipeline.contracts.data import Column, Dataset, FieldType
from pipeline.data.dataset import build
from pipeline.data.engine import Engine, identifier
from pipeline.data.insights import key_insights
from pipeline.data.records import text_sql
from pipeline.data.statistics import Bin, ColumnProfile, Share
from pipeline.data.typed import RECORDS, open_records

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
MOST_BINS = 20
TOP_VALUES = 10

_MEASURED = (FieldType.INTEGER, FieldType.DECIMAL, FieldType.FLOAT, FieldType.DATE, FieldType.DATETIME)


class Profile(Contract):
    """A whole file: its size, its columns, and what stands out, most telling first."""

    file_name: str
    rows: int
    set_aside_rows: int
    columns: tuple[ColumnProfile, ...]
    key_insights: tuple[str, ...]


def profile(records: Path, dataset: Dataset) -> Profile:
    """Describe the rows of `records`, all of them, as `dataset` types them; the same for the same records."""
    with open_records(records, dataset) as engine:
        columns = tuple(_column(engine, column) for column in dataset.columns)
    return Profile(
        file_name=dataset.file_name,
        rows=dataset.rows,
        set_aside_rows=dataset.set_aside_rows,
        columns=columns,
        key_insights=key_insights(dataset, columns),
    )


def profile_file(path: Path) -> Profile:
    """Read the file at `path` and describe it; nothing is left behind. InputError as `build`."""
    with tempfile.TemporaryDirectory(prefix="quintet-") as folder:
        records = Path(folder) / "records.csv"
        return profile(records, build(path, path.name, records))


def _column(engine: Engine, column: Column) -> ColumnProfile:
    found: dict[str, object] = {}
    if column.distinct and column.type in _MEASURED:
        found = _measures(engine, column)
    elif column.distinct and column.type is FieldType.TEXT:
        found = _lengths(engine, column)
    # Where all values differ, none of them is more frequent than another.
    if column.distinct and not column.unique:
        found["top"] = _top(engine, column)
    known = column.model_dump(include={"name", "label", "type", "nulls", "distinct", "minimum", "maximum"})
    return ColumnProfile.model_validate({**known, **found})


def _measures(engine: Engine, column: Column) -> dict[str, object]:
    name = identifier(column.name)
    shares = ", ".join(str(share) for share in QUANTILES)
    quantiles = f"list_transform(quantile_disc({name}, [{shares}]), lambda x: {text_sql('x', column.type)})"
    # Rounded, since the last digits of a sum of doubles depend on the order in which threads add.
    spread = "NULL, NULL"
    if column.type.is_number:
        number = f"CAST({name} AS DOUBLE)"
        spread = f"fsum({number}) / count({name}), stddev_samp({number})"
    mean, deviation, found = engine.row(f"SELECT {spread}, {quantiles} FROM {RECORDS}")
    return {
        "mean": _rounded(mean),
        "deviation": _rounded(deviation),
        "quantiles": dict(zip((f"{share:.0%}" for share in QUANTILES), found, strict=True)),
        "histogram": _histogram(engine, column),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.10g}")


def _histogram(engine: Engine, column: Column) -> tuple[Bin, ...]:
    name = identifier(column.name)
    moment = column.type in (FieldType.DATE, FieldType.DATETIME)
    number = f"CAST(epoch_us(CAST({name} AS TIMESTAMP)) AS DOUBLE)" if moment else f"CAST({name} AS DOUBLE)"
    least, most = engine.row(f"SELECT min({number}), max({number}) FROM {RECORDS}")
    bins = max(1, min(MOST_BINS, column.distinct))
    width = (most - least) / bins
    place = f"least({bins - 1}, CAST(floor(({number} - {least!r}) / {width!r}) AS INTEGER))" if width else "0"
    counts = dict(engine.rows(f"SELECT {place}, count(*) FROM {RECORDS} WHERE {name} IS NOT NULL GROUP BY 1"))
    scale = 1e-6 if moment else 1.0
    return tuple(
        Bin(start=(least + at * width) * scale, end=(least + (at + 1) * width) * scale, rows=counts.get(at, 0))
        for at in range(bins)
    )


def _top(engine: Engine, column: Column) -> tuple[Share, ...]:
    name = identifier(column.name)
    found = engine.rows(
        f"SELECT {text_sql(name, column.type)}, count(*) FROM {RECORDS} WHERE {name} IS NOT NULL "
        f"GROUP BY {name} ORDER BY count(*) DESC, {name} LIMIT {TOP_VALUES}"
    )
    return tuple(Share(value=value, rows=rows) for value, rows in found)


def _lengths(engine: Engine, column: Column) -> dict[str, object]:
    length = f"length({identifier(column.name)})"
    shortest, longest, total, present = engine.row(
        f"SELECT min({length}), max({length}), sum({length}), count({length}) FROM {RECORDS}"
    )
    return {"shortest": shortest, "longest": longest, "mean_length": _rounded(int(total) / present)}
