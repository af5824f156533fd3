"""The records of one service: kept in its own database, checked against the other services' records."""

from collections.abc import Sequence
from dataclasses import replace

from app.database.backend import Backend
from app.service.peers import Peers, foreign_fields
from app.store import Store, Values
from app.tables import Table


def owned(table: Table) -> Table:
    """A table as its own service keeps it: references to other services' records are plain numbers there."""
    foreign = {field.name for field in foreign_fields(table)}
    fields = tuple(replace(field, references=None) if field.name in foreign else field for field in table.fields)
    return replace(table, fields=fields)


class OwnedRecords(Store):
    """A store of one table that asks the other services before it changes anything."""

    def __init__(self, backend: Backend, tables: Sequence[Table], peers: Peers) -> None:
        super().__init__(backend, tables)
        self._peers = peers

    def create(self, table: Table, values: Values) -> tuple[int, str]:
        """Add a record whose references lead to records."""
        self._peers.check_references(table, values)
        return super().create(owned(table), values)

    def update(self, table: Table, record_id: int, values: Values, expected: Sequence[str] = ()) -> str:
        """Change a record, if it is there and its new references lead to records."""
        self.read(table, record_id)
        self._peers.check_references(table, values)
        return super().update(owned(table), record_id, values, expected)

    def delete(self, table: Table, record_id: int, expected: Sequence[str] = ()) -> None:
        """Remove a record that no other refers to."""
        self.read(table, record_id)
        self._peers.check_unused(table, record_id)
        super().delete(owned(table), record_id, expected)

    def close(self) -> None:
        """Close the database and the connections to other services."""
        super().close()
        self._peers.close()
