"""The manifests of every type in every place: valid, confined, and of one mind with the topology."""

from typing import Any

import pytest
import yaml

from pipeline.contracts.delivery import READY_PATH, Cloud
from pipeline.contracts.plan import ProjectType
from pipeline.infrastructure.images import image_of
from pipeline.infrastructure.names import name_of, secret_of
from pipeline.infrastructure.rendering import rendered
from tests.pipeline.infrastructure.checking import checked
from tests.pipeline.infrastructure.topologies import EVERYWHERE, Object, files_of, named, objects_of, topology

everywhere = pytest.mark.parametrize(("kind", "cloud"), EVERYWHERE)


def of_kind(found: list[Object], kind: str) -> dict[str, Any]:
    """The objects of a kind by name."""
    return {each["metadata"]["name"]: each for each in found if each["kind"] == kind}


@everywhere
def test_every_object_is_valid_for_three_versions(kind: ProjectType, cloud: Cloud) -> None:
    assert checked(files_of(kind, cloud))


@everywhere
def test_every_file_begins_with_what_it_is_for(kind: ProjectType, cloud: Cloud) -> None:
    for path, content in files_of(kind, cloud).items():
        if path.startswith("deploy/") and path.endswith(".yaml"):
            assert content.startswith(b"# "), path


@everywhere
def test_the_same_topology_gives_the_same_bytes(kind: ProjectType, cloud: Cloud) -> None:
    assert rendered(topology(kind, cloud)) == files_of(kind, cloud)


@everywhere
def test_names_ports_images_and_secrets_agree(kind: ProjectType, cloud: Cloud) -> None:
    found, made = objects_of(kind, cloud), topology(kind, cloud)
    deployments, services = of_kind(found, "Deployment"), of_kind(found, "Service")
    assert list(deployments) == list(services) == [name_of(made, part) for part in made.parts]
    for part in made.parts:
        name = name_of(made, part)
        container = deployments[name]["spec"]["template"]["spec"]["containers"][0]
        assert container["image"] == image_of(made, part)
        assert [each["containerPort"] for each in container["ports"]] == [part.port]
        assert [each["port"] for each in services[name]["spec"]["ports"]] == [part.port]
        given = [each["valueFrom"]["secretKeyRef"] for each in container.get("env", []) if "secretKeyRef" in str(each)]
        assert [each["key"] for each in given] == [each.name for each in part.secrets]
        assert {each["name"] for each in given} <= {secret_of(made)}
    compose = yaml.safe_load(files_of(kind, cloud)["compose.yaml"])["services"]
    assert list(compose) == [part.name for part in made.parts]
    assert {each["image"] for each in compose.values() if "build" in each} == {image_of(made)}


@everywhere
def test_no_pod_has_more_than_it_needs(kind: ProjectType, cloud: Cloud) -> None:
    for each in of_kind(objects_of(kind, cloud), "Deployment").values():
        pod = each["spec"]["template"]["spec"]
        assert pod["automountServiceAccountToken"] is False
        assert pod["securityContext"]["runAsNonRoot"]
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in (*pod["containers"], *pod.get("initContainers", [])):
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            assert container["resources"]["requests"].keys() == container["resources"]["limits"].keys()


@everywhere
def test_what_keeps_data_runs_once_and_everything_else_scales(kind: ProjectType, cloud: Cloud) -> None:
    found, made = objects_of(kind, cloud), topology(kind, cloud)
    deployments, scalers = of_kind(found, "Deployment"), of_kind(found, "HorizontalPodAutoscaler")
    claims, budgets = of_kind(found, "PersistentVolumeClaim"), of_kind(found, "PodDisruptionBudget")
    for part in made.parts:
        name = name_of(made, part)
        spec = deployments[name]["spec"]
        assert (name in claims) == part.keeps_data == (spec["strategy"]["type"] == "Recreate")
        assert (name in scalers) == part.is_scalable == ("replicas" not in spec)
        assert budgets[name]["spec"]["maxUnavailable"] == 1


@everywhere
def test_probes_ask_what_the_application_answers(kind: ProjectType, cloud: Cloud) -> None:
    made = topology(kind, cloud)
    for part, each in zip(made.parts, of_kind(objects_of(kind, cloud), "Deployment").values(), strict=True):
        container = each["spec"]["template"]["spec"]["containers"][0]
        for probe in ("startupProbe", "readinessProbe"):
            asked = container[probe]
            assert (
                asked["exec"]["command"] == list(part.check) if part.check else asked["httpGet"]["path"] == READY_PATH
            )


def test_parts_start_once_those_are_ready_that_they_need() -> None:
    made = topology(ProjectType.MICROSERVICES, Cloud.LOCAL)
    deployments = of_kind(objects_of(ProjectType.MICROSERVICES, Cloud.LOCAL), "Deployment")
    for part in made.parts:
        waiting = deployments[name_of(made, part)]["spec"]["template"]["spec"].get("initContainers", [])
        addresses = [word for each in waiting for word in each["command"][3:]]
        assert {address.partition(":")[0] for address in addresses} == {
            name_of(made, each) for each in made.parts if each.name in part.after
        }


def test_only_the_services_and_the_worker_reach_the_queue() -> None:
    made = topology(ProjectType.MICROSERVICES, Cloud.AWS)
    policies = of_kind(objects_of(ProjectType.MICROSERVICES, Cloud.AWS), "NetworkPolicy")
    (ingress,) = policies[f"{made.project}-redis"]["spec"]["ingress"]
    callers = {peer["podSelector"]["matchLabels"]["app.kubernetes.io/component"] for peer in ingress["from"]}
    assert callers == {part.name for part in made.parts} - {"redis", "gateway"}
    assert policies[f"{made.project}-redis"]["spec"]["egress"] == []
    everything = policies[f"{made.project}-default-deny"]["spec"]
    assert everything == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


def test_addresses_of_parts_name_their_services() -> None:
    made = topology(ProjectType.MICROSERVICES, Cloud.LOCAL)
    settings = named(objects_of(ProjectType.MICROSERVICES, Cloud.LOCAL))
    data = settings["ConfigMap", f"{made.project}-gateway-settings"]["data"]
    assert data["REDIS_URL"] == f"redis://{made.project}-redis:6379/0"
    assert data["WORKER"] == f"http://{made.project}-worker:8000"


@pytest.mark.parametrize("cloud", Cloud)
def test_the_database_is_reached_where_there_is_one(cloud: Cloud) -> None:
    found = objects_of(ProjectType.FASTAPI, cloud)
    made = topology(ProjectType.FASTAPI, cloud)
    egress = of_kind(found, "NetworkPolicy")[name_of(made, made.public)]["spec"]["egress"]
    assert [port["port"] for each in egress for port in each["ports"]] == ([5432] if made.has_database else [])
    assert made.has_database == (cloud is not Cloud.LOCAL)
