"""Every change is published as an event of the version that the contract describes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.about import ACTIVITY
from app.messaging.event import EVENT_VERSION, Event
from app.schema import TABLES
from app.store import NotFoundError
from app.tables import Table
from tests.records import Records, ask, exact
from tests.stored import as_stored
from tests.system import System, running_system

every_table = pytest.mark.parametrize("table", TABLES, ids=[table.name for table in TABLES])
CONTRACT = Path(__file__).parents[1] / "contracts" / f"event-v{EVENT_VERSION}.schema.json"


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    with running_system(tmp_path) as running:
        yield running


def told(system: System, service: str) -> list[dict[str, Any]]:
    """The events of a service, the oldest first, with each number as the text that it was sent as."""
    system.settle()
    answer = system.gateway.get(ACTIVITY, params={"service": service, "limit": 500})
    return [item["event"] for item in reversed(exact(answer.text)["items"])]


def test_the_event_is_as_the_contract_describes() -> None:
    """A change of this file is a change for every consumer: it needs a new version."""
    assert Event.model_json_schema() == json.loads(CONTRACT.read_text(encoding="utf-8"))


@every_table
def test_each_kind_of_change_is_told(system: System, table: Table) -> None:
    records, store = Records(system.gateway), system.stores.of(table)
    record_id, other = records.create(table.name, 1), as_stored(table, records.values(table.name, 2))
    created = ask(system.gateway, f"/api/{table.name}/{record_id}")
    updated = exact(store.update(table, record_id, other))
    store.delete(table, record_id)
    events = [event for event in told(system, table.name) if event["record_id"] == str(record_id)]
    assert [(event["action"], event["record"]) for event in events] == [
        ("created", created),
        *([("updated", updated)] if other else []),  # a change of nothing is not told
        ("deleted", None),
    ]
    sequences = [int(event["sequence"]) for event in events]
    assert sequences == sorted(set(sequences))
    assert len({event["id"] for event in events}) == len(events)
    assert {(event["version"], event["service"], event["count"]) for event in events} == {("1", table.name, "1")}


@every_table
def test_what_was_refused_is_not_told(system: System, table: Table) -> None:
    record_id = Records(system.gateway).create(table.name, 1)
    before = told(system, table.name)
    assert system.gateway.post(f"/api/{table.name}", json={"nothing": 1}).status_code in (405, 422)
    with pytest.raises(NotFoundError):
        system.stores.of(table).delete(table, 4711)
    system.stores.of(table).update(table, record_id, {})
    assert told(system, table.name) == before
