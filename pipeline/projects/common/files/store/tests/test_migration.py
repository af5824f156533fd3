"""What a new release makes of the records that it finds: it keeps them all, or does not start."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from app.database.backend import identifier
from app.database.migration import SchemaChangedError
from app.fields import FieldType
from app.schema import TABLES
from app.store import ConflictError, Store
from app.tables import Table, TableField
from tests.databases import opened
from tests.stored import StoredRecords, found

NOTE = TableField(name="note_of_a_test", label="Note", type=FieldType.TEXT)

every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@every_table
def test_columns_that_are_new_are_added_to_records_that_are_kept(tmp_path: Path, table: Table) -> None:
    with opened(tmp_path, TABLES) as backend:
        record_id = StoredRecords(Store(backend, TABLES), TABLES).create(table.name, 1)
        before = Store(backend, TABLES).read(table, record_id)
    tables = with_field(table, NOTE)
    with opened(tmp_path, tables) as backend:
        store = Store(backend, tables)
        assert store.read(tables[0], record_id) == before.removesuffix("}") + ', "note_of_a_test": null}'
        store.update(tables[0], record_id, {NOTE.name: "Findable"})
        assert found(store, tables[0], [("q", "findable")]) == [record_id]
    with opened(tmp_path, TABLES) as backend:
        assert Store(backend, TABLES).read(table, record_id) == before


@every_table
def test_a_field_that_changed_its_type_stops_the_start(tmp_path: Path, table: Table) -> None:
    changed = replace(NOTE, type=FieldType.DECIMAL, scale=3)
    with opened(tmp_path, with_field(table, NOTE)):
        pass
    with pytest.raises(SchemaChangedError, match="is kept as text 0 and cannot be read as decimal 3"):
        open_anew(tmp_path, with_field(table, changed))


@every_table
def test_rules_of_a_release_take_the_place_of_those_before(tmp_path: Path, table: Table) -> None:
    strict = replace(NOTE, choices=("5 %", "it's"), max_length=4)
    record_id = 0
    for field, refused in ((NOTE, None), (strict, "long"), (replace(NOTE, max_length=3), "long"), (NOTE, None)):
        tables = with_field(table, field)
        with opened(tmp_path, tables) as backend:
            store = Store(backend, tables)
            record_id = record_id or StoredRecords(store, tables).create(table.name, 1)
            for text in {"long", "it's", "5 %"} - {refused}:
                if not field.max_length or len(text) <= field.max_length:
                    store.update(tables[0], record_id, {NOTE.name: text})
            if refused:
                with pytest.raises(ConflictError):
                    store.update(tables[0], record_id, {NOTE.name: refused})


def test_values_that_are_there_twice_cannot_become_unique(tmp_path: Path) -> None:
    tables = [table_of(NOTE)]
    with opened(tmp_path, tables) as backend:
        for _ in range(2):
            Store(backend, tables).create(tables[0], {NOTE.name: "same"})
    with pytest.raises(SchemaChangedError, match="must be unique"):
        open_anew(tmp_path, [table_of(replace(NOTE, unique=True))])


def test_unique_values_need_not_stay_so(tmp_path: Path) -> None:
    for number, field in enumerate((replace(NOTE, unique=True), NOTE), 1):
        tables = [table_of(field)]
        with opened(tmp_path, tables) as backend:
            assert Store(backend, tables).create(tables[0], {NOTE.name: "same"})[0] == number


def test_names_that_are_too_long_stay_apart() -> None:
    names = {identifier("unique", "a" * 60, letter * 3) for letter in "ab"}
    assert len(names) == 2
    assert max(map(len, names)) == 65


def with_field(table: Table, field: TableField) -> list[Table]:
    """A table with one more field, before the others."""
    return [replace(table, fields=(*table.fields, field)), *(other for other in TABLES if other is not table)]


def table_of(field: TableField) -> Table:
    """A table with one field."""
    return Table(name="notes_of_a_test", singular="note", label="Note", fields=(field,))


def open_anew(data_dir: Path, tables: Sequence[Table]) -> None:
    """Start and stop."""
    with opened(data_dir, tables):
        pass
