"""The packages that a project may import: those of its locks, and no others."""

import re
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

from pipeline.projects.locks import Locks
from sandbox.environments import Environment, EnvironmentCache

_PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==", re.MULTILINE)


@dataclass(frozen=True)
class Packages:
    """The names under which the packages of the runtime lock and of the test lock are imported."""

    runtime: frozenset[str]
    test: frozenset[str]

    def has(self, name: str, *, for_tests: bool) -> bool:
        """Whether code of the application, or a test of it, may import a package."""
        return name in (self.test if for_tests else self.runtime)


def packages_of(locks: Locks, environments: EnvironmentCache) -> Packages:
    """What the locks allow; raises EnvironmentBuildError. The environment's files are looked at, none is run."""
    folder = environments.ensure(Environment(lock=locks.test))
    places = [str(path) for path in (*folder.glob("lib/python*/site-packages"), *folder.glob("Lib/site-packages"))]
    known = list(distributions(path=places))
    return Packages(_imported(known, locks.runtime), _imported(known, locks.test))


def pinned_names(locks: Locks) -> tuple[str, ...]:
    """The packages of the test lock, which has those of the runtime lock, too."""
    return tuple(_PINNED.findall(locks.test))


def _imported(known: list[Distribution], lock: str) -> frozenset[str]:
    pinned = {_normal(name) for name in _PINNED.findall(lock)}
    return frozenset(top for each in known if _normal(each.name) in pinned for top in _top_names(each))


def _top_names(distribution: Distribution) -> set[str]:
    tops = {Path(str(file)).parts[0] for file in distribution.files or ()}
    return {name for top in tops if (name := top.partition(".")[0]).isidentifier() and not top.endswith("-info")}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
