"""The Application by which Argo CD keeps a cluster as the repository says."""

import re
from urllib.parse import urlsplit, urlunsplit

from pipeline.contracts.delivery import FillIn, Topology
from pipeline.infrastructure import kubernetes
from pipeline.infrastructure.names import labels_of, namespace_of
from pipeline.infrastructure.yaml_text import Object, document
from pipeline.projects.kind import Files

PATH = "deploy/argocd/application.yaml"
BRANCH = "main"
COMMENT = (
    f"Keeps the cluster as the repository says: kubectl apply -f {PATH}, once.\n"
    "Use it instead of a workflow that installs the chart: both would change the same objects."
)
_AT_GITHUB = re.compile(r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+")
_OF_SSH = re.compile(r"[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:[A-Za-z0-9._/~-]+")


def files(topology: Topology) -> Files:
    """The Application: what it finds changed in the cluster is set right, and what is gone from Git is removed."""
    return {PATH: document(COMMENT, _application(topology))}


def to_fill_in(topology: Topology) -> tuple[FillIn, ...]:
    """The repository, where a run does not say one that a cluster could reach."""
    if repository_of(topology.remote):
        return ()
    return (FillIn(place=f"{PATH}: repoURL", about="The address of the Git repository that the cluster can reach."),)


def repository_of(remote: str) -> str:
    """The address of a repository on the network, without any password; empty for one that only this computer has."""
    if _AT_GITHUB.fullmatch(remote):
        return f"https://github.com/{remote}.git"
    if _OF_SSH.fullmatch(remote):
        return remote
    parts = urlsplit(remote)
    if parts.scheme not in ("https", "http", "ssh") or not parts.hostname:
        return ""
    user = f"{parts.username}@" if parts.scheme == "ssh" and parts.username else ""
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, f"{user}{host}", parts.path, "", ""))


def _application(topology: Topology) -> Object:
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": {"name": topology.project, "namespace": "argocd", "labels": labels_of(topology)},
        "spec": {
            "project": "default",
            "source": {
                "repoURL": repository_of(topology.remote) or f"https://git.example.com/{topology.project}.git",
                "targetRevision": BRANCH,
                "path": kubernetes.FOLDER,
            },
            "destination": {"server": "https://kubernetes.default.svc", "namespace": namespace_of(topology)},
            "syncPolicy": {
                "automated": {"prune": True, "selfHeal": True},
                "syncOptions": ["ServerSideApply=true", "PruneLast=true"],
                "retry": {"limit": 5, "backoff": {"duration": "10s", "factor": 2, "maxDuration": "5m"}},
            },
        },
    }
