"""What operators see: a line of JSON for each request, and metrics for Prometheus."""

import json
import logging
import sys
import time

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram

LOGGER = logging.getLogger("app")
KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


class JsonFormatter(logging.Formatter):
    """A log record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with the details of a request where the record has them."""
        line: dict[str, object] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "details", {}),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line)


def log_as_json() -> None:
    """Send every log record to the standard error output, as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


class Metrics:
    """Counts and durations of requests, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "endpoint", "status")
        self._requests = Counter("app_requests", "Requests that were answered.", labels, registry=self.registry)
        self._seconds = Histogram(
            "app_request_seconds", "Time until an answer was ready.", ("endpoint",), registry=self.registry
        )

    def add(self, method: str, endpoint: str, status_code: int, seconds: float) -> None:
        """Count an answer."""
        self._requests.labels(method, endpoint, str(status_code)).inc()
        self._seconds.labels(endpoint).observe(seconds)


def observe(app: Flask) -> None:
    """Log and measure every request."""
    metrics = app.extensions["metrics"] = Metrics()

    def begin() -> None:
        g.started = time.perf_counter()

    def end(response: Response) -> Response:
        seconds = time.perf_counter() - g.get("started", time.perf_counter())
        endpoint = request.endpoint or "none"
        method = request.method if request.method in KNOWN_METHODS else "other"
        metrics.add(method, endpoint, response.status_code, seconds)
        details = {
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "duration_ms": round(1000 * seconds, 1),
        }
        LOGGER.info("request", extra={"details": details})
        return response

    app.before_request(begin)
    app.after_request(end)
