"""Parameters that the endpoints of all kinds of records share, and the answer with one record."""

from typing import Annotated

from fastapi import Depends, Path, Request, Response

from app.fields import INTEGER_LIMIT
from app.store import Store, record_tag
from app.web import json_response


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


def record_response(text: str, status_code: int = 200) -> Response:
    """A record with the tag by which a later change can say what it expects."""
    response = json_response(text, status_code)
    response.headers["ETag"] = f'"{record_tag(text)}"'
    return response
