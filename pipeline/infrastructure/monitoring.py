"""What watches a project in a cluster: Prometheus reads its figures, tells of trouble, and Grafana draws them."""

import hashlib
import json
from typing import Any

from pipeline.contracts.delivery import Part, Topology
from pipeline.infrastructure.kubernetes.workloads import metadata
from pipeline.infrastructure.names import fitting, labels_of, name_of, namespace_of, selector_of
from pipeline.infrastructure.queries import (
    durations,
    failing,
    missing_figures,
    not_ready,
    requests_by_status,
    restarts,
    volumes_full,
)
from pipeline.infrastructure.yaml_text import Object, document
from pipeline.projects.environment import API_KEYS
from pipeline.projects.kind import Files
from pipeline.rendering.literals import one_line

FOLDER = "deploy/monitoring"
ERROR_SHARE, SLOW_S, MOST_RESTARTS, FREE_SHARE = 0.05, 1, 2, 0.1
API = "monitoring.coreos.com/v1"
SELECTED = "Prometheus has to select it: where it selects by labels, add them here, such as release: NAME."
KEYS = "\nOnce API_KEYS is set, /metrics asks for a key too, in a header that Prometheus cannot send by itself."
TITLE_LIMIT = 100


def files(topology: Topology) -> Files:
    """The monitors, rules and dashboard; parts that count nothing are watched from outside."""
    monitors = [_monitor(topology, part) for part in topology.parts if part.metrics]
    has_keys = any(part.metrics and API_KEYS in part.variables for part in topology.parts)
    comment = f"Where Prometheus reads the figures of each part. {SELECTED}{KEYS if has_keys else ''}"
    return {
        **({f"{FOLDER}/service-monitor.yaml": document(comment, *monitors)} if monitors else {}),
        f"{FOLDER}/alert-rules.yaml": document(f"When somebody has to look. {SELECTED}", _rules(topology)),
        f"{FOLDER}/dashboard.json": (json.dumps(_dashboard(topology), indent=2) + "\n").encode(),
    }


def _monitor(topology: Topology, part: Part) -> Object:
    return {
        "apiVersion": API,
        "kind": "ServiceMonitor",
        "metadata": metadata(topology, part),
        "spec": {
            "namespaceSelector": {"matchNames": [namespace_of(topology)]},
            "selector": {"matchLabels": selector_of(topology, part)},
            "endpoints": [{"port": "main", "path": "/metrics", "interval": "30s", "scrapeTimeout": "10s"}],
        },
    }


def _rules(topology: Topology) -> Object:
    watched = [rule for part in topology.parts if part.metrics for rule in _rules_of(topology, part)]
    space = namespace_of(topology)
    rules = [
        *watched,
        _rule(
            "ContainerRestarts", restarts(space, "15m", MOST_RESTARTS), ("0m", "warning"), "A container keeps ending."
        ),
        _rule("PartNotReady", not_ready(space), ("5m", "critical"), "A part has fewer ready pods than it should."),
    ]
    if any(part.keeps_data for part in topology.parts):
        full = volumes_full(space, FREE_SHARE)
        rules.append(_rule("VolumeFull", full, ("10m", "critical"), "A volume is nearly full."))
    return {
        "apiVersion": API,
        "kind": "PrometheusRule",
        "metadata": {
            "name": fitting(f"{topology.project}-alerts"),
            "namespace": space,
            "labels": labels_of(topology),
        },
        "spec": {"groups": [{"name": topology.project, "rules": rules}]},
    }


def _rules_of(topology: Topology, part: Part) -> list[Object]:
    space, service = namespace_of(topology), name_of(topology, part)
    failed = f"{failing(part, space, service)} > {ERROR_SHARE}"
    slow = f"{durations(part, space, service, 0.95)} > {SLOW_S}"
    return [
        _rule("RequestsFail", failed, ("5m", "critical"), "More than one request in 20 fails."),
        _rule("RequestsSlow", slow, ("10m", "warning"), "One request in 20 takes longer than a second."),
        _rule("FiguresMissing", missing_figures(space, service), ("10m", "warning"), "Prometheus reads no figures."),
    ]


def _rule(name: str, expression: str, weight: tuple[str, str], summary: str) -> Object:
    """A rule; its weight is how long the trouble has to last, and how bad it is."""
    lasting, severity = weight
    labels = {"severity": severity}
    return {"alert": name, "expr": expression, "for": lasting, "labels": labels, "annotations": {"summary": summary}}


def _dashboard(topology: Topology) -> dict[str, Any]:
    """A dashboard as Grafana imports it; whoever does so says where the figures are."""
    panels = [_panel(number, *each) for number, each in enumerate(_panels(topology))]
    return {
        "description": "Shows how the project does; import it into Grafana.",
        "uid": hashlib.sha256(topology.project.encode()).hexdigest()[:12],
        "title": one_line(topology.title, TITLE_LIMIT) or topology.project,
        "tags": [topology.project],
        "schemaVersion": 39,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {"list": [{"name": "datasource", "type": "datasource", "query": "prometheus"}]},
        "panels": panels,
    }


def _panels(topology: Topology) -> list[tuple[str, str, str, str]]:
    """Title, expression, legend and unit of each panel."""
    space = namespace_of(topology)
    of_pods = f'namespace="{space}", container!=""'
    again = f'sum by (pod) (increase(kube_pod_container_status_restarts_total{{namespace="{space}"}}[1h]))'
    found: list[tuple[str, str, str, str]] = []
    for part in topology.parts:
        if part.metrics:
            service = name_of(topology, part)
            found += [
                (f"{part.name}: requests by status", requests_by_status(part, space, service), "{{status}}", "reqps"),
                (f"{part.name}: share that fails", failing(part, space, service), part.name, "percentunit"),
                (f"{part.name}: 95 % are faster than", durations(part, space, service, 0.95), part.name, "s"),
            ]
    return [
        *found,
        ("Processor", f"sum by (pod) (rate(container_cpu_usage_seconds_total{{{of_pods}}}[5m]))", "{{pod}}", "short"),
        ("Memory", f"sum by (pod) (container_memory_working_set_bytes{{{of_pods}}})", "{{pod}}", "bytes"),
        ("Restarts", again, "{{pod}}", "short"),
        ("Ready pods", f'kube_deployment_status_replicas_ready{{namespace="{space}"}}', "{{deployment}}", "short"),
    ]


def _panel(number: int, title: str, expression: str, legend: str, unit: str) -> dict[str, Any]:
    source = {"type": "prometheus", "uid": "${datasource}"}
    return {
        "id": number + 1,
        "type": "timeseries",
        "title": title,
        "datasource": source,
        "gridPos": {"h": 8, "w": 12, "x": 12 * (number % 2), "y": 8 * (number // 2)},
        "fieldConfig": {"defaults": {"unit": unit, "min": 0}, "overrides": []},
        "targets": [{"refId": "A", "datasource": source, "expr": expression, "legendFormat": legend}],
    }
