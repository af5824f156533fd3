"""The types of a project, checked by mypy in its strict mode, with the packages that the project's lock names."""

import json
import os
from pathlib import Path

from filelock import FileLock

from pipeline.contracts.findings import Finding, Severity, ToolRun
from pipeline.review.spares import MYPY, SPARES
from pipeline.review.tools import Result, timed
from sandbox.environments import Environment, EnvironmentCache, environment_python
from sandbox.errors import EnvironmentBuildError

NAME = "mypy"
NO_SETTINGS = os.devnull
"""The project's own settings could name plugins, which mypy would execute."""


def checked_types(root: Path, environment: Environment, environments: EnvironmentCache) -> Result:
    """What mypy finds in a project at `root`; the interpreter of its environment is asked for its packages only.

    The cache beside the environments makes every check after a type's first one quick. Raises ToolFailed.
    """
    try:
        folder = environments.ensure(environment).resolve()  # one cache, by whatever name the folder is reached
    except EnvironmentBuildError as error:
        return Result((), ToolRun(name=NAME, version="", duration_s=0, findings=0, reason=str(error)))
    cache = folder.with_suffix(".mypy")
    with FileLock(cache.with_suffix(".mypy.lock")):
        return timed(NAME, NAME, lambda: _look(root, environment_python(folder), cache))


def _look(root: Path, python: Path, cache: Path) -> list[Finding]:
    arguments = ["--strict", "--config-file", NO_SETTINGS, "--output", "json"]
    # A package without types is not the project's mistake; one that is not there is.
    arguments += ["--disable-error-code", "import-untyped"]
    arguments += ["--python-executable", str(python), "--cache-dir", str(cache), "--explicit-package-bases", "."]
    lines = SPARES.output_of(MYPY, arguments, root, (0, 1)).splitlines()
    found = [json.loads(line) for line in lines if line.startswith("{")]
    return [
        Finding(
            tool=NAME,
            rule=item["code"] or "syntax",
            severity=Severity.MEDIUM,
            path=Path(item["file"]).as_posix(),
            line=max(1, item["line"]),
            message=item["message"],
        )
        for item in found
        if item["severity"] == "error"
    ]
