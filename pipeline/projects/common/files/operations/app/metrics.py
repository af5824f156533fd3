"""Figures for Prometheus: requests by endpoint and status, how long they took, and how the process is."""

from functools import lru_cache

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest

LABELS = 1000
"""Combinations of method, path and status whose figures are found without a search."""

BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The figures of one application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "http_requests_total", "Requests answered.", ["method", "path", "status"], registry=self._registry
        )
        self._durations = Histogram(
            "http_request_duration_seconds",
            "Seconds until a response was sent.",
            ["path"],
            buckets=BUCKETS_S,
            registry=self._registry,
        )
        ProcessCollector(registry=self._registry)
        self._of = lru_cache(LABELS)(self._figures)

    def count(self, method: str, path: str, status: int, seconds: float) -> None:
        """Count a response; `path` is the endpoint's pattern, so that there are only a few."""
        requests, durations = self._of(method, path, status)
        requests.inc()
        durations.observe(seconds)

    def text(self) -> str:
        """All figures in Prometheus' text format."""
        return generate_latest(self._registry).decode()

    def _figures(self, method: str, path: str, status: int) -> tuple[Counter, Histogram]:
        return self._requests.labels(method, path, status), self._durations.labels(path)
