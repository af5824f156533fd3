"""The program's own log: JSON lines in rotating files, for finding out afterwards what went wrong."""

import json
import logging
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE = "quintet.jsonl"
MAX_BYTES = 5_000_000
KEPT = 3
OURS = ("pipeline", "sandbox", "storage")
LIBRARIES = ("dbos", "sqlalchemy")


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON, with its traceback where it has one."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "thread": record.threadName,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class LogFile(RotatingFileHandler):
    """A file that a record is missing from when it cannot be written, as on a full disk: nobody is told."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # logging's own name
        """Do without the record."""


def write_logs_to(folder: Path) -> None:
    """Send what this product's packages log, from INFO up, to a file in `folder`; once for each process.

    What the libraries of its databases log goes there too, and nowhere else.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = str((folder / FILE).absolute())
    for name in (*OURS, *LIBRARIES):
        logger = logging.getLogger(name)
        if all(getattr(handler, "baseFilename", "") != target for handler in logger.handlers):
            handler = LogFile(target, maxBytes=MAX_BYTES, backupCount=KEPT, encoding="utf-8", delay=True)
            handler.setFormatter(JsonLines())
            logger.addHandler(handler)
            logger.setLevel(logging.INFO if name in OURS else logging.ERROR)
        if name in LIBRARIES:
            logger.propagate = False
            for other in [each for each in logger.handlers if not isinstance(each, LogFile)]:
                logger.removeHandler(other)
