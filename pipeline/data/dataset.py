"""From a file to its data contract and its records."""

# ruff: noqa: S608 - names are safe identifiers and paths are quoted by `engine.literal`

from collections.abc import Sequence
from pathlib import Path

from pipeline.contracts.data import Column, Dataset
from pipeline.data.edits import ColumnEdit, Shown, apply_edits
from pipeline.data.engine import Engine, identifier, literal, open_engine
from pipeline.data.facts import gather
from pipeline.data.infer import infer, null_tokens
from pipeline.data.intake import Examined, IntakeLimits, check_fit, examine
from pipeline.data.load import FAST_FROM_BYTES, TABLE, cell_names, load
from pipeline.data.names import field_names
from pipeline.data.records import text_sql

_DEFAULT_LIMITS = IntakeLimits()


def build(
    source: Path,
    file_name: str,
    records: Path,
    limits: IntakeLimits = _DEFAULT_LIMITS,
    *,
    edits: Sequence[ColumnEdit] = (),
    fast_from_bytes: int = FAST_FROM_BYTES,
) -> Dataset:
    """Read all of `source`, write its values to `records` (see `pipeline.data.records`), and return the data contract.

    Types come from all rows, and no value is changed by them. `file_name` is what the person called the file; `edits`
    are the changes they asked for. From `fast_from_bytes` on, a regular file is read by DuckDB itself. InputError: the
    file, or an edit, cannot be used; then nothing is left at `records`.
    """
    examined = examine(source, file_name, limits)
    with open_engine(records.parent) as engine:
        aside = load(engine, source, examined, limits, fast_from_bytes)
        (rows,) = engine.row(f"SELECT count(*) FROM {TABLE}")
        check_fit(rows, aside)
        shown = apply_edits(engine, _shown(engine, examined), edits)
        columns = tuple(_column(engine, column, rows) for column in shown)
        _write(engine, shown, records)
    return Dataset(
        file_name=file_name,
        sha256=examined.scan.sha256,
        size_bytes=examined.scan.size_bytes,
        dialect=examined.dialect,
        rows=rows,
        columns=columns,
        set_aside_rows=aside.count,
        set_aside=tuple(aside.listed),
    )


def labels_of(examined: Examined) -> list[str]:
    """What the person called each column; a column without a name is called by its number."""
    header = examined.layout.header or ("",) * examined.layout.width
    return [label if label.strip() else f"column {number}" for number, label in enumerate(header, start=1)]


def _shown(engine: Engine, examined: Examined) -> list[Shown]:
    width, labels = examined.layout.width, labels_of(examined)
    parts = zip(cell_names(width), field_names(labels), labels, infer(engine, width), strict=True)
    return [Shown(*part) for part in parts]


def _column(engine: Engine, shown: Shown, rows: int) -> Column:
    facts = gather(engine, shown.reading, rows)
    return Column(
        name=shown.name,
        label=shown.label,
        type=shown.reading.kind,
        required=facts.nulls == 0,
        unique=facts.distinct == rows,
        scale=shown.reading.scale,
        nulls=facts.nulls,
        distinct=facts.distinct,
        minimum=facts.minimum,
        maximum=facts.maximum,
        total=facts.total,
        null_tokens=null_tokens(engine, shown.cell, shown.reading),
    )


def _write(engine: Engine, shown: Sequence[Shown], records: Path) -> None:
    texts = [text_sql(column.reading.sql, column.reading.kind) for column in shown]
    if len(texts) == 1:
        # A null alone would be a blank line, which readers skip: an empty string is written as "".
        texts = [f"coalesce({texts[0]}, '')"]
    fields = ", ".join(f"{text} AS {identifier(column.name)}" for text, column in zip(texts, shown, strict=True))
    part = engine.folder / "records.csv"
    engine.run(
        f"COPY (SELECT {fields} FROM {TABLE}) TO {literal(str(part))} "
        "(FORMAT csv, HEADER, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULLSTR '')"
    )
    part.replace(records)
