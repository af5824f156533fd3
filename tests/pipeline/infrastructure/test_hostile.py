"""Nothing that a person or a file said becomes an object, a command, a template or a name that a cluster refuses."""

import json

import pytest
import yaml

from pipeline.contracts.delivery import Cloud, Target
from pipeline.contracts.plan import ProjectType
from pipeline.infrastructure.helm_subset import render_chart
from pipeline.infrastructure.names import LONGEST, fitting, namespace_of
from pipeline.infrastructure.rendering import rendered
from pipeline.infrastructure.topology import topology_of
from tests.pipeline.infrastructure.checking import checked
from tests.pipeline.infrastructure.topologies import (
    HOSTILE_TITLES,
    chart_of,
    long_named,
    manifests,
    named,
    objects,
    placed,
    titled,
    topology,
)
from tests.pipeline.projects.samples import hostile_entities
from tests.pipeline.projects.services import of_services


@pytest.mark.parametrize("title", HOSTILE_TITLES)
@pytest.mark.parametrize("kind", [ProjectType.FASTAPI, ProjectType.MICROSERVICES])
def test_a_title_stays_text(kind: ProjectType, title: str) -> None:
    plain = topology(kind, Cloud.AZURE)
    made = titled(plain, title)
    files, expected = rendered(made), rendered(plain)
    found = checked(files)
    assert [each["kind"] for each in found] == [each["kind"] for each in checked(expected)]
    chart = chart_of(files)
    texts = render_chart(chart, made.project)
    texts.pop("templates/NOTES.txt")
    assert named(objects(texts.values())) == named(manifests(files))
    assert yaml.safe_load(chart["Chart.yaml"])["name"] == made.project
    assert json.loads(files["deploy/monitoring/dashboard.json"])["title"]
    assert yaml.safe_load(files["compose.yaml"]) == yaml.safe_load(expected["compose.yaml"])
    assert len(files["Dockerfile"].splitlines()) == len(expected["Dockerfile"].splitlines())


def test_names_of_records_stay_names() -> None:
    made = topology_of(placed(of_services(hostile_entities()), Cloud.GCP))
    files = rendered(made)
    assert checked(files)
    texts = render_chart(chart_of(files), made.project)
    texts.pop("templates/NOTES.txt")
    assert named(objects(texts.values())) == named(manifests(files))


def test_names_that_are_too_long_are_cut_and_stay_apart() -> None:
    made = long_named()
    found = checked(rendered(made))
    services = [each["metadata"]["name"] for each in found if each["kind"] == "Service"]
    assert len(set(services)) == len(made.parts)
    assert max(map(len, services)) == LONGEST
    settings = [each for each in found if each["kind"] == "ConfigMap" and each["metadata"]["namespace"] == made.project]
    addresses = {word for each in settings for word in each["data"].get("SERVICES", "").split(",") if word}
    assert {address.split("//")[1].partition(":")[0] for address in addresses} <= set(services)


def test_a_short_name_is_kept_and_a_long_one_ends_with_its_hash() -> None:
    assert fitting("shop-app") == "shop-app"
    assert fitting("a" * 80) != fitting("a" * 81)
    assert len(fitting("a" * 80)) == LONGEST


@pytest.mark.parametrize("name", ["default", "kube-system", "kube"])
def test_no_project_takes_a_namespace_of_the_cluster(name: str) -> None:
    made = topology(ProjectType.FLASK, Cloud.LOCAL).model_copy(update={"project": name})
    assert namespace_of(made) == f"app-{name}"
    found = manifests(rendered(made))
    assert {each["metadata"].get("namespace") for each in found} == {None, f"app-{name}"}


@pytest.mark.parametrize("name", ["true", "null", "yes", "n", "on"])
def test_a_name_that_looks_like_something_else_is_quoted(name: str) -> None:
    made = topology(ProjectType.FLASK, Cloud.AWS).model_copy(update={"project": name})
    files = rendered(made)
    assert checked(files)
    texts = render_chart(chart_of(files), name)
    texts.pop("templates/NOTES.txt")
    assert named(objects(texts.values())) == named(manifests(files))
    assert b'name: "' + name.encode() + b'"' in files["deploy/kubernetes/namespace.yaml"]


def test_a_registry_stays_one_value() -> None:
    made = topology(ProjectType.FLASK, Cloud.LOCAL, Target.KUBERNETES)
    files = rendered(made.model_copy(update={"registry": 'x"\n  privileged: true $HOME'}))
    service = yaml.safe_load(files["compose.yaml"])["services"]["app"]
    assert service.keys() == yaml.safe_load(rendered(made)["compose.yaml"])["services"]["app"].keys()
