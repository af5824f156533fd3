"""Shapes and parameters that all endpoints share."""

from typing import Annotated, Any

from fastapi import Depends, Path, Request, Response
from pydantic import BaseModel

from app.fields import INTEGER_LIMIT
from app.store import Store, record_tag
from app.web import json_response


class Problem(BaseModel):
    """What was wrong with a request, in one sentence."""

    detail: str


class Status(BaseModel):
    """How the service is."""

    status: str


class Readiness(Status):
    """How the service is, and how many kinds of records it keeps."""

    tables: int


class FieldShape(BaseModel):
    """A field of a kind of record."""

    name: str
    label: str
    type: str
    scale: int
    required: bool
    unique: bool
    references: str | None
    at_least: str | None
    at_most: str | None
    choices: list[str]
    max_length: int | None


class TableShape(BaseModel):
    """A kind of record."""

    name: str
    singular: str
    label: str
    fields: list[FieldShape]
    writes: list[str]


class Schema(BaseModel):
    """What the service keeps."""

    title: str
    entities: list[TableShape]


async def open_store(request: Request) -> Store:
    """The store of the running service."""
    store: Store = request.app.state.store
    return store


async def expected_tags(request: Request) -> tuple[str, ...]:
    """The tags of the header If-Match, of which the record must have one; none if any record will do."""
    header = request.headers.get("If-Match", "*").strip()
    return () if header == "*" else tuple(tag.strip().strip('"') for tag in header.split(","))


OpenStore = Annotated[Store, Depends(open_store)]
Expected = Annotated[tuple[str, ...], Depends(expected_tags)]
RecordId = Annotated[int, Path(ge=1, lt=INTEGER_LIMIT, description="The record's id.")]


def problems(*status_codes: int) -> dict[int | str, dict[str, Any]]:
    """The responses of an endpoint that refuses requests with these status codes."""
    return {status_code: {"model": Problem} for status_code in status_codes}


def record_response(text: str, status_code: int = 200) -> Response:
    """A record with the tag by which a later change can say what it expects."""
    response = json_response(text, status_code)
    response.headers["ETag"] = f'"{record_tag(text)}"'
    return response
