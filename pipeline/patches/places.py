"""Where a patch may change a project: the application's own code and pages, and new tests; nothing else."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from pipeline.contracts.patches import Gate, Patch
from pipeline.patches.refusal import PatchRefused
from pipeline.review.verdict import expected_tests

CODE, TESTS = "app/", "tests/"
KINDS = frozenset((".py", ".html", ".css", ".js"))
GUARDS = frozenset(
    (
        *("access.py", "accounts.py", "account.py", "account_tables.py", "administration.py", "permission.py"),
        *("api_keys.py", "token.py", "first_key.py", "first_account.py", "protection.py", "url_limit.py", "limits.py"),
        *(
            "rate_limit.py",
            "operation.py",
            "public.py",
            "web.py",
            "conftest.py",
            "roles.py",
            "config.py",
            "settings.py",
        ),
        *("commands.py", "logs.py", "request_log.py", "part_log.py", "observation.py", "metrics.py", "pages.py"),
        *("service.py", "health.py", "ready.py", "connections.py"),
    )
)
"""Files that decide who may do what, keep requests out, answer everybody, or write logs: no model changes them."""
GUARDING_FOLDERS = frozenset(("database", "gateway", "messaging"))
_SAFE = re.compile(r"[A-Za-z0-9_]{1,60}")


def is_shown(path: str) -> bool:
    """Whether a model may see a file of a project."""
    return path.startswith((CODE, TESTS)) and PurePosixPath(path).suffix in KINDS


def is_guard(path: str) -> bool:
    """Whether a file guards the application."""
    place = PurePosixPath(path)
    return place.name in GUARDS or bool(GUARDING_FOLDERS & {*place.parent.parts})


def check_places(files: Mapping[str, bytes], patch: Patch) -> None:
    """Raises PatchRefused where a patch touches what it may not, or brings no test."""
    for edit in patch.edits:
        _check_edited(edit.path, files)
    for new in patch.new_files:
        _check_new(new.path, files)
    paths = [new.path for new in patch.new_files]
    if len({path.lower() for path in paths}) < len(paths):
        raise PatchRefused(Gate.PLACES, "Two of the new files have the same path.")
    if all(path.startswith(TESTS) for path in patch.paths):
        raise PatchRefused(Gate.PLACES, "The patch changes nothing of the application.")
    if not any(path.startswith(TESTS) for path in paths):
        raise PatchRefused(Gate.PLACES, "The patch has no test: add a new file tests/test_….py.")


def own_tests(patch: Patch) -> frozenset[str]:
    """The tests that a patch brings, as `file::test`; raises PatchRefused where it brings none, or cannot be read."""
    contents = {new.path: new.content.encode() for new in patch.new_files if new.path.startswith(TESTS)}
    try:
        found = expected_tests(contents)
    except (SyntaxError, ValueError, RecursionError) as error:
        raise PatchRefused(Gate.SYNTAX, f"A test file does not parse: {error}") from error
    if not found:
        raise PatchRefused(Gate.PLACES, "The patch has no test function.")
    return found


def _check_edited(path: str, files: Mapping[str, bytes]) -> None:
    if path not in files:
        raise PatchRefused(Gate.PLACES, f"{path!r} is no file of the project, so it cannot be edited.")
    if path.startswith(TESTS):
        raise PatchRefused(Gate.PLACES, f"{path} is a test of the project, which may not be changed: add a new file.")
    _check_kind(path)


def _check_new(path: str, files: Mapping[str, bytes]) -> None:
    if not _is_plain(path):
        raise PatchRefused(Gate.PLACES, f"{path!r} is not a plain path inside the project.")
    _check_kind(path)
    if path.startswith(TESTS) and not re.fullmatch(r"tests/test_[a-z0-9_]+\.py", path):
        raise PatchRefused(Gate.PLACES, f"{path} is no test file: tests are called tests/test_….py.")
    if any(_hides(path.lower(), other) for other in {known.lower() for known in files}):
        raise PatchRefused(Gate.PLACES, f"{path} exists already, or would hide a file that does.")


def _is_plain(path: str) -> bool:
    stem, dot, kind = path.rpartition(".")
    return bool(dot) and kind.isalpha() and all(_SAFE.fullmatch(part) for part in stem.split("/"))


def _check_kind(path: str) -> None:
    place = PurePosixPath(path)
    if not path.startswith((CODE, TESTS)) or place.suffix not in KINDS:
        raise PatchRefused(
            Gate.PLACES, f"{path} is not for a model to write: only code and pages below app/, and tests."
        )
    if is_guard(path):
        raise PatchRefused(Gate.PLACES, f"{path} guards the application, and is not for a model to write.")


def _hides(path: str, other: str) -> bool:
    """Whether a new path is another, or one of them is a module and the other a package of the same name."""
    module, other_module = path.removesuffix(".py"), other.removesuffix(".py")
    return path == other or other.startswith(f"{module}/") or path.startswith(f"{other_module}/")
