"""One OpenAPI document for the whole system, put together from those of the services."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.about import NAME, SCHEMA, VERSION
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
    guard = own["paths"][SCHEMA]["get"]
    paths = {
        path: {method: _guarded(operation, guard) for method, operation in entry.items()}
        for document in present
        for path, entry in document["paths"].items()
        if path.startswith(PREFIX)
    }
    combined = {
        "openapi": OPENAPI_VERSION,
        "info": {"title": ABOUT["title"], "version": VERSION, "description": f"All services of {NAME}."},
        "paths": {**own["paths"], **dict(sorted(paths.items()))},
        "components": own.get("components", {}) | {"schemas": _schemas([*present, own])},
    }
    return combined | ({"x-away": away} if away else {})


def _guarded(operation: Document, guard: Document) -> Document:
    """What a service offers, as it is behind the gateway, which refuses as it does for an endpoint of its own."""
    refusals = {status: answer for status, answer in guard["responses"].items() if int(status) >= 400}
    security = {"security": guard["security"]} if "security" in guard else {}
    return operation | security | {"responses": refusals | operation["responses"]}


def _schemas(documents: Iterable[Document]) -> dict[str, Any]:
    """The shapes of all documents. Those of one name are the same in every service; the last document's own stand."""
    found: dict[str, Any] = {}
    for document in documents:
        found |= document.get("components", {}).get("schemas", {})
    return dict(sorted(found.items()))
