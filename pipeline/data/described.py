"""A file described without a run: its data contract and its profile, in memory that does not grow with the file."""

# ruff: noqa: S608 - every statement is made of readings and safe identifiers

import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from pipeline.contracts.data import Column, ColumnEdit, Dataset, DialectChoice
from pipeline.contracts.profile import ColumnProfile, Profile
from pipeline.data.dataset import UNTOLD, build, columns_of, questions_of, read_columns, type_records
from pipeline.data.edits import Shown
from pipeline.data.engine import Engine, Faulty, ReadFailed, csv_source, identifier, open_engine
from pipeline.data.profile import profile, profile_records
from pipeline.data.reading.intake import Examined, IntakeLimits, examine, examine_head
from pipeline.data.reading.load import fast_source
from pipeline.data.reading.raw import TABLE, cell_names
from pipeline.data.typed import RECORDS

STREAM_FROM_BYTES = 50_000_000
"""A regular file of this size is described from one pass over it, without a copy of its values."""
SAMPLE = "taken"
_BLOCKS = 64
_BLOCK_BYTES = 64_000
_TRIES = 12
_LINE_BYTES = 2_000_000
_LIMITS = IntakeLimits()


class Described(NamedTuple):
    """What is known of a file."""

    dataset: Dataset
    profile: Profile


def describe_file(
    path: Path,
    *,
    told: DialectChoice = UNTOLD,
    edits: Sequence[ColumnEdit] = (),
    stream_from_bytes: int = STREAM_FROM_BYTES,
) -> Described:
    """Read the file at `path` and describe it; nothing is left behind.

    A large file that is regular is looked at once: types are supposed from rows of all its parts, and the same pass
    that measures the values proves that every cell can be written back. InputError as `build`.
    """
    with tempfile.TemporaryDirectory(prefix="quintet-") as folder:
        if path.stat().st_size >= stream_from_bytes:
            found = _stream(path, told, edits, Path(folder))
            if found:
                return found
        records = Path(folder) / "records.csv"
        dataset = build(path, path.name, records, told=told, edits=edits)
        return Described(dataset, profile(records, dataset))


def _stream(path: Path, told: DialectChoice, edits: Sequence[ColumnEdit], folder: Path) -> Described | None:
    """The description from one pass, None where the file is not as regular as that takes."""
    supposed = examine_head(path, path.name, _LIMITS, told)
    with ThreadPoolExecutor(1) as other:
        # What the first part shows is nearly always true of the whole, whose bytes are gone through meanwhile.
        ahead = other.submit(fast_source, path, supposed, _LINE_BYTES)
        examined = examine(path, path.name, _LIMITS, told)
    if (supposed.layout, supposed.scan.encoding) != (examined.layout, examined.scan.encoding):
        return None
    scanned = ahead.result()
    if scanned is None:
        return None
    with open_engine(folder) as engine:
        try:
            _take(engine, path, examined)
            for _ in range(_TRIES):
                shown = read_columns(engine, examined, edits, is_sample=True)
                try:
                    return _describe(engine, scanned, path, examined, shown)
                except Faulty as fault:
                    _learn(engine, scanned, fault, shown)
        except ReadFailed:
            return None
    return None


def _take(engine: Engine, path: Path, examined: Examined) -> None:
    """Fill the table `raw` with rows from all parts of the file."""
    part = engine.folder / "taken.csv"
    with part.open("wb") as stream:
        for block in _blocks(path, examined.layout.header_line):
            stream.write(block)
    layout = examined.layout
    columns = dict.fromkeys(cell_names(layout.width), "VARCHAR")
    rows = csv_source(
        part,
        columns,
        delimiter=layout.delimiter,
        quote=layout.quote,
        skip=0,
        line_bytes=_LINE_BYTES,
        is_ours=False,
    )
    engine.load(TABLE, rows)
    part.unlink()


def _blocks(path: Path, skipped: int) -> Iterator[bytes]:
    """Whole lines from evenly spread places; in a regular file every line is a row."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        for _ in range(skipped):
            stream.readline()
        start = stream.tell()
        for at in range(_BLOCKS):
            stream.seek(start + at * (size - start) // _BLOCKS)
            if at:
                stream.readline()
            block = stream.read(_BLOCK_BYTES)
            yield block + (b"" if block.endswith(b"\n") else stream.readline())


def _describe(engine: Engine, scanned: str, path: Path, examined: Examined, shown: Sequence[Shown]) -> Described:
    (taken,) = engine.row(f"SELECT count(*) FROM {TABLE}")
    engine.run(f"DROP VIEW IF EXISTS {RECORDS}")
    engine.run(f"DROP TABLE IF EXISTS {SAMPLE}")
    type_records(engine, shown)
    columns = columns_of(engine, shown, taken, [0] * len(shown))
    engine.run(f"ALTER TABLE {RECORDS} RENAME TO {SAMPLE}")
    values = ", ".join(f"{column.reading.proven_sql(column.cell)} AS {identifier(column.name)}" for column in shown)
    engine.run(f"CREATE VIEW {RECORDS} AS SELECT {values} FROM {scanned}")
    dataset = Dataset(
        file_name=path.name,
        sha256=examined.scan.sha256,
        size_bytes=examined.scan.size_bytes,
        dialect=examined.dialect,
        rows=taken,
        columns=columns,
        questions=questions_of(engine, shown),
    )
    found = profile_records(engine, dataset, exact=False, sample=SAMPLE)
    measured = tuple(_measured(*pair) for pair in zip(columns, found.columns, strict=True))
    return Described(dataset.model_copy(update={"rows": found.rows, "columns": measured}), found)


def _measured(column: Column, seen: ColumnProfile) -> Column:
    """The column with the facts of all rows in place of the sample's."""
    facts = {
        "required": seen.nulls == 0,
        "unique": False,
        "nulls": seen.nulls,
        "distinct": seen.distinct,
        "distinct_is_exact": seen.distinct_is_exact,
        "minimum": None if column.pii else seen.minimum,
        "maximum": None if column.pii else seen.maximum,
        "longest": seen.longest,
        "total": None,
    }
    return column.model_copy(update=facts)


def _learn(engine: Engine, scanned: str, fault: Faulty, shown: Sequence[Shown]) -> None:
    """Add cells that spoil a column's reading to what its next reading is supposed from."""
    column = next(one for one in shown if one.cell == fault.column)
    cells = engine.rows(
        f"SELECT DISTINCT {column.cell} FROM {scanned} WHERE {column.reading.fault_sql(column.cell)} LIMIT 200"
    )
    for (cell,) in cells:
        engine.run(f"INSERT INTO {TABLE} ({column.cell}) VALUES (?)", [cell])
