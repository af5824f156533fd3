"""The service of a plan of entities."""

from collections.abc import Mapping

from pipeline.contracts.data import Entity


def render_entities(entities: tuple[Entity, ...], project: Mapping[str, object]) -> dict[str, bytes]:
    """Application and tests for the entities, by path."""
    raise NotImplementedError
