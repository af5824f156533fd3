"""Who may do what, as the accounts of the application have it."""

from dataclasses import dataclass, replace

from pipeline.briefs.administration import is_administrator
from pipeline.contracts.data import Access, Entity, Role, Write
from pipeline.rendering.names import free_name

ADMINISTRATOR = "administrator"

Rights = tuple[tuple[str, tuple[Write, ...]], ...]
"""What may be done with records, by table."""


@dataclass(frozen=True)
class RoleView:
    """A role, what it `may` do besides reading, and whether that is all that can be done."""

    name: str
    label: str
    may: Rights
    is_all: bool = False


def signs_in(access: Access) -> bool:
    """Whether people have to say who they are: also where roles may do different things."""
    return access.sign_in or bool(access.roles)


def role_views(access: Access, entities: tuple[Entity, ...]) -> tuple[RoleView, ...]:
    """The roles of the plan, behind one that may do everything, for the first account: one of them, or an added one."""
    everything = tuple((entity.plural, entity.writes) for entity in entities if entity.writes)
    planned = [RoleView(role.name, role.label, _rights(role, entities)) for role in access.roles]
    name = free_name(ADMINISTRATOR, {role.name for role in access.roles})
    added = RoleView(name, "Administrator", everything, is_all=True)
    highest = sorted(
        (view for view in planned if view.may == everything), key=lambda view: not is_administrator(view.label)
    )
    first = replace(highest[0], is_all=True) if highest else added
    return (first, *(view for view in planned if view.name != first.name))


def _rights(role: Role, entities: tuple[Entity, ...]) -> Rights:
    """What a role was given of what can be done at all."""
    given = {
        entity.plural: {write for item in role.may if item.entity == entity.name for write in item.writes}
        for entity in entities
    }
    rights = ((e.plural, tuple(write for write in e.writes if write in given[e.plural])) for e in entities)
    return tuple((table, writes) for table, writes in rights if writes)
