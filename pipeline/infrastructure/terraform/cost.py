"""What a month costs, item by item: how much of each thing a topology needs, times its list price."""

from dataclasses import dataclass
from math import ceil

from pipeline.contracts.delivery import Cloud, Topology
from pipeline.infrastructure.terraform.prices import PRICES, Price, PriceList
from pipeline.infrastructure.terraform.sizes import SIZES, replicas
from pipeline.rendering.engine import render_file

VOLUME_GB = 10
"""How much each part that keeps data is counted with."""
BACKUP_GB, IMAGE_GB, LOG_GB = 50, 5, 10
NODE_CPUS, NODE_GB = 1.6, 5.5
"""What a node of 2 processors and 8 GB has left for parts, when the system has taken its own."""
LEAST_POD_CPUS, LEAST_POD_GB = 0.25, 0.5
"""What Autopilot counts a pod with at least."""
SYSTEM_NODES = {Cloud.AWS: 2, Cloud.AZURE: 3}
"""How many nodes there are at least: one in each zone of Azure's pool, and two zones at AWS."""
ZONES = 3
HEADROOM = 1.25
"""What a budget is set to: a quarter above the estimate, rounded up to tens of dollars."""


@dataclass(frozen=True)
class Item:
    """So much of one thing."""

    price: Price
    count: float

    @property
    def usd(self) -> float:
        """For a month."""
        return self.price.usd * self.count


def monthly_items(topology: Topology) -> tuple[Item, ...]:
    """What one environment needs in a month with little traffic, in the order of the price list."""
    counts = _counts(topology)
    return tuple(Item(price, counts[name]) for name, price in _list(topology).prices.items() if counts[name])


def monthly_usd(topology: Topology) -> float:
    """What a month costs."""
    return sum(item.usd for item in monthly_items(topology))


def budget_usd(topology: Topology) -> int:
    """The budget that an environment begins with."""
    return ceil(monthly_usd(topology) * HEADROOM / 10) * 10


def cost_page(topology: Topology) -> bytes:
    """The estimate as a page."""
    return render_file(
        "terraform/cost.md.j2",
        {
            "topology": topology,
            "prices": _list(topology),
            "items": monthly_items(topology),
            "total": monthly_usd(topology),
            "budget": budget_usd(topology),
        },
    )


def _list(topology: Topology) -> PriceList:
    return PRICES[topology.cloud]


def _counts(topology: Topology) -> dict[str, float]:
    """How much of everything that any of the clouds sells."""
    cpus, memory_gb = _requests(topology)
    kept = sum(part.keeps_data for part in topology.parts)
    gateways = ZONES if topology.cloud is Cloud.AWS else 1
    return {
        "cluster": 1,
        "registry": 1,
        "balancer": 1,
        "key": 1,
        "link": 3 + topology.keeps_data,
        "cpu": cpus,
        "memory_gb": memory_gb,
        "node": max(SYSTEM_NODES.get(topology.cloud, 0), ceil(cpus / NODE_CPUS), ceil(memory_gb / NODE_GB)),
        "gateway": gateways,
        "address": gateways + 1,
        "database": float(topology.has_database),
        "database_gb": SIZES[topology.cloud].database_gb * topology.has_database,
        "volume_gb": VOLUME_GB * kept,
        "backup_gb": BACKUP_GB * topology.keeps_data,
        "image_gb": IMAGE_GB,
        "log_gb": LOG_GB,
        "secret": len(topology.secrets) + topology.has_database,
    }


def _requests(topology: Topology) -> tuple[float, float]:
    """The processors and the GB of memory that all parts ask for together."""
    parts = [(replicas(part), part) for part in topology.parts]
    cpus = sum(count * max(LEAST_POD_CPUS, part.cpu_millis / 1000) for count, part in parts)
    memory_gb = sum(count * max(LEAST_POD_GB, part.memory_mb / 1024) for count, part in parts)
    return cpus, memory_gb
