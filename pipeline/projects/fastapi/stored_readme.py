"""The README of a service of stored records."""

import json

from pipeline import syntax
from pipeline.contracts.data import FieldType
from pipeline.contracts.plan import Blueprint, Requirement
from pipeline.projects.fastapi.stored import lead
from pipeline.projects.permissions import role_permissions
from pipeline.rendering.entities import EntityView, entity_views
from pipeline.rendering.evidence import Evidence
from pipeline.rendering.rules import rules_in_words
from pipeline.rendering.samples import ancestor_tables, sample


def stored_readme_values(
    blueprint: Blueprint, port: int, requirements: tuple[Requirement, ...], evidence: Evidence
) -> dict[str, object]:
    """What the README is rendered from; `requirements` come with what covers each."""
    views = entity_views(blueprint.entities)
    return {
        "title": blueprint.title,
        "name": blueprint.name,
        "goals": blueprint.analysis.project_plan.goals,
        "lead": lead(blueprint).lower(),
        "port": port,
        "requirements": requirements,
        "evidence": evidence,
        "dataset": blueprint.dataset,
        "has_texts": any(item.field.type is FieldType.TEXT for view in views for item in view.fields),
        "entities": views,
        "roles": role_permissions(blueprint),
        "rules_of": rules_in_words,
        "sample": _example(views),
    }


def _example(views: tuple[EntityView, ...]) -> dict[str, str]:
    """A record that its service accepts, as JSON for a shell, of an entity that refers to no other if there is one."""
    ancestors = ancestor_tables(views)
    samples = [sample(view, ancestors) for view in views if "create" in view.writes]
    chosen = next((item for item in samples if not item.parents), None)
    if chosen is None:
        return {}
    values = {name: syntax.literal(literal) for name, literal in chosen.first}
    return {"plural": chosen.plural, "body": json.dumps(values).replace("'", "'\\''")}
