"""From a plan to the topology that every file of infrastructure is written from."""

from pipeline.contracts.delivery import Cloud, Part, Topology
from pipeline.contracts.plan import Plan
from pipeline.projects.assembly import kind_for
from pipeline.projects.environment import DATABASE_URL


def topology_of(plan: Plan) -> Topology:
    """What runs of a plan's project, and what it needs where it runs."""
    blueprint, needs = plan.blueprint, plan.architecture.infrastructure
    parts = kind_for(blueprint).parts(blueprint)
    in_cloud = needs.cloud is not Cloud.LOCAL
    has_database = in_cloud and any(part.keeps_data and DATABASE_URL in part.variables for part in parts)
    return Topology(
        project=plan.name,
        title=blueprint.title,
        version=blueprint.version,
        cloud=needs.cloud,
        target=needs.target,
        registry=needs.registry,
        parts=tuple(map(_with_database, parts)) if has_database else parts,
        has_data=blueprint.dataset is not None,
        has_database=has_database,
    )


def _with_database(part: Part) -> Part:
    """A part that keeps its records in the place's own database, so that several of it can run."""
    if DATABASE_URL not in part.variables:
        return part
    needed = DATABASE_URL.model_copy(update={"is_required": True})
    variables = tuple(needed if each is DATABASE_URL else each for each in part.variables)
    return part.model_copy(update={"variables": variables, "keeps_data": False})
