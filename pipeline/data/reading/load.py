"""The cells of a file as a table of text, row by row as they stand in the file."""

import csv
from pathlib import Path

from pipeline.data.engine import LONG_LINE_BYTES, Engine, ReadFailed, csv_source
from pipeline.data.reading.compressed import expand
from pipeline.data.reading.intake import Examined
from pipeline.data.reading.limits import IntakeLimits
from pipeline.data.reading.raw import TABLE, cell_names
from pipeline.data.reading.regular import is_regular
from pipeline.data.reading.rows import Aside, read_rows
from pipeline.errors import InputError

FAST_FROM_BYTES = 4_000_000
"""Below this size the reference reader takes a few milliseconds, and nothing is gained by another."""

_CHECK_ROWS = 10_000
_TOLD_ROWS = 500_000


def load(
    engine: Engine, source: Path, examined: Examined, limits: IntakeLimits, fast_from_bytes: int = FAST_FROM_BYTES
) -> Aside:
    """Fill the table `raw` with the rows of `source` that fit its columns, and return the others.

    InputError as `read_rows`. A large file that is regular goes straight to DuckDB; every other is read by the
    reference reader and handed over in the plainest form.
    """
    if examined.scan.is_gzip:
        packed, source = source, engine.folder / "expanded.csv"
        expand(packed, source, limits)
    if examined.scan.text_bytes >= fast_from_bytes and _load_fast(engine, source, examined, limits):
        return Aside()
    clean, aside = engine.folder / "clean.csv", Aside()
    with clean.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
        for at, row in enumerate(read_rows(source, examined.scan.encoding, examined.layout, limits, aside)):
            if at % _CHECK_ROWS == 0:
                engine.check()
            if at and at % _TOLD_ROWS == 0:
                engine.tell(f"{at:,} rows so far.")
            writer.writerow(row)
    columns = dict.fromkeys(cell_names(examined.layout.width), "VARCHAR")
    try:
        engine.load(TABLE, csv_source(clean, columns, skip=0))
    except ReadFailed as error:
        raise InputError(f"A row of the file is longer than {LONG_LINE_BYTES:,} bytes; shorten its fields.") from error
    clean.unlink()
    return aside


def fast_source(source: Path, examined: Examined, line_bytes: int) -> str | None:
    """SQL for the rows of a regular file as columns of text; None where DuckDB might read it otherwise than we do."""
    layout, scan = examined.layout, examined.scan
    if not is_regular(source, scan.encoding, layout):
        return None
    return csv_source(
        source,
        dict.fromkeys(cell_names(layout.width), "VARCHAR"),
        delimiter=layout.delimiter,
        quote=layout.quote,
        skip=layout.header_line,
        line_bytes=line_bytes,
        is_ours=False,
    )


def _load_fast(engine: Engine, source: Path, examined: Examined, limits: IntakeLimits) -> bool:
    rows = fast_source(source, examined, limits.field_chars)
    if rows is None:
        return False
    try:
        engine.load(TABLE, rows)
    except ReadFailed:
        # Some row does not fit: the reference reader tells which.
        return False
    return True
