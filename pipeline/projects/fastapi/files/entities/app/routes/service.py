"""Endpoints of the service itself: its page, its health and its schema."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Response

from app.common import OpenStore, Schema, Status
from app.pages import load_page
from app.schema import ABOUT, TABLES

router = APIRouter(tags=["service"])

PAGE = load_page()


@router.get("/", include_in_schema=False)
async def home() -> Response:
    """The page to browse and change records."""
    return PAGE.response()


@router.get("/health")
async def health() -> Status:
    """Whether the process answers."""
    return Status(status="ok")


@router.get("/ready")
def ready(store: OpenStore) -> Status:
    """Whether the database answers."""
    store.ping()
    return Status(status="ready")


@router.get("/api/schema", response_model=Schema)
def read_schema() -> dict[str, Any]:
    """The kinds of records and their fields."""
    return {**ABOUT, "entities": [asdict(table) for table in TABLES]}
