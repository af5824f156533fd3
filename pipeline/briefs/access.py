"""Who may do what: "only librarians may add books", "visitors can only read", "members have to sign in"."""

# ruff: noqa: RUF001 - people write curly quotes

import re
from collections.abc import Collection

from pipeline.briefs.model import Draft, Model
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.numbers import NUMBER
from pipeline.briefs.restrictions import NEED, read_restriction
from pipeline.briefs.rights import PERSON, Grant, Rights
from pipeline.briefs.said import Said
from pipeline.briefs.verbs import WRITES, read_acts, written_by
from pipeline.briefs.words import singular, without_determiners, word_set
from pipeline.contracts.capabilities import Capability
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
_ALL_BUT = re.compile(
    rf"^(?:nobody|no one|no-one|no user)(?: else)? (?:except|but|other than|apart from) (?P<who>{_WHO}) "
    rf"(?P<may>{_MAY}) (?P<acts>.+)$",
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
_COUNTED = re.compile(
    rf"^.+? (?:{_MAY}|must|should|cannot|can['’]t|can not|may not|must not|mustn['’]t) \w+ (?:out )?"
    r"(?P<limit>(?:at most|at least|no more than|not more than|more than|up to|fewer than|less than|only|exactly|"
    rf"a maximum of|a minimum of) {NUMBER} (?P<thing>[\w-]+(?: [\w-]+)?))(?: (?:at|per|a|each|in)\b.*)?$",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"^(?P<who>(?:the )?(?:[\w-]+ )?[\w-]+s|staff|(?:an?|each|every) [\w-]+(?= [a-z]+s\b)) "
    r"(?P<acts>(?:also )?(?:add|enter|create|edit|update|change|correct|delete|remove|"
    r"approve|reject|close|confirm|cancel|manage|maintain|administer|approves|rejects|closes|confirms|manages)\b.+)$",
    re.IGNORECASE,
)
""" "Technicians add samples": what those do who are no records themselves."""
_DOER = re.compile(r"(?:[a-z]{2}(?:er|or|ant|ee)|staff)$")
_SIGN_IN = re.compile(
    r"\b(?:sign(?:s|ed|ing)?[ -]?(?:in|on)\b|log(?:s|ged|ging)?[ -]?(?:in|on)\b|logins?\b|authenticat\w+|"
    r"passwords?\b(?! field)|user accounts?\b|(?:have|create|open|with|own|an) accounts?\b)",
    re.IGNORECASE,
)
_NO_SIGN_IN = re.compile(
    r"\b(?:no|not|without|don['’]t|doesn['’]t|never)\b[^,.;]{0,25}\b(?:sign|logg?(?:ing)? ?in|login|account|"
    r"authenticat|password)",
    re.IGNORECASE,
)
_FOR_WHOM = re.compile(
    r"^(?:[\w' -]*\b(?:website|site|app|application|system|page|tool|place|portal|program) "
    r"(?:where|in which|with which|so that) )?"
    r"(?:(?:my|our|the) (?:[\w-]+ ){0,2}[\w-]+['’]s (?=[\w-]+ (?:can|may|must|should)\b))?",
    re.IGNORECASE,
)
""" "A website where my shop's staff can …": whose people they are adds nothing."""
_ANYBODY = word_set(
    "user users people person everyone everybody anyone anybody we you i one they he she it somebody someone app "
    "application system tool site website all public team"
)
_EVERYBODY = re.compile(
    r"(?:everyone|everybody|anyone|anybody|(?:all |any |every |each )?(?:users?|people))$", re.IGNORECASE
)


def read_access(text: str, model: Model, rights: Rights, *, story: str = "") -> list[Said]:
    """What a sentence says about who may do what; it is added to `rights` and to what can be done with entities."""
    text = _FOR_WHOM.sub("", text)
    if said := read_restriction(text, model):
        return said
    if (counted := _COUNTED.match(text)) and model.find(entity_noun(counted["thing"]) or ""):
        # Neither a permission nor a denial: how many there may be is checked nowhere.
        return [Said("", unread=counted["limit"])]
    if denied := _denial(text, model, _spoken_of(rights)):
        rights.grants.append(denied)
        return [_said(denied)]
    return read_rights(text, model, rights, story=story)


def read_rights(text: str, model: Model, rights: Rights, *, story: str = "") -> list[Said]:
    """What a sentence says about who may do what, and nothing about what can be done at all."""
    grants = _grants(text, model, story, _spoken_of(rights))
    rights.grants += grants
    sign_in = _SIGN_IN.search(text)
    is_record = sign_in and sign_in[0].lower().endswith(("account", "accounts")) and model.find("account")
    wants_sign_in = bool(sign_in) and not is_record and not _NO_SIGN_IN.search(text)
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
    needs = [] if grant.is_denied else [NEED[write] for write in WRITES if write in given]
    needs += [Capability.ROLES] if grant.role else []
    return Said(
        f"{grant.role or 'anybody'} {verb} {what or 'only read'}",
        tuple(needs if needs and given else [Capability.READ, *needs]),
        tuple(grant.writes),
    )


def _denial(text: str, model: Model, them: Collection[str]) -> Grant | None:
    """What a sentence says that nobody in particular, and so nobody without a permission, may do."""
    cannot = _CANNOT.match(text)
    match = cannot if cannot and not any(_who(cannot["who"])) else _NOBODY.match(text)
    acts = read_acts(match["acts"], model, them=them) if match else None
    return Grant("", acts.writes, is_denied=True) if acts and any(acts.writes.values()) else None


def _grants(text: str, model: Model, story: str, them: Collection[str]) -> list[Grant]:
    if but := _ALL_BUT.match(text):
        # "Nobody except finance may delete claims" is "only finance may".
        text = f"only {but['who']} {but['may']} {but['acts']}"
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
    if does := _DOES.match(text):
        return _done(does, model)
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


def _done(match: re.Match[str], model: Model) -> list[Grant]:
    """What people in a role do, if they are no records themselves."""
    role = _role_noun(match["who"])
    known = model.find(role) if role else None
    if not role or (known and not known.is_keeper) or not (PERSON.search(role) or _DOER.search(role)):
        return []
    acts = read_acts(match["acts"], model)
    if acts and any(acts.writes.values()):
        return [Grant(role, acts.writes)]
    verb, _, noun = match["acts"].partition(" ")
    field = slug(singular(without_determiners(noun)))
    owners = [draft.label for draft in model.drafts.values() if field and _has_field(draft, field)]
    writes = written_by(verb.lower())
    return [Grant(role, {owners[0]: {"update"}})] if len(owners) == 1 and writes == ("update",) else []


def _has_field(draft: Draft, name: str) -> bool:
    return any(one == name or one.startswith(f"{name}_") for one in draft.fields)


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
