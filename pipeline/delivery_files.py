"""The files of infrastructure as a person reads them: by group, each with what it says of itself in its first line."""

import json
import re
from typing import NamedTuple

from pipeline.workspace import UnsafePath, Workspace

GROUPS = {
    "": "Container",
    "deploy/kubernetes/": "Kubernetes",
    "deploy/helm/": "Helm chart",
    "deploy/terraform/": "Terraform",
    "deploy/monitoring/": "Monitoring",
    "deploy/argocd/": "Argo CD",
    "deploy/secrets/": "Secrets",
    "deploy/backup/": "Backup",
    ".github/": "Workflows",
}
"""What lies where."""
COST = "deploy/terraform/cost.md"
KNOWN = {
    ".dockerignore": "What of the project goes into the image.",
    "Dockerfile": "Builds the image.",
    "deploy/helm/templates/NOTES.txt": "What Helm says once the chart is installed.",
    "deploy/helm/values.schema.json": "What may be in values.yaml.",
}
"""Files that cannot say it themselves, or not in their first line."""
LONGEST = 200
_SAID = re.compile(r"^\s*(?:#+|//|<!--|\{\{-?\s*/\*)\s*(.*?)\s*(?:-->|\*/\s*-?\}\})?\s*$")


class DeliveryFile(NamedTuple):
    """A file: its group, its path, and what it is for, empty where it does not say."""

    group: str
    path: str
    about: str


def delivery_files(workspace: Workspace, paths: tuple[str, ...]) -> list[DeliveryFile]:
    """The files in the order of the groups."""
    order = list(GROUPS.values())
    found = [DeliveryFile(_group(path), path, _about(workspace, path)) for path in paths]
    return sorted(found, key=lambda each: (order.index(each.group), each.path))


def cost_of(workspace: Workspace) -> str:
    """The estimate of what it costs a month, as it was written; empty where nothing is."""
    return _text(workspace, COST)


def _group(path: str) -> str:
    return next((name for folder, name in GROUPS.items() if folder and path.startswith(folder)), GROUPS[""])


def _about(workspace: Workspace, path: str) -> str:
    if path in KNOWN:
        return KNOWN[path]
    text = _text(workspace, path)
    if path.endswith(".json"):
        return _described(text)
    found = _SAID.match(next(iter(text.splitlines()), ""))
    return found[1][:LONGEST] if found else ""


def _described(text: str) -> str:
    """What JSON says of itself."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    said = (value.get(name) for name in ("description", "title")) if isinstance(value, dict) else ()
    return next((each[:LONGEST] for each in said if isinstance(each, str) and each), "")


def _text(workspace: Workspace, path: str) -> str:
    try:
        return workspace.read_text(path) or ""
    except (UnsafePath, OSError):
        return ""
