"""Sentences about a field that is known: "the email is unique", "title and price are required"."""

# ruff: noqa: RUF001 - people write curly quotes and long dashes

import re
from dataclasses import replace

from pipeline.briefs.model import Draft, Model
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.phrases import split_list
from pipeline.data.names import slug

_HINT = re.compile(
    r"^(?P<fields>.+?)\s+(?:is|are|must be|should be|has to be|have to be|must always be)\s+(?:always )?"
    r"(?P<hint>required|mandatory|unique|optional)(?P<more>(?:\s+and\s+(?:required|unique|mandatory))?)$",
    re.IGNORECASE,
)
_OF = re.compile(r"^(?P<fields>.+?)\s+(?:of|for|in|on)\s+(?P<owner>.+)$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"^(?P<owner>.+?)(?:'s|’s|s'|s’)\s+(?P<fields>.+)$", re.IGNORECASE)


def read_hint(text: str, model: Model) -> list[str]:
    """Mark the fields that the sentence speaks of as required, unique or optional."""
    match = _HINT.match(text)
    if not match:
        return []
    owned = _POSSESSIVE.match(match["fields"]) or _OF.match(match["fields"])
    owner = model.find(entity_noun(owned["owner"]) or "") if owned else None
    names = owned["fields"] if owned and owner else match["fields"]
    drafts = [owner] if owner else list(model.drafts.values())
    hints = {match["hint"].lower(), *match["more"].lower().split()} - {"and"}
    return [said for name in split_list(names) for said in _mark(name, drafts, hints)]


def _mark(name: str, drafts: list[Draft], hints: set[str]) -> list[str]:
    key = slug(re.sub(r"^(?:the|a|an|each|every|its|their)\s+", "", name.strip(), flags=re.IGNORECASE))
    said: list[str] = []
    for draft in drafts:
        found = draft.fields.get(key)
        if found:
            required = bool(hints & {"required", "mandatory"}) or (found.required and "optional" not in hints)
            draft.fields[key] = replace(found, required=required, unique=found.unique or "unique" in hints)
            said.append(f"{found.label} of {draft.label} is {' and '.join(sorted(hints))}")
    return said
