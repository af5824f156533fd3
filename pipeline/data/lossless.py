"""The proof that reading a file changed no value: its cells are written back from the records, and compared."""

# ruff: noqa: S608 - names are safe identifiers, and paths are quoted by `engine.literal`

import shutil
from collections.abc import Sequence
from pathlib import Path

from pipeline.contracts.data import Column, Dataset, Lossless
from pipeline.data.edits import Shown
from pipeline.data.engine import Engine, batches, csv_source, identifier, literal
from pipeline.data.inference.reading import Reading
from pipeline.data.reading.raw import TABLE
from pipeline.data.records import column_sql
from pipeline.data.typed import RECORDS, open_records

SPELLINGS = "spellings.csv"
"""Beside the records: row (from 1), column and cell, for each cell that its column's format does not give back."""
WRITTEN, SPELLED = "written", "spelled"


def respelled(engine: Engine, shown: Sequence[Shown]) -> list[int]:
    """How many cells of each column are not as the column's format would write their value."""
    counts: list[int] = []
    for batch in batches(list(shown)):
        parts = ", ".join(_differs(column, column.reading.value_sql(column.cell)) for column in batch)
        counts += engine.row(f"SELECT {parts} FROM {TABLE}")
    return counts


def write_spellings(engine: Engine, shown: Sequence[Shown], counts: Sequence[int], target: Path) -> None:
    """Keep the spelling of every cell that the formats do not give back; no file where there is none."""
    parts = [
        f"SELECT rowid + 1 AS row, {literal(column.name)} AS name, {column.cell} AS cell FROM {TABLE} "
        f"WHERE {_is_other(column, column.reading.value_sql(column.cell))}"
        for column, count in zip(shown, counts, strict=True)
        if count
    ]
    target.unlink(missing_ok=True)
    if parts:
        engine.run(
            f"COPY ({' UNION ALL '.join(parts)}) TO {literal(str(target))} "
            "(FORMAT csv, HEADER, DELIMITER ',', QUOTE '\"', ESCAPE '\"', FORCE_QUOTE (cell), NULLSTR '')"
        )


def prove(engine: Engine, shown: Sequence[Shown], records: Path, spellings: Path) -> list[int]:
    """How many cells of each column differ from the file when they are written back from what was kept on disk.

    `records` and `spellings` are read again for it, so the proof is about the files.
    """
    types = {column.name: column_sql(column.reading.type, column.reading.scale) for column in shown}
    engine.load(WRITTEN, csv_source(records, types))
    differing = _differing(engine, shown)
    kept = _kept(engine, shown, spellings)
    engine.run(f"DROP TABLE {WRITTEN}")
    return [count - found for count, found in zip(differing, kept, strict=True)]


def _differing(engine: Engine, shown: Sequence[Shown]) -> list[int]:
    counts: list[int] = []
    for batch in batches(list(shown)):
        parts = ", ".join(_differs(column, f"{WRITTEN}.{identifier(column.name)}", TABLE) for column in batch)
        counts += engine.row(f"SELECT {parts} FROM {TABLE} POSITIONAL JOIN {WRITTEN}")
    return counts


def _kept(engine: Engine, shown: Sequence[Shown], spellings: Path) -> list[int]:
    """How many spellings of each column are really those of the file."""
    if not spellings.is_file():
        return [0] * len(shown)
    _load_spellings(engine, spellings)
    names = {name for (name,) in engine.rows(f"SELECT DISTINCT name FROM {SPELLED}")}
    counts = [_matching(engine, column) if column.name in names else 0 for column in shown]
    engine.run(f"DROP TABLE {SPELLED}")
    return counts


def _matching(engine: Engine, column: Shown) -> int:
    (count,) = engine.row(
        f"SELECT count(*) FROM {SPELLED} JOIN {TABLE} ON {TABLE}.rowid + 1 = {SPELLED}.row "
        f"WHERE {SPELLED}.name = {literal(column.name)} AND {SPELLED}.cell IS NOT DISTINCT FROM {TABLE}.{column.cell}"
    )
    return int(count)


def _load_spellings(engine: Engine, spellings: Path) -> None:
    engine.load(SPELLED, csv_source(spellings, {"row": "BIGINT", "name": "VARCHAR", "cell": "VARCHAR"}))


def _differs(column: Shown, value: str, table: str = "") -> str:
    return f"count(*) FILTER (WHERE {_is_other(column, value, table)})"


def _is_other(column: Shown, value: str, table: str = "") -> str:
    cell = f"{table}.{column.cell}" if table else column.cell
    return f"{column.reading.cell_sql(value)} IS DISTINCT FROM {cell}"


def summarize(differing: Sequence[int], spelled: Sequence[int], rows: int) -> Lossless:
    """The proof of a whole file."""
    return Lossless(cells=rows * len(differing), mismatches=sum(map(abs, differing)), respelled=sum(spelled))


def write_cells(records: Path, spellings: Path, dataset: Dataset, target: Path) -> None:
    """Write the cells of a file back from its records: a CSV file with its own header, all cells quoted."""
    with open_records(records, dataset) as engine:
        joins, parts = [], []
        if spellings.is_file():
            _load_spellings(engine, spellings)
        for at, column in enumerate(dataset.columns):
            cell = reading_of(column).cell_sql(f"{RECORDS}.{identifier(column.name)}")
            if column.respelled:
                joins.append(
                    f"LEFT JOIN {SPELLED} AS s{at} ON s{at}.name = {literal(column.name)} "
                    f"AND s{at}.row = {RECORDS}.rowid + 1"
                )
                cell = f"CASE WHEN s{at}.row IS NULL THEN {cell} ELSE s{at}.cell END"
            parts.append(f"{cell} AS c{at}")
        body = engine.folder / "cells.csv"
        engine.run(
            f"COPY (SELECT {', '.join(parts)} FROM {RECORDS} {' '.join(joins)} ORDER BY {RECORDS}.rowid) "
            f"TO {literal(str(body))} (FORMAT csv, HEADER false, DELIMITER ',', QUOTE '\"', ESCAPE '\"', FORCE_QUOTE *)"
        )
        with target.open("wb") as stream, body.open("rb") as cells:
            stream.write(_header(dataset).encode())
            shutil.copyfileobj(cells, stream)


def _header(dataset: Dataset) -> str:
    """The names that the file itself gives its columns, quoted; nothing where it gives none."""
    if not dataset.dialect.header_lines:
        return ""
    return ",".join('"' + column.header.replace('"', '""') + '"' for column in dataset.columns) + "\n"


def reading_of(column: Column) -> Reading:
    """How the cells of a column of a data contract are written."""
    tokens = tuple(token for token in (*column.null_tokens, column.format.null) if token)
    return Reading(column.kind, column.type, column.format, column.scale, column.unit, tokens)
