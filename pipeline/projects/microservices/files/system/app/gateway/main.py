"""The application of the gateway."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Annotated, Any
from urllib.parse import quote, urlsplit, urlunsplit

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel
from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect

from app.about import ACTIVITY, NAME, SCHEMA, SUMMARY, VERSION
from app.gateway.admission import Admission
from app.gateway.description import combine
from app.gateway.limits import RateLimiter
from app.gateway.upstream import WORKER, Upstream, connect
from app.limits import BodyLimit
from app.pages import load_page
from app.schema import ABOUT, TABLES
from app.settings import Settings
from app.shapes import Schema, Status
from app.tracing import Tracing
from app.url_limit import UrlLimit
from app.web import protect

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"]
"""All that HTTP knows: a service says itself which of them it offers."""

SENT_ON = frozenset({b"accept", b"content-type", b"if-match", b"if-none-match"})
ANSWERED = ("content-type", "content-length", "content-disposition", "allow", "etag", "location", "retry-after")

UpstreamConnector = Callable[[Settings], Mapping[str, Upstream]]

router = APIRouter(tags=["gateway"])
page = load_page()


class PartState(BaseModel):
    """How one part of the system is: ready, not ready or away; and whether the gateway lets requests through to it."""

    status: str
    circuit: str


class Readiness(BaseModel):
    """How the whole system is: ready if every part of it is."""

    status: str
    services: dict[str, PartState]
    worker: PartState


async def open_upstreams(request: Request) -> Mapping[str, Upstream]:
    """The services and the worker, as the running gateway reaches them."""
    upstreams: Mapping[str, Upstream] = request.app.state.upstreams
    return upstreams


Upstreams = Annotated[Mapping[str, Upstream], Depends(open_upstreams)]


def create_gateway(settings: Settings, connect_upstreams: UpstreamConnector = connect) -> FastAPI:
    """The gateway to the services that `settings` gives the addresses of."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.upstreams = upstreams = connect_upstreams(settings)
        yield
        await asyncio.gather(*(upstream.close() for upstream in upstreams.values()))

    app = FastAPI(
        title=NAME,
        version=VERSION,
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.add_middleware(BodyLimit)
    app.add_middleware(UrlLimit)
    app.include_router(router)
    app.add_exception_handler(ClientDisconnect, _left)
    app.add_middleware(Admission, keys=settings.api_keys, limiter=RateLimiter(settings.rate_per_minute))
    protect(app, settings.allowed_hosts)
    app.add_middleware(Tracing)
    return app


@router.get("/", include_in_schema=False)
async def status_page() -> Response:
    """The page that shows how the system is and what happened."""
    return page.response()


@router.get("/health")
async def health() -> Status:
    """Whether the gateway answers."""
    return Status(status="ok")


@router.get("/ready", response_model=Readiness, responses={503: {"model": Readiness}})
async def ready(upstreams: Upstreams) -> Response:
    """Whether every part of the system is ready, and how each is."""
    states = dict(zip(upstreams, await asyncio.gather(*(part.probe() for part in upstreams.values())), strict=True))
    is_ready = all(state["status"] == "ready" for state in states.values())
    worker = states.pop(WORKER)
    body = {"status": "ready" if is_ready else "not ready", "services": states, "worker": worker}
    return JSONResponse(body, 200 if is_ready else 503)


@router.get("/openapi.json", include_in_schema=False)
async def describe(request: Request, upstreams: Upstreams) -> dict[str, Any]:
    """The OpenAPI description of every service in one document."""
    documents = await asyncio.gather(*(part.description() for part in upstreams.values()))
    named = {part.name: document for part, document in zip(upstreams.values(), documents, strict=True)}
    return combine(request.app.openapi(), named)


@router.get(SCHEMA, response_model=Schema)
async def read_schema() -> dict[str, Any]:
    """The kinds of records and their fields."""
    return {**ABOUT, "entities": [asdict(table) for table in TABLES]}


@router.get(ACTIVITY, include_in_schema=False)
@router.get(SUMMARY, include_in_schema=False)
async def ask_worker(request: Request, upstreams: Upstreams) -> Response:
    """What the worker knows."""
    return await _pass_on(request, upstreams[WORKER], b"")


@router.api_route("/api/{service}", methods=METHODS, include_in_schema=False)
@router.api_route("/api/{service}/{rest:path}", methods=METHODS, include_in_schema=False)
async def ask_service(request: Request, service: str, upstreams: Upstreams) -> Response:
    """What the service of this name answers."""
    if service not in upstreams or {".", ".."} & set(request.scope["path"].split("/")):
        raise HTTPException(404, "There is nothing at this path.")
    return await _pass_on(request, upstreams[service], await request.body())


async def _pass_on(request: Request, upstream: Upstream, body: bytes) -> Response:
    target = quote(request.scope["path"]) + (f"?{request.url.query}" if request.url.query else "")
    headers = [(name, value) for name, value in request.headers.raw if name in SENT_ON]
    answer = await upstream.send(request.method, target, headers, body)
    kept = {name: answer.headers[name] for name in ANSWERED if name in answer.headers}
    if "location" in kept:
        kept["location"] = _without_host(kept["location"])
    return StreamingResponse(answer.aiter_raw(), answer.status_code, kept, background=BackgroundTask(answer.aclose))


def _without_host(location: str) -> str:
    """An address as the gateway offers it: what a service is called is of no use outside."""
    parts = urlsplit(location)
    return urlunsplit(("", "", f"/{parts.path.lstrip('/')}", parts.query, ""))


async def _left(_request: Request, _error: Exception) -> Response:
    """Nobody reads this answer: it only gives the log a status."""
    return JSONResponse({"detail": "The client left before its request was complete."}, 400)
