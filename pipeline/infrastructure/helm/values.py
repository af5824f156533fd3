"""What the templates of the chart are filled with, from the topology."""

from pipeline.contracts.delivery import Cloud, Part, Topology
from pipeline.infrastructure.images import image_of
from pipeline.infrastructure.ingresses import certificate_of, host_of, ingress_rules, tls_secret_of
from pipeline.infrastructure.kubernetes.cluster import storage_class
from pipeline.infrastructure.kubernetes.network import (
    DENY,
    NAMES,
    allowed_in,
    allowed_out,
    policy_name,
)
from pipeline.infrastructure.kubernetes.settings import BUSY_PERCENT, FEWEST, MOST, VOLUME_GB, own_hosts, valued
from pipeline.infrastructure.kubernetes.workloads import about, command, resources, wait_command
from pipeline.infrastructure.names import name_of, secret_of
from pipeline.infrastructure.yaml_text import Object


def values_of(topology: Topology) -> Object:
    """The content of values.yaml."""
    repository, _, tag = image_of(topology).rpartition(":")
    return {
        "project": topology.project,
        "image": {"repository": repository, "tag": tag, "pullPolicy": "IfNotPresent"},
        "secret": secret_of(topology) if topology.secrets else "",
        "volumes": {"size": f"{VOLUME_GB}Gi", "className": storage_class(topology)},
        "scaling": {"fewest": FEWEST, "most": MOST, "busyPercent": BUSY_PERCENT},
        "ingress": _ingress(topology),
        "policies": {
            "denyObject": policy_name(topology, DENY),
            "namesObject": policy_name(topology, NAMES),
        },
        "parts": [_part(topology, part) for part in topology.parts],
    }


def _ingress(topology: Topology) -> Object:
    rules = ingress_rules(topology)
    return {
        "host": host_of(topology),
        "className": rules.class_name,
        "annotations": rules.annotations,
        "tlsSecret": tls_secret_of(topology) if rules.has_tls_secret else "",
        "managedCertificate": certificate_of(topology) if topology.cloud is Cloud.GCP else "",
    }


def _part(topology: Topology, part: Part) -> Object:
    return {
        "name": part.name,
        "object": name_of(topology, part),
        "settingsObject": name_of(topology, part, "settings"),
        "about": about(part),
        "image": part.image,
        "command": command(part),
        "waitCommand": wait_command(topology, part) if part.after else [],
        "check": list(part.check),
        "port": part.port,
        "user": part.user_id,
        "folder": topology.folder_of(part),
        "public": part.is_public,
        "keepsData": part.keeps_data,
        "scalable": part.is_scalable,
        "hosts": ",".join(own_hosts(topology, part)),
        "settings": {} if part.image else valued(topology, part),
        "secrets": [{"name": each.name, "optional": not each.is_required} for each in part.secrets],
        "resources": resources(part),
        "ingress": allowed_in(topology, part),
        "egress": allowed_out(topology, part),
    }
