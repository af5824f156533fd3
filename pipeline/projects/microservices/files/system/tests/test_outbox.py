"""No event is lost between a service's database and the queue, whatever is away and whoever is killed."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.connections import Connections
from app.fields import FieldType
from app.messaging.embedded import EmbeddedQueue
from app.messaging.event import Event
from app.messaging.queue import QueueError
from app.service import outbox
from app.tables import Table, TableField

NOTE = TableField(name="note", label="Note", type=FieldType.TEXT)
THINGS = Table(name="things", singular="thing", label="Thing", fields=(NOTE,))


class FailingQueue(EmbeddedQueue):
    """A queue whose connection breaks before or after it took the messages."""

    def __init__(self, folder: Path, *, takes: bool) -> None:
        super().__init__(folder)
        self._takes = takes

    def publish(self, bodies: Sequence[str]) -> None:
        """Fail."""
        if self._takes:
            super().publish(bodies)
        raise QueueError("The connection broke.")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database of things."""
    with closing(sqlite3.connect(tmp_path / "things.sqlite")) as connection:
        connection.execute("CREATE TABLE things (id INTEGER PRIMARY KEY AUTOINCREMENT, note TEXT)")
    return tmp_path / "things.sqlite"


@pytest.fixture
def things(path: Path) -> Iterator[Connections]:
    connections = outbox.attach(path, THINGS)
    yield connections
    connections.close()


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[EmbeddedQueue]:
    opened = EmbeddedQueue(tmp_path / "queue")
    yield opened
    opened.close()


def add(connections: Connections, note: str | None) -> None:
    connections.get().execute("INSERT INTO things (note) VALUES (?)", (note,))


def published(queue: EmbeddedQueue) -> list[Event]:
    return [Event.model_validate_json(delivery.body) for delivery in queue.take(1000, 0)]


def test_events_are_published_in_order_and_once(things: Connections, queue: EmbeddedQueue) -> None:
    for note in ("one", "two", None):
        add(things, note)
    relay = outbox.Relay(things, THINGS, queue)
    assert (relay.publish_next(), relay.publish_next()) == (3, 0)
    assert outbox.waiting(things.get()) == 0
    events = published(queue)
    assert [event.record for event in events] == [
        {"id": 1, "note": "one"},
        {"id": 2, "note": "two"},
        {"id": 3, "note": None},
    ]
    assert [event.sequence for event in events] == [1, 2, 3]


def test_many_events_go_in_several_batches(things: Connections, queue: EmbeddedQueue) -> None:
    for number in range(outbox.BATCH + 1):
        add(things, str(number))
    relay = outbox.Relay(things, THINGS, queue)
    assert [relay.publish_next() for _ in range(3)] == [outbox.BATCH, 1, 0]
    assert [event.record_id for event in published(queue)] == list(range(1, outbox.BATCH + 2))


def test_events_are_kept_while_the_queue_is_away(things: Connections, tmp_path: Path, queue: EmbeddedQueue) -> None:
    add(things, "one")
    with closing(FailingQueue(tmp_path / "away", takes=False)) as away, pytest.raises(QueueError):
        outbox.Relay(things, THINGS, away).publish_next()
    assert outbox.waiting(things.get()) == 1
    outbox.Relay(things, THINGS, queue).publish_next()
    assert [event.record_id for event in published(queue)] == [1]


def test_what_may_have_been_published_is_published_again_as_the_same_event(
    things: Connections, tmp_path: Path, queue: EmbeddedQueue
) -> None:
    add(things, "one")
    with closing(FailingQueue(tmp_path / "queue", takes=True)) as broken, pytest.raises(QueueError):
        outbox.Relay(things, THINGS, broken).publish_next()
    outbox.Relay(things, THINGS, queue).publish_next()
    first, second = published(queue)
    assert first == second


def test_a_change_that_is_taken_back_leaves_no_event(things: Connections) -> None:
    connection = things.get()
    connection.execute("BEGIN")
    add(things, "one")
    assert outbox.waiting(connection) == 1
    connection.execute("ROLLBACK")
    assert outbox.waiting(connection) == 0


def test_a_change_is_told_with_its_record_and_a_removal_without(things: Connections, queue: EmbeddedQueue) -> None:
    add(things, "one")
    things.get().execute("UPDATE things SET note = 'two'")
    things.get().execute("DELETE FROM things")
    outbox.Relay(things, THINGS, queue).publish_next()
    assert [(event.action, event.record_id, event.record) for event in published(queue)] == [
        ("created", 1, {"id": 1, "note": "one"}),
        ("updated", 1, {"id": 1, "note": "two"}),
        ("deleted", 1, None),
    ]


def test_records_from_before_the_outbox_are_told_as_one_event(path: Path, queue: EmbeddedQueue) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO things (note) VALUES ('one'), ('two')")
        connection.commit()
    for _ in range(2):  # a second start tells nothing new
        with closing(outbox.attach(path, THINGS)) as things:
            outbox.Relay(things, THINGS, queue).publish_next()
    (event,) = published(queue)
    assert (event.action, event.count, event.record_id, event.record) == ("loaded", 2, None, None)


def test_a_new_field_is_told_from_the_release_that_has_it(
    things: Connections, path: Path, queue: EmbeddedQueue
) -> None:
    add(things, "one")
    things.get().execute("ALTER TABLE things ADD COLUMN size INTEGER")
    size = TableField(name="size", label="Size", type=FieldType.DECIMAL, scale=2)
    grown = replace(THINGS, fields=(NOTE, size))
    with closing(outbox.attach(path, grown)) as connections:
        connections.get().execute("INSERT INTO things (note, size) VALUES ('two', 1250)")
        outbox.Relay(connections, grown, queue).publish_next()
    bodies = [delivery.body for delivery in queue.take(10, 0)]
    assert '"record": {"id": 1, "note": "one", "size": null}' in bodies[0]
    assert '"record": {"id": 2, "note": "two", "size": 12.50}' in bodies[1]


def test_the_relay_publishes_by_itself_and_goes_on_after_a_failure(
    things: Connections, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "RETRY_S", 0.01)
    add(things, "one")
    with closing(RecoveringQueue(tmp_path / "queue")) as queue:
        relay = outbox.Relay(things, THINGS, queue)
        relay.start()
        found = queue.take(1, 5.0)
        relay.stop()
    assert [Event.model_validate_json(delivery.body).record_id for delivery in found] == [1]
    assert outbox.waiting(things.get()) == 0


class RecoveringQueue(EmbeddedQueue):
    """A queue that is away once."""

    was_away = False

    def publish(self, bodies: Sequence[str]) -> None:
        """Fail the first time."""
        if not self.was_away:
            self.was_away = True
            raise QueueError("The connection broke.")
        super().publish(bodies)
