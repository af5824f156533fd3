"""The life of the service: records are loaded in the background, so that health is answered from the first moment."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request

from app.backend import Backend, UnavailableError
from app.duck import StoppedError
from app.lane import SlowLane
from app.store import Store

logger = logging.getLogger(__name__)


class Service:
    """Holds the store once it is loaded."""

    def __init__(self, connect: Callable[[], Backend], folder: Path) -> None:
        self._connect = connect
        self._folder = folder
        self.store: Store | None = None
        self.lane = SlowLane()

    @asynccontextmanager
    async def lifespan(self, _app: FastAPI) -> AsyncIterator[None]:
        """Start loading, serve, then close the store."""
        loading = asyncio.create_task(asyncio.to_thread(self._load))
        loading.add_done_callback(_report)
        yield
        if self.store:
            self.store.stop()
        await asyncio.wait([loading])
        if self.store:
            self.store.close()

    def _load(self) -> None:
        backend = self._connect()
        self.store = Store(backend, self._folder)
        logger.info("The records are loaded.")
        backend.complete()


def loaded_store(request: Request) -> Store:
    """The store, for an endpoint that needs it; UnavailableError until it is loaded."""
    service: Service = request.app.state.service
    if service.store is None:
        raise UnavailableError("The records are still being loaded.")
    return service.store


def _report(loading: "asyncio.Task[None]") -> None:
    error = None if loading.cancelled() else loading.exception()
    if error and not isinstance(error, StoppedError):
        logger.error("The records could not be loaded.", exc_info=error)
