"""Changes asked for in plain English: remove, rename, retype and add."""

# ruff: noqa: RUF001 - people write curly quotes

import re
from dataclasses import dataclass
from typing import Literal

from pipeline.briefs.fieldtypes import type_named
from pipeline.briefs.words import without_determiners

_SPLIT = re.compile(
    r"(?:,|;|\s+and|\s+then)+\s+(?=(?:please\s+)?(?:remove|drop|delete|hide|rename|treat|add|change|make|convert|"
    r"call)\b)",
    re.IGNORECASE,
)
_KIND = r"(?:column|columns|field|fields|attribute|property|entity|table)"
_OWNED = re.compile(
    r"^(?P<target>.+?)\s+(?:of|in|on|from|to)\s+(?:the |each |every |an? )?(?P<owner>[\w -]+)$", re.IGNORECASE
)
_ASKED = r"^(?:please\s+|also\s+|can you\s+|could you\s+)*"
_HIDE = (r"(?:remove|drop|delete|hide|ignore|leave out|get rid of|exclude|omit)\s+(?P<target>.+?)",)
_RENAME = (
    r"(?:rename|change the name of)\s+(?P<target>.+?)\s+(?:to|as|into)\s+(?P<value>.+?)",
    r"call\s+(?P<target>.+?)\s+[\"'“](?P<value>.+?)[\"'”](?:\s+instead)?",
    r"(?P<target>.+?)\s+should be (?:called|named)\s+(?P<value>.+?)",
)
_RETYPE = (
    r"(?:treat|read|keep|store|interpret|convert|make|change|set|turn)\s+(?P<target>.+?)\s+"
    r"(?:as|to|into|be|an?)\s+(?P<value>.+?)",
    r"make\s+(?P<target>.+?)\s+(?P<value>\w+)",
    r"(?P<target>.+?)\s+(?:is|are|should be|must be)\s+(?P<value>.+?)",
)
Action = Literal["hide", "rename", "retype"]
_RULES: tuple[tuple[Action, tuple[str, ...]], ...] = (("hide", _HIDE), ("rename", _RENAME), ("retype", _RETYPE))
_PATTERNS = tuple((action, re.compile(f"{_ASKED}{rule}$", re.IGNORECASE)) for action, rules in _RULES for rule in rules)


@dataclass(frozen=True)
class Edit:
    """A change to what `target` names, in `owner` if that is said; `value` is its new name or type."""

    action: Action
    target: str
    owner: str = ""
    value: str = ""


def split_changes(sentence: str) -> list[str]:
    """The changes that a sentence asks for, each as a sentence of its own."""
    return [part.strip(" .!") for part in _SPLIT.split(sentence) if part.strip(" .!")]


def read_edit(text: str) -> Edit | None:
    """The change that `text` asks for; None if it asks for something else."""
    for action, pattern in _PATTERNS:
        match = pattern.match(text.strip(" .!"))
        if not match:
            continue
        value = _plain(match["value"]) if "value" in pattern.groupindex else ""
        if action == "retype":
            value = re.sub(r"\s+(?:column|field|type|value|values)$", "", value)
            if type_named(value) is None and type_named(value.removesuffix("s")) is None:
                continue
        target, owner = _target(match["target"])
        return Edit(action, target, owner, value)
    return None


def type_of(value: str) -> str:
    """A type's word as `type_named` knows it."""
    return value if type_named(value) else value.removesuffix("s")


def _target(text: str) -> tuple[str, str]:
    owned = _OWNED.match(text)
    if owned:
        return _plain(owned["target"]), _plain(owned["owner"])
    possessive = re.match(r"^(?P<owner>.+?)(?:'s|’s|s'|s’)\s+(?P<target>.+)$", text)
    if possessive:
        return _plain(possessive["target"]), _plain(possessive["owner"])
    return _plain(text), ""


def _plain(text: str) -> str:
    text = text.strip(" \"'“”‘’`.")
    text = re.sub(rf"^(?:the\s+)?{_KIND}\s+(?=\S)", "", text, flags=re.IGNORECASE)
    text = re.sub(rf"\s+{_KIND}$", "", text, flags=re.IGNORECASE)
    return without_determiners(text).strip(" \"'“”‘’`.")
