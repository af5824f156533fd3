"""How files of a project differ, as unified diffs that a person can read."""

import difflib
from collections.abc import Iterable, Iterator, Mapping

from pipeline.contracts.patches import LONGEST_DIFF

REST = 60
"""Characters kept free for the line that says how much is not shown."""


def difference(before: Mapping[str, bytes], after: Mapping[str, bytes], paths: Iterable[str]) -> str:
    """What changed in some files, each of which may be new or gone."""
    return "\n".join(line for path in sorted(set(paths)) for line in _lines(path, before.get(path), after.get(path)))


def shown(whole: str, longest: int = LONGEST_DIFF) -> str:
    """As many whole lines of a diff as a person is shown, and how many are left out."""
    if len(whole) <= longest:
        return whole
    kept = whole[: longest - REST].splitlines()[:-1]
    left = whole.count("\n") + 1 - len(kept)
    return "\n".join([*kept, f"… {left:,} more lines are not shown."])


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> str:
    """What a person is shown of how two projects differ."""
    return shown(difference(before, after, before.keys() | after.keys()))


def _lines(path: str, old: bytes | None, new: bytes | None) -> Iterator[str]:
    if old == new:
        return
    name, new_name = f"a/{path}" if old is not None else "/dev/null", f"b/{path}" if new is not None else "/dev/null"
    try:
        text, new_text = ((content or b"").decode().splitlines() for content in (old, new))
    except UnicodeDecodeError:
        yield f"Binary files {name} and {new_name} differ"
        return
    yield from difflib.unified_diff(text, new_text, name, new_name, lineterm="")
