"""The life of the service: records are loaded in the background, so that health is answered from the first moment."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, HTTPException, Request

from app.loader import prepare_database
from app.store import Store

logger = logging.getLogger(__name__)


class Service:
    """Holds the store once it is loaded."""

    def __init__(self, records: Path, data_dir: Path) -> None:
        self._records = records
        self._data_dir = data_dir
        self.store: Store | None = None

    @asynccontextmanager
    async def lifespan(self, _app: FastAPI) -> AsyncIterator[None]:
        """Start loading, serve, then close the store."""
        loading = asyncio.create_task(asyncio.to_thread(self._load))
        loading.add_done_callback(_report)
        yield
        await asyncio.wait([loading])
        if self.store:
            self.store.close()

    def _load(self) -> None:
        self.store = Store(prepare_database(self._records, self._data_dir))


async def loaded_store(request: Request) -> Store:
    """The store, for an endpoint that needs it; 503 until it is loaded."""
    service: Service = request.app.state.service
    if service.store is None:
        raise HTTPException(503, "The records are still being loaded.")
    return service.store


def _report(loading: "asyncio.Task[None]") -> None:
    if not loading.cancelled() and (error := loading.exception()):
        logger.error("The records could not be loaded.", exc_info=error)
