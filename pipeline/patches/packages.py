"""The packages that a project may import: those of its locks, and those that a patch adds from the ones allowed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

from pipeline.contracts.patches import Gate, Patch
from pipeline.patches.imports import imports_of
from pipeline.patches.places import CODE
from pipeline.patches.refusal import PatchRefused
from pipeline.projects.allowed import ALLOWED, AllowedPackage
from pipeline.projects.locks import Locks, pins
from sandbox.environments import Environment, EnvironmentCache

_NAMES = {each.module: each.name for each in ALLOWED.values()}


@dataclass(frozen=True)
class Packages:
    """The names under which the packages of the runtime lock and of the test lock are imported."""

    runtime: frozenset[str]
    test: frozenset[str]
    added: frozenset[str] = frozenset()

    def adding(self, names: tuple[str, ...]) -> "Packages":
        """These and some that are allowed."""
        modules = frozenset(ALLOWED[name].module for name in names)
        return Packages(self.runtime | modules, self.test | modules, modules)

    def check(self, path: str, name: str, *, for_tests: bool) -> None:
        """Raises PatchRefused where code of the application, or a test of it, may not import a package."""
        if name in (self.test if for_tests else self.runtime):
            return
        if name in _NAMES:
            told = f"{path} imports {name}: the patch has to name {_NAMES[name]} among its packages to add it."
            raise PatchRefused(Gate.PACKAGES, told)
        told = f"{path} imports {name}, which is neither of the standard library nor locked by the project."
        raise PatchRefused(Gate.CONTENT, told)


def packages_of(locks: Locks, environments: EnvironmentCache) -> Packages:
    """What the locks allow; raises EnvironmentBuildError. The environment's files are looked at, none is run."""
    folder = environments.ensure(Environment(lock=locks.test))
    places = [str(path) for path in (*folder.glob("lib/python*/site-packages"), *folder.glob("Lib/site-packages"))]
    known = list(distributions(path=places))
    return Packages(_imported(known, locks.runtime), _imported(known, locks.test))


def pinned_names(locks: Locks) -> tuple[str, ...]:
    """The packages of the test lock, which has those of the runtime lock, too."""
    return tuple(dict.fromkeys(pin.name for pin in pins(locks.test)))


def addable(locks: Locks) -> tuple[AllowedPackage, ...]:
    """The packages that may be added to what the locks have."""
    known = {_normal(pin.name) for pin in pins(locks.runtime)}
    return tuple(each for each in ALLOWED.values() if each.name not in known)


def check_packages(after: Mapping[str, bytes], patch: Patch) -> None:
    """Raises PatchRefused where a patch names a package that is not allowed, or that its code does not import."""
    for name in patch.packages:
        if name not in ALLOWED:
            told = f"The package {name!r} may not be added to the project; these may: {', '.join(ALLOWED)}."
            raise PatchRefused(Gate.PACKAGES, told)
    code = [path for path in patch.paths if path.startswith(CODE) and path.endswith(".py")] if patch.packages else []
    used = {name.partition(".")[0] for path in code for name in imports_of(path, after[path].decode())}
    for name in patch.packages:
        module = ALLOWED[name].module
        if module not in used:
            told = f"The patch names the package {name}, but none of its files below {CODE} imports {module}."
            raise PatchRefused(Gate.PACKAGES, told)


def _imported(known: list[Distribution], lock: str) -> frozenset[str]:
    pinned = {_normal(pin.name) for pin in pins(lock)}
    return frozenset(top for each in known if _normal(each.name) in pinned for top in top_names(each))


def top_names(distribution: Distribution) -> set[str]:
    """The names under which what is in a distribution is imported."""
    tops = {Path(str(file)).parts[0] for file in distribution.files or ()}
    return {name for top in tops if (name := top.partition(".")[0]).isidentifier() and not top.endswith("-info")}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
