"""Whole selections as files: CSV with a line for each record, or a JSON array."""

import threading
from collections.abc import Callable, Iterable, Iterator

import sqlalchemy as sa

from app.csv_text import csv_text
from app.downloads import ExportQuery
from app.fields import FieldType, canonical
from app.query import ID
from app.selection import ordered, selected
from app.store import Row, Store, UnavailableError, record_writer, refusals
from app.tables import Table

MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
MAX_EXPORTS = 4
BATCH_ROWS = 2000

_slots = threading.BoundedSemaphore(MAX_EXPORTS)


def export(store: Store, table: Table, query: ExportQuery) -> Iterator[bytes]:
    """The file, block by block; the first of them raises UnavailableError if too many others are written."""
    if not _slots.acquire(blocking=False):
        raise UnavailableError("Too many exports are running; try again later.")
    try:
        with refusals(), store.backend.reading() as connection:
            columns = store.backend.table(table)
            statement = (
                sa.select(columns)
                .where(*selected(store.backend, table, query.selection))
                .order_by(*ordered(columns, query.orders))
            )
            result = connection.execution_options(yield_per=BATCH_ROWS).execute(statement)
            yield from _WRITERS[query.format](table, query, result.partitions())
    finally:
        _slots.release()


def _csv(table: Table, query: ExportQuery, batches: Iterable[Iterable[Row]]) -> Iterator[bytes]:
    fields = (ID, *table.fields)
    texts = [place for place, field in enumerate(fields) if field.type is FieldType.TEXT and not query.keeps_formulas]
    yield csv_text([[field.name for field in fields]]).encode()
    for rows in batches:
        lines = (
            [None if value is None else canonical(field, value) for field, value in zip(fields, row, strict=True)]
            for row in rows
        )
        yield csv_text(lines, texts).encode()


def _json(table: Table, _query: ExportQuery, batches: Iterable[Iterable[Row]]) -> Iterator[bytes]:
    write, before = record_writer(table), "["
    for rows in batches:
        yield (before + ",".join(f"\n{write(row)}" for row in rows)).encode()
        before = ","
    yield b"\n]\n" if before == "," else b"[]\n"


_WRITERS: dict[str, Callable[[Table, ExportQuery, Iterable[Iterable[Row]]], Iterator[bytes]]] = {
    "csv": _csv,
    "json": _json,
}
