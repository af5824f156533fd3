"""Shapes of the answers of aggregations and exports."""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

Value = bool | int | float | str | None


class Group(BaseModel):
    """A value of each grouping term, and the metrics of the records that have these."""

    values: dict[str, Value]
    results: dict[str, Value]


class Groups(BaseModel):
    """Groups, the greatest first result first, ties by value; or in the order of their values."""

    groups: list[Group]


def file_responses(media_types: Iterable[str]) -> dict[int | str, dict[str, Any]]:
    """The responses of an endpoint that sends a file, or says that too many are being sent."""
    return {
        200: {"content": {kind.split(";")[0]: {} for kind in media_types}},
        503: {"description": "Too many exports"},
    }
