"""Who may do what: "only librarians may add books", "visitors can only read", "members have to sign in"."""

# ruff: noqa: RUF001 - people write curly quotes

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from pipeline.briefs.model import Draft, Model
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.phrases import split_list
from pipeline.briefs.resolve import entity_name
from pipeline.briefs.said import Said
from pipeline.briefs.verbs import WRITES, read_acts
from pipeline.briefs.words import singular, without_determiners, word_set
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Access, Permission, Role, Write
from pipeline.data.names import slug

_MAY = (
    r"(?:can|may|might|could|should be able to|must be able to|(?:is|are) (?:also )?(?:allowed|able|permitted) to|"
    r"(?:has|have) (?:the )?(?:rights?|permission) to|(?:has|have)(?= (?:full|read)))"
)
_WHO = r"(?:the |an? |any |all |every |each |our )?(?:[\w-]+ ){0,2}?[\w-]+"
_GRANT = re.compile(
    rf"^(?P<only>(?:only|just) )?(?P<who>{_WHO}(?:(?:,| and| or|, and) {_WHO})*?) (?P<may>{_MAY})"
    r" (?P<acts>.+)$",
    re.IGNORECASE,
)
_CANNOT = re.compile(
    rf"^(?P<who>{_WHO}(?:(?:,| and| or|, and) {_WHO})*?) (?:cannot|can['’]t|can not|could not|may not|might not|"
    r"must not|mustn['’]t|must never|may never|can never|should(?: not|n['’]t)(?: be able to)?|"
    r"(?:is|are) (?:not|never) (?:allowed|able|permitted) to|(?:isn|aren)['’]t (?:allowed|able|permitted) to|"
    r"(?:has|have) no (?:rights?|permission) to) (?P<acts>.+)$",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"^(?:nobody|no one|no-one|no users?)(?: else)? (?:can|may|should|must|is allowed to) (?:ever )?(?P<acts>.+)$",
    re.IGNORECASE,
)
_BY = re.compile(
    r"^(?:only )?(?P<what>.+?) (?P<may>can|may|must|should) (?P<only>only )?be (?P<acts>[\w, ]+?) (?P<by>only )?by "
    rf"(?P<who>{_WHO}(?: (?:and|or) {_WHO})?)(?: only)?$",
    re.IGNORECASE,
)
_READ_ONLY = re.compile(
    r"^(?P<what>[\w -]+?) (?:is|are|must be|should be|stays?) (?:strictly )?(?:read[- ]only|immutable|"
    r"never (?P<never>.+))$",
    re.IGNORECASE,
)
_ADD_ONLY = re.compile(
    r"^(?P<what>[\w -]+?) (?:can|may|should|must) only be (?P<acts>[\w, ]+?)(?:,? (?:but )?(?:never|not) .+)?$",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"^(?P<what>[\w -]+?) (?:cannot|can['’]t|can not|may not|must not|mustn['’]t|must never|may never|should not|"
    r"should never|are never|is never)"
    r" (?:ever )?(?:be )?(?P<acts>(?:[\w-]+(?:, | or | nor | and )?)+?)(?: (?:afterwards|later|once .+|after .+))?$",
    re.IGNORECASE,
)
_SIGN_IN = re.compile(
    r"\b(?:sign(?:s|ed|ing)?[ -]?(?:in|on)\b|log(?:s|ged|ging)?[ -]?(?:in|on)\b|logins?\b|authenticat\w+|"
    r"passwords?\b(?! field)|user accounts?\b|(?:have|create|open|with|own|an) accounts?\b)",
    re.IGNORECASE,
)
_NO_SIGN_IN = re.compile(
    r"\b(?:no|not|without|don['’]t|doesn['’]t|never)\b[^,.;]{0,25}\b(?:sign|log ?in|login|account|authenticat|"
    r"password)",
    re.IGNORECASE,
)
_ANYBODY = word_set(
    "user users people person everyone everybody anyone anybody we you i one they he she it somebody someone app "
    "application system tool site website all public team"
)
_EVERYBODY = re.compile(
    r"(?:everyone|everybody|anyone|anybody|(?:all |any |every |each )?(?:users?|people))$", re.IGNORECASE
)
_USER = "user"
"""The role of those who are no more than somebody, where others may do more."""
_ADMIN = re.compile(r"^(?:\w+ )?(?:admin|administrator|superuser|moderator)$")


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
        return bool(roles) and (
            any(grant.is_only or grant.is_denied or _ADMIN.match(grant.role) for grant in said)
            or ((self.sign_in or model.has_passwords) and any(roles.values()))
            or (len({grant.role for grant in said}) > 1 and any(roles.values()))
        )

    def _roles(self, model: Model) -> dict[str, dict[str, set[Write]]]:
        """What was granted, and that people make what they are said to make, without what was denied."""
        roles = self._granted(model)
        for actor, thing in model.acts:
            if actor in roles or _PERSON.search(actor):
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

    def restrict(self, model: Model) -> None:
        """Take from the entities what nobody may do: it was denied to all, and no role was given it."""
        granted = self._granted(model).values() if self.tells_apart(model) else ()
        for grant in self.grants:
            for label, denied in grant.writes.items() if grant.is_denied and not grant.role else ():
                given = {write for may in granted for write in may.get(label, ())}
                draft = model.drafts[label]
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


_PERSON = re.compile(
    r"(?:customer|member|user|student|pupil|guest|staff|patient|client|employee|volunteer|child|parent|teacher|"
    r"tenant|landlord|"
    r"visitor|reader|seller|buyer|driver|donor|worker|player|coach|trainer|tutor|doctor|dentist|nurse|agent|"
    r"author|borrower|"
    r"applicant|participant|attendee|respondent|citizen|resident|gardener|librarian|manager|owner|person|"
    r"ist|ian|man|woman|person)$"
)


def read_access(text: str, model: Model, rights: Rights, *, story: str = "") -> list[Said]:
    """What a sentence says about who may do what; it is added to `rights` and to what can be done with entities."""
    if said := _read_restriction(text, model):
        return said
    if denied := _denial(text, model, _spoken_of(rights)):
        rights.grants.append(denied)
        return [_said(denied)]
    return read_rights(text, model, rights, story=story)


def read_rights(text: str, model: Model, rights: Rights, *, story: str = "") -> list[Said]:
    """What a sentence says about who may do what, and nothing about what can be done at all."""
    grants = _grants(text, model, story, _spoken_of(rights))
    rights.grants += grants
    wants_sign_in = bool(_SIGN_IN.search(text)) and not _NO_SIGN_IN.search(text)
    rights.sign_in = rights.sign_in or wants_sign_in
    said = [_said(grant) for grant in grants if grant.role or grant.writes]
    if wants_sign_in and not said:
        said.append(Said("users sign in", (Capability.SIGN_IN,)))
    return said


def _spoken_of(rights: Rights) -> Collection[str]:
    """What the last permission was about, which the next one may call "them"."""
    return rights.grants[-1].writes if rights.grants else ()


def is_grant(text: str) -> bool:
    """Whether a sentence says what somebody may or may not do."""
    return bool(_GRANT.match(text) or _CANNOT.match(text))


def _said(grant: Grant) -> Said:
    what = "; ".join(f"{', '.join(sorted(writes))} {entity}" for entity, writes in grant.writes.items() if writes)
    if grant.is_denied and not grant.role:
        return Said(f"nobody may {what}", (Capability.READ,), tuple(grant.writes))
    verb = "may not" if grant.is_denied else "may"
    given = {write for writes in grant.writes.values() for write in writes}
    needs = [] if grant.is_denied else [Capability(_NEED[write]) for write in WRITES if write in given]
    needs += [Capability.ROLES] if grant.role else []
    return Said(
        f"{grant.role or 'anybody'} {verb} {what or 'only read'}",
        tuple(needs if needs and given else [Capability.READ, *needs]),
        tuple(grant.writes),
    )


_NEED = {"create": Capability.CREATE, "update": Capability.UPDATE, "delete": Capability.DELETE}


def _denial(text: str, model: Model, them: Collection[str]) -> Grant | None:
    """What a sentence says that nobody in particular, and so nobody without a permission, may do."""
    cannot = _CANNOT.match(text)
    match = cannot if cannot and not any(_who(cannot["who"])) else _NOBODY.match(text)
    acts = read_acts(match["acts"], model, them=them) if match else None
    return Grant("", acts.writes, is_denied=True) if acts and any(acts.writes.values()) else None


def _grants(text: str, model: Model, story: str, them: Collection[str]) -> list[Grant]:
    if story:
        acts = read_acts(text, model)
        role = _role_noun(story)
        return [Grant(role, acts.writes, is_story=True)] if acts and role else []
    if match := _CANNOT.match(text):
        acts = read_acts(match["acts"], model, them=them)
        return [Grant(role, acts.writes, is_denied=True) for role in _who(match["who"]) if role] if acts else []
    if match := _BY.match(text):
        acts = read_acts(f"{match['acts']} {match['what']}", model)
        is_only = bool(
            match["only"] or match["by"] or text.lower().startswith("only") or text.lower().endswith(" only")
        )
        return [Grant(role, acts.writes, is_only=is_only) for role in _who(match["who"])] if acts and is_only else []
    match = None if _NOBODY.match(text) else _GRANT.match(text)
    acts = read_acts(match["acts"], model, them=them) if match else None
    if not match or not acts or (match["only"] and not any(acts.writes.values())):
        # Everybody who has a role may read, so that no role is the only one that may.
        return []
    is_only = bool(match["only"] or acts.is_only)
    everybody = bool(_EVERYBODY.match(match["who"]))
    return [
        Grant(role, acts.writes, is_only=is_only, is_all=acts.is_all, is_of_everybody=everybody)
        for role in _who(match["who"])
    ]


def _who(phrase: str) -> list[str]:
    """The roles that a phrase names; empty texts where it names nobody in particular."""
    return [_role_noun(part) for part in re.split(r"\s+or\s+|\s+and\s+|,\s*", phrase) if part.strip()]


def _role_noun(phrase: str) -> str:
    plain = re.sub(
        r"^(?:only|logged[- ]in|signed[- ]in|registered)\s+",
        "",
        without_determiners(phrase.strip()),
        flags=re.IGNORECASE,
    )
    label = singular(plain)
    is_anybody = not label or label.split()[-1] in _ANYBODY or label.split()[0] in ("everybody", "everyone", "anyone")
    return "" if is_anybody else label


def _read_restriction(text: str, model: Model) -> list[Said]:
    """ "Payments are read-only", "readings can only be added", "invoices cannot be deleted"."""
    for pattern in (_READ_ONLY, _ADD_ONLY, _NEVER):
        match = pattern.match(text)
        drafts = _entities(match["what"], model) if match else []
        if not match or not drafts:
            continue
        groups = match.groupdict()
        acts = read_acts(groups.get("acts") or groups.get("never") or "", model, is_bare=True)
        if pattern is _READ_ONLY and not groups["never"]:
            kept: set[Write] = set()
        elif acts is None:
            continue
        else:
            kept = acts.verbs if pattern is _ADD_ONLY else set(WRITES) - acts.verbs
        for draft in drafts:
            before = set(WRITES) if draft.writes is None else set(draft.writes)
            draft.writes = tuple(write for write in WRITES if write in before & kept)
        what = (
            f"can only be {' and '.join(f'{write}d' for write in WRITES if write in kept)}" if kept else "is read-only"
        )
        return [
            Said(
                f"{draft.label} {what}",
                (Capability.READ, *(_NEED[write] for write in WRITES if write in kept)),
                (draft.label,),
            )
            for draft in drafts
        ]
    return []


def _entities(phrase: str, model: Model) -> list[Draft]:
    found = [model.find(entity_noun(part, is_item=True) or "") for part in split_list(phrase)]
    return [draft for draft in found if draft] if all(found) else []


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
