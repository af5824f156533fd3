"""Kubernetes objects against the topology, and against each other: what one names is there."""

from collections.abc import Iterator
from typing import Any

from pipeline.contracts.delivery import Part, Topology
from pipeline.infrastructure.names import name_of, namespace_of, secret_of
from pipeline.review.infrastructure.agreement.names import Place, at, items, mapping, named
from pipeline.review.infrastructure.agreement.workloads import Workload, workload_problems, workloads
from pipeline.review.infrastructure.problems import Problem
from pipeline.review.infrastructure.yaml_files import Document

ELSEWHERE = frozenset(("Kustomization", "Application", "AppProject", "Namespace", "ClusterSecretStore", "Schedule"))
"""Kinds that are in no namespace of the project's."""
OF_THE_CLUSTER = "deploy/kubernetes/cluster.yaml"
"""What belongs to the whole cluster, wherever in it; its administrator applies it."""
HTTP = 80


class Objects:
    """The objects of a place, by kind and name, with the pods of the plan's parts."""

    def __init__(self, documents: list[Document], topology: Topology) -> None:
        self.topology = topology
        self.places = [Place(each) for each in documents]
        self.workloads = workloads(self.places, topology)
        self._known = {(at(each.value, "kind"), at(each.value, "metadata", "name")) for each in self.places}

    def of(self, kind: str) -> list[Place]:
        """The objects of a kind."""
        return [each for each in self.places if at(each.value, "kind") == kind]

    def has(self, kind: str, name: Any) -> bool:
        """Whether there is an object of this name."""
        return (kind, name) in self._known

    def chosen(self, labels: Any) -> list[Workload]:
        """The workloads whose pods have all of these labels."""
        wanted = mapping(labels).items()
        return [each for each in self.workloads.values() if wanted and wanted <= each.labels.items()]


def cluster_problems(documents: list[Document], topology: Topology, where: str) -> Iterator[Problem]:
    """Where objects differ from the plan, or name what is not there; `where` is the folder that they come from."""
    objects = Objects(documents, topology)
    for part in topology.parts:
        if part.name not in objects.workloads:
            told = f"No object runs the part {part.name}: {name_of(topology, part)} is missing, which the plan has."
            yield Problem(where, 0, told, "disagreement")
    config = {
        str(at(each.value, "metadata", "name")): set(mapping(at(each.value, "data")))
        for each in objects.of("ConfigMap")
    }
    for workload in objects.workloads.values():
        yield from workload_problems(workload, topology, config)
        yield from _volumes(workload, objects)
    for place in objects.places:
        namespace = at(place.value, "metadata", "namespace")
        is_elsewhere = at(place.value, "kind") in ELSEWHERE or place.document.path == OF_THE_CLUSTER
        if namespace not in (None, namespace_of(topology)) and not is_elsewhere:
            yield place.below("metadata", "namespace").says(
                f"It is in the namespace {namespace}, but the plan says {namespace_of(topology)}."
            )
    for look in (_services, _ingresses, _scalers, _selectors, _bindings, _monitors, _secrets):
        yield from look(objects)


def _volumes(workload: Workload, objects: Objects) -> Iterator[Problem]:
    account = at(workload.pod.value, "serviceAccountName")
    if account not in (None, "default") and not objects.has("ServiceAccount", account):
        yield workload.pod.says(f"It runs as the ServiceAccount {account}, which is in no file.")
    for place in workload.pod.each("volumes"):
        claim, config = at(place.value, "persistentVolumeClaim", "claimName"), at(place.value, "configMap", "name")
        for kind, name in (("PersistentVolumeClaim", claim), ("ConfigMap", config)):
            if name is not None and not objects.has(kind, name):
                yield place.says(f"It uses the {kind} {name}, which is in no file.")


def _services(objects: Objects) -> Iterator[Problem]:
    for place in objects.of("Service"):
        name, selector = at(place.value, "metadata", "name"), at(place.value, "spec", "selector")
        chosen = objects.chosen(selector)
        if selector is not None and not chosen:
            yield place.below("spec", "selector").says(f"The Service {name} chooses no pod of any file.")
        for port in place.each("spec", "ports"):
            target = str(at(port.value, "targetPort") or at(port.value, "port"))
            for workload in chosen:
                if workload.ports.get(target) is None:
                    told = f"The Service {name} leads to port {target}, which {workload.part.name} does not have."
                    yield port.says(told)
                elif workload.ports[target] == workload.part.port:
                    yield from _outer_port(port, str(name), workload.part)


def _outer_port(place: Place, name: str, part: Part) -> Iterator[Problem]:
    """Other parts reach a part at its own port; from outside it may be that of HTTP."""
    outer = at(place.value, "port")
    if outer != part.port and not (part.is_public and outer == HTTP):
        yield place.says(f"The Service {name} is at port {outer}, but the plan says {part.port}.")


def _ingresses(objects: Objects) -> Iterator[Problem]:
    expected = name_of(objects.topology, objects.topology.public)
    for place in objects.of("Ingress"):
        for rule in place.each("spec", "rules"):
            for path in rule.each("http", "paths"):
                service = at(path.value, "backend", "service", "name")
                if service != expected:
                    yield path.says(f"The Ingress leads to {service}, but the plan's public part is {expected}.")
                elif not objects.has("Service", service):
                    yield path.says(f"The Ingress leads to the Service {service}, which is in no file.")
                else:
                    yield from _backend_port(objects, path, service)


def _backend_port(objects: Objects, path: Place, service: str) -> Iterator[Problem]:
    port = mapping(at(path.value, "backend", "service", "port"))
    for each in objects.of("Service"):
        if at(each.value, "metadata", "name") == service:
            known = items(at(each.value, "spec", "ports"))
            if not any(_is_port(port, mapping(one)) for one in known):
                asked = named(set(map(str, port.values())))
                yield path.says(f"The Ingress leads to port {asked}, which {service} does not have.")


def _is_port(asked: dict[str, Any], port: dict[str, Any]) -> bool:
    """Whether a port of a Service is the one that is asked for, by its name or its number."""
    return asked["name"] == port.get("name") if "name" in asked else asked.get("number") == port.get("port")


def _scalers(objects: Objects) -> Iterator[Problem]:
    for place in objects.of("HorizontalPodAutoscaler"):
        target = mapping(at(place.value, "spec", "scaleTargetRef"))
        if not objects.has(target.get("kind", ""), target.get("name")):
            yield place.says(f"It scales the {target.get('kind')} {target.get('name')}, which is in no file.")
        for workload in objects.workloads.values():
            if at(workload.place.value, "metadata", "name") == target.get("name") and not workload.part.is_scalable:
                yield place.says(f"It scales {workload.part.name}, of which the plan says that there can be one only.")


def _selectors(objects: Objects) -> Iterator[Problem]:
    for kind, way in (("PodDisruptionBudget", ("spec", "selector")), ("NetworkPolicy", ("spec", "podSelector"))):
        for place in objects.of(kind):
            labels = at(place.value, *way, "matchLabels")
            if labels and not objects.chosen(labels):
                yield place.below(*way).says(f"The {kind} chooses no pod of any file.")


def _bindings(objects: Objects) -> Iterator[Problem]:
    for place in objects.of("RoleBinding"):
        role = mapping(at(place.value, "roleRef"))
        if role.get("kind") == "Role" and not objects.has("Role", role.get("name")):
            yield place.below("roleRef").says(f"It binds the Role {role.get('name')}, which is in no file.")
        for subject in place.each("subjects"):
            name = at(subject.value, "name")
            if at(subject.value, "kind") == "ServiceAccount" and not objects.has("ServiceAccount", name):
                yield subject.says(f"It binds a role to the ServiceAccount {name}, which is in no file.")


def _monitors(objects: Objects) -> Iterator[Problem]:
    for place in objects.of("ServiceMonitor"):
        wanted = mapping(at(place.value, "spec", "selector", "matchLabels")).items()
        services = [
            each for each in objects.of("Service") if wanted <= mapping(at(each.value, "metadata", "labels")).items()
        ]
        if not services:
            yield place.says("It chooses no Service of any file.")
        known = {at(port, "name") for each in services for port in items(at(each.value, "spec", "ports"))}
        for endpoint in place.each("spec", "endpoints"):
            if services and (port := at(endpoint.value, "port")) is not None and port not in known:
                yield endpoint.says(f"It asks the port {port}, which no Service that it chooses has.")


def _secrets(objects: Objects) -> Iterator[Problem]:
    topology = objects.topology
    names, expected = {each.name for each in topology.secrets}, secret_of(topology)
    for place in objects.of("ExternalSecret"):
        target = at(place.value, "spec", "target", "name") or at(place.value, "metadata", "name")
        if target != expected:
            yield place.says(f"It fills the Secret {target}, but the plan says {expected}.")
        keys = {str(at(each, "secretKey")) for each in items(at(place.value, "spec", "data"))}
        needed = {each.name for each in topology.secrets if each.is_required}
        if not needed <= keys <= names and not at(place.value, "spec", "dataFrom"):
            told = f"It fills {named(keys)}, but the plan's secrets are {named(names)}, and needed are {named(needed)}."
            yield place.says(told)
        store = mapping(at(place.value, "spec", "secretStoreRef"))
        if not objects.has(store.get("kind", "SecretStore"), store.get("name")):
            yield place.says(f"It reads from the store {store.get('name')}, which is in no file.")
