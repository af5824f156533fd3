"""The cells of a file as a table of text, row by row as they stand in the file."""

import csv
from pathlib import Path

from pipeline.data.engine import LINE_BYTES, Engine, ReadFailed, csv_source
from pipeline.data.intake import Examined
from pipeline.data.limits import IntakeLimits
from pipeline.data.raw import TABLE, cell_names
from pipeline.data.regular import is_regular
from pipeline.data.rows import Aside, read_rows
from pipeline.errors import InputError

FAST_FROM_BYTES = 4_000_000
"""Below this size the reference reader takes a few milliseconds, and nothing is gained by another."""

_CHECK_ROWS = 10_000


def load(
    engine: Engine, source: Path, examined: Examined, limits: IntakeLimits, fast_from_bytes: int = FAST_FROM_BYTES
) -> Aside:
    """Fill the table `raw` with the rows of `source` that fit its columns, and return the others.

    InputError as `read_rows`. A large file that is regular goes straight to DuckDB; every other is read by the
    reference reader and handed over in the plainest form.
    """
    if examined.scan.size_bytes >= fast_from_bytes and _load_fast(engine, source, examined, limits):
        return Aside()
    clean, aside = engine.folder / "clean.csv", Aside()
    with clean.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
        for at, row in enumerate(read_rows(source, examined.scan.encoding, examined.layout, limits, aside)):
            if at % _CHECK_ROWS == 0:
                engine.check()
            writer.writerow(row)
    columns = dict.fromkeys(cell_names(examined.layout.width), "VARCHAR")
    try:
        engine.load(TABLE, csv_source(clean, columns, skip=0))
    except ReadFailed as error:
        raise InputError(f"A row of the file is longer than {LINE_BYTES:,} bytes; shorten its fields.") from error
    clean.unlink()
    return aside


def _load_fast(engine: Engine, source: Path, examined: Examined, limits: IntakeLimits) -> bool:
    layout, scan = examined.layout, examined.scan
    one_line_header = layout.header_line == (1 if layout.has_header else 0)
    plain = scan.encoding in ("utf-8", "utf-8-sig") and layout.width > 1 and one_line_header
    if not plain or not is_regular(source, layout.delimiter, layout.quote):
        return False
    columns = dict.fromkeys(cell_names(layout.width), "VARCHAR")
    try:
        engine.load(
            TABLE,
            csv_source(
                source,
                columns,
                delimiter=layout.delimiter,
                quote=layout.quote,
                skip=layout.header_line,
                line_bytes=limits.field_chars,
                is_ours=False,
            ),
        )
    except ReadFailed:
        # Some row does not fit: the reference reader tells which.
        return False
    return True
