"""A line in the log for every request, with an id that its answer carries, too."""

import logging
import re
import time
import uuid
from http import HTTPMethod

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.logs import request_id
from app.metrics import Metrics

HEADER = b"x-request-id"

logger = logging.getLogger("app.requests")

_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_METHODS = frozenset(HTTPMethod)


class RequestLog:
    """Names, times, counts and logs each request; an error that nothing else handled becomes a status of 500."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and report how it was answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        name, started, status = _name_of(scope), time.perf_counter(), 0
        request_id.set(name)

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (HEADER, name.encode())]
            await send(message)

        try:
            await self._app(scope, receive, send_named)
        except Exception:
            logger.exception("A request failed.")
            if status:
                raise
            await JSONResponse({"detail": "Internal error."}, 500)(scope, receive, send_named)
        finally:
            self._report(scope, status, time.perf_counter() - started)

    def _report(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.count(method, getattr(scope.get("route"), "path", "none"), status, seconds)
        facts = {
            "method": method,
            "path": scope["path"],
            "status": status,
            "duration_ms": round(seconds * 1000, 2),
            "client": scope["client"][0] if scope.get("client") else None,
        }
        if logger.isEnabledFor(logging.INFO):
            # What `logger.info` does, but for finding out where it was called, which takes as long as all the rest.
            extra = {"facts": facts}
            logger.handle(logger.makeRecord(logger.name, logging.INFO, "", 0, "request", (), None, extra=extra))


def _name_of(scope: Scope) -> str:
    """The id that the client gave if it is a plain one, or a new one."""
    given = next((value for key, value in scope["headers"] if key == HEADER), b"")
    return given.decode() if _ID.fullmatch(given) else uuid.uuid4().hex
