"""Who may do what in a project whose keys belong to roles."""

from collections.abc import Mapping

from pipeline.contracts.data import Entity, Role, Write
from pipeline.contracts.plan import Blueprint

Permissions = list[tuple[str, list[tuple[str, tuple[Write, ...]]]]]
"""Each role with the writes that it may do, by table."""


def permission_values(blueprint: Blueprint) -> dict[str, object]:
    """What the templates of roles are rendered from; `access` says whether there are any."""
    roles = role_permissions(blueprint)
    return {
        "access": bool(roles),
        "roles": roles,
        "permissions": [
            (role, entity.plural, write, write in dict(may).get(entity.plural, ()))
            for role, may in roles
            for entity in blueprint.entities
            for write in entity.writes
        ],
    }


def role_permissions(blueprint: Blueprint) -> Permissions:
    """Each role with the writes that it may do, by table; nothing where everybody may do everything.

    Where people sign in and no role is named, all who do are users, and may do what can be done.
    """
    access = blueprint.analysis.access
    entities = {entity.name: entity for entity in blueprint.entities}
    if access.sign_in and not access.roles:
        return [("user", [(entity.plural, entity.writes) for entity in blueprint.entities if entity.writes])]
    return [(role.name, _permissions(role, entities)) for role in access.roles]


def _permissions(role: Role, entities: Mapping[str, Entity]) -> list[tuple[str, tuple[Write, ...]]]:
    found: dict[str, tuple[Write, ...]] = {}
    for item in role.may:
        if entity := entities.get(item.entity):
            before = found.get(entity.plural, ())
            writes = (write for write in entity.writes if write in item.writes or write in before)
            found[entity.plural] = tuple(writes)
    return [(table, writes) for table, writes in found.items() if writes]
