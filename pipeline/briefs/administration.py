"""Who may do what no role was given: an administrator."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline.briefs.words import an
from pipeline.contracts.data import Access, Entity, Permission, Role, Write
from pipeline.data.names import unique

_VERBS: Mapping[Write, str] = {"create": "add", "update": "change", "delete": "remove"}
_ADMINISTRATOR = re.compile(r"^(?:\w+[ _-])?(?:admin|administrator|superuser)$", re.IGNORECASE)


class Administered(NamedTuple):
    """Access in which somebody may do whatever can be done, and a sentence on what nobody was said to do, if any."""

    access: Access
    remark: str = ""


def administered(access: Access, entities: tuple[Entity, ...]) -> Administered:
    """Give what no role was given to the administrator that was named; if none was, to one who may do everything."""
    left = {entity: writes for entity in entities if (writes := _left(entity, access.roles))}
    if not access.roles or not left:
        return Administered(access)
    named = next((role for role in access.roles if is_administrator(role.label)), None)
    if named is None:
        name = unique("administrator", {role.name for role in access.roles})
        roles = (*access.roles, Role(name=name, label="Administrator", may=_everything(entities)))
        remark = f"Nobody was said to {in_words(left)}: only an administrator may, who may do everything."
    else:
        given = tuple(Permission(entity=entity.name, writes=writes) for entity, writes in left.items())
        more = named.model_copy(update={"may": _joined((*named.may, *given))})
        roles = tuple(more if role is named else role for role in access.roles)
        remark = f"Nobody was said to {in_words(left)}: only {an(named.label)} may."
    return Administered(access.model_copy(update={"roles": roles}), remark)


def is_administrator(label: str) -> bool:
    """Whether a role is called so."""
    return bool(_ADMINISTRATOR.match(label))


def _left(entity: Entity, roles: Iterable[Role]) -> tuple[Write, ...]:
    """What can be done with records of an entity and no role may do."""
    given = {write for role in roles for may in role.may if may.entity == entity.name for write in may.writes}
    return tuple(write for write in entity.writes if write not in given)


def _everything(entities: Iterable[Entity]) -> tuple[Permission, ...]:
    return tuple(Permission(entity=entity.name, writes=entity.writes) for entity in entities if entity.writes)


def _joined(permissions: Iterable[Permission]) -> tuple[Permission, ...]:
    """One permission for each entity, with its writes in their usual order."""
    found: dict[str, set[Write]] = {}
    for may in permissions:
        found.setdefault(may.entity, set()).update(may.writes)
    return tuple(
        Permission(entity=entity, writes=tuple(write for write in _VERBS if write in writes))
        for entity, writes in found.items()
    )


def in_words(left: Mapping[Entity, tuple[Write, ...]]) -> str:
    """What can be done to records in words, such as "change owners or to remove owners or pets"."""
    verbs: dict[tuple[str, ...], list[str]] = {}
    for write, verb in _VERBS.items():
        things = tuple(entity.plural.replace("_", " ") for entity, writes in left.items() if write in writes)
        verbs.setdefault(things, []).append(verb)
    return " or to ".join(f"{_listed(verb)} {_listed(things)}" for things, verb in verbs.items() if things)


def _listed(names: Sequence[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
