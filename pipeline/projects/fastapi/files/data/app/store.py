"""Answers from the records, as JSON text that is ready to be sent."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from app.aggregate import aggregate_sql
from app.aggregation import AggregateQuery, groups_json
from app.backend import Backend
from app.downloads import ExportQuery
from app.export import Exporter
from app.fields import Field, FieldType, Stored, encoder, parse_value
from app.histogram import HistogramQuery, bin_width
from app.listing import ListQuery, Selection, write_cursor
from app.query import ID, Order
from app.schema import ROWS
from app.statements import Clause, after_sql, condition_sql, order_sql, select, where_sql
from app.typed import text_sql

CACHED_ANSWERS = 256

_ALL = Selection()
_number = encoder(Field(name="number", label="number", type=FieldType.FLOAT))


def is_plain(query: ListQuery) -> bool:
    """Whether a page is a part of the file as it is."""
    return query.selection == _ALL and query.orders == (Order(ID),)


class Store:
    """Reads records; they never change, so counts and groups are remembered."""

    def __init__(self, backend: Backend, folder: Path) -> None:
        self._backend = backend
        self._exporter = Exporter(backend, folder)
        self.count = lru_cache(CACHED_ANSWERS)(self._count)
        self.aggregate = lru_cache(CACHED_ANSWERS)(self._aggregate)
        self.histogram = lru_cache(CACHED_ANSWERS)(self._histogram)

    @property
    def is_quick(self) -> bool:
        """Whether single records and plain pages are answered so fast that no thread is needed for it."""
        return self._backend.is_quick

    def record(self, record_id: int) -> str | None:
        """One record, or None if there is none with this id."""
        return self._backend.items(range(record_id, record_id + 1)) or None

    def page(self, query: ListQuery) -> str:
        """A page of records, with the total that the selection finds and the cursor of what comes after."""
        limit, offset = query.page.limit, query.page.offset
        ids = self._plain_ids(query) if is_plain(query) else self._ids(query)
        has_more, ids = len(ids) > limit, ids[:limit]
        after = f'"{write_cursor(ids[-1])}"' if has_more else "null"
        head = f'"total": {self.count(query.selection)}, "limit": {limit}, "offset": {offset}, "next": {after}'
        return f'{{{head}, "items": [{self._backend.items(ids)}]}}'

    def export(self, query: ExportQuery) -> Iterator[bytes]:
        """The records of a selection as a file, block by block."""
        return self._exporter.blocks(query, self._where(query.selection))

    def stop(self) -> None:
        """End what takes long."""
        self._backend.stop()

    def close(self) -> None:
        """Let go of the database."""
        self._backend.close()

    def _plain_ids(self, query: ListQuery) -> range:
        """The ids of a page of the whole file and the one after them: they are numbers without a gap."""
        start = (query.after or 0) + query.page.offset + 1
        return range(start, max(start, min(start + query.page.limit, ROWS) + 1))

    def _ids(self, query: ListQuery) -> list[int]:
        """The ids of a page and the one after them."""
        where = self._where(query.selection, self._after(query.orders, query.after))
        sql = select("id", f"{where.sql} ORDER BY {order_sql(query.orders)} LIMIT ? OFFSET ?")
        page = (query.page.limit + 1, query.page.offset)
        return [number for (number,) in self._backend.fetch(sql, (*where.arguments, *page))]

    def _after(self, orders: Sequence[Order], record_id: int | None) -> Clause:
        """The condition that records come after one of them; after one that there is not, nothing comes."""
        if not record_id:
            return Clause()
        texts = ", ".join(text_sql(order.field, order.field.sql_name) for order in orders)
        rows = self._backend.fetch(select(texts, " WHERE id = ?"), (record_id,))
        if not rows:
            return Clause("false")
        values: list[Stored | None] = [
            None if text is None else parse_value(order.field, text)
            for order, text in zip(orders, rows[0], strict=True)
        ]
        return after_sql(orders, values)

    def _where(self, selection: Selection, *more: Clause) -> Clause:
        clauses = [condition_sql(condition) for condition in selection.conditions]
        if selection.words:
            clauses.append(self._backend.matching(selection.words))
        return where_sql([*clauses, *more])

    def _count(self, selection: Selection) -> int:
        if selection == _ALL:
            return ROWS
        where = self._where(selection)
        return int(self._backend.fetch(select("count(*)", where.sql), where.arguments)[0][0])

    def _aggregate(self, query: AggregateQuery) -> str:
        where = self._where(query.selection)
        statement = aggregate_sql(query, where.sql, self._backend.group_sql)
        return groups_json(query, self._backend.fetch(statement, where.arguments))

    def _histogram(self, query: HistogramQuery) -> str:
        where = self._where(query.selection)
        low, high, numbers = self._backend.fetch(query.range_sql(where.sql), where.arguments)[0]
        if not numbers:
            return '{"numbers": 0, "bins": []}'
        bins = query.bins if high > low else 1
        width = bin_width(low, high, bins)
        rows = self._backend.fetch(query.counts_sql(where.sql), (repr(low), repr(width or 1.0), *where.arguments))
        counts: dict[int, int] = dict(rows)
        items = ", ".join(
            f'{{"low": {_number(low + place * width)}, "high": {_number(low + (place + 1) * width)}, '
            f'"count": {counts.get(place, 0)}}}'
            for place in range(bins)
        )
        return f'{{"numbers": {numbers}, "bins": [{items}]}}'
