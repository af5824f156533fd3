"""A first look at a file, quick enough for a page: how it is read, its columns, and some of its rows."""

import csv
import io
from itertools import islice
from pathlib import Path

from pipeline.contracts.base import Contract
from pipeline.contracts.data import Dialect, Field
from pipeline.data.dataset import labels_of
from pipeline.data.engine import csv_source, open_engine
from pipeline.data.infer import infer
from pipeline.data.intake import Examined, IntakeLimits, check_fit, examine_head
from pipeline.data.load import TABLE, cell_names
from pipeline.data.names import field_names
from pipeline.data.rows import Aside, fitting_rows
from pipeline.errors import InputError

_DEFAULT_LIMITS = IntakeLimits()


class Preview(Contract):
    """What the first part of a file shows.

    `sample` holds the cells of the first rows as they are written, in the order of `fields`, whose labels name the
    columns. Types come from `rows_seen` rows: those of the whole file if `is_whole_file`, else of its first part,
    and then a type may turn out to be text.
    """

    dialect: Dialect
    fields: tuple[Field, ...]
    sample: tuple[tuple[str, ...], ...]
    rows_seen: int
    set_aside_rows: int
    total_bytes: int
    is_whole_file: bool


def preview(source: Path, file_name: str, rows: int = 50, limits: IntakeLimits = _DEFAULT_LIMITS) -> Preview:
    """Look at the first part of `source`, whatever its size. InputError: what was seen cannot be used."""
    examined, aside = examine_head(source, file_name, limits), Aside()
    whole = examined.scan.head_is_all
    seen = _rows(examined, limits, aside)
    check_fit(len(seen), aside)
    return Preview(
        dialect=examined.dialect,
        fields=_fields(examined, seen),
        sample=tuple(tuple(cells) for cells in seen[:rows]),
        rows_seen=len(seen),
        set_aside_rows=aside.count,
        total_bytes=examined.scan.size_bytes,
        is_whole_file=whole,
    )


def _rows(examined: Examined, limits: IntakeLimits, aside: Aside) -> list[list[str]]:
    seen: list[list[str]] = []
    lines = io.StringIO(examined.scan.head, newline="")
    try:
        for cells in fitting_rows(lines, examined.layout, limits, aside):
            seen.append(cells)  # noqa: PERF402 - the rows before an error are kept
    except InputError:
        # The first part of a file may end inside of a quoted field; the whole file may not.
        if examined.scan.head_is_all or not seen:
            raise
    return seen


def _fields(examined: Examined, seen: list[list[str]]) -> tuple[Field, ...]:
    width, labels = examined.layout.width, labels_of(examined)
    with open_engine() as engine:
        head = engine.folder / "head.csv"
        with head.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(islice(seen, None))
        engine.load(TABLE, csv_source(head, dict.fromkeys(cell_names(width), "VARCHAR"), skip=0))
        readings = infer(engine, width)
    parts = zip(field_names(labels), labels, readings, strict=True)
    return tuple(Field(name=name, label=label, type=found.kind, scale=found.scale) for name, label, found in parts)
