"""The addresses of an application, as a plan lists them."""

from collections.abc import Iterator

from pipeline.contracts.data import Entity, Write
from pipeline.contracts.plan import Endpoint

_API: dict[Write, tuple[str, str, str]] = {
    "create": ("POST", "", "Adds a record"),
    "update": ("PUT, PATCH", "/{id}", "Replaces or changes one"),
    "delete": ("DELETE", "/{id}", "Removes one"),
}
_PAGES: dict[Write, tuple[str, str, str]] = {
    "create": ("GET, POST", "/new", "The form for a new record"),
    "update": ("GET, POST", "/{id}/edit", "The form that changes one"),
    "delete": ("GET, POST", "/{id}/delete", "Removes one, after a question"),
}


def endpoints(*lines: tuple[str, str, str]) -> tuple[Endpoint, ...]:
    """A method, a path and a purpose each."""
    return tuple(Endpoint(method=method, path=path, purpose=purpose) for method, path, purpose in lines)


def record_endpoints(entities: tuple[Entity, ...]) -> tuple[Endpoint, ...]:
    """An HTTP interface to stored records: reading, and the writes that each entity allows."""
    return endpoints(*(line for entity in entities for line in _interface(entity)))


def record_pages(entities: tuple[Entity, ...]) -> tuple[Endpoint, ...]:
    """Pages for stored records: lists, charts and details, and the forms that each entity allows."""
    return endpoints(*(line for entity in entities for line in _pages(entity)))


def _interface(entity: Entity) -> Iterator[tuple[str, str, str]]:
    path = f"/api/{entity.plural}"
    yield "GET", path, "A page of records, with filters and an order"
    yield "GET", f"{path}/{{id}}", "One record"
    yield from _writes(entity, path, _API)


def _pages(entity: Entity) -> Iterator[tuple[str, str, str]]:
    path = f"/records/{entity.plural}"
    yield "GET", path, "A list with search, filters and an order"
    yield "GET", f"{path}/charts", "Charts of its fields"
    yield "GET", f"{path}/export.csv", "The list as CSV"
    yield "GET", f"{path}/{{id}}", "One record, and those that go with it"
    yield from _writes(entity, path, _PAGES)


def _writes(entity: Entity, path: str, known: dict[Write, tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    for write, (method, rest, purpose) in known.items():
        if write in entity.writes:
            yield method, path + rest, purpose
