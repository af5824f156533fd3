"""The interface of a durable queue with one group of consumers: at least once, then dead letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

RETRY_AFTER_S = 5.0
"""How long a consumer has for a delivery before it is given out again."""

MAX_ATTEMPTS = 5
"""How often a message is given out before it becomes a dead letter."""


class QueueError(Exception):
    """The queue cannot be reached, or did not do what it was asked."""


@dataclass(frozen=True)
class Delivery:
    """A message that was given out for the `attempts`th time; `handle` is what the queue knows it by."""

    handle: str
    body: str
    attempts: int


@dataclass(frozen=True)
class DeadLetter:
    """A message that could not be handled, and why."""

    handle: str
    body: str
    reason: str


@dataclass(frozen=True)
class Counts:
    """How many messages wait or are being handled, and how many could not be."""

    waiting: int
    dead: int


class Queue(Protocol):
    """A queue. Every method raises QueueError where the queue cannot be reached."""

    def publish(self, bodies: Sequence[str]) -> None:
        """Keep messages; they are durable once this returns."""

    def take(self, limit: int, wait_s: float) -> list[Delivery]:
        """Up to `limit` messages, after waiting for the first; each is given out again if it is not acknowledged."""

    def acknowledge(self, delivery: Delivery) -> None:
        """Forget a message that was handled."""

    def bury(self, delivery: Delivery, reason: str) -> None:
        """Put a message that cannot be handled with the dead letters."""

    def dead_letters(self, limit: int) -> list[DeadLetter]:
        """The oldest dead letters."""

    def revive(self) -> int:
        """Give every dead letter out again, as if it were new; how many there were."""

    def counts(self) -> Counts:
        """How full the queue is."""

    def close(self) -> None:
        """Let go of the connection."""
