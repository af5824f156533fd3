"""The addresses of stored records, which every type with an HTTP interface to them shares."""

from collections.abc import Iterator

from pipeline.contracts.data import Entity, Write
from pipeline.contracts.plan import Endpoint

_WRITES: dict[Write, tuple[str, str, str]] = {
    "create": ("POST", "", "Adds a record"),
    "update": ("PUT, PATCH", "/{id}", "Replaces or changes one"),
    "delete": ("DELETE", "/{id}", "Removes one"),
}


def record_endpoints(entities: tuple[Entity, ...]) -> tuple[Endpoint, ...]:
    """Reading, and the writes that each entity allows."""
    return tuple(endpoint for entity in entities for endpoint in _of(entity))


def _of(entity: Entity) -> Iterator[Endpoint]:
    path = f"/api/{entity.plural}"
    yield Endpoint(method="GET", path=path, purpose="A page of records, with filters and an order")
    yield Endpoint(method="GET", path=f"{path}/{{id}}", purpose="One record")
    for write, (method, rest, purpose) in _WRITES.items():
        if write in entity.writes:
            yield Endpoint(method=method, path=path + rest, purpose=purpose)
