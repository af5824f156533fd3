"""The program's own log: JSON lines in rotating files, for finding out afterwards what went wrong."""

import json
import logging
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE = "quintet.jsonl"
MAX_BYTES = 5_000_000
KEPT = 3


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


def write_logs_to(folder: Path) -> None:
    """Send what this product's packages log, from INFO up, to a file in `folder`; once for each process."""
    folder.mkdir(parents=True, exist_ok=True)
    target = str((folder / FILE).absolute())
    for name in ("pipeline", "sandbox", "storage"):
        logger = logging.getLogger(name)
        if all(getattr(handler, "baseFilename", "") != target for handler in logger.handlers):
            handler = RotatingFileHandler(target, maxBytes=MAX_BYTES, backupCount=KEPT, encoding="utf-8", delay=True)
            handler.setFormatter(JsonLines())
            logger.addHandler(handler)
            logger.setLevel(logging.INFO)
