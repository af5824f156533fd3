"""What the templates of models, routes and their tests are rendered from."""

from pipeline.contracts.data import FieldType
from pipeline.rendering.engine import render_file
from pipeline.rendering.entities import EntityView
from pipeline.rendering.samples import ancestor_tables, invalid_values, sample

_ROUTE = "common/files/entity_routes/app/routes/_each_entity.py.j2"


def route_files(views: tuple[EntityView, ...]) -> dict[str, bytes]:
    """The endpoints of each entity, by path."""
    return {f"app/routes/{view.module}.py": render_file(_ROUTE, {"entity": view}) for view in views}


def model_values(views: tuple[EntityView, ...]) -> dict[str, object]:
    """What the models of entities need besides the entities themselves."""
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
    }


def sample_values(views: tuple[EntityView, ...]) -> dict[str, object]:
    """What the tests of entities need besides the entities themselves."""
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
