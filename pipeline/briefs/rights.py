"""What a brief says about who may do what, put together."""

import re
from dataclasses import dataclass, field

from pipeline.briefs.model import Model
from pipeline.briefs.resolve import entity_name
from pipeline.briefs.verbs import WRITES
from pipeline.contracts.data import Access, Permission, Role, Write
from pipeline.data.names import slug

_USER = "user"
"""The role of those who are no more than somebody, where others may do more."""
_ADMIN = re.compile(r"^(?:\w+ )?(?:admin|administrator|superuser|moderator)$")
PERSON = re.compile(
    r"(?:customer|member|user|student|pupil|guest|staff|patient|client|employee|volunteer|child|parent|teacher|"
    r"tenant|landlord|"
    r"visitor|reader|seller|buyer|driver|donor|worker|player|coach|trainer|tutor|doctor|dentist|nurse|agent|"
    r"author|borrower|"
    r"applicant|participant|attendee|respondent|citizen|resident|gardener|librarian|manager|owner|person|"
    r"supervisor|officer|administrator|operator|engineer|clerk|secretary|editor|accountant|assistant|inspector|judge|"
    r"admin|moderator|ist|ian|man|woman|person)$"
)


@dataclass
class Grant:
    """What one kind of user may do, as far as one sentence says; with `is_all` everything that can be done.

    Without a role it says something of no user in particular; what is said of everybody holds for each role.
    """

    role: str
    writes: dict[str, set[Write]]
    is_only: bool = False
    is_story: bool = False
    is_denied: bool = False
    is_all: bool = False
    is_of_everybody: bool = False


@dataclass
class Rights:
    """Everything that a brief says about access."""

    grants: list[Grant] = field(default_factory=list)
    sign_in: bool = False

    def access(self, model: Model) -> Access:
        """Roles where the brief tells users apart; a role may do what was said of it, and nothing else."""
        self.sign_in = self.sign_in or model.has_passwords
        if not self.tells_apart(model):
            return Access(sign_in=self.sign_in)
        roles = self._roles(model)
        return Access(sign_in=True, roles=tuple(_role(label, may, model) for label, may in roles.items()))

    def tells_apart(self, model: Model) -> bool:
        """Whether users of different roles may do different things."""
        roles = self._granted(model)
        said = [grant for grant in self.grants if grant.role and not grant.is_story]
        writes = any(given for may in roles.values() for given in may.values())
        return bool(roles) and (
            any(grant.is_only or grant.is_denied or _ADMIN.match(grant.role) for grant in said)
            or ((self.sign_in or model.has_passwords) and writes)
            or (len({grant.role for grant in said}) > 1 and writes)
        )

    def _roles(self, model: Model) -> dict[str, dict[str, set[Write]]]:
        """What was granted, and that people make what they are said to make, without what was denied."""
        roles = self._granted(model)
        alone = self._made_alone()
        for actor, thing in model.acts:
            if thing not in alone and (actor in roles or PERSON.search(actor)):
                roles.setdefault(actor, {}).setdefault(thing, set()).add("create")
        for grant in self.grants:
            if grant.is_of_everybody and any(grant.writes.values()):
                roles.setdefault(_USER, {})
                for entity, writes in grant.writes.items():
                    for may in roles.values():
                        may.setdefault(entity, set()).update(writes)
        for grant in self.grants:
            if grant.is_denied:
                for entity, writes in grant.writes.items():
                    roles.get(grant.role or _USER, {}).get(entity, set()).difference_update(writes)
        return roles

    def _made_alone(self) -> set[str]:
        """What only some may make, whoever else is said to give it."""
        only = [grant for grant in self.grants if grant.is_only and grant.role]
        return {entity for grant in only for entity, writes in grant.writes.items() if "create" in writes}

    def restrict(self, model: Model) -> None:
        """Take from the entities what nobody may do: it was denied to all, and no role was given it."""
        granted = self._granted(model).values() if self.tells_apart(model) else ()
        for grant in self.grants:
            for label, denied in grant.writes.items() if grant.is_denied and not grant.role else ():
                given = {write for may in granted for write in may.get(label, ())}
                if draft := model.drafts.get(label):
                    before = WRITES if draft.writes is None else draft.writes
                    draft.writes = tuple(write for write in before if write in given or write not in denied)

    def _granted(self, model: Model) -> dict[str, dict[str, set[Write]]]:
        roles: dict[str, dict[str, set[Write]]] = {grant.role: {} for grant in self._of_roles(is_denied=False)}
        for grant in self._of_roles(is_denied=False):
            given = {entity: set(WRITES) for entity in model.drafts} if grant.is_all else grant.writes
            for entity, writes in given.items():
                roles[grant.role].setdefault(entity, set()).update(writes)
        return roles | {grant.role: {} for grant in self._of_roles(is_denied=True) if grant.role not in roles}

    def _of_roles(self, *, is_denied: bool) -> list[Grant]:
        return [grant for grant in self.grants if grant.role and grant.is_denied is is_denied]


def _role(label: str, may: dict[str, set[Write]], model: Model) -> Role:
    allowed = []
    for entity, writes in may.items():
        draft = model.drafts.get(entity)
        possible = [
            write
            for write in WRITES
            if write in writes and (draft is None or draft.writes is None or write in draft.writes)
        ]
        if draft and possible:
            allowed.append(Permission(entity=entity_name(entity), writes=tuple(possible)))
    name = slug(label) or "role"
    return Role(name=name if name[0].isalpha() else f"role_{name}", label=label, may=tuple(allowed))
