"""The HTTP interface to the records."""

from collections.abc import Callable
from dataclasses import asdict
from itertools import chain
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import PlainTextResponse, StreamingResponse

from app.aggregation import parse_aggregate
from app.descriptions import aggregate_parameters, export_parameters
from app.downloads import parse_export
from app.export import MEDIA_TYPES
from app.fields import INTEGER_LIMIT
from app.histogram import histogram_parameters, parse_histogram
from app.lane import Answer, Question
from app.listing import parse_list
from app.metrics import Metrics
from app.models import Groups, Health, Histogram, Problem, Readiness, Record, RecordPage, Schema
from app.openapi import list_parameters, whole_number
from app.pages import load_page
from app.query import indexed, parse_number
from app.schema import ABOUT, COLUMNS, ROWS
from app.service import Service, loaded_store
from app.store import is_plain
from app.web import json_response

public = APIRouter()
"""What is answered without a key."""

router = APIRouter()

FIELDS = indexed(COLUMNS)
EXAMPLES = {column.name: column.example for column in COLUMNS if column.example is not None}
"""A value of each column; there is none of personal data."""

RECORD_ID = {
    "name": "record_id",
    "in": "path",
    "required": True,
    "description": "The number of the row, from 1.",
    "schema": whole_number(1, INTEGER_LIMIT - 1),
    "example": 1,
}

PAGE = load_page(("style.css", "charts.css"), ("common.js", "charts.js", "records.js", "page.js"))

PROBLEM: dict[int | str, dict[str, Any]] = {422: {"model": Problem}, 503: {"model": Problem}}


@router.get(
    "/api/records",
    response_model=RecordPage,
    responses=PROBLEM,
    openapi_extra={"parameters": list_parameters(FIELDS, EXAMPLES)},
)
async def list_records(request: Request) -> Response:
    """A page of the records that a filter finds, in the order asked for."""
    store, query = loaded_store(request), parse_list(FIELDS, request.query_params.multi_items())
    is_quick = store.is_quick and is_plain(query)
    return json_response(store.page(query) if is_quick else await _slowly(request, store.page, query))


@router.get(
    "/api/records/{record_id}",
    response_model=Record,
    responses={404: {"model": Problem}, **PROBLEM},
    openapi_extra={"parameters": [RECORD_ID]},
)
async def read_record(request: Request) -> Response:
    """One record."""
    given = request.path_params["record_id"]
    record_id = parse_number("record_id", [given], default=0, low=1, high=INTEGER_LIMIT - 1)
    store = loaded_store(request)
    text = store.record(record_id) if store.is_quick else await _slowly(request, store.record, record_id)
    if text is None:
        raise HTTPException(404, f"There is no record {record_id}.")
    return json_response(text)


@public.get("/", include_in_schema=False)
async def dashboard() -> Response:
    """The dashboard page."""
    return PAGE.response()


@public.get("/health", response_model=Health)
async def health() -> Response:
    """Whether the process answers."""
    return json_response('{"status": "ok"}')


@public.get("/ready", response_model=Readiness, responses={503: {"model": Problem}})
async def ready(request: Request) -> Response:
    """Whether the records are loaded, and how many there are."""
    loaded_store(request)
    return json_response(f'{{"status": "ready", "rows": {ROWS}}}')


@router.get("/openapi.json", include_in_schema=False)
async def openapi(request: Request) -> dict[str, Any]:
    """The OpenAPI document."""
    document: dict[str, Any] = request.app.openapi()
    return document


@router.get("/metrics", response_class=PlainTextResponse)
async def metrics(request: Request) -> Response:
    """Figures for Prometheus."""
    kept: Metrics = request.app.state.metrics
    return PlainTextResponse(kept.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


@router.get("/api/schema", response_model=Schema)
async def read_schema() -> dict[str, Any]:
    """The fields, with facts about the values of each."""
    return {**ABOUT, "rows": ROWS, "fields": [asdict(column) for column in COLUMNS]}


@router.get(
    "/api/aggregate",
    response_model=Groups,
    responses=PROBLEM,
    openapi_extra={"parameters": aggregate_parameters(FIELDS, EXAMPLES)},
)
async def aggregate(request: Request) -> Response:
    """Metrics for each combination of the values of some fields."""
    query = parse_aggregate(FIELDS, request.query_params.multi_items())
    return json_response(await _slowly(request, loaded_store(request).aggregate, query))


@router.get(
    "/api/histogram",
    response_model=Histogram,
    responses=PROBLEM,
    openapi_extra={"parameters": histogram_parameters(FIELDS, EXAMPLES)},
)
async def histogram(request: Request) -> Response:
    """How the numbers of a field are spread."""
    query = parse_histogram(FIELDS, request.query_params.multi_items())
    return json_response(await _slowly(request, loaded_store(request).histogram, query))


@router.get(
    "/api/export",
    response_class=StreamingResponse,
    responses={200: {"content": {kind.split(";")[0]: {} for kind in MEDIA_TYPES.values()}}, **PROBLEM},
    openapi_extra={"parameters": export_parameters(FIELDS, MEDIA_TYPES, EXAMPLES)},
)
async def export(request: Request) -> Response:
    """All records that a filter finds, as a file."""
    query = parse_export(FIELDS, MEDIA_TYPES, request.query_params.multi_items())
    blocks = await _slowly(request, loaded_store(request).export, query)
    first = await _slowly(request, next, blocks)  # what goes wrong does so before the answer begins
    headers = {"Content-Disposition": f'attachment; filename="records.{query.format}"'}
    return StreamingResponse(chain([first], blocks), media_type=MEDIA_TYPES[query.format], headers=headers)


async def _slowly(request: Request, answer: Callable[[Question], Answer], question: Question) -> Answer:
    """An answer that may take a while."""
    service: Service = request.app.state.service
    return await service.lane.ask(answer, question, request.is_disconnected)
