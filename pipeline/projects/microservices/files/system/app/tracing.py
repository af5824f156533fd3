"""Request ids: taken from the client or made, sent on to every service, answered and logged."""

import logging
import re
import time
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.logs import REQUEST_ID

HEADER = "X-Request-Id"
QUIET = frozenset({"/health", "/ready"})
"""Paths that are asked every few seconds: only their failures are logged."""

_VALID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_log = logging.getLogger(__name__)


class Tracing:
    """Gives each request its id, and logs how it was answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(Headers(scope=scope).get(HEADER, ""))
        token = REQUEST_ID.set(request_id)
        started, status = time.perf_counter(), 500

        async def send_traced(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        try:
            await self._app(scope, receive, send_traced)
        finally:
            _report(scope, status, time.perf_counter() - started)
            REQUEST_ID.reset(token)


def _request_id(given: str) -> str:
    return given if _VALID.fullmatch(given) else uuid.uuid4().hex


def _report(scope: Scope, status: int, duration_s: float) -> None:
    if scope["path"] in QUIET and status < 500:
        return
    data = {
        "method": scope["method"],
        "path": scope["path"],
        "status": status,
        "milliseconds": round(duration_s * 1000, 1),
    }
    _log.info("request", extra={"data": data})
