"""Changes to the generated project that a model proposes, and what became of each."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator
from pydantic import Field as Attribute

from pipeline.contracts.base import Contract
from pipeline.contracts.findings import Finding

RequirementId = Annotated[str, Attribute(pattern=r"^R\d{1,4}$")]
PatchPath = Annotated[str, Attribute(min_length=1, max_length=120)]
PackageName = Annotated[
    str, Attribute(min_length=1, max_length=60), AfterValidator(lambda name: re.sub(r"[-_.]+", "-", name).lower())
]
"""In the spelling that all spellings of a name have in common (PEP 503)."""

MOST_PATCHES, MOST_EDITS, MOST_NEW_FILES, MOST_NEEDED_FILES, MOST_PACKAGES = 8, 12, 6, 12, 3
LONGEST_CHANGE, LONGEST_FIND, LONGEST_REPLACEMENT, LONGEST_FILE = 800, 4_000, 8_000, 20_000
LONGEST_REASON = 1_500
LONGEST_DIFF = 24_000
"""Characters of a change that a person is shown."""


class PatchTask(Contract):
    """What a requirement that the baseline leaves open calls for, and the existing files that one must see to do it."""

    requirement: RequirementId
    change: str = Attribute(min_length=1, max_length=LONGEST_CHANGE)
    files: tuple[PatchPath, ...] = Attribute(default=(), max_length=MOST_NEEDED_FILES)


class Edit(Contract):
    """`find` occurs exactly once in the file at `path`, and `replace` takes its place."""

    path: PatchPath
    find: str = Attribute(min_length=1, max_length=LONGEST_FIND)
    replace: str = Attribute(max_length=LONGEST_REPLACEMENT)


class NewFile(Contract):
    """A file that does not exist yet."""

    path: PatchPath
    content: str = Attribute(max_length=LONGEST_FILE)


class Patch(Contract):
    """A small change that satisfies one requirement.

    `shrinks_because` is why a file gets shorter, if one does; `packages` are those that its code imports and that
    have to be added to the project.
    """

    requirement: RequirementId
    summary: str = Attribute(min_length=1, max_length=200)
    edits: tuple[Edit, ...] = Attribute(default=(), max_length=MOST_EDITS)
    new_files: tuple[NewFile, ...] = Attribute(min_length=1, max_length=MOST_NEW_FILES)
    shrinks_because: str = Attribute(default="", max_length=200)
    packages: tuple[PackageName, ...] = Attribute(default=(), max_length=MOST_PACKAGES)

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file that it touches."""
        return tuple(dict.fromkeys([*(edit.path for edit in self.edits), *(new.path for new in self.new_files)]))


class Gate(StrEnum):
    """What a patch has to pass, in this order."""

    PLACES = "places"
    PACKAGES = "packages"
    CONTENT = "content"
    SYNTAX = "syntax"
    STYLE = "style"
    TYPES = "types"
    SECURITY = "security"
    OWN_TESTS = "own tests"
    ALL_TESTS = "all tests"
    START = "start"
    REVIEW = "review"


class Attempt(Contract):
    """A patch that was tried: its files and tests, the change as a unified diff, and the gate that dropped it, if any.

    `packages` are those that it adds to the project. `tests` are those of its tests that fail without its other files,
    as `file::test`. `mended` is what tools found in it and mended by themselves, and `mending` how, as a unified diff;
    `diff` is the change as it was after that.
    """

    requirement: RequirementId
    round: int = Attribute(ge=1)
    model: str
    summary: str
    files: tuple[str, ...]
    packages: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    diff: str = Attribute(default="", max_length=LONGEST_DIFF)
    mended: tuple[Finding, ...] = ()
    mending: str = Attribute(default="", max_length=LONGEST_DIFF)
    dropped_by: Gate | None = None
    reason: str = Attribute(default="", max_length=LONGEST_REASON)

    @property
    def is_accepted(self) -> bool:
        """Whether the project has this change."""
        return self.dropped_by is None
