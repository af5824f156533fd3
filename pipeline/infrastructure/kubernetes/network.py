"""Services, the Ingress, and the policies that say who may talk to whom."""

from pipeline.contracts.delivery import Cloud, Part, Topology
from pipeline.infrastructure.ingresses import (
    PRIVATE,
    certificate_of,
    host_of,
    ingress_rules,
    sources,
    tls_secret_of,
)
from pipeline.infrastructure.kubernetes.workloads import metadata
from pipeline.infrastructure.names import fitting, labels_of, name_of, namespace_of, selector_of
from pipeline.infrastructure.yaml_text import Object

POSTGRESQL_PORT = 5432
DENY, NAMES = "default-deny", "allow-dns"
"""The ends of the names of the policies that hold for every part."""
MONITORING = "monitoring"
"""The namespace that Prometheus runs in."""


def service(topology: Topology, part: Part) -> Object:
    """The one address of a part's pods."""
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata(topology, part),
        "spec": {
            "type": "ClusterIP",
            "selector": selector_of(topology, part),
            "ports": [{"name": "main", "port": part.port, "targetPort": "main", "protocol": "TCP"}],
        },
    }


def ingress(topology: Topology) -> Object:
    """How people reach the public part."""
    part, rules = topology.public, ingress_rules(topology)
    target = {"service": {"name": name_of(topology, part), "port": {"name": "main"}}}
    host = host_of(topology)
    annotations = {"annotations": rules.annotations} if rules.annotations else {}
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": metadata(topology, part) | annotations,
        "spec": {
            **({"ingressClassName": rules.class_name} if rules.class_name else {}),
            "rules": [{"host": host, "http": {"paths": [{"path": "/", "pathType": "Prefix", "backend": target}]}}],
            **({"tls": [{"hosts": [host], "secretName": tls_secret_of(topology)}]} if rules.has_tls_secret else {}),
        },
    }


def certificates(topology: Topology) -> tuple[Object, ...]:
    """The certificate of the Ingress, where the cloud makes it from an object of the cluster."""
    if topology.cloud is not Cloud.GCP:
        return ()
    return (
        {
            "apiVersion": "networking.gke.io/v1",
            "kind": "ManagedCertificate",
            "metadata": {
                "name": certificate_of(topology),
                "namespace": namespace_of(topology),
                "labels": labels_of(topology),
            },
            "spec": {"domains": [host_of(topology)]},
        },
    )


def policies(topology: Topology) -> tuple[Object, ...]:
    """Nothing is allowed but names being looked up, and what each part needs."""
    everything = {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    names = {"podSelector": {}, "policyTypes": ["Egress"], "egress": [_names()]}
    return (
        _policy(topology, DENY, everything),
        _policy(topology, NAMES, names),
        *(_policy_of(topology, part) for part in topology.parts),
    )


def policy_name(topology: Topology, suffix: str) -> str:
    """The name of a policy that holds for every part."""
    return fitting(f"{topology.project}-{suffix}")


def _policy(topology: Topology, suffix: str, spec: Object) -> Object:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {
            "name": policy_name(topology, suffix),
            "namespace": namespace_of(topology),
            "labels": labels_of(topology),
        },
        "spec": spec,
    }


def _names() -> Object:
    """To any address: some clusters answer in pods, some on every node, so that no selector fits all of them."""
    return {"ports": [{"protocol": protocol, "port": 53} for protocol in ("UDP", "TCP")]}


def _policy_of(topology: Topology, part: Part) -> Object:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": metadata(topology, part),
        "spec": {
            "podSelector": {"matchLabels": selector_of(topology, part)},
            "policyTypes": ["Ingress", "Egress"],
            "ingress": allowed_in(topology, part),
            "egress": allowed_out(topology, part),
        },
    }


def allowed_in(topology: Topology, part: Part) -> list[Object]:
    """Who may connect to a part, and to which port."""
    return [{"from": peers, "ports": [_port(part.port)]} for peers in _peers(topology, part)]


def allowed_out(topology: Topology, part: Part) -> list[Object]:
    """What a part may connect to: the parts that it asks, and the database."""
    asked = [each for each in topology.parts if part in topology.callers_of(each)]
    parts = [{"to": [_pods(topology, each)], "ports": [_port(each.port)]} for each in asked]
    if not topology.has_database or part.image:
        return parts
    blocks = [{"ipBlock": {"cidr": block}} for block in PRIVATE]
    return [*parts, {"to": blocks, "ports": [_port(POSTGRESQL_PORT)]}]


def _peers(topology: Topology, part: Part) -> list[list[Object]]:
    """Who may connect to a part: other parts, the load balancer, and what reads its figures."""
    watching = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": MONITORING}}}
    groups = [
        [_pods(topology, each) for each in topology.callers_of(part)],
        sources(topology) if part.is_public else [],
        [watching] if part.metrics else [],
    ]
    return [group for group in groups if group]


def _pods(topology: Topology, part: Part) -> Object:
    return {"podSelector": {"matchLabels": selector_of(topology, part)}}


def _port(number: int) -> Object:
    return {"protocol": "TCP", "port": number}
