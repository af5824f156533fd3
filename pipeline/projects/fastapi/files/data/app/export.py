"""Whole selections as files: CSV with values as in `records.csv`, a JSON array, or Parquet."""

import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from app.backend import Backend, UnavailableError
from app.csv_text import csv_text
from app.downloads import ExportQuery
from app.fields import FieldType
from app.query import ID
from app.schema import COLUMNS
from app.statements import Clause, order_sql, select
from app.typed import record_sql, text_sql

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}
MAX_EXPORTS = 4
BLOCK_BYTES = 256 * 1024

_TEXTS = ", ".join(
    column.sql_name if column.type is FieldType.FLOAT else text_sql(column, column.sql_name) for column in COLUMNS
)
_TEXT_PLACES = tuple(place for place, column in enumerate(COLUMNS) if column.type is FieldType.TEXT)
_NAMES = ", ".join(column.sql_name for column in COLUMNS)
_DOCUMENT = record_sql([ID, *COLUMNS])


class Exporter:
    """Writes files, a few at a time."""

    def __init__(self, backend: Backend, folder: Path) -> None:
        self._backend = backend
        self._folder = folder
        self._slots = threading.BoundedSemaphore(MAX_EXPORTS)

    def blocks(self, query: ExportQuery, where: Clause) -> Iterator[bytes]:
        """The file, block by block; the first of them raises UnavailableError if too many others are written."""
        if not self._slots.acquire(blocking=False):
            raise UnavailableError("Too many exports are running; try again later.")
        try:
            yield from _BLOCKS[query.format](self._backend, query, where, self._folder)
        finally:
            self._slots.release()


def _sql(query: ExportQuery, selected: str, where: Clause) -> str:
    """What selects the records."""
    return select(selected, f"{where.sql} ORDER BY {order_sql(query.orders)}")


def _csv_blocks(backend: Backend, query: ExportQuery, where: Clause, _folder: Path) -> Iterator[bytes]:
    yield csv_text([[column.name for column in COLUMNS]]).encode()
    texts = () if query.keeps_formulas else _TEXT_PLACES
    for rows in backend.stream(_sql(query, _TEXTS, where), where.arguments):
        yield csv_text(rows, texts).encode()


def _json_blocks(backend: Backend, query: ExportQuery, where: Clause, _folder: Path) -> Iterator[bytes]:
    before = "["
    for rows in backend.stream(_sql(query, _DOCUMENT, where), where.arguments):
        yield (before + ",".join(f"\n{text}" for (text,) in rows)).encode()
        before = ","
    yield b"\n]\n" if before == "," else b"[]\n"


def _parquet_blocks(backend: Backend, query: ExportQuery, where: Clause, folder: Path) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory(dir=folder, prefix="export-") as scratch:
        target = Path(scratch) / "records.parquet"
        backend.write_parquet(_sql(query, _NAMES, where), where.arguments, target)
        with target.open("rb") as file:
            while block := file.read(BLOCK_BYTES):
                yield block


_BLOCKS = {"csv": _csv_blocks, "json": _json_blocks, "parquet": _parquet_blocks}
