"""What a model changed about a draft: each place with what the rules said and what the model says."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.contracts.base import Contract
from pipeline.models.readable import in_lines
from pipeline.rendering.literals import shortened

LONGEST, MOST = 600, 80
"""Characters of a text that are kept, and changes of an answer."""
KEYS = ("id", "path", "requirement", "name", "rule")
"""What tells the items of a list apart."""


class Change(Contract):
    """A place in a role's answer, in words, and what stood and stands there; empty where there was or is nothing."""

    place: str
    before: str
    after: str


class RoleChanges(Contract):
    """All that a model changed about an answer."""

    changes: tuple[Change, ...]


def changes_of(draft: Contract, answer: Contract) -> RoleChanges:
    """The differences of an answer from the draft that it came from."""
    found = _differences(draft.model_dump(mode="json"), answer.model_dump(mode="json"), ())
    return RoleChanges(changes=tuple(change for change, _ in zip(found, range(MOST), strict=False)))


def _differences(before: Any, after: Any, place: tuple[str, ...]) -> Iterator[Change]:  # any JSON
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in dict.fromkeys([*before, *after]):
            yield from _differences(before.get(name), after.get(name), (*place, name.replace("_", " ")))
    elif isinstance(before, list) and isinstance(after, list) and (key := _key(before + after)):
        old, new = ({str(item[key]): item for item in items} for items in (before, after))
        for name in dict.fromkeys([*old, *new]):
            yield from _differences(old.get(name), new.get(name), (*place, name))
    elif isinstance(before, str) and isinstance(after, str) and "\n" in before:
        yield _change(place, *_lines_that_differ(before, after))
    else:
        yield _change(place, _text(before), _text(after))


def _key(items: list[Any]) -> str | None:
    """What tells items apart that are documents; None where nothing does."""
    if not all(isinstance(item, Mapping) for item in items):
        return None
    return next((key for key in KEYS if items and all(item.get(key) for item in items)), None)


def _lines_that_differ(before: str, after: str) -> tuple[str, str]:
    old, new = before.splitlines(), after.splitlines()
    gone, come = ([line for line in one if line not in set(other)] for one, other in ((old, new), (new, old)))
    return "\n".join(gone), "\n".join(come)


def _change(place: tuple[str, ...], before: str, after: str) -> Change:
    return Change(place=", ".join(place), before=shortened(before, LONGEST), after=shortened(after, LONGEST))


def _text(value: Any) -> str:  # any JSON
    return "" if value is None else in_lines(value)
