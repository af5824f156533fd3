"""How people reach the public part in each place: what its load balancer has to be told, and where that comes from."""

from pipeline.contracts.base import Contract
from pipeline.contracts.delivery import READY_PATH, Cloud, Topology
from pipeline.infrastructure.names import fitting
from pipeline.infrastructure.yaml_text import Object

PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
"""Private addresses (RFC 1918): a load balancer within the network, or a database."""
GOOGLE = ("35.191.0.0/16", "130.211.0.0/22")
"""Where Google's load balancers and health checks come from (cloud.google.com/load-balancing/docs/firewall-rules)."""
CONTROLLERS = ("app-routing-system", "ingress-nginx", "kube-system", "projectcontour", "traefik")
"""Namespaces that controllers of an Ingress are installed in."""


class IngressRules(Contract):
    """What a place asks of an Ingress."""

    class_name: str
    """Empty for the cluster's default, or where an annotation names it."""
    annotations: dict[str, str]
    has_tls_secret: bool
    """Whether the certificate is in a Secret, rather than in the store of the cloud."""
    blocks: tuple[str, ...]
    """Addresses that its load balancer comes from; none where it is a pod."""


def ingress_rules(topology: Topology) -> IngressRules:
    """What the Ingress of a topology's place needs."""
    class_name, annotations, blocks = _rules(topology)
    return IngressRules(
        class_name=class_name,
        annotations=annotations,
        has_tls_secret=topology.cloud is Cloud.AZURE,
        blocks=blocks,
    )


def _rules(topology: Topology) -> tuple[str, dict[str, str], tuple[str, ...]]:
    match topology.cloud:
        case Cloud.AWS:
            return balancer_class_of(topology), _alb(), PRIVATE
        case Cloud.GCP:
            return "", _gce(topology), GOOGLE
        case Cloud.AZURE:
            return "webapprouting.kubernetes.azure.com", {}, ()
        case Cloud.LOCAL:
            return "", {}, ()


def host_of(topology: Topology) -> str:
    """The name that people reach the project by: in a cloud a person fills it in."""
    return f"{topology.project}.{'localhost' if topology.cloud is Cloud.LOCAL else 'example.com'}"


def tls_secret_of(topology: Topology) -> str:
    """The Secret of the certificate, where there is one."""
    return fitting(f"{topology.project}-tls")


def certificate_of(topology: Topology) -> str:
    """The name of the certificate that Google manages."""
    return fitting(f"{topology.project}-certificate")


def sources(topology: Topology) -> list[Object]:
    """The peers of a NetworkPolicy that stand for the load balancer."""
    rules = ingress_rules(topology)
    if rules.blocks:
        return [{"ipBlock": {"cidr": block}} for block in rules.blocks]
    among = {"key": "kubernetes.io/metadata.name", "operator": "In", "values": list(CONTROLLERS)}
    return [{"namespaceSelector": {"matchExpressions": [among]}}]


def balancer_class_of(topology: Topology) -> str:
    """The class that tells EKS how its load balancer is made."""
    return fitting(f"{topology.project}-alb")


def _alb() -> dict[str, str]:
    """What is not part of the class, by docs.aws.amazon.com/eks/latest/userguide/auto-configure-alb.html."""
    prefix = "alb.ingress.kubernetes.io"
    return {
        f"{prefix}/target-type": "ip",
        f"{prefix}/listen-ports": '[{"HTTP": 80}, {"HTTPS": 443}]',
        f"{prefix}/ssl-redirect": "443",
        f"{prefix}/healthcheck-path": READY_PATH,
    }


def _gce(topology: Topology) -> dict[str, str]:
    """GKE's own controller knows its class by the annotation only."""
    return {
        "kubernetes.io/ingress.class": "gce",
        "kubernetes.io/ingress.allow-http": "false",
        "networking.gke.io/managed-certificates": certificate_of(topology),
    }
