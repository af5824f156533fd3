"""What is published when records change: version 1 of the event, which `contracts/` describes as JSON Schema."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

EVENT_VERSION = 1

Action = Literal["created", "updated", "deleted", "loaded"]


class Event(BaseModel):
    """A change of one record, or (`loaded`) the first records of a service.

    An event is delivered at least once: `id` tells a second delivery from another event. `sequence` orders the events
    of one service, so that a late delivery is known to be late. `record` is the record after the change, as the HTTP
    interface gives it, and null for a record that was removed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1]
    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    at: str = Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
    service: str = Field(min_length=1)
    action: Action
    sequence: int = Field(ge=1)
    count: int = Field(ge=0)
    record_id: int | None
    record: dict[str, Any] | None
