"""The pods of a project in Kubernetes objects, against the topology."""

from collections.abc import Iterator
from typing import Any

from pipeline.contracts.delivery import HEALTH_PATH, READY_PATH, Part, Topology
from pipeline.infrastructure.names import name_of, secret_of
from pipeline.review.infrastructure.agreement.names import (
    Place,
    at,
    is_image_of,
    items,
    mapping,
    named,
)
from pipeline.review.infrastructure.problems import Problem

KINDS = ("Deployment", "StatefulSet")
PROBES = {"livenessProbe": HEALTH_PATH, "readinessProbe": READY_PATH, "startupProbe": READY_PATH}


class Workload:
    """A Deployment or StatefulSet, with the part that it runs."""

    def __init__(self, place: Place, part: Part) -> None:
        self.place, self.part = place, part
        self.pod = place.below("spec", "template", "spec")
        self.labels: dict[str, Any] = mapping(at(place.value, "spec", "template", "metadata", "labels"))
        containers = list(self.pod.each("containers"))
        own = [each for each in containers if at(each.value, "name") in (part.name, "app")]
        self.container = next(iter(own or containers), self.pod)

    @property
    def ports(self) -> dict[str, int]:
        """The ports of the container by name and by number."""
        found = [mapping(each) for each in items(at(self.container.value, "ports"))]
        numbers = [each["containerPort"] for each in found if isinstance(each.get("containerPort"), int)]
        names = {str(each["name"]): each.get("containerPort", 0) for each in found if "name" in each}
        return names | {str(number): number for number in numbers}


def workloads(places: list[Place], topology: Topology) -> dict[str, Workload]:
    """The workload of each part that has one, by the part's name."""
    known = {name_of(topology, part): part for part in topology.parts}
    found = (
        (place, known.get(str(at(place.value, "metadata", "name"))))
        for place in places
        if at(place.value, "kind") in KINDS
    )
    return {part.name: Workload(place, part) for place, part in found if part}


def workload_problems(workload: Workload, topology: Topology, config: dict[str, set[str]]) -> Iterator[Problem]:
    """Where a workload differs from its part; `config` are the names in each ConfigMap."""
    part, container = workload.part, workload.container
    image = str(at(container.value, "image") or "")
    if not is_image_of(topology, part, image):
        told = f"The part {part.name} runs {image or 'no image'}, but the plan says another image or version."
        yield container.below("image").says(told)
    if part.port not in workload.ports.values():
        known = named(set(map(str, workload.ports.values())))
        told = f"The part {part.name} has the port {known}, but the plan says {part.port}."
        yield container.below("ports").says(told)
    user = at(container.value, "securityContext", "runAsUser") or at(workload.pod.value, "securityContext", "runAsUser")
    if user != part.user_id:
        yield workload.pod.says(f"The part {part.name} runs as {user or 'root'}, but the plan says {part.user_id}.")
    if not part.image:
        yield from _probes(workload)
    yield from _environment(workload, topology, config)


def _probes(workload: Workload) -> Iterator[Problem]:
    for name, path in PROBES.items():
        place = workload.container.below(name)
        asked = at(place.value, "httpGet")
        if place.value is None:
            if name != "startupProbe":
                yield workload.container.says(f"The part {workload.part.name} has no {name}.")
            continue
        if asked is not None and at(asked, "path") != path:
            yield place.says(f"The {name} of {workload.part.name} asks {at(asked, 'path')}, but the plan says {path}.")
        port = str(at(asked, "port"))
        if asked is not None and workload.ports.get(port) != workload.part.port:
            yield place.says(
                f"The {name} of {workload.part.name} asks port {port}, but the plan says {workload.part.port}."
            )


def _environment(workload: Workload, topology: Topology, config: dict[str, set[str]]) -> Iterator[Problem]:
    part, given = workload.part, set[str]()
    secrets = {variable.name for variable in topology.secrets}
    for place in workload.container.each("env"):
        name = str(at(place.value, "name"))
        given.add(name)
        if name in secrets and at(place.value, "value"):
            yield place.says(f"The value of the secret {name} is written into the file.")
        if name == "PORT" and at(place.value, "value") not in (None, str(part.port)):
            told = f"The part {part.name} is told the port {at(place.value, 'value')}, but the plan says {part.port}."
            yield place.says(told)
        yield from _source(place, name, topology, config)
    for place in workload.container.each("envFrom"):
        source = at(place.value, "configMapRef", "name")
        given |= config.get(str(source), set())
        if source is not None and str(source) not in config:
            yield place.says(f"Its settings come from the ConfigMap {source}, which is in no file.")
        secret = at(place.value, "secretRef", "name")
        given |= secrets if secret == secret_of(topology) else set()
        if secret is not None and secret != secret_of(topology):
            yield place.says(f"Its secrets come from {secret}, but the plan says {secret_of(topology)}.")
    missing = {each.name for each in part.variables if each.is_required or each.value} - given
    if missing:
        yield workload.container.says(f"The part {part.name} does not get {named(missing)}, which the plan gives it.")


def _source(place: Place, name: str, topology: Topology, config: dict[str, set[str]]) -> Iterator[Problem]:
    """A variable's value comes from a secret of the plan, or from a ConfigMap of the files."""
    secret, setting = at(place.value, "valueFrom", "secretKeyRef"), at(place.value, "valueFrom", "configMapKeyRef")
    known = {variable.name for variable in topology.secrets}
    if secret is not None and (at(secret, "name") != secret_of(topology) or at(secret, "key") not in known):
        told = f"{name} is read from {at(secret, 'name')}/{at(secret, 'key')}, which is no secret of the plan."
        yield place.says(told)
    if setting is not None and at(setting, "key") not in config.get(str(at(setting, "name")), set()):
        yield place.says(f"{name} is read from {at(setting, 'name')}/{at(setting, 'key')}, which is in no file.")
