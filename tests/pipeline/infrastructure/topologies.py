"""Topologies for the tests: every type of project in every place, and what is written for them."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import yaml

from pipeline.contracts.delivery import Cloud, Target, Topology
from pipeline.contracts.plan import Plan, ProjectType
from pipeline.infrastructure.rendering import rendered
from pipeline.infrastructure.topology import topology_of
from pipeline.projects.kind import Files
from tests.pipeline.projects.plans import entity_plan
from tests.pipeline.projects.samples import bookstore, hostile_entities, weather
from tests.pipeline.projects.services import of_services

Object = dict[str, Any]
EVERYWHERE = [(kind, cloud) for kind in ProjectType for cloud in Cloud]
CLUSTER_WIDE = frozenset({"Namespace", "StorageClass", "IngressClass", "IngressClassParams"})
"""What a chart does not bring: it belongs to whoever keeps the cluster."""
HOSTILE_TITLES = (
    "{{ .Values.secret }} {% raw %} {# #}",
    "\"; rm -rf / #\\ '",
    "a: b\n---\nkind: ClusterRole\n# c",
    "$(HOME) ${HOME} $HOME `id` %s",
    "\x00\x1b\x85\u2028\u202e\ufeff \U0001f600",
    "*&!|>%@ [x] {y: z}",
    "x" * 500,
    " ",
)


@cache
def plan_of(kind: ProjectType) -> Plan:
    """A small plan of a type."""
    plan = weather()[0] if kind in (ProjectType.ML, ProjectType.ETL) else bookstore()
    if kind is ProjectType.MICROSERVICES:
        return of_services(plan)
    analysis = plan.analysis.analysis.model_copy(update={"project_type": kind})
    return plan.model_copy(update={"analysis": plan.analysis.model_copy(update={"analysis": analysis})})


def placed(plan: Plan, cloud: Cloud, target: Target = Target.KUBERNETES, **more: str) -> Plan:
    """The plan for another place."""
    needs = plan.architecture.infrastructure.model_copy(update={"cloud": cloud, "target": target, **more})
    return plan.model_copy(update={"architecture": plan.architecture.model_copy(update={"infrastructure": needs})})


@cache
def topology(kind: ProjectType, cloud: Cloud, target: Target = Target.KUBERNETES) -> Topology:
    """The topology of a small project of a type."""
    return topology_of(placed(plan_of(kind), cloud, target))


@cache
def files_of(kind: ProjectType, cloud: Cloud, target: Target = Target.KUBERNETES) -> Files:
    """What is written for it."""
    return rendered(topology(kind, cloud, target))


@cache
def objects_of(kind: ProjectType, cloud: Cloud) -> list[Object]:
    """The objects of its manifests."""
    return manifests(files_of(kind, cloud))


def titled(topology: Topology, title: str) -> Topology:
    """The topology of a project that is called otherwise, also where its parts are described."""
    parts = tuple(part.model_copy(update={"about": f"{title}: {part.name}"}) for part in topology.parts)
    return topology.model_copy(update={"title": title, "parts": parts})


def long_named() -> Topology:
    """Services whose names, with the project's in front, are longer than a label may be; two begin the same."""
    name = "a_very_long_name_of_a_kind_of_record_that_somebody_wanted"
    entities = [
        each.model_copy(update={"name": f"{name}_{number}", "plural": f"{name}s_{number}"})
        for number, each in enumerate(hostile_entities().blueprint.entities[:2])
    ]
    plain = [
        each.model_copy(update={"fields": tuple(field for field in each.fields if not field.references)})
        for each in entities
    ]
    made = topology_of(placed(of_services(entity_plan(plain)), Cloud.AWS))
    return made.model_copy(update={"project": "p" + "o" * 38 + "t"})


def objects(files: Iterable[bytes | str]) -> list[Object]:
    """The objects of YAML files."""
    return [each for content in files for each in yaml.load_all(content, yaml.CSafeLoader) if each]


def manifests(files: Mapping[str, bytes]) -> list[Object]:
    """The objects of the manifests for kubectl."""
    written = objects(content for path, content in files.items() if path.startswith("deploy/kubernetes/"))
    return [each for each in written if each["kind"] != "Kustomization"]


def chart_of(files: Mapping[str, bytes]) -> Files:
    """The files of the chart, by their paths in it."""
    folder = "deploy/helm/"
    return {path.removeprefix(folder): content for path, content in files.items() if path.startswith(folder)}


def named(found: Iterable[Object]) -> dict[tuple[str, str], Object]:
    """The objects that belong to the namespace, by kind and name; who keeps them is left out of what they say."""
    return {
        (each["kind"], each["metadata"]["name"]): json.loads(json.dumps(each).replace('"kustomize"', '"Helm"'))
        for each in found
        if each["kind"] not in CLUSTER_WIDE and each["metadata"].get("namespace") != "kube-system"
    }
