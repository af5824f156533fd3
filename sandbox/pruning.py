"""Which things of a cache to let go: those not used for long, then the least recently used beyond a size."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

IN_USE_S = 3600.0
"""What was used within this time may be in use still, and stays: longer than any run."""


@dataclass(frozen=True)
class Item:
    """A thing in a cache; times are seconds since 1970."""

    used_at: float
    size_bytes: int


def superfluous(
    items: Mapping[str, Item], older_than_s: float, max_bytes: int, in_use_s: float = IN_USE_S
) -> list[str]:
    """The names of what should go, the least recently used first."""
    now, total = time.time(), sum(item.size_bytes for item in items.values())
    found: list[str] = []
    for name, item in sorted(items.items(), key=lambda pair: pair[1].used_at):
        age_s = now - item.used_at
        if age_s < in_use_s or (age_s < older_than_s and total <= max_bytes):
            continue
        found.append(name)
        total -= item.size_bytes
    return found
