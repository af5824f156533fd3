"""Terraform for one cloud: everything that a project needs there, in modules, with what it costs a month."""

from pipeline.contracts.delivery import Cloud, Topology
from pipeline.infrastructure.terraform.cost import cost_page
from pipeline.infrastructure.terraform.fill_ins import to_fill_in
from pipeline.infrastructure.terraform.values import template_values
from pipeline.projects.kind import Files
from pipeline.rendering.engine import render_tree

__all__ = ["FOLDER", "files", "to_fill_in"]

FOLDER = "deploy/terraform"


def files(topology: Topology) -> Files:
    """The configuration by path; nothing where the project runs on this computer."""
    if topology.cloud is Cloud.LOCAL:
        return {}
    tree = render_tree(f"terraform/{topology.cloud.value}", template_values(topology)) | {
        "cost.md": cost_page(topology)
    }
    left_out = _left_out(topology)
    return {f"{FOLDER}/{path}": tree[path] for path in sorted(tree) if not path.startswith(left_out)}


def _left_out(topology: Topology) -> tuple[str, ...]:
    """The modules that this topology does not call. At Azure, storage also takes the logs of the network."""
    needs_storage = topology.keeps_data or topology.cloud is Cloud.AZURE
    unused = {"modules/database/": not topology.has_database, "modules/storage/": not needs_storage}
    return tuple(path for path, is_unused in unused.items() if is_unused)
