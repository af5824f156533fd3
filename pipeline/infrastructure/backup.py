"""Backups of what a project keeps, and the procedure by which they are brought back."""

from pipeline.contracts.delivery import Cloud, Topology
from pipeline.infrastructure.names import fitting, labels_of, name_of, namespace_of
from pipeline.infrastructure.secret_stores import ENVIRONMENT, stored_name
from pipeline.infrastructure.yaml_text import Object, document
from pipeline.projects.kind import Files
from pipeline.rendering.engine import render_tree

FOLDER = "deploy/backup"
SERVER = "velero"
"""The namespace that Velero runs in, and that its objects have to be in."""
DAILY, KEPT_HOURS = "0 3 * * *", 720
COPIES = "consistent-copies"
COPY = f"""import contextlib, os, pathlib, sqlite3
root = pathlib.Path(os.environ["DATA_DIR"])
kept = root / "{COPIES}"
kept.mkdir(exist_ok=True)
for path in [each for each in root.rglob("*") if each.is_file() and kept not in each.parents]:
    with path.open("rb") as file:
        is_database = file.read(16) == b"SQLite format 3\\0"
    if is_database:
        target = kept / "--".join(path.relative_to(root).parts)
        with contextlib.closing(sqlite3.connect(path)) as source, contextlib.closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
"""
"""Copies each database as of one moment: one that is written to while its file is read would be of no use."""


def files(topology: Topology) -> Files:
    """The schedule of backups of the namespace, where parts have volumes, and the procedure."""
    schedule = _schedule(topology) if _has_volumes(topology) else None
    comment = "Saves the namespace with its volumes every night, for 30 days: kubectl apply -f, where Velero runs."
    written = {"velero-schedule.yaml": document(comment, schedule)} if schedule else {}
    written |= render_tree("backup", _values(topology))
    return {f"{FOLDER}/{name}": content for name, content in written.items()}


def schedule_name(topology: Topology) -> str:
    """The name of the schedule, with which the names of its backups begin."""
    return fitting(f"{topology.project}-nightly")


def _has_volumes(topology: Topology) -> bool:
    return any(part.keeps_data for part in topology.parts)


def _schedule(topology: Topology) -> Object:
    """Google's volumes are saved as snapshots; in the other clouds their files are, into the bucket of Terraform."""
    is_snapshot = topology.cloud is Cloud.GCP
    return {
        "apiVersion": "velero.io/v1",
        "kind": "Schedule",
        "metadata": {"name": schedule_name(topology), "namespace": SERVER, "labels": labels_of(topology)},
        "spec": {
            "schedule": DAILY,
            "useOwnerReferencesInBackup": False,
            "template": {
                "includedNamespaces": [namespace_of(topology)],
                "excludedResources": ["events", "secrets"],
                "snapshotVolumes": is_snapshot,
                "defaultVolumesToFsBackup": not is_snapshot,
                "ttl": f"{KEPT_HOURS}h0m0s",
                "hooks": {"resources": _hooks(topology)},
            },
        },
    }


def _hooks(topology: Topology) -> list[Object]:
    """What each part with a database of its own does just before its volume is saved."""
    copying = [part for part in topology.parts if part.keeps_data and not part.image]
    return [
        {
            "name": name_of(topology, part),
            "includedNamespaces": [namespace_of(topology)],
            "labelSelector": {"matchLabels": {"app.kubernetes.io/component": part.name}},
            "pre": [
                {
                    "exec": {
                        "container": part.name,
                        "command": ["python", "-c", COPY],
                        "onError": "Fail",
                        "timeout": "5m0s",
                    }
                }
            ],
        }
        for part in copying
    ]


def _values(topology: Topology) -> dict[str, object]:
    keeping = [part for part in topology.parts if part.keeps_data]
    return {
        "title": topology.title,
        "project": topology.project,
        "namespace": namespace_of(topology),
        "cloud": topology.cloud.value,
        "has_database": topology.has_database,
        "database_secret": stored_name(topology, "DATABASE_URL"),
        "environment": ENVIRONMENT,
        "schedule": schedule_name(topology),
        "deployments": [name_of(topology, part) for part in topology.parts],
        "claims": [name_of(topology, part) for part in keeping],
        "copied": [name_of(topology, part) for part in keeping if not part.image],
        "gateway": name_of(topology, topology.public),
        "port": topology.public.port,
        "data_dir": topology.data_dir,
        "copies": COPIES,
    }
