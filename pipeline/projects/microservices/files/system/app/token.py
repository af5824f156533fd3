"""A secret that the parts of the system share: where it is set, they answer to nobody else."""

import hmac

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

HEADER = "X-Service-Token"
OPEN = frozenset({"/health", "/ready"})


class TokenGuard:
    """Refuses requests without the token, but for those that ask how the service is."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._token = token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http" and self._token and scope["path"] not in OPEN:
            given = Headers(scope=scope).get(HEADER, "").encode()
            if not hmac.compare_digest(given, self._token):
                refusal = JSONResponse({"detail": "This service answers to the gateway only."}, 403)
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)
