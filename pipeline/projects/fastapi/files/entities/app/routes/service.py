"""What the service says of itself: its schema, its OpenAPI document and its figures."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from app.metrics import Metrics
from app.schema import ABOUT, TABLES
from app.shapes import Schema

router = APIRouter(tags=["service"])


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
    """The kinds of records and their fields."""
    return {**ABOUT, "entities": [asdict(table) for table in TABLES]}
