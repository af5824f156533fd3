"""Values that every template may use."""

from pipeline.contracts.plan import Blueprint
from pipeline.projects import kind_of
from pipeline.projects.allowed import ALLOWED


def project_values(blueprint: Blueprint, untyped: tuple[str, ...] = ()) -> dict[str, object]:
    """What a project is called, its version, and the packages that it asks for by name; `untyped` have no types.

    Packages that were added may have none, either: where they have, the setting changes nothing.
    """
    added = tuple(f"{ALLOWED[name].module}.*" for name in blueprint.packages)
    locks = kind_of(blueprint.analysis.analysis.project_type).locks(blueprint)
    return {
        "name": blueprint.name,
        "title": blueprint.title,
        "version": blueprint.version,
        "dependencies": locks.packages,
        "untyped": (*untyped, *added),
        "test_dependencies": locks.test_packages,
    }
