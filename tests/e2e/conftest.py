"""A browser and a server for the tests that need a real page."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.e2e.server import Server
from tests.homes import with_environments

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=60_000)
"""Milliseconds that a page may take on a busy computer; none is waited for longer than it takes."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The computer's own Chromium; where there is none, a skip with the reason, and in CI a failure.

    One for each module, because its driver keeps an event loop running, which other tests do not expect.
    """
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        message = "Chromium is not installed; install it, or name it in CHROMIUM."
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that leave it running."""
    server = Server(tmp_path_factory.mktemp("quintet"))
    with_environments(tmp_path_factory, server.home)
    server.start()
    yield server
    for deployment in server.store().deployments.newest():
        if deployment.pid and deployment.state.is_live:
            stop_process(deployment.pid)
    server.stop()


def stop_process(pid: int) -> None:
    """End an application that a test deployed: it outlives the server on purpose."""
    import psutil

    try:
        process = psutil.Process(pid)
        for child in [*process.children(recursive=True), process]:
            child.kill()
    except psutil.NoSuchProcess:
        return


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser profile of its own."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(60_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, server: Server) -> Iterator[Page]:
    """A page that must not reach out, nor fail in its scripts."""
    page, faults = context.new_page(), list[str]()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: faults.extend(outside(request.url, server)))
    yield page
    assert faults == []


def outside(url: str, server: Server) -> list[str]:
    """The address of a request that leaves this computer."""
    return [] if url.startswith((server.url, "data:", "blob:", "http://127.0.0.1:")) else [url]
