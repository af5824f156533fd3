"""The service of a plan of entities."""

import re

from pipeline.contracts.data import DataChecks
from pipeline.contracts.plan import Blueprint
from pipeline.projects.kind import Files
from pipeline.projects.permissions import permission_values
from pipeline.projects.shaping import entity_of
from pipeline.projects.values import project_values
from pipeline.rendering.engine import render_trees
from pipeline.rendering.entities import EntityView, entity_views
from pipeline.rendering.models import model_values, route_files, sample_values
from pipeline.rendering.names import check_names

_SHARED = (
    *("service", "csv", "fastapi", "url_limit", "operations", "entry", "analysis"),
    *("store", "stored_analysis", "payloads", "entity_routes", "samples"),
)


def stored_files(blueprint: Blueprint) -> Files:
    """Application and tests for the entities, by path. Raises UnsafeNameError for names that they cannot have."""
    check_names(blueprint.analysis)
    views, project = entity_views(blueprint.entities), project_values(blueprint)
    values = {**project, "entities": views, "modules": _modules(views), **model_values(views), **sample_values(views)}
    values |= _first_records(blueprint, views) | permission_values(blueprint) | {"lead": lead(blueprint)}
    has_roles = bool(values["access"])
    optional = [*(["first_records"] if blueprint.dataset else []), *(["access"] if has_roles else [])]
    shared = [f"common/files/{name}" for name in (*_SHARED, *optional)]
    own = ["fastapi/files/entities", *(["fastapi/files/first_records"] if blueprint.dataset else [])]
    return render_trees((*shared, *own), values) | route_files(views, analysis=True, access=has_roles)


def lead(blueprint: Blueprint) -> str:
    """What can be done on the page."""
    words = {"create": "add", "update": "change", "delete": "delete"}
    written = {write for entity in blueprint.entities for write in entity.writes}
    verbs = ["browse", "search", *(verb for write, verb in words.items() if write in written)]
    return f"{', '.join(verbs[:-1])} and {verbs[-1]} records.".capitalize()


def _first_records(blueprint: Blueprint, views: tuple[EntityView, ...]) -> dict[str, object]:
    """The entity that the rows of a dataset are records of, and answers that the file itself gives."""
    dataset, checks = blueprint.dataset, blueprint.analysis.checks or DataChecks()
    if dataset is None:
        return {"first": None}
    name = entity_of(dataset).name
    first = next((view for view in views if view.name == name), views[0])
    kept = {item.field.name for item in first.fields}
    filters = [
        (
            check.field if check.operator == "eq" else f"{check.field}__{check.operator}",
            check.value,
            check.expected_rows,
        )
        for check in checks.filters
        if check.field in kept and "\0" not in check.value  # PostgreSQL has another character in its place
    ]
    return {"first": first, "rows": dataset.rows, "filters": filters}


def _modules(views: tuple[EntityView, ...]) -> list[str]:
    return sorted(["public", "service", *(view.module for view in views)], key=_natural)


def _natural(name: str) -> list[tuple[int, str]]:
    """The order in which imports are sorted: numbers within names by their size."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name) if part]
