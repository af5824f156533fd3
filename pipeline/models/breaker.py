"""A circuit breaker by endpoint: one that failed several times in a row is left alone for a while.

Another address or key of the same provider is another endpoint, and is asked at once.
"""

import threading
import time

from pipeline.models.providers import Endpoint

FAILURES, REST_S = 3, 60.0


class Breaker:
    """Counts failures in a row. After a rest one more is tried. For any number of threads."""

    def __init__(self, failures: int = FAILURES, rest_s: float = REST_S) -> None:
        self._failures = failures
        self._rest_s = rest_s
        self._counts: dict[Endpoint, int] = {}
        self._opened: dict[Endpoint, float] = {}
        self._lock = threading.Lock()

    def rest_s(self, endpoint: Endpoint) -> float:
        """For how many seconds more an endpoint is left alone; 0 where it may be asked."""
        with self._lock:
            opened = self._opened.get(endpoint)
            return 0.0 if opened is None else max(0.0, opened + self._rest_s - time.monotonic())

    def failed(self, endpoint: Endpoint) -> None:
        """Count a failure."""
        with self._lock:
            self._counts[endpoint] = self._counts.get(endpoint, 0) + 1
            if self._counts[endpoint] >= self._failures:
                self._opened[endpoint] = time.monotonic()

    def worked(self, endpoint: Endpoint) -> None:
        """Forget what failed."""
        with self._lock:
            self._counts.pop(endpoint, None)
            self._opened.pop(endpoint, None)
