"""One OpenAPI document for the whole system, put together from those of the services."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.about import NAME, VERSION
from app.schema import ABOUT

OPENAPI_VERSION = "3.1.0"
PREFIX = "/api/"

Document = dict[str, Any]


def combine(own: Document, documents: Mapping[str, Document | None]) -> Document:
    """The paths below /api/ of every service, the gateway's own, and the shapes that they use.

    `x-away` names the services that did not answer, whose paths are missing.
    """
    present = [document for document in documents.values() if document is not None]
    away = sorted(name for name, document in documents.items() if document is None)
    paths = {
        path: entry for document in present for path, entry in document["paths"].items() if path.startswith(PREFIX)
    }
    combined = {
        "openapi": OPENAPI_VERSION,
        "info": {"title": ABOUT["title"], "version": VERSION, "description": f"All services of {NAME}."},
        "paths": {**own["paths"], **dict(sorted(paths.items()))},
        "components": {"schemas": _schemas([own, *present])},
    }
    return combined | ({"x-away": away} if away else {})


def _schemas(documents: Iterable[Document]) -> dict[str, Any]:
    """The shapes of all documents. Those of one name are the same everywhere: all services are of one code base."""
    found: dict[str, Any] = {}
    for document in documents:
        found |= document.get("components", {}).get("schemas", {})
    return dict(sorted(found.items()))
