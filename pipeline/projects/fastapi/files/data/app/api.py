"""The HTTP interface to the records."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Request, Response

from app.aggregate import METRICS, PARAMETERS, parse_aggregate
from app.fields import INTEGER_LIMIT
from app.models import Groups, Health, Problem, Readiness, Record, RecordPage, Schema
from app.openapi import filter_parameters, page_parameters, parameter
from app.pages import load_page
from app.query import indexed, parse_page
from app.schema import ABOUT, COLUMNS, ROWS
from app.service import loaded_store
from app.store import Store
from app.web import json_response

router = APIRouter()

FIELDS = indexed(COLUMNS)
PAGE = load_page()

ReadyStore = Annotated[Store, Depends(loaded_store)]
RecordId = Annotated[int, Path(ge=1, lt=INTEGER_LIMIT, description="The number of the row, from 1.")]

PROBLEM: dict[int | str, dict[str, Any]] = {422: {"model": Problem}, 503: {"model": Problem}}

_AGGREGATE_PARAMETERS = [
    parameter("group_by", "Field whose values make the groups; without it all records are one group.", list(FIELDS)),
    parameter("metric", "What is computed; count if it is not given.", list(METRICS)),
    parameter("field", "Field that is measured; count needs none.", list(FIELDS)),
    parameter("limit", "At most so many groups."),
    *(entry for entry in filter_parameters(FIELDS) if entry["name"] not in PARAMETERS),
]


@router.get("/", include_in_schema=False)
async def dashboard() -> Response:
    """The dashboard page."""
    return PAGE.response()


@router.get("/health", response_model=Health)
async def health() -> Response:
    """Whether the process answers."""
    return json_response('{"status": "ok"}')


@router.get("/ready", response_model=Readiness, responses={503: {"model": Problem}})
def ready(store: ReadyStore) -> dict[str, str | int]:
    """Whether the records are loaded, and how many there are."""
    return {"status": "ready", "rows": store.rows}


@router.get("/api/schema", response_model=Schema)
def read_schema() -> dict[str, Any]:
    """The fields, with facts about the values of each."""
    return {**ABOUT, "rows": ROWS, "fields": [asdict(column) for column in COLUMNS]}


@router.get(
    "/api/records",
    response_model=RecordPage,
    responses=PROBLEM,
    openapi_extra={"parameters": [*page_parameters(), *filter_parameters(FIELDS)]},
)
def list_records(request: Request, store: ReadyStore) -> Response:
    """A page of the records that a filter finds, in the order asked for."""
    return json_response(store.page(parse_page(FIELDS, request.query_params.multi_items())))


@router.get("/api/records/{record_id}", response_model=Record, responses={404: {"model": Problem}, **PROBLEM})
def read_record(record_id: RecordId, store: ReadyStore) -> Response:
    """One record."""
    text = store.record(record_id)
    if text is None:
        raise HTTPException(404, f"There is no record {record_id}.")
    return json_response(text)


@router.get(
    "/api/aggregate",
    response_model=Groups,
    responses=PROBLEM,
    openapi_extra={"parameters": _AGGREGATE_PARAMETERS},
)
def aggregate(request: Request, store: ReadyStore) -> Response:
    """A metric for each value of a field, the greatest first."""
    return json_response(store.aggregate(parse_aggregate(FIELDS, request.query_params.multi_items())))
