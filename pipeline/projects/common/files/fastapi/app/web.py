"""What every response shares: prebuilt JSON, one-sentence errors and security headers."""

from collections.abc import Mapping, Sequence

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import ServiceError

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_RAW_HEADERS = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]


class SecurityHeaders:
    """Adds the security headers that a response does not set itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the headers of its response."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(pair for pair in _RAW_HEADERS if pair[0] not in given)]
            await send(message)

        await self._app(scope, receive, send_with_headers)


def json_response(text: str, status_code: int = 200) -> Response:
    """A response of JSON text that is already built."""
    return Response(text.encode(), status_code, media_type="application/json")


def protect(app: FastAPI, allowed_hosts: Sequence[str]) -> None:
    """Install the middleware and the error handlers."""
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(allowed_hosts), www_redirect=False)
    app.add_middleware(SecurityHeaders)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(ServiceError, _service_error)
    app.add_exception_handler(RequestValidationError, _validation_error)


async def _http_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        return _sentence("Internal error.", 500)
    headers = _allow(request) if error.status_code == 405 else None
    return _sentence(error.detail, error.status_code, headers or error.headers)


def _allow(request: Request) -> Mapping[str, str] | None:
    """The methods of all endpoints that share a path, of which the router names only those of the first."""
    path = getattr(request.scope.get("route"), "path_format", None)
    operations: Mapping[str, object] = request.app.openapi()["paths"].get(path, {})
    return {"Allow": ", ".join(sorted(map(str.upper, operations)))} if operations else None


async def _service_error(_request: Request, error: Exception) -> Response:
    status_code = error.status_code if isinstance(error, ServiceError) else 500
    return _sentence(str(error), status_code, {"Retry-After": "1"} if status_code == 503 else None)


async def _validation_error(_request: Request, error: Exception) -> Response:
    return _sentence(_explain(error) if isinstance(error, RequestValidationError) else "Invalid request.", 422)


def _explain(error: RequestValidationError) -> str:
    """The first problem in words, without the value that caused it."""
    problem = error.errors()[0]
    if problem["type"] == "json_invalid":
        return "The body is not valid JSON."
    place = ".".join(str(part) for part in problem["loc"][1:]) or str(problem["loc"][0])
    return f"{place[:80]}: {problem['msg'].removeprefix('Value error, ')}."


def _sentence(detail: str, status_code: int, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"detail": detail.encode(errors="replace").decode()}, status_code, headers)
