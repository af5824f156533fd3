"""From a plan to the topology that every file of infrastructure is written from."""

from typing import Protocol

from pipeline.contracts.delivery import Cloud, Part, Target, Topology
from pipeline.contracts.plan import Blueprint, Plan
from pipeline.projects import kind_of
from pipeline.projects.environment import DATABASE_URL


class Place(Protocol):
    """Where a project is to run: what a person asks for, and what the plan says of it."""

    @property
    def cloud(self) -> Cloud:
        """For which place the files are written."""

    @property
    def target(self) -> Target:
        """What a release is deployed with."""

    @property
    def registry(self) -> str:
        """Where its image is pushed, or nothing."""

    @property
    def remote(self) -> str:
        """Where its files are pushed, or nothing."""


def topology_of(plan: Plan) -> Topology:
    """What runs of a plan's project, and what it needs where it runs."""
    return topology_for(plan.blueprint, plan.architecture.infrastructure)


def topology_for(blueprint: Blueprint, place: Place) -> Topology:
    """What would run of a project at a place, and what it would need there."""
    kind = kind_of(blueprint.analysis.analysis.project_type)
    parts = kind.parts(blueprint)
    in_cloud = place.cloud is not Cloud.LOCAL
    has_database = in_cloud and any(part.keeps_data and DATABASE_URL in part.variables for part in parts)
    return Topology(
        project=blueprint.name,
        title=blueprint.title,
        version=blueprint.version,
        cloud=place.cloud,
        target=place.target,
        registry=place.registry,
        remote=place.remote,
        parts=tuple(map(_with_database, parts)) if has_database else parts,
        has_data=kind.has_data(blueprint),
        has_database=has_database,
    )


def _with_database(part: Part) -> Part:
    """A part that keeps its records in the place's own database, so that several of it can run."""
    if DATABASE_URL not in part.variables:
        return part
    needed = DATABASE_URL.model_copy(update={"is_required": True})
    variables = tuple(needed if each is DATABASE_URL else each for each in part.variables)
    return part.model_copy(update={"variables": variables, "keeps_data": False})
