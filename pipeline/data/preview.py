"""A first look at a file, quick enough for a page: how it is read, its columns, and some of its rows."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from pipeline.contracts.base import Contract
from pipeline.contracts.data import Column, ColumnEdit, Dialect, DialectChoice, Question, SetAside
from pipeline.credentials import without_credentials
from pipeline.data.concealed import conceal
from pipeline.data.dataset import UNTOLD, columns_of, covered, labels_of, questions_of, read_columns, type_records
from pipeline.data.engine import Engine, csv_source, open_engine
from pipeline.data.reading.intake import Examined, IntakeLimits, check_fit, examine_head
from pipeline.data.reading.raw import TABLE, cell_names
from pipeline.data.reading.rows import Aside, fitting_rows
from pipeline.errors import InputError

_DEFAULT_LIMITS = IntakeLimits()


class Preview(Contract):
    """What the first part of a file shows.

    `sample` holds the cells of the first rows as they are written, in the order of `fields`. Everything comes from
    `rows_seen` rows: those of the whole file if `is_whole_file`, else of its first part, and then a type may turn out
    to be text.
    """

    dialect: Dialect
    fields: tuple[Column, ...]
    sample: tuple[tuple[str, ...], ...]
    rows_seen: int
    set_aside_rows: int
    misfit_rows: int = 0
    aside: tuple[SetAside, ...] = ()
    repaired_rows: int = 0
    repaired: tuple[SetAside, ...] = ()
    questions: tuple[Question, ...] = ()
    total_bytes: int
    is_whole_file: bool


def preview(
    source: Path,
    file_name: str,
    rows: int = 50,
    limits: IntakeLimits = _DEFAULT_LIMITS,
    *,
    told: DialectChoice = UNTOLD,
    edits: Sequence[ColumnEdit] = (),
) -> Preview:
    """Look at the first part of `source`, whatever its size. InputError: what was seen, or an edit, cannot be used."""
    examined, aside = examine_head(source, file_name, limits, told), Aside()
    seen = _rows(examined, limits, aside)
    check_fit(len(seen), aside)
    with open_engine() as engine:
        _load(engine, seen, examined.layout.width)
        concealed = conceal(engine, labels_of(examined))
        shown = read_columns(engine, examined, edits)
        type_records(engine, shown)
        columns = columns_of(engine, shown, len(seen), [0] * len(shown), concealed)
        questions = questions_of(engine, shown)
    places = [int(column.cell[1:]) for column in shown]
    return Preview(
        dialect=examined.dialect,
        fields=columns,
        sample=tuple(tuple(without_credentials(cells[at]) for at in places) for cells in seen[:rows]),
        rows_seen=len(seen),
        set_aside_rows=aside.count,
        misfit_rows=aside.misfits,
        aside=covered(aside.listed),
        repaired_rows=aside.repaired_count,
        repaired=covered(aside.repaired),
        questions=questions,
        total_bytes=examined.scan.size_bytes,
        is_whole_file=examined.scan.head_is_all,
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


def _load(engine: Engine, seen: Sequence[Sequence[str]], width: int) -> None:
    head = engine.folder / "head.csv"
    with head.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(seen)
    engine.load(TABLE, csv_source(head, dict.fromkeys(cell_names(width), "VARCHAR"), skip=0))
