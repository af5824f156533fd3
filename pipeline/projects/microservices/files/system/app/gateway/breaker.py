"""A circuit breaker: a service that keeps failing is left alone for a while."""

import time
from collections.abc import Callable
from typing import Literal

FAILURES_TO_OPEN = 5
OPEN_S = 5.0

State = Literal["closed", "open", "half-open"]


class Breaker:
    """Counts failures in a row. It opens after a few of them, and lets one request at a time try after a pause."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._opened_at: float | None = None

    @property
    def state(self) -> State:
        """Whether requests go through (closed), none does (open), or the next one is a trial (half-open)."""
        if self._opened_at is None:
            return "closed"
        return "half-open" if self._clock() - self._opened_at >= OPEN_S else "open"

    def admit(self) -> bool:
        """Whether a request may go through now; the one that is a trial starts the pause anew for all others."""
        state = self.state
        if state == "half-open":
            self._opened_at = self._clock()
        return state != "open"

    def succeeded(self) -> None:
        """The service answered."""
        self._failures, self._opened_at = 0, None

    def failed(self) -> None:
        """The service did not answer."""
        self._failures += 1
        if self._failures >= FAILURES_TO_OPEN:
            self._opened_at = self._clock()
