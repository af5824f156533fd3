"""The names that objects of a cluster have, and the labels that they are found by."""

import hashlib
import re

from pipeline.contracts.delivery import Part, Topology

LONGEST = 63
"""Characters of a label of DNS (RFC 1123), which the name of a Service is."""
_HASH = 8
RESERVED = re.compile(r"default|kube(-.*)?")
"""Namespaces that belong to the cluster itself."""
Labels = dict[str, str]


def name_of(topology: Topology, part: Part, suffix: str = "") -> str:
    """The name of a part's objects, or of one of them that needs another."""
    return fitting("-".join(filter(None, (topology.project, part.name, suffix))))


def fitting(name: str, longest: int = LONGEST, of_hash: int = _HASH) -> str:
    """A name that is short enough: where it is cut, `of_hash` digits of a hash keep it apart from others."""
    if len(name) <= longest:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:of_hash]
    return f"{name[: longest - of_hash - 1].rstrip('-')}-{digest}"


def namespace_of(topology: Topology) -> str:
    """The project's namespace: its name, unless that is one of the cluster's own."""
    return f"app-{topology.project}" if RESERVED.fullmatch(topology.project) else topology.project


def secret_of(topology: Topology) -> str:
    """The Secret that holds the values of all secret variables, by their names."""
    return fitting(f"{topology.project}-secrets")


def labels_of(topology: Topology, part: Part | None = None) -> Labels:
    """What an object says of itself."""
    component = selector_of(topology, part) if part else {"app.kubernetes.io/name": topology.project}
    return component | {"app.kubernetes.io/version": topology.version, "app.kubernetes.io/managed-by": "kustomize"}


def selector_of(topology: Topology, part: Part) -> Labels:
    """What the pods of a part are found by; it never changes."""
    return {"app.kubernetes.io/name": topology.project, "app.kubernetes.io/component": part.name}


def reached(topology: Topology, value: str) -> str:
    """A variable's value in which addresses of parts, `scheme://part:port`, name their Services."""
    for part in topology.parts:
        value = value.replace(f"://{part.name}:", f"://{name_of(topology, part)}:")
    return value
