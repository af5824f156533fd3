"""Cells that hold a credential: it is taken out of the table before anything is made of it."""

# ruff: noqa: S608 - names are safe identifiers, and the pattern is quoted by `engine.literal`

import csv

from pipeline.credentials import SUSPECT, without_credentials
from pipeline.data.engine import Engine, batches, csv_source, literal
from pipeline.data.reading.raw import TABLE, cell_names

_CLEAN = "clean_cells"


def conceal(engine: Engine, width: int) -> dict[str, int]:
    """Take credentials out of the table `raw`; how many cells of which of its columns held one."""
    found = {}
    for batch in batches(cell_names(width)):
        suspects = engine.row(
            f"SELECT {', '.join(f'count(*) FILTER (WHERE {_suspect(cell)})' for cell in batch)} FROM {TABLE}"
        )
        for cell, count in zip(batch, suspects, strict=True):
            if count and (changed := _conceal(engine, cell)):
                found[cell] = changed
    if found:
        engine.tell(f"Took credentials out of {sum(found.values()):,} cells: they are in nothing that is made.")
    return found


def _conceal(engine: Engine, cell: str) -> int:
    texts = (text for (text,) in engine.stream(f"SELECT DISTINCT {cell} FROM {TABLE} WHERE {_suspect(cell)}"))
    pairs = [(text, clean) for text in texts if (clean := without_credentials(text)) != text]
    if not pairs:
        return 0
    part = engine.folder / "clean_cells.csv"
    with part.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(pairs)
    engine.load(_CLEAN, csv_source(part, {"cell": "VARCHAR", "clean": "VARCHAR"}, skip=0))
    part.unlink()
    (count,) = engine.row(f"SELECT count(*) FROM {TABLE} SEMI JOIN {_CLEAN} ON {TABLE}.{cell} = {_CLEAN}.cell")
    engine.run(f"UPDATE {TABLE} SET {cell} = {_CLEAN}.clean FROM {_CLEAN} WHERE {TABLE}.{cell} = {_CLEAN}.cell")
    engine.run(f"DROP TABLE {_CLEAN}")
    return int(count)


def _suspect(cell: str) -> str:
    return f"regexp_matches({cell}, {literal(SUSPECT)})"
