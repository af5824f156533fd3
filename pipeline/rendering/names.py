"""Names of the generated code: safe as Python identifiers beside the ones that the templates use."""

import keyword
from collections.abc import Iterable

from pydantic import BaseModel

from pipeline.contracts.data import Entity, Field
from pipeline.contracts.plan import RequirementsAnalysis
from pipeline.errors import InputError

RESERVED_FIELDS = frozenset({"id", "limit", "offset", "sort"})
"""Names with a meaning of their own in the generated service's URLs."""

RESERVED_PLURALS = frozenset({"schema", "aggregate", "export"})
"""Names with another meaning in the paths of the generated service."""

_TAKEN = (
    frozenset(dir(BaseModel)) | set(keyword.kwlist) | set(keyword.softkwlist) | {"dt", "int", "str", "bool", "float"}
)


class UnsafeNameError(InputError):
    """A name of the plan that would clash with one of the generated service's own."""


def attribute_names(fields: Iterable[Field]) -> dict[str, str]:
    """For each field the attribute of its model: the name itself, or with underscores where that one is taken."""
    names = [field.name for field in fields]
    taken = _TAKEN | set(names)
    return {name: free_name(name, taken) if name in _TAKEN else name for name in names}


def class_names(entities: Iterable[Entity]) -> dict[str, str]:
    """For each entity the stem of its models' names, unique among them."""
    found: dict[str, str] = {}
    for entity in entities:
        found[entity.name] = free_name(class_name(entity.name), set(found.values()), filler="X")
    return found


def class_name(name: str) -> str:
    """A name in the form that classes have."""
    return "".join(part.capitalize() for part in name.split("_"))


def module_name(name: str) -> str:
    """A name that a module can have."""
    return free_name(name, {*keyword.kwlist, "service", "routers", "public"})


def check_names(analysis: RequirementsAnalysis) -> None:
    """Raise UnsafeNameError where a name is used twice or has another meaning in the generated service."""
    if analysis.dataset:
        _check_fields("The file", analysis.dataset.columns)
    for entity in analysis.entities:
        _check_fields(entity.name, entity.fields)
    plurals = [entity.plural for entity in analysis.entities]
    if len(set(plurals)) < len(plurals):
        raise UnsafeNameError("Two entities have the same plural.")
    if taken := [name for name in plurals if name in RESERVED_PLURALS or name.startswith("sqlite_")]:
        raise UnsafeNameError(f"The records of no entity can be called {taken[0]}.")


def _check_fields(owner: str, fields: Iterable[Field]) -> None:
    names = [field.name for field in fields]
    if reserved := RESERVED_FIELDS & set(names):
        raise UnsafeNameError(f"{owner} has a field with a reserved name: {', '.join(sorted(reserved))}.")
    if len(set(names)) < len(names):
        raise UnsafeNameError(f"{owner} has two fields with the same name.")


def free_name(name: str, taken: set[str] | frozenset[str], *, filler: str = "_") -> str:
    """The name, with as much filler behind it as it takes to be none of those taken."""
    while name in taken:
        name += filler
    return name
