"""The names of container images."""

from pipeline.contracts.delivery import Part, Topology


def image_of(topology: Topology, part: Part | None = None) -> str:
    """The image that a part runs, by name and tag: one of others, or the project's own."""
    if part and part.image:
        return part.image
    own = f"{topology.project}:{topology.version}"
    return f"{topology.registry}/{own}" if topology.registry else own
