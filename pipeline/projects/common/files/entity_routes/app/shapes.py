"""What endpoints answer with, besides records: problems, how the service is, and what it keeps."""

from typing import Any

from pydantic import BaseModel


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
    more_than: str | None
    not_less_than: str | None


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


def problems(*status_codes: int) -> dict[int | str, dict[str, Any]]:
    """The responses of an endpoint that refuses requests with these status codes."""
    return {status_code: {"model": Problem} for status_code in status_codes}
