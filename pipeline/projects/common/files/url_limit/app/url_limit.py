"""A limit to the length of what is asked."""

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

MAX_URL_BYTES = 16 * 1024


class UrlLimit:
    """Answers 414 to a URL that is longer than any sensible question."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if its path and query are short enough."""
        if len(scope.get("query_string", b"")) + len(scope.get("raw_path") or b"") > MAX_URL_BYTES:
            response = JSONResponse({"detail": f"The URL is longer than {MAX_URL_BYTES} bytes."}, 414)
            await response(scope, receive, send)
        else:
            await self._app(scope, receive, send)
