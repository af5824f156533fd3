"""The service of a plan of entities."""

import re

from pipeline.contracts.data import FieldType
from pipeline.contracts.plan import Blueprint
from pipeline.projects.kind import Files
from pipeline.projects.values import project_values
from pipeline.rendering.engine import render_file, render_trees
from pipeline.rendering.entities import EntityView, entity_views
from pipeline.rendering.names import check_names, module_name
from pipeline.rendering.samples import ancestor_tables, invalid_values, sample

_ROUTE = "fastapi/files/entities/app/routes/_each_entity.py.j2"


def stored_files(blueprint: Blueprint) -> Files:
    """Application and tests for the entities, by path. Raises UnsafeNameError for names that they cannot have."""
    check_names(blueprint.analysis)
    views, project = entity_views(blueprint.entities), project_values(blueprint)
    values = {**project, "entities": views, **_model_values(views), **_test_values(views)}
    shared = [f"common/files/{name}" for name in ("service", "sqlite", "fastapi", "store", "payloads")]
    files = render_trees((*shared, "fastapi/files/entities"), values)
    return files | {_route_path(view): render_file(_ROUTE, {"entity": view}) for view in views}


def _route_path(view: EntityView) -> str:
    return f"app/routes/{module_name(view.plural)}.py"


def _model_values(views: tuple[EntityView, ...]) -> dict[str, object]:
    items = [item for view in views for item in view.fields]
    kinds = {item.field.type for item in items}
    scales = sorted({item.field.scale for item in items if item.field.type is FieldType.DECIMAL})
    types = {item.value_type for item in items if item.field.type is not FieldType.DECIMAL}
    types |= (
        {"Payload"} | ({"Number"} if scales else set()) | ({"Kept"} if any(i.field.required for i in items) else set())
    )
    return {
        "uses_dates": bool(kinds & {FieldType.DATE, FieldType.DATETIME}),
        "uses_decimals": bool(scales),
        "uses_fields": bool(scales) or any(item.has_alias for item in items),
        "value_types": sorted(types),
        "scales": [(scale, max(15, scale)) for scale in scales],
        "modules": sorted(["service", *(view.module for view in views)], key=_natural),
    }


def _test_values(views: tuple[EntityView, ...]) -> dict[str, object]:
    ancestors = ancestor_tables(views)
    fields = [(view.plural, item.field) for view in views for item in view.fields]
    return {
        "samples": [sample(view, ancestors) for view in views],
        "invalid": list(invalid_values(views)),
        "unique": [(plural, field.name) for plural, field in fields if field.unique and not field.references],
        "texts": [(plural, field.name) for plural, field in fields if field.type is FieldType.TEXT],
        "references": [(plural, field.name, field.references) for plural, field in fields if field.references],
        "labels": [(view.plural, view.label) for view in views],
    }


def _natural(name: str) -> list[tuple[int, str]]:
    """The order in which imports are sorted: numbers within names by their size."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name) if part]
