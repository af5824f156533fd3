"""What the README is rendered from."""

from pipeline.contracts.plan import Blueprint, Requirement
from pipeline.projects.microservices.system import foreign_references, system_values
from pipeline.rendering.entities import EntityView, entity_views
from pipeline.rendering.evidence import Evidence
from pipeline.rendering.rules import rules_in_words
from pipeline.rendering.samples import ancestor_tables, sample


def readme_values(
    blueprint: Blueprint, port: int, requirements: tuple[Requirement, ...], evidence: Evidence
) -> dict[str, object]:
    """Values for the README; `requirements` come with what covers each."""
    values, views = system_values(blueprint), entity_views(blueprint.entities)
    return {
        **values,
        "ids": {view.plural: f"s{number}" for number, view in enumerate(views, 1)},
        "peer_pairs": sorted({(service, target) for service, _, target in foreign_references(views)}),
        "goals": blueprint.analysis.project_plan.goals,
        "port": port,
        "requirements": requirements,
        "evidence": evidence,
        "dataset": blueprint.dataset,
        "rules_of": rules_in_words,
        "sample": _example(views),
    }


def _example(views: tuple[EntityView, ...]) -> dict[str, str]:
    """A record as JSON that a service accepts, of the first that refers to no other; none where nothing is added."""
    ancestors = ancestor_tables(views)
    samples = [sample(view, ancestors) for view in views if "create" in view.writes]
    chosen = next((item for item in samples if not item.parents), None)
    if chosen is None:
        return {}
    words = {"True": "true", "False": "false"}
    body = ", ".join(f'"{name}": {words.get(literal, literal)}' for name, literal in chosen.first)
    return {"plural": chosen.plural, "body": f"{{{body}}}"}
