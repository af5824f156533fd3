"""Who may ask: those with an API key, where keys are set, and as often as the rate limit allows."""

import hashlib
import math
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.gateway.limits import RateLimiter

HEADER = "X-Api-Key"
PREFIX = "/api/"


class Admission:
    """Refuses requests to the API without a valid key (401) and those of a client that asks too often (429)."""

    def __init__(self, app: ASGIApp, keys: Sequence[str], limiter: RateLimiter) -> None:
        self._app = app
        self._keys = frozenset(map(_digest, keys))
        self._limiter = limiter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        refusal = self._refusal(scope) if scope["type"] == "http" and scope["path"].startswith(PREFIX) else None
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        key = Headers(scope=scope).get(HEADER, "")
        is_known = _digest(key) in self._keys
        client = f"key {_digest(key)}" if is_known else f"host {scope['client'][0] if scope['client'] else ''}"
        if wait_s := self._limiter.wait_s(client):
            detail = {"detail": "Too many requests. Try again later."}
            return JSONResponse(detail, 429, {"Retry-After": str(math.ceil(wait_s))})
        if self._keys and not is_known:
            detail = {"detail": f"A valid key is needed in the header {HEADER}."}
            return JSONResponse(detail, 401, {"WWW-Authenticate": "ApiKey"})
        return None


def _digest(key: str) -> str:
    """What keys are compared by, so that the time it takes tells nothing of them."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()
