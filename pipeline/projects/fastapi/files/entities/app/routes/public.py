"""What is answered without a key: the page, and how the service is."""

from fastapi import APIRouter, Response

from app.common import OpenStore
from app.pages import load_page
from app.schema import TABLES
from app.shapes import Readiness, Status, problems

router = APIRouter(tags=["service"])

PAGE = load_page(("style.css", "charts.css"), ("common.js", "charts.js", "inputs.js", "page.js"))


@router.get("/", include_in_schema=False)
async def home() -> Response:
    """The page to browse and change records."""
    return PAGE.response()


@router.get("/health")
async def health() -> Status:
    """Whether the process answers."""
    return Status(status="ok")


@router.get("/ready", responses=problems(503))
def ready(store: OpenStore) -> Readiness:
    """Whether the database answers, and how many kinds of records it holds."""
    store.ping()
    return Readiness(status="ready", tables=len(TABLES))
