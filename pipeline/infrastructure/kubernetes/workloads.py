"""Deployments: how each part runs, and what keeps it from more than it needs."""

from typing import Any

from pipeline.contracts.delivery import HEALTH_PATH, READY_PATH, Part, Topology
from pipeline.infrastructure.images import image_of
from pipeline.infrastructure.names import labels_of, name_of, namespace_of, secret_of, selector_of
from pipeline.infrastructure.yaml_text import Object
from pipeline.rendering.literals import one_line

WAIT = (
    "import socket, sys, time\n"
    "for address in sys.argv[1:]:\n"
    '    host, _, port = address.rpartition(":")\n'
    "    while True:\n"
    "        try:\n"
    "            socket.create_connection((host, int(port)), 3).close()\n"
    "            break\n"
    "        except OSError:\n"
    "            time.sleep(1)\n"
)
"""A Service takes connections once one of its pods is ready, so that whoever can connect need not wait any longer."""
TMP_MB, SCRATCH_MB = 64, 1024
STOP_S, DRAIN_S = 30, 5
LIMIT_FACTOR = 4
"""How many times the processor time that a part asks for it may take while others leave it idle."""
ABOUT_LIMIT = 200


def deployment(topology: Topology, part: Part) -> Object:
    """What runs of a part, and how a new version takes the place of an old one."""
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": metadata(topology, part) | {"annotations": {"kubernetes.io/description": about(part)}},
        "spec": {
            **({} if part.is_scalable else {"replicas": 1}),
            "revisionHistoryLimit": 5,
            "progressDeadlineSeconds": 600,
            "strategy": strategy(part),
            "selector": {"matchLabels": selector_of(topology, part)},
            "template": {"metadata": {"labels": labels_of(topology, part)}, "spec": _pod(topology, part)},
        },
    }


def metadata(topology: Topology, part: Part, suffix: str = "") -> Object:
    """The name and the labels of an object of a part."""
    return {
        "name": name_of(topology, part, suffix),
        "namespace": namespace_of(topology),
        "labels": labels_of(topology, part),
    }


def about(part: Part) -> str:
    """What a part does, in one short line."""
    return one_line(part.about, ABOUT_LIMIT)


def strategy(part: Part) -> Object:
    """A volume of one writer has to be let go before the next can have it; everything else is replaced one by one."""
    if part.keeps_data:
        return {"type": "Recreate"}
    return {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}


def _pod(topology: Topology, part: Part) -> Object:
    claim = {"persistentVolumeClaim": {"claimName": name_of(topology, part)}}
    scratch = {"emptyDir": {"sizeLimit": f"{SCRATCH_MB}Mi"}}
    return {
        "serviceAccountName": topology.project,
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "terminationGracePeriodSeconds": STOP_S,
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": part.user_id,
            "runAsGroup": part.user_id,
            "fsGroup": part.user_id,
            "fsGroupChangePolicy": "OnRootMismatch",
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "topologySpreadConstraints": [
            _spread(topology, part, key) for key in ("topology.kubernetes.io/zone", "kubernetes.io/hostname")
        ],
        **({"initContainers": [_waiting(topology, part)]} if part.after else {}),
        "containers": [_container(topology, part)],
        "volumes": [
            {"name": "tmp", "emptyDir": {"sizeLimit": f"{TMP_MB}Mi"}},
            {"name": "data"} | (claim if part.keeps_data else scratch),
        ],
    }


def _spread(topology: Topology, part: Part, key: str) -> Object:
    selector = {"matchLabels": selector_of(topology, part)}
    return {"maxSkew": 1, "topologyKey": key, "whenUnsatisfiable": "ScheduleAnyway", "labelSelector": selector}


def _waiting(topology: Topology, part: Part) -> Object:
    """What lets a part start only once those are ready that it needs."""
    return {
        "name": "wait",
        "image": image_of(topology),
        "imagePullPolicy": "IfNotPresent",
        "command": wait_command(topology, part),
        "securityContext": _confined(),
        "resources": {"requests": {"cpu": "10m", "memory": "32Mi"}, "limits": {"cpu": "100m", "memory": "64Mi"}},
    }


def wait_command(topology: Topology, part: Part) -> list[str]:
    """What ends once every part takes connections that another has to wait for."""
    needed = [each for each in topology.parts if each.name in part.after]
    return ["python", "-c", WAIT, *(f"{name_of(topology, each)}:{each.port}" for each in needed)]


def _container(topology: Topology, part: Part) -> Object:
    return {
        "name": part.name,
        "image": image_of(topology, part),
        "imagePullPolicy": "IfNotPresent",
        **({"command": command(part)} if part.arguments else {}),
        "ports": [{"name": "main", "containerPort": part.port, "protocol": "TCP"}],
        **({} if part.image else _environment(topology, part)),
        "startupProbe": _probe(part, READY_PATH, 5, 60),
        "readinessProbe": _probe(part, READY_PATH, 5, 3),
        "livenessProbe": _probe(part, HEALTH_PATH, 10, 3),
        "lifecycle": {"preStop": {"sleep": {"seconds": DRAIN_S}}},
        "resources": resources(part),
        "securityContext": _confined(),
        "volumeMounts": [
            {"name": "tmp", "mountPath": "/tmp"},  # noqa: S108 - a volume of the pod's own
            {"name": "data", "mountPath": topology.folder_of(part)},
        ],
    }


def command(part: Part) -> list[str]:
    """What a part runs instead of what its image would; nothing where that is right."""
    if not part.arguments:
        return []
    return list(part.arguments) if part.image else ["python", "-m", "app", *part.arguments]


def _environment(topology: Topology, part: Part) -> Object:
    """The settings, the secrets, and the hosts that it answers to, among them its own address for what watches it."""
    settings = name_of(topology, part, "settings")
    return {
        "envFrom": [{"configMapRef": {"name": settings}}],
        "env": [
            {"name": "PORT", "value": str(part.port)},
            {"name": "DATA_DIR", "value": topology.data_dir},
            {"name": "POD_IP", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}},
            {"name": "HOST_NAMES", "valueFrom": {"configMapKeyRef": {"name": settings, "key": "HOST_NAMES"}}},
            {"name": "ALLOWED_HOSTS", "value": "$(HOST_NAMES),$(POD_IP)"},
            *(_secret(topology, each.name, is_required=each.is_required) for each in part.secrets),
        ],
    }


def _secret(topology: Topology, name: str, *, is_required: bool) -> Object:
    chosen = {"name": secret_of(topology), "key": name, "optional": not is_required}
    return {"name": name, "valueFrom": {"secretKeyRef": chosen}}


def _probe(part: Part, path: str, period_s: int, failures: int) -> Object:
    timing = {"periodSeconds": period_s, "timeoutSeconds": 3, "failureThreshold": failures}
    if part.check:
        return {"exec": {"command": list(part.check)}} | timing
    host = [{"name": "Host", "value": "localhost"}]
    return {"httpGet": {"path": path, "port": "main", "httpHeaders": host}} | timing


def resources(part: Part) -> dict[str, Any]:
    """What a part is promised, and what it may take at most."""
    memory = f"{part.memory_mb}Mi"
    return {
        "requests": {"cpu": f"{part.cpu_millis}m", "memory": memory},
        "limits": {"cpu": f"{LIMIT_FACTOR * part.cpu_millis}m", "memory": memory},
    }


def _confined() -> Object:
    return {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
