"""The container files: Dockerfile, .dockerignore, and a compose file that runs every part on one computer."""

from pipeline.contracts.delivery import READY_PATH, USER_ID, Part, Topology
from pipeline.infrastructure.images import image_of
from pipeline.projects.kind import Files
from pipeline.rendering.engine import render_tree

ONLY_VOLUME = "data"
"""What the volume of a project of one part is called."""


def files(topology: Topology) -> Files:
    """What builds the project's image, and what starts its parts."""
    values = {
        "title": topology.title,
        "version": topology.version,
        "image": image_of(topology),
        "port": topology.public.port,
        "data_dir": topology.data_dir,
        "has_data": topology.has_data,
        "user": USER_ID,
        "ready": READY_PATH,
        "parts": topology.parts,
        "fixed": {part.name: _fixed(topology, part) for part in topology.parts},
        "volumes": {part.name: _volume(topology, part) for part in topology.parts},
        "networks": sorted({network for part in topology.parts for network in part.networks}),
    }
    return render_tree("container", values)


def _fixed(topology: Topology, part: Part) -> frozenset[str]:
    """The variables that hold addresses of parts: these are settled, everything else is for the person to set."""
    hosts = tuple(f"://{each.name}:" for each in topology.parts)
    return frozenset(each.name for each in part.variables if any(host in each.value for host in hosts))


def _volume(topology: Topology, part: Part) -> str:
    """A part's volume. The only part always has one, so that what is made from the data is not made at every start."""
    if len(topology.parts) == 1:
        return ONLY_VOLUME
    return part.name if part.keeps_data else ""
