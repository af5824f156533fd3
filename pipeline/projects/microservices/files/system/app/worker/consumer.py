"""The loop that takes events from the queue: apply, then acknowledge, so that a killed worker loses none."""

import logging
import sqlite3
import threading

from pydantic import ValidationError

from app.messaging.event import Event
from app.messaging.queue import MAX_ATTEMPTS, Delivery, Queue, QueueError
from app.worker.ledger import Ledger

BATCH = 50
WAIT_S = 0.1
"""How long a process that is told to stop may still wait for events."""

RETRY_S = 1.0

_log = logging.getLogger(__name__)


class Consumer:
    """Applies the events of a queue to the ledger, in a thread of its own."""

    def __init__(self, queue: Queue, ledger: Ledger) -> None:
        self._queue = queue
        self._ledger = ledger
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="consumer", daemon=True)

    def start(self) -> None:
        """Begin to consume."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the event that is being handled, and take no other."""
        self._stop.set()
        self._thread.join()

    @property
    def is_alive(self) -> bool:
        """Whether events are being consumed."""
        return self._thread.is_alive()

    def consume(self, wait_s: float = WAIT_S) -> int:
        """Handle the next few deliveries; how many there were. QueueError where the queue cannot be reached."""
        deliveries = self._queue.take(BATCH, wait_s)
        for delivery in deliveries:
            if self._stop.is_set():
                break
            self._handle(delivery)
        return len(deliveries)

    def _handle(self, delivery: Delivery) -> None:
        """Apply one event. What can never be applied is buried at once, what fails again and again after a while."""
        try:
            self._ledger.apply(Event.model_validate_json(delivery.body), delivery.body)
        except ValidationError as error:
            self._bury(delivery, f"It is no event of a known version: {error.errors()[0]['msg']}.")
        except sqlite3.Error as error:
            if delivery.attempts >= MAX_ATTEMPTS:
                self._bury(delivery, f"It failed {delivery.attempts} times, at last with: {error}.")
            else:
                _log.warning("an event is tried again: %s", error)
        else:
            self._queue.acknowledge(delivery)

    def _bury(self, delivery: Delivery, reason: str) -> None:
        _log.error("an event is a dead letter: %s", reason)
        self._queue.bury(delivery, reason)

    def _run(self) -> None:
        is_away = False
        while not self._stop.is_set():
            try:
                self.consume()
            except QueueError as error:
                if not is_away:
                    _log.warning("the queue is away: %s", error)
                is_away = True
                self._stop.wait(RETRY_S)
            else:
                is_away = False
