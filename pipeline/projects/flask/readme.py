"""What the README is rendered from."""

from pipeline.contracts.plan import Blueprint, Requirement
from pipeline.projects.flask.pages import entities_of
from pipeline.projects.flask.roles import role_views, signs_in
from pipeline.projects.flask.tables import table_views
from pipeline.rendering.evidence import Evidence


def readme_values(
    blueprint: Blueprint, port: int, requirements: tuple[Requirement, ...], evidence: Evidence
) -> dict[str, object]:
    """Values of the template; `requirements` come with what covers each."""
    entities, access = entities_of(blueprint), blueprint.analysis.access
    return {
        "name": blueprint.name,
        "title": blueprint.title,
        "goals": blueprint.analysis.project_plan.goals,
        "port": port,
        "tables": table_views(entities, blueprint.dataset),
        "dataset": blueprint.dataset,
        "signs_in": signs_in(access),
        "roles": role_views(access, entities),
        "requirements": requirements,
        "evidence": evidence,
    }
