"""What the templates of models, routes and their tests are rendered from."""

from collections.abc import Iterator
from typing import get_args

from pipeline.contracts.data import FieldType, Write
from pipeline.rendering.engine import render_file
from pipeline.rendering.entities import KEPT, EntityView, PayloadField
from pipeline.rendering.ranks import below
from pipeline.rendering.rules import MAX_DIGITS, MAX_TEXT
from pipeline.rendering.samples import ancestor_tables, broken_values, invalid_values, sample

LINE_LENGTH = 120

Alias = tuple[str, str, tuple[str, ...]]
"""The name of a type, what is subscribed to make it, and with what."""

_OF_RULES = ("LARGEST", "NO_NUL", "FILLED", "Whole", "Exact", "date_schema", "decimal_schema", "moment_schema")
"""What types with rules of their own need of `app.values`."""

_ROUTE = "common/files/entity_routes/app/routes/_each_entity.py.j2"


def route_files(views: tuple[EntityView, ...], *, analysis: bool = False, access: bool = False) -> dict[str, bytes]:
    """The endpoints of each entity, by path: with `analysis` aggregations and exports, with `access` roles."""
    return {
        f"app/routes/{view.module}.py": render_file(_ROUTE, _route_values(view, analysis, access)) for view in views
    }


def _route_values(view: EntityView, analysis: bool, access: bool) -> dict[str, object]:
    models = {"create": {"Create"}, "update": {"Create", "Update"}, "delete": set[str]()}
    used = {"Page", "Read"}.union(*(models[write] for write in view.writes))
    changes = bool({"update", "delete"} & set(view.writes))
    names = ["OpenStore", "RecordId", "record_response"]
    names += ["Expected"] if changes else []
    return {
        "entity": view,
        "analysis": analysis,
        "access": access,
        "model_names": [f"{view.model}{suffix}" for suffix in sorted(used)],
        "common_names": sorted(names, key=lambda name: (name.islower(), name)),
    }


def model_values(views: tuple[EntityView, ...]) -> dict[str, object]:
    """What the models of entities need besides the entities themselves."""
    items = [item for view in views for item in view.fields]
    decimals = [item for item in items if item.field.type is FieldType.DECIMAL]
    scales = sorted({item.field.scale for item in decimals if not item.rules})
    kinds = {item.field.type for item in items}
    aliases = [(item.alias, *item.rules) for item in items if item.rules]
    return {
        "uses_dates": FieldType.DATE in kinds or any("dt." in part for _, _, parts in aliases for part in parts),
        "uses_decimals": any("Decimal" in part for _, _, parts in aliases for part in parts) or bool(scales),
        "typing_names": _typing_names(aliases, scales),
        "pydantic_names": _pydantic_names(items, aliases, scales),
        "value_types": _value_types(items, aliases, scales),
        "scales": [(scale, MAX_DIGITS) for scale in scales],
        "aliases": [(name, _subscribed(name, outer, parts)) for name, outer, parts in aliases],
        "body_limit_mib": _body_limit_mib(items),
    }


def _typing_names(aliases: list[Alias], scales: list[int]) -> list[str]:
    code = " ".join([outer for _, outer, _ in aliases] + [part for _, _, parts in aliases for part in parts])
    return sorted({name for name in ("Annotated", "Literal") if name in code} | ({"Annotated"} if scales else set()))


def _pydantic_names(items: list[PayloadField], aliases: list[Alias], scales: list[int]) -> list[str]:
    code = " ".join(part for _, _, parts in aliases for part in parts)
    found = {name for name in ("Field", "StringConstraints") if f"{name}(" in code}
    if scales or any(item.has_alias or item.field.required for item in items):
        found.add("Field")
    return sorted({"BaseModel", *found})


def _value_types(items: list[PayloadField], aliases: list[Alias], scales: list[int]) -> list[str]:
    """What comes from `app.values`."""
    found = {"Payload"} | ({"Exact", "decimal_schema"} if scales else set())
    kinds = {item.field.type for item in items}
    found |= {name for kind, name in KEPT.items() if kind in kinds}
    for item in items:
        own = item.rules is not None and item.base_type not in item.rules[1]
        found |= {item.base_type} if item.field.type is not FieldType.DECIMAL and not own else set()
        found |= {"unset"} if item.field.required else set()
    code = " ".join(part for _, _, parts in aliases for part in parts)
    found |= {name for name in _OF_RULES if name in code}
    return sorted(found, key=lambda name: (not name.isupper(), name.islower(), name))


def _subscribed(name: str, outer: str, parts: tuple[str, ...]) -> str:
    """A type as ruff formats it behind its name and an equals sign."""
    line = f"{outer}[{', '.join(parts)}]"
    if len(name) + 3 + len(line) <= LINE_LENGTH:
        return line
    return "\n".join([f"{outer}[", *(f"    {part}," for part in parts), "]"])


def _body_limit_mib(items: list[PayloadField]) -> int:
    """Enough for every text to be as long as it may be, each character written as six."""
    limits = [item.field.max_length or 0 for item in items]
    return 2 + -(-6 * sum(limit for limit in limits if limit > MAX_TEXT) // 2**20)


def sample_values(views: tuple[EntityView, ...]) -> dict[str, object]:
    """What the tests of entities need besides the entities themselves."""
    ancestors = ancestor_tables(views)
    fields = [(view.plural, item.field) for view in views for item in view.fields]
    updated = {view.plural for view in views if "update" in view.writes}
    samples = [sample(view, ancestors) for view in views]
    return {
        "samples": samples,
        "changeable": [each.plural for each in samples if each.varies and each.plural in updated],
        "invalid": list(invalid_values(tuple(view for view in views if {"create", "update"} & set(view.writes)))),
        "broken": list(broken_values(views)),
        "required": [(plural, field.name) for plural, field in fields if field.required],
        "unique": [(plural, field.name) for plural, field in fields if field.unique and not field.references],
        "texts": [
            (plural, field.name, field.max_length)
            for plural, field in fields
            if field.type is FieldType.TEXT and not field.choices and plural in updated
        ],
        "forbidden": [(view.plural, write) for view in views for write in get_args(Write) if write not in view.writes],
        "writes": {write: [view.plural for view in views if write in view.writes] for write in get_args(Write)},
        "references": [(plural, field.name, field.references) for plural, field in fields if field.references],
        "orders": [(view.plural, *order) for view in views for order in _orders(view)],
        "labels": [(view.plural, view.label) for view in views],
    }


def _orders(view: EntityView) -> Iterator[tuple[str, str, bool]]:
    """The greater and the lesser of two fields that are compared, and whether they may be equal."""
    for item in view.fields:
        for name in below(item.field):
            yield item.field.name, name, name != item.field.more_than
