"""The log of one part of the system: each of its lines names it."""

import logging
import logging.config

from app.logs import LOGGING

QUIET = frozenset({"/health", "/ready"})
"""Paths that are asked every few seconds: only their failures are logged."""


class PartFilter(logging.Filter):
    """Adds the part's name to the facts of each record, and leaves out that a part was asked how it is and was well."""

    def __init__(self, part: str) -> None:
        super().__init__()
        self._part = part

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written."""
        facts = getattr(record, "facts", {})
        record.facts = {"part": self._part, **facts}
        return facts.get("path") not in QUIET or facts["status"] >= 500


def configure(part: str) -> None:
    """Send every log of this process to standard error, marked with the part that it is."""
    logging.config.dictConfig(LOGGING)
    for handler in logging.getLogger().handlers:
        handler.addFilter(PartFilter(part))
    logging.getLogger("httpx2").setLevel(logging.WARNING)
