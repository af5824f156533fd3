"""How the service is guarded and watched: API keys, a limit to requests, metrics and a log."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Depends, FastAPI

from app.api_keys import ApiKey
from app.metrics import Metrics
from app.rate_limit import RateLimit
from app.request_log import RequestLog
from app.url_limit import UrlLimit


class OperationError(Exception):
    """An environment variable has a value that makes no sense; the text says which."""


@dataclass(frozen=True)
class Operation:
    """Who may ask, and how often: no `api_keys` let everybody in, and 0 is no limit to the requests of a client.

    `proxies` are the addresses, separated by commas, that are believed when they say whom they ask for.
    """

    api_keys: tuple[str, ...] = field(default=(), repr=False)
    requests_per_minute: int = 0
    proxies: str = ""

    @property
    def dependencies(self) -> list[Any]:
        """What an endpoint that needs a key depends on."""
        return [Depends(ApiKey(self.api_keys))] if self.api_keys else []

    @property
    def refusals(self) -> dict[int | str, dict[str, Any]]:
        """The answers of an endpoint that was not reached, for the OpenAPI document."""
        known = {401: bool(self.api_keys), 429: bool(self.requests_per_minute), 414: True}
        return {status: {"description": _REFUSALS[status]} for status, is_possible in known.items() if is_possible}


_REFUSALS = {401: "The API key is missing or wrong", 414: "The URL is too long", 429: "Too many requests"}


def read_operation(environment: Mapping[str, str] = os.environ) -> Operation:
    """What `API_KEYS` (separated by commas), `RATE_LIMIT` (requests a minute) and `FORWARDED_ALLOW_IPS` say."""
    limit = environment.get("RATE_LIMIT", "") or "0"
    if not (limit.isascii() and limit.isdigit() and len(limit) < 10):
        raise OperationError("RATE_LIMIT must be a whole number of requests a minute; 0 is no limit.")
    keys = (key.strip() for key in environment.get("API_KEYS", "").split(","))
    proxies = environment.get("FORWARDED_ALLOW_IPS", "").strip()
    return Operation(tuple(key for key in keys if key), int(limit), proxies)


def operate(app: FastAPI, operation: Operation) -> Metrics:
    """Install the middleware, the outermost last, and give the metrics that it keeps; call it before `protect`."""
    metrics = Metrics()
    app.add_middleware(UrlLimit)
    if operation.requests_per_minute:
        app.add_middleware(RateLimit, requests_per_minute=operation.requests_per_minute)
    app.add_middleware(RequestLog, metrics=metrics)
    return metrics
