"""Values that have to be before or after others of their record: the store says so, and the database insists on it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.database.backend import Backend
from app.fields import FieldType, Stored
from app.store import OrderError, Store
from app.tables import Table, TableField
from tests.databases import opened

Values = dict[str, Stored | None]

STAYS = Table(
    name="stays_of_a_test",
    singular="stay",
    label="Stay",
    fields=(
        TableField(name="arrival", label="Arrival", type=FieldType.DATE),
        TableField(name="departure", label="Departure", type=FieldType.DATE, more_than="arrival"),
        TableField(name="beds", label="Beds", type=FieldType.INTEGER, not_less_than="guests"),
        TableField(name="guests", label="Guests", type=FieldType.INTEGER),
    ),
)
GOOD: Values = {"arrival": "2024-05-11", "departure": "2024-05-12", "beds": 2, "guests": 2}


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[Backend]:
    with opened(tmp_path, (STAYS,)) as database:
        yield database


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"departure": "2024-05-11"}, "departure must be later than arrival."),
        ({"arrival": "2024-05-12"}, "departure must be later than arrival."),
        ({"arrival": "2024-06-01", "departure": "2024-05-31"}, "departure must be later than arrival."),
        ({"guests": 3}, "beds must not be less than guests."),
        ({"beds": 1}, "beds must not be less than guests."),
    ],
)
def test_values_out_of_order_are_refused(backend: Backend, change: Values, refusal: str) -> None:
    store = Store(backend, (STAYS,))
    with pytest.raises(OrderError, match=refusal):
        store.create(STAYS, GOOD | change)
    record_id, before = store.create(STAYS, GOOD)
    with pytest.raises(OrderError, match=refusal):
        store.update(STAYS, record_id, change)
    assert store.read(STAYS, record_id) == before


@pytest.mark.parametrize(
    "change",
    [
        {"arrival": "2024-06-01", "departure": "2024-06-02"},
        {"arrival": None, "departure": "2000-01-01"},
        {"departure": None},
        {"guests": 1},
        {"beds": None, "guests": 9},
        {},
    ],
)
def test_values_in_order_and_missing_ones_are_kept(backend: Backend, change: Values) -> None:
    store = Store(backend, (STAYS,))
    record_id, _ = store.create(STAYS, GOOD)
    updated = json.loads(store.update(STAYS, record_id, change))
    _, created = store.create(STAYS, GOOD | change)
    kept = {name: value for name, value in updated.items() if name in GOOD}
    assert kept == GOOD | change
    assert json.loads(created) == updated | {"id": record_id + 1}


@pytest.mark.parametrize("change", [{"departure": "2024-05-11"}, {"arrival": "2024-05-12"}, {"guests": 3}, {"beds": 1}])
def test_the_database_refuses_them_too(backend: Backend, change: Values) -> None:
    record_id, _ = Store(backend, (STAYS,)).create(STAYS, GOOD)
    columns = backend.table(STAYS)
    for statement in (
        sa.insert(columns).values(GOOD | change),
        sa.update(columns).where(columns.c.id == record_id).values(change),
    ):
        with pytest.raises(sa.exc.IntegrityError), backend.writing() as connection:
            connection.execute(statement)


@pytest.mark.parametrize(
    ("kind", "sign", "rule"),
    [
        (FieldType.DATE, ">", "must be later than"),
        (FieldType.DATETIME, ">=", "must not be earlier than"),
        (FieldType.DECIMAL, ">", "must be more than"),
        (FieldType.INTEGER, ">=", "must not be less than"),
    ],
)
def test_a_refusal_says_what_would_be_in_order(kind: FieldType, sign: str, rule: str) -> None:
    first, second = (TableField(name=name, label=name, type=kind) for name in ("first", "second"))
    error = OrderError(first, second, sign)
    assert (str(error), error.field, error.other) == (f"first {rule} second.", "first", second)
