"""The worker applies each event once, in whatever order and however often it comes, and puts aside what it cannot."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.about import ACTIVITY, SUMMARY
from app.fields import FieldType
from app.messaging.embedded import EmbeddedQueue
from app.messaging.event import Event
from app.messaging.queue import MAX_ATTEMPTS, Counts
from app.settings import Settings
from app.tables import Table, TableField
from app.worker.consumer import Consumer
from app.worker.ledger import FILE_NAME, Ledger
from app.worker.main import create_worker

OWNER = TableField(name="owner", label="Owner", type=FieldType.INTEGER, references="people")
TABLES = (
    Table(name="people", singular="person", label="Person", fields=()),
    Table(name="pets", singular="pet", label="Pet", fields=(OWNER,)),
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(tmp_path / "ledger", TABLES)
    yield opened
    opened.close()


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[EmbeddedQueue]:
    opened = EmbeddedQueue(tmp_path / "queue", retry_after_s=0)
    yield opened
    opened.close()


def event(number: int, action: str, record_id: int | None, service: str = "people", **values: Any) -> str:
    """The text of an event; `number` makes its id and is its sequence."""
    has_record = action in ("created", "updated")
    return json.dumps(
        {
            "version": 1,
            "id": f"{number:032x}",
            "at": f"2024-05-01T00:00:{number:02}.000Z",
            "service": service,
            "action": action,
            "sequence": number,
            "count": values.pop("count", 1),
            "record_id": record_id,
            "record": {"id": record_id, **values} if has_record else None,
        }
    )


def apply(ledger: Ledger, *texts: str) -> list[bool]:
    return [ledger.apply(Event.model_validate_json(text), text) for text in texts]


def test_totals_add_up(ledger: Ledger) -> None:
    apply(
        ledger,
        event(1, "loaded", None, count=100),
        event(2, "created", 101),
        event(4, "updated", 101),
        event(3, "deleted", 5),
        event(5, "created", 1, "pets", owner=None),
    )
    assert ledger.totals() == {
        "people": {
            "records": 100,
            "loaded": 100,
            "created": 1,
            "updated": 1,
            "deleted": 1,
            "last_change": "2024-05-01T00:00:04.000Z",
        },
        "pets": {
            "records": 1,
            "loaded": 0,
            "created": 1,
            "updated": 0,
            "deleted": 0,
            "last_change": "2024-05-01T00:00:05.000Z",
        },
    }


def test_an_event_that_comes_twice_counts_once(ledger: Ledger) -> None:
    assert apply(ledger, event(1, "created", 1), event(1, "created", 1), event(2, "deleted", 1)) == [True, False, True]
    assert ledger.totals()["people"]["records"] == 0
    assert [body for _, body in ledger.activity(10, None, None)] == [event(2, "deleted", 1), event(1, "created", 1)]


def test_a_reference_to_what_was_removed_is_dangling_until_it_is_mended(ledger: Ledger) -> None:
    apply(ledger, event(1, "created", 7), event(2, "created", 1, "pets", owner=7), event(3, "deleted", 7))
    assert ledger.dangling() == [
        {"service": "pets", "record_id": 1, "field": "owner", "target": "people", "target_id": 7}
    ]
    apply(ledger, event(4, "updated", 1, "pets", owner=None))
    assert ledger.dangling() == []
    apply(ledger, event(5, "updated", 1, "pets", owner=7))
    assert len(ledger.dangling()) == 1
    apply(ledger, event(6, "deleted", 1, "pets"))
    assert ledger.dangling() == []


def test_a_late_event_does_not_undo_a_later_one(ledger: Ledger) -> None:
    apply(ledger, event(9, "deleted", 7), event(8, "updated", 1, "pets", owner=None))
    apply(ledger, event(3, "created", 1, "pets", owner=7), event(2, "created", 7))
    assert ledger.dangling() == []
    assert {service: total["records"] for service, total in ledger.totals().items()} == {"people": 0, "pets": 1}


def test_the_feed_is_read_in_pages(ledger: Ledger) -> None:
    texts = [event(number, "created", number, ("people", "pets")[number % 2]) for number in range(1, 6)]
    apply(ledger, *texts)
    assert ledger.activity(2, None, None) == [(5, texts[4]), (4, texts[3])]
    assert ledger.activity(2, 4, None) == [(3, texts[2]), (2, texts[1])]
    assert ledger.activity(9, None, "people") == [(4, texts[3]), (2, texts[1])]
    assert ledger.activity(9, 4, "people") == [(2, texts[1])]
    assert ledger.activity(9, None, "nothing") == []


def test_what_is_known_outlives_a_restart(tmp_path: Path) -> None:
    for _ in range(2):
        with closing(Ledger(tmp_path, TABLES)) as ledger:
            apply(ledger, event(1, "created", 1))
            assert ledger.totals()["people"]["records"] == 1


def test_what_was_applied_is_acknowledged(queue: EmbeddedQueue, ledger: Ledger) -> None:
    queue.publish([event(1, "created", 1), event(1, "created", 1), event(2, "created", 2)])
    assert Consumer(queue, ledger).consume(0) == 3
    assert queue.counts() == Counts(waiting=0, dead=0)
    assert ledger.totals()["people"]["records"] == 2


def test_a_worker_that_was_killed_after_it_applied_does_no_harm(queue: EmbeddedQueue, ledger: Ledger) -> None:
    """The event comes again, since nobody acknowledged it."""
    queue.publish([event(1, "created", 1)])
    (delivery,) = queue.take(1, 0)
    apply(ledger, delivery.body)
    assert Consumer(queue, ledger).consume(0) == 1
    assert queue.counts().waiting == 0
    assert ledger.totals()["people"]["records"] == 1


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "no JSON",
        event(1, "created", 1).replace('"version": 1', '"version": 2'),
        event(1, "created", 1).replace("created", "exploded"),
        event(1, "created", 1).replace('"count": 1', '"count": "; DROP TABLE feed"'),
        event(1, "created", 1).replace('"version"', '"extra": 1, "version"'),
        event(1, "created", 1).replace("00000", "zzzzz", 1),
    ],
)
def test_what_is_no_event_is_put_aside_at_once(queue: EmbeddedQueue, ledger: Ledger, body: str) -> None:
    queue.publish([body, event(2, "created", 2)])
    Consumer(queue, ledger).consume(0)
    assert queue.counts() == Counts(waiting=0, dead=1)
    (letter,) = queue.dead_letters(10)
    assert letter.body == body
    assert letter.reason.startswith("It is no event of a known version: ")
    assert ledger.totals()["people"]["records"] == 1


def test_what_keeps_failing_is_tried_again_and_then_put_aside(
    queue: EmbeddedQueue, ledger: Ledger, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger" / FILE_NAME)) as connection:
        connection.execute("DROP TABLE totals")
    queue.publish([event(1, "created", 1)])
    consumer = Consumer(queue, ledger)
    for _ in range(MAX_ATTEMPTS - 1):
        consumer.consume(0)
        assert queue.counts() == Counts(waiting=1, dead=0)
    consumer.consume(0)
    assert queue.counts() == Counts(waiting=0, dead=1)
    assert queue.dead_letters(1)[0].reason == f"It failed {MAX_ATTEMPTS} times, at last with: no such table: totals."
    assert ledger.activity(10, None, None) == []


def test_the_worker_answers_what_it_knows(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    with TestClient(create_worker(settings), "http://localhost") as client:
        assert client.get("/health").json() == {"status": "ok"}
        assert client.get("/ready").json() == {"status": "ready"}
        assert client.get(ACTIVITY).json() == {"items": []}
        assert client.get(SUMMARY).json() == {"services": {}, "dangling": [], "queue": {"waiting": 0, "dead": 0}}
        for query in ("limit=0", "limit=501", "limit=x", "before=0", f"before={2**63}", f"service={'x' * 101}"):
            assert client.get(f"{ACTIVITY}?{query}").status_code == 422


def test_a_worker_without_its_queue_says_so(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, redis_url="redis://127.0.0.1:1/0")
    with TestClient(create_worker(settings), "http://localhost") as client:
        for path in ("/ready", SUMMARY):
            response = client.get(path)
            assert (response.status_code, response.json()) == (503, {"detail": "The queue does not answer."})
        assert client.get("/health").status_code == 200
        assert client.get(ACTIVITY).json() == {"items": []}


def test_a_worker_that_stopped_consuming_is_not_ready(tmp_path: Path) -> None:
    app = create_worker(Settings(data_dir=tmp_path))
    with TestClient(app, "http://localhost") as client:
        app.state.works.consumer.stop()
        response = client.get("/ready")
        assert (response.status_code, response.json()) == (503, {"detail": "The consumer has stopped."})
