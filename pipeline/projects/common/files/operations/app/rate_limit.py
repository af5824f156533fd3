"""A limit to the requests of each client, kept as a bucket of tokens."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

MAX_CLIENTS = 10_000


class TokenBuckets:
    """A bucket for each client: a request takes a token, and tokens come back evenly until the bucket is full.

    Only the clients that were seen last are remembered, so that many addresses cannot fill the memory.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._capacity = per_minute
        self._per_second = per_minute / 60
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> float:
        """Seconds until the client may ask again: 0 if it may now, which takes a token."""
        now = self._clock()
        tokens, seen = self._buckets.pop(client, (float(self._capacity), now))
        tokens = min(self._capacity, tokens + (now - seen) * self._per_second)
        wait_s = 0.0 if tokens >= 1 else (1 - tokens) / self._per_second
        self._buckets[client] = (tokens if wait_s else tokens - 1, now)
        if len(self._buckets) > MAX_CLIENTS:
            self._buckets.popitem(last=False)
        return wait_s


class RateLimit:
    """Answers 429 to a client that asks too often, and says when it may ask again."""

    def __init__(self, app: ASGIApp, requests_per_minute: int) -> None:
        self._app = app
        self._buckets = TokenBuckets(requests_per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if its client has a token left."""
        client = scope.get("client")
        wait_s = self._buckets.take(client[0] if client else "") if scope["type"] == "http" else 0
        if wait_s:
            detail = {"detail": "Too many requests; try again later."}
            response = JSONResponse(detail, 429, {"Retry-After": str(math.ceil(wait_s))})
            await response(scope, receive, send)
        else:
            await self._app(scope, receive, send)
