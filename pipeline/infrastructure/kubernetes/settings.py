"""What surrounds the workloads: namespace, account, settings, volumes, and how many of each part there are."""

from pipeline.contracts.delivery import Part, Topology
from pipeline.infrastructure.ingresses import host_of
from pipeline.infrastructure.kubernetes.cluster import storage_class
from pipeline.infrastructure.kubernetes.workloads import metadata
from pipeline.infrastructure.names import labels_of, name_of, namespace_of, reached, selector_of
from pipeline.infrastructure.yaml_text import Object

VOLUME_GB = 5
FEWEST, MOST, BUSY_PERCENT = 2, 10, 70


def namespace(topology: Topology) -> Object:
    """The project's own namespace, in which no pod may have more rights than the strictest standard allows."""
    modes = {f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("enforce", "audit", "warn")}
    labels = labels_of(topology) | modes
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace_of(topology), "labels": labels}}


def account(topology: Topology) -> tuple[Object, ...]:
    """The account of all parts. They ask nothing of the cluster, so that its role has no rules."""
    named = {"name": topology.project, "namespace": namespace_of(topology), "labels": labels_of(topology)}
    subject = {"kind": "ServiceAccount", "name": topology.project, "namespace": namespace_of(topology)}
    role = {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": topology.project}
    rbac = "rbac.authorization.k8s.io/v1"
    return (
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": named, "automountServiceAccountToken": False},
        {"apiVersion": rbac, "kind": "Role", "metadata": named, "rules": []},
        {"apiVersion": rbac, "kind": "RoleBinding", "metadata": named, "subjects": [subject], "roleRef": role},
    )


def configuration(topology: Topology, part: Part) -> Object:
    """The settings of a part that are no secrets, by the names of its variables."""
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": metadata(topology, part, "settings"),
        "data": settings_of(topology, part),
    }


def settings_of(topology: Topology, part: Part) -> dict[str, str]:
    """The hosts that a part answers to, and the variables that have a value; others are as the application has them."""
    hosts = [*own_hosts(topology, part), *([host_of(topology)] if part.is_public else [])]
    return {"HOST_NAMES": ",".join(hosts)} | valued(topology, part)


def own_hosts(topology: Topology, part: Part) -> tuple[str, ...]:
    """The names that a part is reached by within the cluster."""
    return "localhost", "127.0.0.1", name_of(topology, part)


def valued(topology: Topology, part: Part) -> dict[str, str]:
    """The variables of a part that are no secrets and have a value."""
    return {each.name: reached(topology, each.value) for each in part.variables if each.value and not each.is_secret}


def claim(topology: Topology, part: Part) -> Object:
    """The volume of a part that keeps data."""
    storage = {"requests": {"storage": f"{VOLUME_GB}Gi"}}
    named = {"storageClassName": name} if (name := storage_class(topology)) else {}
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": metadata(topology, part),
        "spec": named | {"accessModes": ["ReadWriteOnce"], "resources": storage},
    }


def scaling(topology: Topology, part: Part) -> Object:
    """As many of a part as its work needs."""
    name = name_of(topology, part)
    busy = {"type": "Utilization", "averageUtilization": BUSY_PERCENT}
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": metadata(topology, part),
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": name},
            "minReplicas": FEWEST,
            "maxReplicas": MOST,
            "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": busy}}],
        },
    }


def disruption(topology: Topology, part: Part) -> Object:
    """How many of a part may be missing while nodes are drained."""
    return {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": metadata(topology, part),
        "spec": {
            "maxUnavailable": 1,
            "unhealthyPodEvictionPolicy": "AlwaysAllow",
            "selector": {"matchLabels": selector_of(topology, part)},
        },
    }
