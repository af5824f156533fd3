"""The types of projects, a folder each. The line that adds one is its member of `ProjectType`."""

from functools import cache
from importlib import import_module

from pipeline.contracts.plan import Fit, ProjectType
from pipeline.projects.kind import ProjectKind
from pipeline.projects.wishes import Wishes


@cache
def kind_of(project_type: ProjectType) -> ProjectKind:
    """The kind of a type."""
    kind: ProjectKind = import_module(f"pipeline.projects.{project_type}").KIND
    return kind


def kinds() -> tuple[ProjectKind, ...]:
    """Every kind."""
    return tuple(map(kind_of, ProjectType))


def rank(wishes: Wishes) -> tuple[Fit, ...]:
    """How well each type suits an input, the best first; of equals the first of `ProjectType`."""
    return tuple(sorted((kind.fit(wishes) for kind in kinds()), key=lambda fit: -fit.score))
