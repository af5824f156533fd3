"""What questions find among records of every kind, and how pages of them follow each other."""

import json
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from app.database.backend import Backend
from app.fields import FieldType, Stored
from app.listing import parse_list
from app.query import indexed
from app.store import ConflictError, Store
from app.tables import Table, TableField
from tests.databases import opened
from tests.stored import found

ROOMS = Table(
    name="rooms_of_a_test",
    singular="room",
    label="Room",
    fields=(
        TableField(name="title", label="Title", type=FieldType.TEXT, required=True),
        TableField(name="notes", label="Notes", type=FieldType.TEXT),
        TableField(name="beds", label="Beds", type=FieldType.INTEGER, at_least="1", at_most="4"),
        TableField(name="price", label="Price", type=FieldType.DECIMAL, scale=2, at_least="-0.50"),
        TableField(name="built", label="Built", type=FieldType.DATE, at_least="1900-01-01", at_most="2024-12-31"),
        TableField(name="inside", label="Inside", type=FieldType.INTEGER, references="rooms_of_a_test"),
    ),
)
RECORDS: tuple[dict[str, Stored | None], ...] = (
    {"title": "Grand Café", "notes": None, "beds": 2, "price": 1990, "built": "2001-02-03"},
    {"title": "Café", "notes": "grand view", "beds": None, "price": -50, "built": None},
    {"title": "annex", "notes": "50% off_season", "beds": 4, "price": None, "built": "1900-01-01"},
    {"title": "Zoo", "notes": "", "beds": 2, "price": 100, "built": "2024-12-31"},
)


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    with opened(tmp_path_factory.mktemp("rooms"), [ROOMS]) as database:
        store = Store(database, [ROOMS])
        assert [store.create(ROOMS, record)[0] for record in RECORDS] == [1, 2, 3, 4]
        yield database


@pytest.fixture(scope="module")
def store(backend: Backend) -> Store:
    return Store(backend, [ROOMS])


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("", [1, 2, 3, 4]),
        ("title__contains=caf", [1, 2]),
        ("title__prefix=caf", [2]),
        ("title__prefix=GRAND", [1]),
        ("title__contains=ZOO", [4]),
        ("notes__contains=0%", [3]),
        ("notes__contains=_", [3]),
        ("notes__eq=", [4]),
        ("title__in=Zoo,annex", [3, 4]),
        ("title__not=Zoo", [1, 2, 3]),
        ("notes__null=true", [1]),
        ("notes__null=false", [2, 3, 4]),
        ("beds__not=2", [2, 3]),
        ("beds__gt=2", [3]),
        ("beds__gte=2", [1, 3, 4]),
        ("beds__lt=4", [1, 4]),
        ("beds__lte=4", [1, 3, 4]),
        ("price__lt=1", [2]),
        ("price__lte=1.00", [2, 4]),
        ("built__gte=2001-02-03", [1, 4]),
        ("beds=2&price__gt=1.00", [1]),
        ("q=CAFÉ", [1, 2]),
        ("q=gra", [1, 2]),
        ("q=grand view", [2]),
        ("q=view grand", [2]),
        ("q=rand", []),
        ("q=50 season", [3]),
        ("q=grand&beds=2", [1]),
    ],
)
def test_a_question_finds_its_records(store: Store, question: str, ids: list[int]) -> None:
    parameters = [(name, text) for part in question.split("&") for name, _, text in [part.partition("=")] if name]
    assert found(store, ROOMS, parameters) == ids


@pytest.mark.parametrize(
    ("sort", "ids"),
    [
        ("beds", [1, 4, 3, 2]),
        ("-beds", [3, 1, 4, 2]),
        ("beds,-id", [4, 1, 3, 2]),
        ("-beds,price", [3, 4, 1, 2]),
        ("price", [2, 4, 1, 3]),
        ("-price", [1, 4, 2, 3]),
        ("title", [2, 1, 4, 3]),
        ("built", [3, 1, 4, 2]),
        ("-id", [4, 3, 2, 1]),
        ("notes", [4, 3, 2, 1]),
    ],
)
def test_pages_follow_each_other(store: Store, sort: str, ids: list[int]) -> None:
    for limit in (1, 2, 3, 4, 5):
        seen: list[int] = []
        cursor: str | None = None
        while True:
            asked = [("sort", sort), ("limit", str(limit)), *([("after", cursor)] if cursor else [])]
            query = parse_list(indexed(ROOMS.fields), asked)
            page = json.loads(store.page(ROOMS, query))
            assert (page["total"], page["limit"], page["offset"]) == (4, limit, 0)
            assert 0 < len(page["items"]) <= limit
            seen += [item["id"] for item in page["items"]]
            cursor = page["next"]
            if cursor is None:
                break
        assert seen == ids
    assert found(store, ROOMS, [("sort", sort), ("offset", "1"), ("limit", "2")]) == ids[1:3]


@pytest.mark.parametrize(
    "change",
    [
        *({"title": None}, {"title": ""}, {"beds": 0}, {"beds": 5}, {"price": -51}),
        *({"built": "1899-12-31"}, {"built": "2025-01-01"}, {"inside": 4711}),
    ],
)
def test_the_database_itself_refuses_what_breaks_a_rule(backend: Backend, change: dict[str, Stored | None]) -> None:
    columns = backend.table(ROOMS)
    for statement in (
        sa.insert(columns).values(RECORDS[0] | change),
        sa.update(columns).where(columns.c.id == 1).values(change),
    ):
        with pytest.raises(sa.exc.IntegrityError), backend.writing() as connection:
            connection.execute(statement)


@pytest.mark.parametrize("change", [{"title": None}, {"beds": 0}, {"built": "2025-01-01"}])
def test_a_refusal_says_that_a_rule_is_broken(store: Store, change: dict[str, Stored | None]) -> None:
    with pytest.raises(ConflictError, match=r"^The change breaks a rule of the database\.$"):
        store.update(ROOMS, 1, change)


@pytest.mark.parametrize("change", [{"beds": 1}, {"beds": 4}, {"price": -50}, {"built": "1900-01-01"}])
def test_what_is_just_allowed_is_kept(store: Store, change: dict[str, Stored]) -> None:
    record_id, _ = store.create(ROOMS, RECORDS[0] | change)
    kept = json.loads(store.read(ROOMS, record_id))
    store.delete(ROOMS, record_id)
    assert kept["title"] == "Grand Café"
    assert kept["price"] == (-0.5 if "price" in change else 19.9)


def test_the_words_of_a_record_follow_its_changes(store: Store) -> None:
    record_id, _ = store.create(ROOMS, {"title": "Meadow"})
    store.update(ROOMS, record_id, {"notes": "wide"})
    assert found(store, ROOMS, [("q", "meadow wide")]) == [record_id]
    store.update(ROOMS, record_id, {"title": "Field"})
    assert found(store, ROOMS, [("q", "meadow")]) == []
    assert found(store, ROOMS, [("q", "field")]) == [record_id]
    store.delete(ROOMS, record_id)
    assert found(store, ROOMS, [("q", "field")]) == []
