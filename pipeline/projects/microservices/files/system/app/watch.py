"""What every part of the system tells those who watch it: that it answers, and its figures."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from app.metrics import Metrics
from app.shapes import Status

life = APIRouter(tags=["health"])
figures = APIRouter(tags=["health"])


@life.get("/health")
async def health() -> Status:
    """Whether the process answers."""
    return Status(status="ok")


@figures.get("/metrics", response_class=PlainTextResponse)
async def metrics(request: Request) -> Response:
    """Figures of this part for Prometheus."""
    kept: Metrics = request.app.state.metrics
    return PlainTextResponse(kept.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
