"""The objects of a cluster that run a project, ready for `kubectl apply --kustomize deploy/kubernetes`."""

from collections.abc import Iterable

from pipeline.contracts.delivery import Cloud, FillIn, Topology
from pipeline.infrastructure.images import image_of
from pipeline.infrastructure.ingresses import ingress_rules, tls_secret_of
from pipeline.infrastructure.kubernetes.cluster import cluster_objects
from pipeline.infrastructure.kubernetes.network import certificates, ingress, policies, service
from pipeline.infrastructure.kubernetes.settings import (
    account,
    claim,
    configuration,
    disruption,
    namespace,
    scaling,
)
from pipeline.infrastructure.kubernetes.workloads import deployment
from pipeline.infrastructure.names import namespace_of, secret_of
from pipeline.infrastructure.yaml_text import Object, document
from pipeline.projects.kind import Files

FOLDER = "deploy/kubernetes"
SINGLE = (
    "A part with a volume of its own runs once: two could not write to one volume. It is stopped before its next\n"
    "version starts, and when its node is drained, so that it is away for moments; no setting here hides that."
)


def files(topology: Topology) -> Files:
    """The manifests, by path."""
    written = {name: document(comment, *objects) for name, comment, objects in _groups(topology) if objects}
    manifests = {f"{FOLDER}/{name}": content for name, content in written.items()}
    return manifests | {f"{FOLDER}/kustomization.yaml": _kustomization(topology, written)}


def to_fill_in(topology: Topology) -> tuple[FillIn, ...]:
    """What only the person knows: names on the Internet, and the registry that Terraform makes."""
    if topology.cloud is Cloud.LOCAL:
        return ()
    host = "The host name that people use; its DNS names the load balancer."
    found = [
        FillIn(place=f"{FOLDER}/ingress.yaml: host", about=host),
        FillIn(
            place=f"{FOLDER}/configuration.yaml: HOST_NAMES", about="The same host name, so that it is answered to."
        ),
    ]
    if ingress_rules(topology).has_tls_secret:
        made = f"kubectl -n {namespace_of(topology)} create secret tls {tls_secret_of(topology)}"
        certificate = f"The host's certificate, as a Secret of the cluster: {made} --cert=FILE --key=FILE"
        found.append(FillIn(place=f"Secret {tls_secret_of(topology)}: tls.crt and tls.key", about=certificate))
    if topology.cloud is Cloud.AWS:
        certificate = "The host's certificate in AWS Certificate Manager: `aws acm list-certificates` shows its name."
        found.append(FillIn(place=f"{FOLDER}/cluster.yaml: certificateARNs", about=certificate))
    if not topology.registry:
        registry = "The registry that Terraform makes (its output), so that the cluster finds the image."
        found.append(FillIn(place=f"{FOLDER}/kustomization.yaml: images newName", about=registry))
    return tuple(found)


def _groups(topology: Topology) -> Iterable[tuple[str, str, list[Object]]]:
    """The files, what each is for, and its objects."""
    parts = topology.parts
    keeping = [part for part in parts if part.keeps_data]
    note = f"\n{SINGLE}" if keeping else ""
    yield "namespace.yaml", "The namespace, which admits only pods without privileges.", [namespace(topology)]
    yield "cluster.yaml", "What belongs to the whole cluster; its administrator applies it.", cluster_objects(topology)
    yield "service-account.yaml", "The account of the pods, which has no rights in the cluster.", [*account(topology)]
    yield (
        "configuration.yaml",
        f"The settings of each part that are no secrets.{_secrets(topology)}",
        [configuration(topology, part) for part in parts if not part.image],
    )
    yield "volumes.yaml", "The volumes of parts that keep data.", [claim(topology, part) for part in keeping]
    yield "deployments.yaml", f"What runs: each part, confined.{note}", [deployment(topology, part) for part in parts]
    yield "services.yaml", "The address of each part in the cluster.", [service(topology, part) for part in parts]
    yield (
        "ingress.yaml",
        f"How people reach {topology.public.name}.",
        [ingress(topology), *certificates(topology)],
    )
    yield (
        "network-policies.yaml",
        "Who may talk to whom: nobody, but for what is named here.",
        [*policies(topology)],
    )
    yield (
        "autoscaling.yaml",
        "How many of each part run that can run side by side.",
        [scaling(topology, part) for part in parts if part.is_scalable],
    )
    yield (
        "disruption-budgets.yaml",
        f"How many of each part may be away while nodes are drained.{note}",
        [disruption(topology, part) for part in parts],
    )


def _secrets(topology: Topology) -> str:
    """How the secrets get into the cluster, for a person who reads the file."""
    if not topology.secrets:
        return ""
    names = ", ".join(f"{each.name}{'' if each.is_required else ' (optional)'}" for each in topology.secrets)
    required = [each.name for each in topology.secrets if each.is_required]
    literals = " ".join(f"--from-literal={name}=VALUE" for name in required or [topology.secrets[0].name])
    command = f"kubectl -n {namespace_of(topology)} create secret generic {secret_of(topology)} {literals}"
    return (
        f"\nSecrets are kept out of files, in the Secret {secret_of(topology)}: {names}."
        f"\nWhere External Secrets does not fill it: {command}"
    )


def _kustomization(topology: Topology, written: Iterable[str]) -> bytes:
    name, _, tag = image_of(topology).rpartition(":")
    comment = f"All of them together, and the image that runs: kubectl apply --kustomize {FOLDER}"
    content: Object = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": list(written),
        "images": [{"name": name, "newName": name, "newTag": tag}],
    }
    return document(comment, content)
