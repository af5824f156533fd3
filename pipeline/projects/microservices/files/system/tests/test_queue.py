"""The queue keeps its promises, in a file and on Redis alike: at least once, again if need be, and then put aside.

Redis is a stand-in, or the real one at TEST_REDIS_URL if that is set, whose database is emptied.
"""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakeredis import FakeRedis, FakeServer
from redis import Redis

from app.messaging.choice import open_queue
from app.messaging.embedded import EmbeddedQueue
from app.messaging.queue import Counts, Delivery, Queue, QueueError
from app.messaging.streams import GROUP, STREAM, RedisQueue
from app.settings import Settings

SOON_S = 0.1
NEVER_S = 600.0
PATIENCE_S = 10.0

Open = Callable[[float], Queue]


@pytest.fixture(params=["embedded", "redis"])
def open_again(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens the same queue, as another process would; messages are given out again after so many seconds."""
    connect, opened = redis_clients(), list[Queue]()

    def open_one(retry_after_s: float) -> Queue:
        if request.param == "embedded":
            opened.append(EmbeddedQueue(tmp_path, retry_after_s))
        else:
            opened.append(RedisQueue(connect(), f"consumer-{len(opened)}", retry_after_s))
        return opened[-1]

    yield open_one
    for queue in opened:
        queue.close()


def redis_clients() -> Callable[[], Redis]:
    """Makes clients of an empty database."""
    url, server = os.environ.get("TEST_REDIS_URL"), FakeServer()
    if not url:
        return lambda: FakeRedis(server=server, decode_responses=True)
    with Redis.from_url(url) as client:
        client.flushdb()
    return lambda: Redis.from_url(url, decode_responses=True)


def bodies(deliveries: list[Delivery]) -> list[str]:
    return [delivery.body for delivery in deliveries]


def test_messages_come_in_order_and_each_once(open_again: Open) -> None:
    queue = open_again(NEVER_S)
    queue.publish(["a", "b"])
    queue.publish(["c"])
    queue.publish([])
    first, second = queue.take(2, 0.01), queue.take(2, 0.01)
    assert (bodies(first), bodies(second)) == (["a", "b"], ["c"])
    assert [delivery.attempts for delivery in first] == [1, 1]
    assert queue.take(2, 0.01) == []
    assert queue.counts() == Counts(waiting=3, dead=0)


def test_what_is_acknowledged_is_gone(open_again: Open) -> None:
    queue = open_again(SOON_S)
    queue.publish(["a", "b"])
    for delivery in queue.take(2, 0.01):
        queue.acknowledge(delivery)
        queue.acknowledge(delivery)  # as a consumer does that was too slow
    assert queue.counts() == Counts(waiting=0, dead=0)
    time.sleep(2 * SOON_S)
    assert queue.take(2, 0.01) == []


def test_what_a_killed_consumer_had_is_given_to_the_next(open_again: Open) -> None:
    open_again(NEVER_S).publish(["a"])
    (lost,) = open_again(SOON_S).take(1, 0.01)
    (again,) = patiently(open_again(SOON_S))
    assert (again.body, again.attempts) == ("a", 2)
    assert lost.handle == again.handle


def test_what_is_being_handled_is_given_to_nobody_else(open_again: Open) -> None:
    open_again(NEVER_S).publish(["a"])
    assert bodies(open_again(NEVER_S).take(1, 0.01)) == ["a"]
    assert open_again(NEVER_S).take(1, 0.01) == []


def test_what_fails_is_counted(open_again: Open) -> None:
    queue = open_again(SOON_S)
    queue.publish(["a"])
    assert [patiently(queue)[0].attempts for _ in range(3)] == [1, 2, 3]


def test_what_cannot_be_handled_is_put_aside_and_can_come_back(open_again: Open) -> None:
    queue = open_again(NEVER_S)
    queue.publish(["a", "b", "c"])
    for delivery in queue.take(2, 0.01):
        queue.bury(delivery, f"{delivery.body} is bad")
    assert queue.counts() == Counts(waiting=1, dead=2)
    assert [(letter.body, letter.reason) for letter in queue.dead_letters(10)] == [("a", "a is bad"), ("b", "b is bad")]
    assert len(queue.dead_letters(1)) == 1
    assert queue.revive() == 2
    assert queue.counts() == Counts(waiting=3, dead=0)
    assert sorted(bodies(queue.take(10, 0.01))) == ["a", "b", "c"]
    assert queue.revive() == 0


def test_messages_outlive_the_process(open_again: Open) -> None:
    open_again(NEVER_S).publish(["a"])
    assert bodies(open_again(NEVER_S).take(1, 0.01)) == ["a"]


def test_a_text_comes_out_as_it_went_in(open_again: Open) -> None:
    queue = open_again(NEVER_S)
    texts = ["", "\x00", "'; DROP TABLE messages; --", "\U0001f600\n\t", "x" * 100_000]
    queue.publish(texts)
    assert bodies(queue.take(10, 0.01)) == texts


def test_a_stream_that_redis_lost_is_made_again() -> None:
    client = FakeRedis(decode_responses=True)
    queue = RedisQueue(client, "one")
    queue.publish(["a"])
    queue.take(1, 0.01)
    client.flushall()
    assert queue.take(1, 0.01) == []
    queue.publish(["b"])
    assert bodies(queue.take(1, 0.01)) == ["b"]
    assert [group["name"] for group in client.xinfo_groups(STREAM)] == [GROUP]


def test_a_redis_that_is_away_is_a_queue_that_is_away() -> None:
    server = FakeServer()
    server.connected = False
    queue = RedisQueue(FakeRedis(server=server, decode_responses=True), "one")
    for use in (lambda: queue.publish(["a"]), lambda: queue.take(1, 0), queue.counts, lambda: queue.dead_letters(1)):
        with pytest.raises(QueueError, match="Redis did not answer"):
            use()


def test_a_file_that_is_broken_is_a_queue_that_is_away(tmp_path: Path) -> None:
    queue = EmbeddedQueue(tmp_path)
    queue.publish(["a"])
    queue.close()
    for use in (lambda: queue.publish(["a"]), lambda: queue.take(1, 0), queue.counts, lambda: queue.dead_letters(1)):
        with pytest.raises(QueueError, match="The queue did not answer"):
            use()


def test_the_settings_choose_the_queue(tmp_path: Path) -> None:
    embedded = open_queue(Settings(data_dir=tmp_path))
    assert isinstance(embedded, EmbeddedQueue)
    assert [path.name for path in tmp_path.iterdir()] == ["queue"]
    redis = open_queue(Settings(redis_url="redis://127.0.0.1:1/0"))
    assert isinstance(redis, RedisQueue)
    for queue in (embedded, redis):
        queue.close()


def patiently(queue: Queue) -> list[Delivery]:
    """The next message, after as long as it takes for one to be given out again."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if found := queue.take(1, 0.01):
            return found
        time.sleep(0.01)
    raise AssertionError("Nothing was given out again.")
