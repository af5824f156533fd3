"""What operators ask: whether the process answers, whether it works, and how it is used."""

from flask import Blueprint, Response, current_app
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from app.observation import Metrics
from app.rows import open_rows
from app.schema import TABLES

blueprint = Blueprint("service", __name__)

Answer = dict[str, str | int]


@blueprint.get("/health")
def health() -> Answer:
    """The process answers."""
    return {"status": "ok"}


@blueprint.get("/ready")
def ready() -> Answer:
    """The database answers, and how many records it has."""
    rows = open_rows()
    return {"status": "ready", "records": sum(rows.count(table) for table in TABLES)}


@blueprint.get("/metrics")
def metrics() -> Response:
    """Metrics in the text format of Prometheus."""
    kept: Metrics = current_app.extensions["metrics"]
    return Response(generate_latest(kept.registry), content_type=CONTENT_TYPE_LATEST)
