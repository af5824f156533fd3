"""The parts of the system that a plan asks for."""

import re
from collections.abc import Iterator, Mapping

from pipeline.contracts.plan import Blueprint
from pipeline.projects.kind import Files
from pipeline.projects.permissions import permission_values
from pipeline.projects.values import project_values
from pipeline.rendering.engine import render_trees
from pipeline.rendering.entities import EntityView, entity_views
from pipeline.rendering.models import model_values, route_files, sample_values
from pipeline.rendering.names import check_names, free_name

_SHARED = (
    *("service", "sqlite", "fastapi", "url_limit", "operations"),
    *("store", "payloads", "entity_routes", "samples"),
)
_MAX_HOST = 50
_SERVER_DATABASES = frozenset({"app/database/postgresql.py", "tests/test_postgresql.py", "app/statements.py"})
"""What is of no use where every service keeps its records in a file of its own."""


def system_files(blueprint: Blueprint) -> Files:
    """Application and tests, by path. Raises UnsafeNameError for names that they cannot have."""
    check_names(blueprint.analysis)
    views = entity_views(blueprint.entities)
    values = {**project_values(blueprint), **system_values(blueprint), **model_values(views), **sample_values(views)}
    trees = [f"common/files/{name}" for name in _SHARED] + ["microservices/files/system"]
    trees += [f"microservices/files/{name}" for name in _optional(values)]
    trees += ["common/files/access", "microservices/files/access"] if values["access"] else ["microservices/files/open"]
    trees += ["common/files/first_records", "microservices/files/seeded"] if holds_rows(blueprint) else []
    files = render_trees(trees, values) | route_files(views)
    return {path: content for path, content in files.items() if path not in _SERVER_DATABASES}


def _optional(values: Mapping[str, object]) -> Iterator[str]:
    """The trees that only some systems need."""
    if values["references"]:
        yield "referring"
    if values["foreign"]:
        yield "peers"


def system_values(blueprint: Blueprint) -> dict[str, object]:
    """What every template of the system may use."""
    views = entity_views(blueprint.entities)
    taken = {view.plural for view in views}
    return {
        **permission_values(blueprint),
        "name": blueprint.name,
        "title": blueprint.title,
        "entities": views,
        "modules": sorted((view.module for view in views), key=_natural),
        "foreign": foreign_references(views),
        "hosts": {view.plural: _host(view.plural, number) for number, view in enumerate(views, 1)},
        "activity": free_name("activity", taken),
        "summary": free_name("summary", taken),
        "has_data": holds_rows(blueprint),
        "rows": blueprint.dataset.rows if blueprint.dataset else 0,
        "nulls": [(column.name, column.nulls) for column in blueprint.dataset.columns] if blueprint.dataset else [],
    }


def foreign_references(views: tuple[EntityView, ...]) -> list[tuple[str, str, str]]:
    """Service, field and target of each reference to a record of another service."""
    return [
        (view.plural, item.field.name, item.field.references)
        for view in views
        for item in view.fields
        if item.field.references and item.field.references != view.plural
    ]


def holds_rows(blueprint: Blueprint) -> bool:
    """Whether the rows of a file are the first records: they must fit the fields, which a person may have changed."""
    if blueprint.dataset is None or len(blueprint.entities) != 1:
        return False
    columns = [(column.name, column.type, column.scale) for column in blueprint.dataset.columns]
    return columns == [(field.name, field.type, field.scale) for field in blueprint.entities[0].fields]


def _host(plural: str, number: int) -> str:
    """A service's name on its network: 63 characters at most, and told from others by its number where it is cut."""
    name = plural.replace("_", "-")
    return f"{name}-service" if len(name) <= _MAX_HOST else f"{name[:_MAX_HOST]}-{number}-service"


def _natural(name: str) -> list[tuple[int, str]]:
    """The order in which imports are sorted: numbers within names by their size."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name) if part]
