"""The service of a plan of entities."""

import re

from pipeline.contracts.plan import Blueprint
from pipeline.projects.kind import Files
from pipeline.projects.values import project_values
from pipeline.rendering.engine import render_trees
from pipeline.rendering.entities import EntityView, entity_views
from pipeline.rendering.models import model_values, route_files, sample_values
from pipeline.rendering.names import check_names

_SHARED = ("service", "fastapi", "store", "payloads", "entity_routes", "samples")


def stored_files(blueprint: Blueprint) -> Files:
    """Application and tests for the entities, by path. Raises UnsafeNameError for names that they cannot have."""
    check_names(blueprint.analysis)
    views, project = entity_views(blueprint.entities), project_values(blueprint)
    values = {**project, "entities": views, "modules": _modules(views), **model_values(views), **sample_values(views)}
    shared = [f"common/files/{name}" for name in _SHARED]
    return render_trees((*shared, "fastapi/files/entities"), values) | route_files(views)


def _modules(views: tuple[EntityView, ...]) -> list[str]:
    return sorted(["service", *(view.module for view in views)], key=_natural)


def _natural(name: str) -> list[tuple[int, str]]:
    """The order in which imports are sorted: numbers within names by their size."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name) if part]
