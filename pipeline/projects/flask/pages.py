"""The files of the application."""

from collections.abc import Iterator

from pipeline.contracts.data import Entity
from pipeline.contracts.plan import Blueprint
from pipeline.projects.flask.roles import role_views, signs_in
from pipeline.projects.flask.tables import TableView, table_views
from pipeline.projects.kind import Files
from pipeline.projects.shaping import entity_of
from pipeline.projects.values import project_values
from pipeline.rendering.engine import render_trees
from pipeline.rendering.entities import entity_views
from pipeline.rendering.models import sample_values
from pipeline.rendering.names import check_names
from pipeline.rendering.orders import ORDERS

UNTYPED = ("flask_wtf.*",)
RULES = ("required", "unique", "references", "at_least", "at_most", "choices", "max_length", *ORDERS)


def page_files(blueprint: Blueprint) -> Files:
    """Application and tests, by path. Raises UnsafeNameError for names that they cannot have."""
    check_names(blueprint.analysis)
    has_data, has_accounts = blueprint.dataset is not None, signs_in(blueprint.analysis.access)
    shared = ["service", "csv", "store", "samples", *(["first_records"] if has_data else [])]
    own = ["web", "accounts" if has_accounts else "open", *(["first_records"] if has_data else [])]
    trees = [*(f"common/files/{name}" for name in shared), *(f"flask/files/{name}" for name in own)]
    return render_trees(trees, _values(blueprint))


def entities_of(blueprint: Blueprint) -> tuple[Entity, ...]:
    """The entities of a plan, or the one that a table of data makes."""
    if blueprint.entities or blueprint.dataset is None:
        return blueprint.entities
    return (entity_of(blueprint.dataset),)


def _values(blueprint: Blueprint) -> dict[str, object]:
    entities, access = entities_of(blueprint), blueprint.analysis.access
    views, tables = entity_views(entities), table_views(entities, blueprint.dataset)
    return {
        **project_values(blueprint, UNTYPED),
        "entities": views,
        "tables": tables,
        "rules": list(_rules(tables)),
        "has_data": blueprint.dataset is not None,
        "rows": blueprint.dataset.rows if blueprint.dataset else 0,
        "signs_in": signs_in(access),
        "views": [*(["account", "administration"] if signs_in(access) else []), "home", "lists", "records", "service"],
        "roles": role_views(access, entities),
        **sample_values(views),
    }


def _rules(tables: tuple[TableView, ...]) -> Iterator[tuple[str, str, str, str]]:
    """Table, field, rule and value of every rule, as the schema has them."""
    for table in tables:
        for field in table.fields:
            for rule in RULES:
                if value := getattr(field, rule):
                    yield table.name, field.name, rule, str(value)
