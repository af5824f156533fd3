"""What a cluster at AWS (EKS Auto Mode) has to be told once: its load balancer, its volumes, and to enforce policies.

The other clouds' clusters bring all three.
"""

from pipeline.contracts.delivery import Cloud, Topology
from pipeline.infrastructure.ingresses import balancer_class_of
from pipeline.infrastructure.names import fitting, labels_of
from pipeline.infrastructure.yaml_text import Object

CERTIFICATE = "arn:aws:acm:REGION:ACCOUNT:certificate/ID"
"""What a person replaces by the name of the host's certificate."""


def storage_class(topology: Topology) -> str:
    """The class of volumes; empty where the cluster has one that is right."""
    return fitting(f"{topology.project}-volumes") if topology.cloud is Cloud.AWS else ""


def cluster_objects(topology: Topology) -> list[Object]:
    """The objects that belong to the whole cluster, so that its administrator applies them."""
    if topology.cloud is not Cloud.AWS:
        return []
    keeps_volumes = any(part.keeps_data for part in topology.parts)
    return [*_balancer(topology), *([_volumes(topology)] if keeps_volumes else []), _enforcement()]


def _balancer(topology: Topology) -> tuple[Object, Object]:
    metadata = {"name": balancer_class_of(topology), "labels": labels_of(topology)}
    parameters = {"apiGroup": "eks.amazonaws.com", "kind": "IngressClassParams", "name": balancer_class_of(topology)}
    return (
        {
            "apiVersion": "eks.amazonaws.com/v1",
            "kind": "IngressClassParams",
            "metadata": metadata,
            "spec": {"scheme": "internet-facing", "certificateARNs": [CERTIFICATE]},
        },
        {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "IngressClass",
            "metadata": metadata,
            "spec": {"controller": "eks.amazonaws.com/alb", "parameters": parameters},
        },
    )


def _volumes(topology: Topology) -> Object:
    return {
        "apiVersion": "storage.k8s.io/v1",
        "kind": "StorageClass",
        "metadata": {"name": storage_class(topology), "labels": labels_of(topology)},
        "provisioner": "ebs.csi.eks.amazonaws.com",
        "parameters": {"type": "gp3", "encrypted": "true"},
        "volumeBindingMode": "WaitForFirstConsumer",
        "reclaimPolicy": "Retain",
    }


def _enforcement() -> Object:
    """By docs.aws.amazon.com/eks/latest/userguide/auto-net-pol.html."""
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "amazon-vpc-cni", "namespace": "kube-system"},
        "data": {"enable-network-policy-controller": "true"},
    }
