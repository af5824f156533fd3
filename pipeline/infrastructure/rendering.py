"""All files of infrastructure that a project needs where it runs, and what a person has to fill in there."""

from collections.abc import Callable

from pipeline.contracts.delivery import Cloud, FillIn, Topology
from pipeline.contracts.plan import Plan
from pipeline.infrastructure import (
    argocd,
    backup,
    container,
    helm,
    kubernetes,
    monitoring,
    secret_stores,
    terraform,
    workflows,
)
from pipeline.infrastructure.topology import topology_of
from pipeline.projects.kind import Files

Group = tuple[Callable[[Topology], bool], Callable[[Topology], Files], Callable[[Topology], tuple[FillIn, ...]]]
"""When a group of files is needed, the files, and the values in them that only the person knows."""


def _always(_topology: Topology) -> bool:
    return True


def _nothing(_topology: Topology) -> tuple[FillIn, ...]:
    return ()


def _needs_cluster(topology: Topology) -> bool:
    return topology.needs_cluster


def _is_cloud(topology: Topology) -> bool:
    return topology.cloud is not Cloud.LOCAL


def _needs_backup(topology: Topology) -> bool:
    return _is_cloud(topology) and topology.keeps_data


def _has_workflows(topology: Topology) -> bool:
    return _is_cloud(topology) or argocd.repository_of(topology.remote).startswith("https://github.com/")


GROUPS: tuple[Group, ...] = (
    (_always, container.files, _nothing),
    (_needs_cluster, kubernetes.files, kubernetes.to_fill_in),
    (_needs_cluster, helm.files, helm.to_fill_in),
    (_is_cloud, monitoring.files, _nothing),
    (_is_cloud, argocd.files, argocd.to_fill_in),
    (_is_cloud, secret_stores.files, secret_stores.to_fill_in),
    (_needs_backup, backup.files, _nothing),
    (_is_cloud, terraform.files, terraform.to_fill_in),
    (_has_workflows, workflows.files, workflows.to_fill_in),
)


def infrastructure_files(plan: Plan) -> Files:
    """The files that a plan's project is deployed with, by path: the same plan gives the same bytes."""
    return rendered(topology_of(plan))


def rendered(topology: Topology) -> Files:
    """The files of every group that a topology needs, by path."""
    return {path: content for needs, files, _ in GROUPS if needs(topology) for path, content in files(topology).items()}


def to_fill_in(topology: Topology) -> tuple[FillIn, ...]:
    """The values that only the person knows, each with the place where it stands."""
    return tuple(value for needs, _, values in GROUPS if needs(topology) for value in values(topology))
