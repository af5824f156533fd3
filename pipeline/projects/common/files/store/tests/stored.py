"""Sample records that are put into a store, without the rules of an API."""

import json
from collections.abc import Sequence
from typing import Any

from app.fields import Stored, parse_value
from app.listing import parse_list
from app.query import Parameters, indexed
from app.store import Store
from app.tables import Table
from tests.samples import FIRST, PARENTS, SECOND


class StoredRecords:
    """Makes sample records, each with the records that it refers to."""

    def __init__(self, store: Store, tables: Sequence[Table]) -> None:
        self._store = store
        self._tables = {table.name: table for table in tables}
        self._ids: dict[tuple[str, int], int] = {}

    def values(self, name: str, number: int) -> dict[str, Stored | None]:
        """The values of a sample as they are stored; it is the first or the second of its table."""
        return as_stored(self._tables[name], {**(FIRST, SECOND)[number - 1][name], **self._parents(name, number)})

    def text(self, name: str, number: int, field: str) -> str:
        """A value of a sample as a person writes it."""
        return _written({**(FIRST, SECOND)[number - 1][name], **self._parents(name, number)}[field])

    def create(self, name: str, number: int) -> int:
        """The id of a sample, which is added if it is not there yet."""
        if (name, number) not in self._ids:
            self._ids[name, number], _ = self._store.create(self._tables[name], self.values(name, number))
        return self._ids[name, number]

    def _parents(self, name: str, number: int) -> dict[str, int]:
        return {field: self.create(parent, number) for field, parent in PARENTS[name].items()}


def as_stored(table: Table, sample: dict[str, Any]) -> dict[str, Stored | None]:
    """Values that a client would send as they are stored."""
    return {
        field.name: parse_value(field, _written(sample[field.name])) for field in table.fields if field.name in sample
    }


def found(store: Store, table: Table, parameters: Parameters) -> list[int]:
    """The ids of the records that a list with these parameters gives, in its order."""
    page = json.loads(store.page(table, parse_list(indexed(table.fields), parameters)))
    return [item["id"] for item in page["items"]]


def _written(value: Any) -> str:
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
