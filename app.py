"""Quintet's one application: its pages, its REST routes and its worker. Composition only.

Streamlit imports this file to find `app`, and runs it as a script whenever a page is shown.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.routing import Mount
from streamlit.runtime.pages_manager import PagesManager

from pages.ui import chrome, core, notices
from pipeline.api import routes
from pipeline.api.guard import Guard
from pipeline.unusable import UNUSABLE, explain

# Streamlit takes a `pages` folder for its older kind of app, and would answer a cold deep link without this file.
PagesManager.uses_pages_directory = False

RETRY_S = 2.0


async def start_worker() -> None:
    """Open the home and work on its runs; where it cannot be opened, try again until it can."""
    while True:
        try:
            await run_in_threadpool(lambda: core.service().start_worker())
        except UNUSABLE as error:
            core.LOG.warning("The home cannot be opened: %s", explain(error))
            await asyncio.sleep(RETRY_S)
        else:
            return


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Start the worker before any browser connects, and stop it in order."""
    starting = asyncio.create_task(start_worker())
    yield {}
    if starting.done() and not starting.cancelled() and starting.exception() is None:
        await run_in_threadpool(lambda: core.service().stop_worker())
    starting.cancel()


if __name__ == "__main__":
    page = chrome.navigation()
    notices.watch()
    page.run()
else:
    app = st.App(
        __file__,
        routes=[Mount("/api", app=routes.build(core.service))],
        middleware=[Middleware(Guard, hosts=st.get_option("server.allowedHosts"))],
        lifespan=lifespan,
        on_script_error=core.on_script_error,
    )
