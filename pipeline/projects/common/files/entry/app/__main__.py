"""Entry point: `python -m app --host 127.0.0.1 --port 8000 --data-dir var`."""

import uvicorn

from app.logs import LOGGING
from app.main import create_app
from app.operation import read_operation
from app.settings import read_settings

MAX_CONNECTIONS = 1000
"""Connections and requests at one time; beyond them the answer is 503."""


def main() -> None:
    """Serve until stopped."""
    settings, operation = read_settings(), read_operation()
    uvicorn.run(
        create_app(settings, operation),
        host=settings.host,
        port=settings.port,
        server_header=False,
        proxy_headers=bool(operation.proxies),
        forwarded_allow_ips=operation.proxies,
        access_log=False,
        log_config=LOGGING,
        limit_concurrency=MAX_CONNECTIONS,
    )


if __name__ == "__main__":
    main()
