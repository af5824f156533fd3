"""What the pieces of each cloud are at first: the machines, and how much they hold."""

from dataclasses import dataclass

from pipeline.contracts.delivery import Cloud, Part

KUBERNETES = "1.35"
LEAST, MOST = 2, 10
"""How many of a part that can be several run at least and at most."""


@dataclass(frozen=True)
class Sizes:
    """The first sizes at one cloud; all of them are variables there."""

    database: str
    database_gb: int
    node: str = ""


SIZES = {
    Cloud.AWS: Sizes(database="db.t4g.small", database_gb=20),
    Cloud.GCP: Sizes(database="db-custom-1-3840", database_gb=10),
    Cloud.AZURE: Sizes(database="GP_Standard_D2ds_v5", database_gb=32, node="Standard_D2ds_v5"),
}


def replicas(part: Part) -> int:
    """How many of a part run while there is little to do."""
    return LEAST if part.is_scalable else 1
