"""The queue on Redis Streams: one stream, one consumer group, and a stream of dead letters."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from redis import Redis
from redis.exceptions import RedisError, ResponseError

from app.about import NAME
from app.messaging.queue import RETRY_AFTER_S, Counts, DeadLetter, Delivery, QueueError

STREAM = f"{NAME}:events"
DEAD = f"{NAME}:events:dead"
GROUP = "worker"
REVIVED_AT_ONCE = 100
MOST_PENDING = 10_000


class RedisQueue:
    """Implements `Queue`. A message is pending from when it is given out until it is acknowledged.

    What a consumer left pending for too long, perhaps because it was killed, is claimed by the next that asks. Handled
    messages are removed from the stream, so it is as long as the work that is left.
    """

    def __init__(self, client: Redis, consumer: str, retry_after_s: float = RETRY_AFTER_S) -> None:
        self._redis: Any = client  # whose types leave open whether an answer is text, bytes or nothing at all
        self._retry_after_ms = int(retry_after_s * 1000)
        self._consumer = consumer

    def publish(self, bodies: Sequence[str]) -> None:
        """Add messages, all or none."""
        with _reported(), self._redis.pipeline(transaction=True) as transaction:
            for body in bodies:
                transaction.xadd(STREAM, {"body": body})
            transaction.execute()

    def take(self, limit: int, wait_s: float) -> list[Delivery]:
        """What others left behind, and else what is new."""
        with _reported():
            self._make_group()
            return self._claim(limit) or self._read(limit, wait_s)

    def acknowledge(self, delivery: Delivery) -> None:
        """Remove a message."""
        with _reported(), self._redis.pipeline(transaction=True) as transaction:
            transaction.xack(STREAM, GROUP, delivery.handle)
            transaction.xdel(STREAM, delivery.handle)
            transaction.execute()

    def bury(self, delivery: Delivery, reason: str) -> None:
        """Move a message."""
        with _reported(), self._redis.pipeline(transaction=True) as transaction:
            transaction.xadd(DEAD, {"body": delivery.body, "reason": reason})
            transaction.xack(STREAM, GROUP, delivery.handle)
            transaction.xdel(STREAM, delivery.handle)
            transaction.execute()

    def dead_letters(self, limit: int) -> list[DeadLetter]:
        """The oldest dead letters."""
        with _reported():
            entries = self._redis.xrange(DEAD, count=limit)
            return [DeadLetter(handle, values["body"], values["reason"]) for handle, values in entries]

    def revive(self) -> int:
        """Move every dead letter back."""
        moved = 0
        while letters := self.dead_letters(REVIVED_AT_ONCE):
            with _reported(), self._redis.pipeline(transaction=True) as transaction:
                for letter in letters:
                    transaction.xadd(STREAM, {"body": letter.body})
                    transaction.xdel(DEAD, letter.handle)
                transaction.execute()
            moved += len(letters)
        return moved

    def counts(self) -> Counts:
        """How full the queue is."""
        with _reported():
            return Counts(self._redis.xlen(STREAM), self._redis.xlen(DEAD))

    def close(self) -> None:
        """Close the connections."""
        self._redis.close()

    def _make_group(self) -> None:
        """Make the group if it is not there: at the first start, or where Redis lost what it held."""
        try:
            self._redis.xgroup_create(STREAM, GROUP, id="0", mkstream=True)
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise

    def _claim(self, limit: int) -> list[Delivery]:
        _, entries, *_ = self._redis.xautoclaim(STREAM, GROUP, self._consumer, self._retry_after_ms, count=limit)
        if not entries:
            return []
        pending = self._redis.xpending_range(
            STREAM, GROUP, min=entries[0][0], max=entries[-1][0], count=MOST_PENDING, consumername=self._consumer
        )
        attempts = {entry["message_id"]: entry["times_delivered"] for entry in pending}
        return [Delivery(handle, values["body"], attempts.get(handle, 1)) for handle, values in entries]

    def _read(self, limit: int, wait_s: float) -> list[Delivery]:
        wait_ms = max(1, int(wait_s * 1000))
        answer = self._redis.xreadgroup(GROUP, self._consumer, {STREAM: ">"}, count=limit, block=wait_ms)
        return [Delivery(handle, values["body"], 1) for _, entries in answer for handle, values in entries]


@contextmanager
def _reported() -> Iterator[None]:
    """Failures of Redis as failures of the queue."""
    try:
        yield
    except RedisError as error:
        raise QueueError(f"Redis did not answer: {error}.") from error
