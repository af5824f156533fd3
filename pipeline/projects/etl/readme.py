"""What the README is rendered from."""

from pipeline.contracts.plan import Blueprint, Requirement
from pipeline.projects.etl.code import plan_of, table_name
from pipeline.rendering.evidence import Evidence


def readme_values(
    blueprint: Blueprint, port: int, requirements: tuple[Requirement, ...], evidence: Evidence
) -> dict[str, object]:
    """The plan in words; `requirements` come with what covers each."""
    dataset = blueprint.dataset
    assert dataset is not None
    return {
        "name": blueprint.name,
        "title": blueprint.title,
        "goals": blueprint.analysis.project_plan.goals,
        "port": port,
        "requirements": requirements,
        "evidence": evidence,
        "dataset": dataset,
        "cleaning": plan_of(blueprint),
        "kinds": {step.kind.value for step in plan_of(blueprint).steps},
        "table": table_name(dataset),
    }
