"""The application."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.api import Service, router
from app.runner import Runner
from app.scheduler import Scheduler
from app.schema import ABOUT
from app.settings import Settings
from app.web import protect


def create_app(settings: Settings, runner: Runner | None = None) -> FastAPI:
    """The scheduler, and the service that tells what it did, over the data in `settings.data_dir`."""
    chosen = runner or Runner(settings.data_dir, settings.engine)
    scheduler = Scheduler(chosen, settings.schedule)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        scheduler.start()
        yield
        await asyncio.to_thread(scheduler.stop)

    app = FastAPI(title=ABOUT["title"], version=ABOUT["version"], lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.service = Service(chosen.state, scheduler, settings)
    app.include_router(router)
    protect(app, settings.allowed_hosts)
    return app
