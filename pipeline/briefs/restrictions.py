"""What can be done with records at all: "payments are read-only", "invoices cannot be deleted"."""

# ruff: noqa: RUF001 - people write curly quotes

import re
from collections.abc import Mapping

from pipeline.briefs.lists import split_list
from pipeline.briefs.model import Draft, Model
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.said import Said
from pipeline.briefs.verbs import WRITES, read_acts
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Write

_READ_ONLY = re.compile(
    r"^(?P<what>[\w -]+?) (?:is|are|must be|should be|stays?) (?:strictly )?(?:read[- ]only|immutable|"
    r"never (?P<never>.+))$",
    re.IGNORECASE,
)
_ADD_ONLY = re.compile(
    r"^(?P<what>[\w -]+?) (?:can|may|should|must) only be (?!.*\bby\b)(?P<acts>[\w, ]+?)"
    r"(?:,? (?:but )?(?:never|not) .+)?$",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"^(?P<what>[\w -]+?) (?:cannot|can['’]t|can not|may not|must not|mustn['’]t|must never|may never|should not|"
    r"should never|are never|is never)"
    r" (?:ever )?(?:be )?(?P<acts>(?:[\w-]+(?:, | or | nor | and )?)+?)(?: (?:afterwards|later|once .+|after .+))?$",
    re.IGNORECASE,
)
NEED: Mapping[Write, Capability] = {
    "create": Capability.CREATE,
    "update": Capability.UPDATE,
    "delete": Capability.DELETE,
}


def read_restriction(text: str, model: Model) -> list[Said]:
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
                (Capability.READ, *(NEED[write] for write in WRITES if write in kept)),
                (draft.label,),
            )
            for draft in drafts
        ]
    return []


def _entities(phrase: str, model: Model) -> list[Draft]:
    found = [model.find(entity_noun(part, is_item=True) or "") for part in split_list(phrase)]
    return [draft for draft in found if draft] if all(found) else []
