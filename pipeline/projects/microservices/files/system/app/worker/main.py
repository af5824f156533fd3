"""The application of the worker: the consumer, and what it knows, over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response
from pydantic import BaseModel

from app.about import ACTIVITY, NAME, SUMMARY, VERSION
from app.errors import ServiceError
from app.messaging.choice import open_queue
from app.messaging.event import Event
from app.messaging.queue import Queue, QueueError
from app.operation import Operation, operate
from app.schema import TABLES
from app.settings import Settings
from app.shapes import Status, problems
from app.token import TokenGuard
from app.watch import figures, life
from app.web import json_response, protect
from app.worker.consumer import Consumer
from app.worker.ledger import Ledger

WORKER_FOLDER = "worker"
MAX_LIMIT = 500

router = APIRouter(tags=["activity"])


class NotConsumingError(ServiceError):
    """Events cannot be consumed now."""

    status_code = 503


class Change(BaseModel):
    """An event, and its number in the feed."""

    number: int
    event: Event


class Activity(BaseModel):
    """Changes, the newest first."""

    items: list[Change]


class Totals(BaseModel):
    """How many records a service has, how they came and went, and when (UTC)."""

    records: int
    loaded: int
    created: int
    updated: int
    deleted: int
    last_change: str


class Dangling(BaseModel):
    """A reference to a record that was removed."""

    service: str
    record_id: int
    field: str
    target: str
    target_id: int


class Fill(BaseModel):
    """How many events wait, and how many could not be handled."""

    waiting: int
    dead: int


class Summary(BaseModel):
    """What the events add up to."""

    services: dict[str, Totals]
    dangling: list[Dangling]
    queue: Fill


@dataclass(frozen=True)
class Works:
    """What the running worker is made of."""

    queue: Queue
    ledger: Ledger
    consumer: Consumer


async def open_works(request: Request) -> Works:
    """The parts of the running worker."""
    works: Works = request.app.state.works
    return works


OpenWorks = Annotated[Works, Depends(open_works)]


def create_worker(settings: Settings) -> FastAPI:
    """The worker, with its own database and its end of the queue."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        queue, ledger = open_queue(settings), Ledger(settings.data_dir / WORKER_FOLDER, TABLES)
        app.state.works = works = Works(queue, ledger, Consumer(queue, ledger))
        works.consumer.start()
        yield
        works.consumer.stop()
        queue.close()
        ledger.close()

    app = FastAPI(
        title=f"{NAME}: worker",
        version=VERSION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    for each in (life, figures, router):
        app.include_router(each)
    app.add_middleware(TokenGuard, token=settings.service_token)
    app.state.metrics = operate(app, Operation())
    protect(app, settings.allowed_hosts)
    return app


@router.get("/ready", tags=["health"], responses=problems(503))
def ready(works: OpenWorks) -> Status:
    """Whether events are consumed, and the queue answers."""
    if not works.consumer.is_alive:
        raise NotConsumingError("The consumer has stopped.")
    _fill(works.queue)
    return Status(status="ready")


@router.get(ACTIVITY, response_model=Activity, responses=problems(422))
def read_activity(
    works: OpenWorks,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="How many changes at most.")] = 50,
    before: Annotated[int | None, Query(ge=1, lt=2**63, description="Only changes before this number.")] = None,
    service: Annotated[str | None, Query(max_length=100, description="Only changes of this service.")] = None,
) -> Response:
    """Every change of every record, the newest first."""
    changes = works.ledger.activity(limit, before, service)
    items = ", ".join(f'{{"number": {number}, "event": {body}}}' for number, body in changes)
    return json_response(f'{{"items": [{items}]}}')


@router.get(SUMMARY, response_model=Summary, responses=problems(503))
def read_summary(works: OpenWorks) -> dict[str, Any]:
    """How many records there are, references that lead nowhere, and how full the queue is."""
    return {
        "services": works.ledger.totals(),
        "dangling": works.ledger.dangling(),
        "queue": _fill(works.queue),
    }


def _fill(queue: Queue) -> Fill:
    try:
        counts = queue.counts()
    except QueueError as error:
        raise NotConsumingError("The queue does not answer.") from error
    return Fill(waiting=counts.waiting, dead=counts.dead)
