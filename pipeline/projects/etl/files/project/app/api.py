"""What the service tells about the table and its loads, and the request that starts a run."""

import json
import secrets
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from app.errors import NotAllowedError, NotFoundError
from app.lineage import open_lineage
from app.loading import quarantine_of
from app.report import render_page, report_of
from app.scheduler import Scheduler
from app.settings import Settings
from app.state import Load, State

MOST_RUNS = 200
MOST_ROWS = 500
LARGEST = 2**62

router = APIRouter()

Limit = Annotated[int, Query(ge=1, le=MOST_RUNS, description="How many at most.")]
FileName = Annotated[str, Field(min_length=1, max_length=255)]
Number = Annotated[int | None, Query(ge=1, le=LARGEST)]


class WantedRun(BaseModel):
    """A run that somebody asks for: over some files of the inbox by their names, or over all that are new."""

    model_config = ConfigDict(extra="forbid")

    files: Annotated[tuple[FileName, ...], Field(max_length=MOST_RUNS)] = ()


@dataclass(frozen=True)
class Service:
    """What the endpoints need."""

    state: State
    scheduler: Scheduler
    settings: Settings


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


def _plain(load: Load) -> dict[str, Any]:
    """A load without its lineage, which is long."""
    return {name: value for name, value in asdict(load).items() if name != "lineage"}


@router.get("/", include_in_schema=False)
def page(request: Request) -> Response:
    """The report as a page."""
    service = _service(request)
    found = render_page(service.state, service.scheduler.next_at)
    return Response(found.html, media_type="text/html", headers={"Content-Security-Policy": found.policy})


@router.get("/health")
def health() -> dict[str, str]:
    """Whether the process answers."""
    return {"status": "ok"}


@router.get("/ready")
def ready(request: Request) -> Response:
    """200 once the first run ended well, 503 before."""
    if not _service(request).scheduler.is_ready:
        return JSONResponse({"detail": "The first run has not ended yet."}, 503)
    return JSONResponse({"status": "ready", "rows": _service(request).state.totals()["rows"]})


@router.get("/api/status")
def status(request: Request) -> dict[str, Any]:
    """How many rows the table has and how many were set aside, when the next run is, and how the last one went."""
    service = _service(request)
    scheduler = service.scheduler
    return {
        **service.state.totals(),
        "engine": service.settings.engine,
        "schedule": service.settings.schedule,
        "running": scheduler.is_running,
        "next_run": scheduler.next_at.isoformat(timespec="seconds") if scheduler.next_at else None,
        "last_run": asdict(scheduler.last) if scheduler.last else None,
    }


@router.get("/api/runs")
def runs(request: Request, limit: Limit = 20, before: Number = None) -> dict[str, Any]:
    """The newest loads, or those before a number."""
    found = _service(request).state.loads(limit, before)
    return {"items": [_plain(load) for load in found], "next": found[-1].number if len(found) == limit else None}


@router.get("/api/runs/{number}")
def run(request: Request, number: int) -> dict[str, Any]:
    """One load with its lineage."""
    return asdict(_load(request, number))


@router.post("/api/runs", status_code=202)
def start_run(
    request: Request,
    wanted: WantedRun,
    x_api_key: Annotated[str, Header(description="The key, where the service asks for one.")] = "",
) -> dict[str, str]:
    """Load what is new in the inbox, all of it or the files that are named; 409 while a run is going on."""
    service = _service(request)
    expected = service.settings.api_key
    if expected and not secrets.compare_digest(x_api_key.encode(), expected.encode()):
        raise NotAllowedError("The API key is missing or wrong; send it in the header X-API-Key.")
    if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        raise NotAllowedError("A page of another site cannot start a run.")
    service.scheduler.ask(wanted.files)
    return {"status": "started"}


@router.get("/api/quarantine")
def quarantine(
    request: Request,
    load: Number = None,
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS, description="How many rows at most.")] = 50,
    offset: Annotated[int, Query(ge=0, le=LARGEST, description="How many rows to pass over first.")] = 0,
) -> dict[str, Any]:
    """The rows that a load set aside, each with its line in the file, the reason and its cells; of the newest load."""
    state = _service(request).state
    newest = (one for one in state.loads(MOST_RUNS) if one.rows_quarantined)
    found = _load(request, load) if load else next(newest, None)
    if found is None:
        return {"load": None, "file": None, "total": 0, "items": []}
    path = quarantine_of(_service(request).settings.data_dir, found.number)
    items: list[Any] = []
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            items = [json.loads(line) for line in islice(lines, offset, offset + limit)]
    return {"load": found.number, "file": found.file, "total": found.rows_quarantined, "items": items}


@router.get("/api/lineage")
def lineage(request: Request) -> dict[str, Any]:
    """The report as JSON."""
    service = _service(request)
    return report_of(service.state, service.scheduler.next_at)


@router.get("/api/lineage/{number}")
def lineage_event(request: Request, number: int) -> dict[str, Any]:
    """One load as an event of OpenLineage."""
    return open_lineage(_load(request, number))


def _load(request: Request, number: int) -> Load:
    found = _service(request).state.load(number) if 0 < number <= LARGEST else None
    if found is None:
        raise NotFoundError("There is no load by this number.")
    return found
