"""Values that every template may use."""

from pipeline.contracts.plan import Blueprint


def project_values(blueprint: Blueprint) -> dict[str, object]:
    """What a project is called, and its version."""
    return {"name": blueprint.name, "title": blueprint.title, "version": blueprint.version}
