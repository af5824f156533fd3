"""Cells that hold a credential: it is taken out of the table before anything is made of it."""

# ruff: noqa: S608 - names are safe identifiers, and the pattern is quoted by `engine.literal`

import csv
from collections.abc import Iterable, Sequence

from pipeline.counting import count
from pipeline.credentials import SUSPECT, without_credentials
from pipeline.data.engine import Engine, batches, csv_source, literal
from pipeline.data.reading.raw import TABLE, cell_names

NAMED = 5
"""Columns that are named where credentials stood in more."""
_CLEAN = "clean_cells"


def counted(cells: Iterable[tuple[str, int]]) -> str:
    """How many cells of which columns, by their names as people read them: 3 cells (2 in “token”, 1 in “note”)."""
    most = sorted((each for each in cells if each[1]), key=lambda each: -each[1])
    parts = [f"{number:,} in “{name}”" for name, number in most[:NAMED]]
    left = most[NAMED:]
    parts += [f"{sum(number for _, number in left):,} in {count(len(left), 'more column')}"] if left else []
    return f"{count(sum(number for _, number in most), 'cell')} ({', '.join(parts)})"


def conceal(engine: Engine, labels: Sequence[str]) -> dict[str, int]:
    """Take credentials out of the table `raw`; how many cells of which of its columns held one.

    `labels` are what its columns are called, each in its place.
    """
    found = {}
    names = cell_names(len(labels))
    for batch in batches(names):
        suspects = engine.row(
            f"SELECT {', '.join(f'count(*) FILTER (WHERE {_suspect(cell)})' for cell in batch)} FROM {TABLE}"
        )
        for cell, suspected in zip(batch, suspects, strict=True):
            if suspected and (changed := _conceal(engine, cell)):
                found[cell] = changed
    if found:
        told = counted((label, found.get(cell, 0)) for cell, label in zip(names, labels, strict=True))
        engine.tell(f"Took credentials out of {told}: they are in nothing that is made.")
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
    (cleaned,) = engine.row(f"SELECT count(*) FROM {TABLE} SEMI JOIN {_CLEAN} ON {TABLE}.{cell} = {_CLEAN}.cell")
    engine.run(f"UPDATE {TABLE} SET {cell} = {_CLEAN}.clean FROM {_CLEAN} WHERE {TABLE}.{cell} = {_CLEAN}.cell")
    engine.run(f"DROP TABLE {_CLEAN}")
    return int(cleaned)


def _suspect(cell: str) -> str:
    return f"regexp_matches({cell}, {literal(SUSPECT)})"
