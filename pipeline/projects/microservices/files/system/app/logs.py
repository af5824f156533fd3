"""Logs as one JSON object a line, each with the request that it belongs to."""

import datetime as dt
import json
import logging
from contextvars import ContextVar

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that is being answered."""


class JsonLines(logging.Formatter):
    """Formats a record as a line of JSON; the values given as `extra={"data": {…}}` stand beside the message."""

    def __init__(self, part: str) -> None:
        super().__init__()
        self._part = part

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line = {
            "time": _moment(record.created),
            "level": record.levelname.lower(),
            "part": self._part,
            "message": record.getMessage(),
        }
        if request_id := REQUEST_ID.get():
            line["request_id"] = request_id
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line | getattr(record, "data", {}))


def _moment(created: float) -> str:
    return dt.datetime.fromtimestamp(created, dt.UTC).isoformat(timespec="milliseconds")


def configure(part: str) -> None:
    """Send every log of this process to standard error, marked with the part that it is."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines(part))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("httpx2").setLevel(logging.WARNING)
