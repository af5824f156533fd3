"""Entry point: `python -m app --host 127.0.0.1 --port 8000 --data-dir var` serves; see `app.cli` for the commands."""

import logging
import sys

import uvicorn

from app.cli import COMMANDS, run_command
from app.main import create_app
from app.settings import read_settings


def main() -> None:
    """Run the command that the first argument names, or serve until stopped."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    if sys.argv[1:] and sys.argv[1] in COMMANDS:
        sys.exit(run_command(sys.argv[1:]))
    settings = read_settings()
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, server_header=False, proxy_headers=False)


if __name__ == "__main__":
    main()
