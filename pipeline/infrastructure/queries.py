"""What Prometheus is asked, in PromQL; the names of a part's figures are those that its application gives them."""

from pipeline.contracts.delivery import Metrics, Part

WINDOW = "5m"


def requests_by_status(part: Part, namespace: str, service: str) -> str:
    """Requests a second, by status."""
    return f"sum by (status) ({_rate(_figures(part).requests, namespace, service)})"


def failing(part: Part, namespace: str, service: str) -> str:
    """The share of requests that the application could not answer."""
    name = _figures(part).requests
    failed = _rate(name, namespace, service, ', status=~"5.."')
    return f"sum({failed}) / sum({_rate(name, namespace, service)})"


def durations(part: Part, namespace: str, service: str, share: float) -> str:
    """How many seconds a share of the requests takes at most."""
    buckets = _rate(f"{_figures(part).seconds}_bucket", namespace, service)
    return f"histogram_quantile({share}, sum by (le) ({buckets}))"


def missing_figures(namespace: str, service: str) -> str:
    """True while no pod of a part could be asked."""
    asked = f'up{{namespace="{namespace}", service="{service}"}}'
    return f"absent({asked}) or sum({asked}) == 0"


def restarts(namespace: str, window: str, most: int) -> str:
    """Containers that started again more often than `most` times."""
    return f'increase(kube_pod_container_status_restarts_total{{namespace="{namespace}"}}[{window}]) > {most}'


def not_ready(namespace: str) -> str:
    """Deployments with fewer ready pods than they should have."""
    labels = f'{{namespace="{namespace}"}}'
    return f"kube_deployment_status_replicas_ready{labels} < kube_deployment_spec_replicas{labels}"


def volumes_full(namespace: str, free: float) -> str:
    """Volumes of which less than a share is free."""
    labels = f'{{namespace="{namespace}"}}'
    return f"kubelet_volume_stats_available_bytes{labels} / kubelet_volume_stats_capacity_bytes{labels} < {free}"


def _rate(name: str, namespace: str, service: str, more: str = "") -> str:
    return f'rate({name}{{namespace="{namespace}", service="{service}"{more}}}[{WINDOW}])'


def _figures(part: Part) -> Metrics:
    if part.metrics is None:
        raise ValueError(part.name)
    return part.metrics
