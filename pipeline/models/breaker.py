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

    def rest_s(self, provider: Provider) -> float:
        """For how many seconds more a provider is left alone; 0 where it may be asked."""
        with self._lock:
            opened = self._opened.get(provider)
            return 0.0 if opened is None else max(0.0, opened + self._rest_s - time.monotonic())

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
