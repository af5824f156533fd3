"""A circuit breaker by provider: one that failed several times in a row is left alone for a while."""

import threading
import time

from pipeline.models.providers import Provider

FAILURES, REST_S = 3, 60.0


class Breaker:
    """Counts failures in a row. After a rest one more is tried. For any number of threads."""

    def __init__(self, failures: int = FAILURES, rest_s: float = REST_S) -> None:
        self._failures = failures
        self._rest_s = rest_s
        self._counts: dict[Provider, int] = {}
        self._opened: dict[Provider, float] = {}
        self._lock = threading.Lock()

    def is_open(self, provider: Provider) -> bool:
        """Whether a provider is left alone now."""
        with self._lock:
            return time.monotonic() - self._opened.get(provider, -self._rest_s) < self._rest_s

    def failed(self, provider: Provider) -> None:
        """Count a failure."""
        with self._lock:
            self._counts[provider] = self._counts.get(provider, 0) + 1
            if self._counts[provider] >= self._failures:
                self._opened[provider] = time.monotonic()

    def worked(self, provider: Provider) -> None:
        """Forget what failed."""
        with self._lock:
            self._counts.pop(provider, None)
            self._opened.pop(provider, None)
