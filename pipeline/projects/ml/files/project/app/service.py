"""The life of the service: the model is trained or loaded in the background, so that health is answered at once."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, HTTPException, Request

from app.artifact import DamagedModelError, Model, identity, load
from app.table import MAX_ROWS
from app.training import train

logger = logging.getLogger(__name__)


def prepare_model(records: Path, data_dir: Path, limit: int = MAX_ROWS) -> Model:
    """The model of the file as it is now: the one in `data_dir`, or else a new one."""
    try:
        model = load(data_dir, identity(records, limit))
    except DamagedModelError as error:
        logger.warning("%s It is trained anew.", error)
        model = None
    return model or train(records, data_dir, limit)


class Service:
    """Holds the model once there is one."""

    def __init__(self, records: Path, data_dir: Path, limit: int) -> None:
        self._records = records
        self._data_dir = data_dir
        self._limit = limit
        self.model: Model | None = None

    @asynccontextmanager
    async def lifespan(self, _app: FastAPI) -> AsyncIterator[None]:
        """Start training or loading, and serve."""
        preparing = asyncio.create_task(asyncio.to_thread(self._prepare))
        preparing.add_done_callback(_report)
        yield
        await asyncio.wait([preparing])

    def _prepare(self) -> None:
        self.model = prepare_model(self._records, self._data_dir, self._limit)


async def ready_model(request: Request) -> Model:
    """The model, for an endpoint that needs it; 503 until there is one."""
    service: Service = request.app.state.service
    if service.model is None:
        raise HTTPException(503, "The model is still being trained.")
    return service.model


def _report(preparing: "asyncio.Task[None]") -> None:
    if not preparing.cancelled() and (error := preparing.exception()):
        logger.error("There is no model.", exc_info=error)
