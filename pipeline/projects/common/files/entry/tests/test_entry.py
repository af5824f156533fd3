"""The entry point hands its options to the server."""

import sys
from typing import Any

import pytest
import uvicorn

from app import __main__ as entry
from app.logs import LOGGING
from app.operation import Operation


def test_the_entry_point_starts_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["app", "--port", "81"])
    options = started(monkeypatch)
    assert (options["host"], options["port"], options["log_config"]) == ("127.0.0.1", 81, LOGGING)
    assert options["limit_concurrency"] == entry.MAX_CONNECTIONS


@pytest.mark.parametrize(("proxies", "is_believed"), [("", False), ("10.0.0.1", True)])
def test_nobody_speaks_for_another_client_unless_it_is_allowed(
    monkeypatch: pytest.MonkeyPatch, proxies: str, is_believed: bool
) -> None:
    monkeypatch.setattr(sys, "argv", ["app"])
    monkeypatch.setattr(entry, "read_operation", lambda: Operation(proxies=proxies))
    options = started(monkeypatch)
    assert (options["proxy_headers"], options["forwarded_allow_ips"]) == (is_believed, proxies)


def started(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The options that the entry point starts the server with."""
    starts: list[dict[str, Any]] = []
    monkeypatch.setattr(uvicorn, "run", lambda _app, **options: starts.append(options))
    entry.main()
    (options,) = starts
    return options
