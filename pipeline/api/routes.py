"""What each route does, and the stream of a run's events."""

import asyncio
import os
import secrets
from collections.abc import Awaitable, Callable
from functools import partial

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from pipeline.api import answers
from pipeline.api.requests import CostQuery, GenerateRequest
from pipeline.errors import InputError
from pipeline.metrics import prometheus
from pipeline.service import Service
from pipeline.unusable import explain
from storage.runs import NoSuchRun
from storage.secrets import SecretUnreadable

TOKEN_NAME = "API_TOKEN"  # noqa: S105  # the name, not the token
TOKEN_VARIABLE = "QUINTET_API_TOKEN"  # noqa: S105
POLL_S = 0.05
BACKLOG = 5_000
BATCH = 1_000

GetService = Callable[[], Service]
Handler = Callable[[Service, Request, bytes], Awaitable[Response]]


def token(service: Service) -> str:
    """The bearer token of this home: from the environment, else made once and stored encrypted."""
    if given := os.environ.get(TOKEN_VARIABLE):
        return given
    try:
        stored = service.store.secrets.read(TOKEN_NAME)
    except SecretUnreadable:
        stored = None
    if stored is None:
        service.store.secrets.save(TOKEN_NAME, secrets.token_urlsafe(32))
        stored = service.store.secrets.read(TOKEN_NAME)
        assert stored is not None
    return stored


async def health(service: Service, _request: Request, _body: bytes) -> Response:
    """Whether the app is up, and who works on this home's runs."""
    return JSONResponse({"status": "ok", "worker": await run_in_threadpool(service.worker_state)})


async def metrics(service: Service, _request: Request, _body: bytes) -> Response:
    """Prometheus text."""
    text = await run_in_threadpool(prometheus, service.store)
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")


async def run(service: Service, request: Request, _body: bytes) -> Response:
    """One run: its state, steps, cost, decision and deployment."""
    return JSONResponse(await run_in_threadpool(answers.run, service.store, request.path_params["run_id"]))


async def generate(service: Service, _request: Request, body: bytes) -> Response:
    """Start a run; it is under way when this answers."""
    asked = GenerateRequest.model_validate_json(body)
    started = await run_in_threadpool(service.submit, asked.submission())
    return JSONResponse(answers.started(started), status_code=202)


async def execute(service: Service, _request: Request, body: bytes) -> Response:
    """Start a run; the answer has the names that workflow clients expect."""
    asked = GenerateRequest.model_validate_json(body)
    started = await run_in_threadpool(service.submit, asked.submission())
    answer = await run_in_threadpool(answers.workflow, service.store, started.id)
    return JSONResponse(answer, status_code=202)


async def cost_report(service: Service, _request: Request, body: bytes) -> Response:
    """What was spent, in all and by agent, provider and day."""
    query = CostQuery.model_validate_json(body or b"{}")
    return JSONResponse(await run_in_threadpool(answers.costs, service.store, query.run_id))


async def events(get_service: GetService, socket: WebSocket) -> None:
    """Send a run's events as JSON arrays: those after `?after=` (at most the newest 5,000), then each as it comes."""
    await socket.accept()
    try:
        service = await run_in_threadpool(get_service)
        run_id, last = socket.path_params["run_id"], int(socket.query_params.get("after", "0"))
        await run_in_threadpool(service.store.runs.get, run_id)
    except (NoSuchRun, ValueError):
        await socket.close(4404, "There is no such run.")
        return
    gone = asyncio.create_task(_until_gone(socket))
    backlog = await run_in_threadpool(service.store.events.last, run_id, BACKLOG)
    rows = [event for event in backlog if event.id > last]
    while not gone.done():
        if rows:
            last = rows[-1].id
            await socket.send_json([answers.event(row) for row in rows])
        if len(rows) < BATCH:
            await asyncio.wait([gone], timeout=POLL_S)
        rows = await run_in_threadpool(service.store.events.after, run_id, last, BATCH)


async def _until_gone(socket: WebSocket) -> None:
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass


def _authorize(service: Service, request: Request) -> None:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "Send JSON, with the header Content-Type: application/json.")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secrets.compare_digest(given.strip().encode(), token(service).encode()):
        message = "Send the API token that Settings shows, as the header Authorization: Bearer <token>."
        raise HTTPException(401, message, headers={"WWW-Authenticate": "Bearer"})


async def _body(request: Request, limit_mb: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit_mb * 1_000_000:
            raise HTTPException(413, f"The input is larger than {limit_mb} MB.")
    return bytes(body)


async def _answer(handler: Handler, get_service: GetService, request: Request) -> Response:
    try:
        service = await run_in_threadpool(get_service)
    except Exception as error:  # whatever keeps the home from opening, the client reads one sentence
        raise HTTPException(503, explain(error)) from error
    if request.method == "POST":
        await run_in_threadpool(_authorize, service, request)
        return await handler(service, request, await _body(request, service.settings.max_upload_mb))
    return await handler(service, request, b"")


async def _refused(request: Request, error: Exception) -> Response:
    """Every error as JSON with one sentence."""
    headers = getattr(error, "headers", None)
    match error:
        case HTTPException():
            status, message = error.status_code, error.detail
        case NoSuchRun():
            status, message = 404, str(error)
        case ValidationError():
            first = error.errors()[0]
            status, message = 422, f"{'.'.join(map(str, first['loc'])) or 'The body'}: {first['msg']}."
        case InputError():
            status, message = 422, str(error)
        case ClientDisconnect():
            status, message = 400, "The request was not sent to its end."
        case _:
            status, message = 500, "The request could not be answered; the log has the details."
    flag = {"success": False} if request.url.path.endswith("/workflow/execute") else {}
    return JSONResponse({**flag, "error": message}, status_code=status, headers=headers)


def build(get_service: GetService) -> Starlette:
    """The routes under `/api`, as an application of its own: unknown paths are 404 and wrong methods 405, in JSON."""

    def route(path: str, handler: Handler, method: str) -> Route:
        return Route(path, partial(_answer, handler, get_service), methods=[method])

    routes = [
        route("/v1/health", health, "GET"),
        route("/v1/metrics", metrics, "GET"),
        route("/v1/runs/{run_id:int}", run, "GET"),
        route("/v1/generate", generate, "POST"),
        route("/v1/cost-report", cost_report, "POST"),
        route("/workflow/execute", execute, "POST"),
        WebSocketRoute("/v1/runs/{run_id:int}/events", partial(events, get_service)),
    ]
    handled = (HTTPException, ClientDisconnect, InputError, NoSuchRun, ValidationError, Exception)
    return Starlette(routes=routes, exception_handlers=dict.fromkeys(handled, _refused))
