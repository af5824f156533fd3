"""Values that every template may use."""

from pipeline.contracts.plan import Blueprint
from pipeline.projects import kind_of


def project_values(blueprint: Blueprint, untyped: tuple[str, ...] = ()) -> dict[str, object]:
    """What a project is called, its version, and the packages that it asks for by name; `untyped` have no types."""
    locks = kind_of(blueprint.analysis.analysis.project_type).locks(blueprint)
    return {
        "name": blueprint.name,
        "title": blueprint.title,
        "version": blueprint.version,
        "dependencies": locks.packages,
        "untyped": untyped,
        "test_dependencies": locks.test_packages,
    }
