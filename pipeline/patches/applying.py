"""A patch put into effect on a copy of a project's files."""

from collections.abc import Iterable, Mapping

from pipeline.contracts.patches import LONGEST_DIFF, Gate, Patch
from pipeline.differences import difference
from pipeline.patches.refusal import PatchRefused

LEAST_LEFT = 0.7
"""The share of its lines that a file keeps at least, whatever the reason."""


def applied(files: Mapping[str, bytes], patch: Patch) -> dict[str, bytes]:
    """The files with the patch; raises PatchRefused where text to be replaced is not there exactly once."""
    changed = {**files}
    for edit in patch.edits:
        text = changed[edit.path].decode()
        found = text.count(edit.find)
        if found != 1:
            raise PatchRefused(
                Gate.PLACES, f"The text to find in {edit.path} occurs {found} times, not once: {edit.find[:200]!r}"
            )
        changed[edit.path] = text.replace(edit.find, edit.replace).encode()
    changed |= {new.path: new.content.encode() for new in patch.new_files}
    for path in {edit.path for edit in patch.edits}:
        _check_size(path, files[path], changed[path], patch)
    return changed


def _check_size(path: str, before: bytes, after: bytes, patch: Patch) -> None:
    had, has = before.count(b"\n"), after.count(b"\n")
    if has < had and not patch.shrinks_because.strip():
        raise PatchRefused(Gate.CONTENT, f"{path} gets {had - has} lines shorter, and no reason is given.")
    if has < had * LEAST_LEFT:
        raise PatchRefused(Gate.CONTENT, f"{path} would keep only {has} of its {had} lines.")


def readable(before: Mapping[str, bytes], after: Mapping[str, bytes], paths: Iterable[str]) -> str:
    """What changed in some files, as a unified diff; raises PatchRefused where that is more than a person is shown."""
    whole = difference(before, after, paths)
    if len(whole) > LONGEST_DIFF:
        told = f"The change has {len(whole):,} characters, and a person is shown {LONGEST_DIFF:,}: make it smaller."
        raise PatchRefused(Gate.PLACES, told)
    return whole


def proposal(patch: Patch) -> str:
    """What a patch would change, where it cannot be applied."""
    edits = [(edit.path, edit.find, edit.replace) for edit in patch.edits]
    changes = [*edits, *((new.path, "", new.content) for new in patch.new_files)]
    lines = [
        line
        for path, old, new in changes
        for line in (path, *(f"-{each}" for each in old.splitlines()), *(f"+{each}" for each in new.splitlines()))
    ]
    return "\n".join(lines)[:LONGEST_DIFF]
