"""The store: what questions find, how pages follow each other, and what the database itself refuses."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.database.backend import Backend
from app.database.sqlite import Sqlite
from app.fields import FieldType
from app.listing import parse_list, write_cursor
from app.query import QueryError, indexed
from app.schema import TABLES
from app.store import (
    ChangedError,
    ConflictError,
    DanglingError,
    NotFoundError,
    Store,
    UnavailableError,
    record_tag,
    refusals,
)
from app.tables import Table, TableField
from tests.databases import opened
from tests.stored import StoredRecords, found

SETTINGS = ("q", "sort", "limit", "offset", "after")
"""Fields with these names are asked for with an operator."""

every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[Backend]:
    with opened(tmp_path, TABLES) as database:
        yield database


@pytest.fixture
def store(backend: Backend) -> Store:
    return Store(backend, TABLES)


@pytest.fixture
def records(store: Store) -> StoredRecords:
    return StoredRecords(store, TABLES)


@every_table
def test_comparisons_with_every_field(store: Store, records: StoredRecords, table: Table) -> None:
    ids = [records.create(table.name, number) for number in (1, 2)]
    for field, values in different(records, table):
        low, high = ids if values[0] < values[1] else ids[::-1]  # type: ignore[operator]
        text = records.text(table.name, 1 if low == ids[0] else 2, field.name)
        expected = {
            **({} if field.name in SETTINGS else {"": [low]}),
            "__eq": [low],
            "__not": [high],
            "__gt": [high],
            "__gte": ids,
            "__lt": [],
            "__lte": [low],
        }
        assert {key: found(store, table, [(f"{field.name}{key}", text)]) for key in expected} == expected
        assert found(store, table, [("sort", field.name)]) == [low, high]
        assert found(store, table, [("sort", f"-{field.name}")]) == [high, low]


@every_table
def test_missing_values(store: Store, records: StoredRecords, table: Table) -> None:
    ids = [records.create(table.name, number) for number in (1, 2)]
    for field in optional(table):
        store.update(table, ids[0], {field.name: None})
        assert found(store, table, [(f"{field.name}__null", "true")]) == ids[:1]
        assert found(store, table, [(f"{field.name}__null", "false")])[-1:] == ids[1:]
        for sort in (field.name, f"-{field.name}"):
            assert found(store, table, [("sort", sort)]) == ids[::-1]


@every_table
def test_texts_are_found_by_parts_and_words(store: Store, records: StoredRecords, table: Table) -> None:
    ids = [records.create(table.name, number) for number in (1, 2)]
    for field, values in different(records, table):
        if field.type is FieldType.TEXT:
            text, texts = str(values[1]), [str(value).lower() for value in values]
            within = [record_id for record_id, each in zip(ids, texts, strict=True) if text.lower() in each]
            assert found(store, table, [(f"{field.name}__contains", text.swapcase())]) == within
            begun = [record_id for record_id, each in zip(ids, texts, strict=True) if each.startswith(text.lower())]
            assert found(store, table, [(f"{field.name}__prefix", text.swapcase())]) == begun
            assert found(store, table, [(f"{field.name}__prefix", f"{text}?")]) == []
            assert ids[1] in found(store, table, [("q", text.upper())])
    if table.texts:
        assert found(store, table, [("q", "nosuchword")]) == []
        store.delete(table, ids[1])
        assert ids[1] not in found(store, table, [("q", "")])


@every_table
def test_pages_follow_each_other_in_every_order(store: Store, records: StoredRecords, table: Table) -> None:
    ids = [records.create(table.name, number) for number in (1, 2)]
    for field in optional(table):
        store.update(table, ids[1], {field.name: None})
    for name in ["id", *(field.name for field in table.fields)]:
        for sort in (name, f"-{name}"):
            seen = []
            cursor: str | None = ""
            while cursor is not None:
                place = [("after", cursor)] if cursor else []
                query = parse_list(indexed(table.fields), [("sort", sort), ("limit", "1"), *place])
                page = json.loads(store.page(table, query))
                seen += [item["id"] for item in page["items"]]
                cursor = page["next"]
            assert seen == found(store, table, [("sort", sort)])
            assert sorted(seen) == ids


@every_table
def test_a_place_that_is_gone(store: Store, table: Table) -> None:
    assert found(store, table, [("after", write_cursor(4711))]) == []
    with pytest.raises(ConflictError, match="not there any more"):
        found(store, table, [("after", write_cursor(4711)), ("sort", table.fields[0].name)])


@every_table
def test_a_change_of_what_was_changed_already(store: Store, records: StoredRecords, table: Table) -> None:
    record_id = records.create(table.name, 1)
    tag = record_tag(store.read(table, record_id))
    assert store.update(table, record_id, {}, [tag]) == store.read(table, record_id)
    with pytest.raises(ChangedError):
        store.update(table, record_id, {}, ["other"])
    with pytest.raises(ChangedError):
        store.delete(table, record_id, ["other"])
    store.delete(table, record_id, ["other", tag])
    with pytest.raises(NotFoundError):
        store.read(table, record_id)


def test_a_database_that_does_not_answer(tmp_path: Path) -> None:
    backend = Sqlite(tmp_path, TABLES)
    with pytest.raises(UnavailableError, match=r"^The database does not answer; try again later\.$"):
        Store(backend, TABLES).read(TABLES[0], 1)
    backend.close()


def test_a_number_that_grows_too_large_is_the_question_s_fault(tmp_path: Path) -> None:
    backend = Sqlite(tmp_path, TABLES)
    total = "SELECT sum(number) FROM (SELECT 9223372036854775807 AS number UNION ALL SELECT 1)"
    with pytest.raises(QueryError, match="The result is too large a number"), refusals(), backend.reading() as reading:
        reading.exec_driver_sql(total).all()
    backend.close()


def test_a_file_is_made_with_its_folder_and_serves_readers_beside_a_writer(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    for _ in range(2):
        backend = Sqlite(folder, TABLES)
        with backend.writing(), backend.reading() as reading:
            modes = [reading.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "busy_timeout")]
        backend.close()
        assert modes == ["wal", 10_000]
    assert (folder / "records.sqlite").is_file()


def test_each_refusal_has_a_status_of_its_own() -> None:
    refusals_of = (NotFoundError, ConflictError, DanglingError, ChangedError, UnavailableError)
    assert [each.status_code for each in refusals_of] == [404, 409, 409, 412, 503]


def different(records: StoredRecords, table: Table) -> Iterator[tuple[TableField, list[int | float | str]]]:
    """The fields of which the two samples of a table have other values, and those values."""
    first, second = records.values(table.name, 1), records.values(table.name, 2)
    for field in table.fields:
        values = [value for value in (first.get(field.name), second.get(field.name)) if value is not None]
        if len(set(values)) == 2:
            yield field, values


def optional(table: Table) -> list[TableField]:
    """The fields that may be empty and refer to nothing."""
    return [field for field in table.fields if not field.required and not field.references]
