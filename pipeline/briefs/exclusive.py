"""Sentences that say who alone may do something, beside what others may do nevertheless."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from pipeline.briefs.access import read_access
from pipeline.briefs.administration import in_words
from pipeline.briefs.demands import accesses_of
from pipeline.briefs.labels import spoken
from pipeline.briefs.revise import model_of
from pipeline.briefs.rights import Grant, Rights
from pipeline.briefs.verbs import WRITES
from pipeline.briefs.words import plural, singular
from pipeline.contracts.data import Access, Entity, Role, Write
from pipeline.contracts.plan import Requirement
from pipeline.data.names import slug


def with_others(
    requirements: Iterable[Requirement], access: Access, entities: Sequence[Entity]
) -> tuple[Requirement, ...]:
    """The requirements; one that only some may do something tells who else may."""
    model, rights = model_of(entities), Rights()
    labels = {spoken(entity.label): entity for entity in entities}
    found = []
    for asked in requirements:
        before = len(rights.grants)
        accesses_of(asked.source, partial(read_access, model=model, rights=rights))
        caveat = _caveat([grant for grant in rights.grants[before:] if grant.is_only], access, labels)
        found.append(asked.model_copy(update={"caveat": caveat}) if caveat else asked)
    return tuple(found)


def _caveat(only: Sequence[Grant], access: Access, labels: dict[str, Entity]) -> str:
    """Who else may do what only some were said to be allowed to; nobody else where these are all users."""
    named = {slug(singular(grant.role)) for grant in only}
    if "" in named:
        return ""
    told = []
    for role in access.roles:
        may = {} if slug(singular(role.label)) in named else dict(_shared(only, role, labels))
        told += [f"{plural(singular(role.label))} may {in_words(may)}"] if may else []
    text = "; ".join(told)
    return f"{text[0].upper()}{text[1:]}, too." if text else ""


def _shared(only: Sequence[Grant], role: Role, labels: dict[str, Entity]) -> Iterator[tuple[Entity, tuple[Write, ...]]]:
    """What a role may do of what was said of others only."""
    for label, entity in labels.items():
        kept = {write for grant in only for write in grant.writes.get(label, ())}
        given = {write for may in role.may if may.entity == entity.name for write in may.writes}
        if writes := tuple(write for write in WRITES if write in kept & given):
            yield entity, writes
