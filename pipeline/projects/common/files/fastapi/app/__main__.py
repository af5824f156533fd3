"""Entry point: `python -m app --host 127.0.0.1 --port 8000 --data-dir var`."""

import uvicorn

from app.main import create_app
from app.settings import read_settings


def main() -> None:
    """Serve until stopped."""
    settings = read_settings()
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, server_header=False, proxy_headers=False)


if __name__ == "__main__":
    main()
