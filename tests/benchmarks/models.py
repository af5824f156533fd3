"""What a model call takes besides the provider's own time, and what routing saves on a fixed set of questions."""

import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import httpx

from pipeline.models.providers import Provider
from storage.ledger import Ledger
from storage.store import Store
from tests.pipeline.models.provider_server import ProviderServer, Reply, provider_server
from tests.pipeline.models.questions import Desk, desk

CALLS = 60
WARM = 5
AIM_MS = 5.0


class Took(NamedTuple):
    """Medians: milliseconds that passed, and those of the processor, which other work on the machine disturbs less."""

    wall_ms: float
    cpu_ms: float

    def __str__(self) -> str:
        return f"{self.wall_ms:.2f} ms ({self.cpu_ms:.2f} ms of the processor)"

    def besides(self, *others: "Took") -> "Took":
        """Without what others take."""
        wall, cpu = (sum(getattr(each, name) for each in others) for name in ("wall_ms", "cpu_ms"))
        return Took(self.wall_ms - wall, self.cpu_ms - cpu)


def measure() -> Iterator[str]:
    """By call: a bare request, ours, what we add, and the part of the ledger."""
    with provider_server() as server, tempfile.TemporaryDirectory() as folder:
        server.script = lambda _asked, number: Reply(json.dumps({"value": number}))
        asking = desk(Path(folder), Provider.OPENAI, server.address)
        asking.budget_usd = Decimal(1000)
        ask = _asker(asking)
        for _ in range(WARM):
            ask()
        body = server.asked[-1]
        with httpx.Client() as client:
            bare = _median(lambda: _post(client, server, body))
        draft, ours, booking = (_median(act) for act in (_drafter(asking), ask, _booking(asking.store)))
        yield f"bare request, on a connection that is kept: {bare}"
        yield f"ours, with the draft: {ours}; the draft alone: {draft}"
        yield f"what we and the libraries add: {ours.besides(draft, bare)}; aim: below {AIM_MS:.0f} ms of our own"
        yield f"of it, reserving and settling in the ledger: {booking}"


def _asker(asking: Desk) -> Callable[[], object]:
    def ask() -> object:
        asking.number += 1
        return asking.ask(asking.number)

    return ask


def _drafter(asking: Desk) -> Callable[[], object]:
    other = Desk(asking.store, asking.calls, asking.run_id, Provider.BUILTIN, number=100_000)

    def draft() -> object:
        other.number += 1
        return other.ask(other.number)

    return draft


def _booking(store: Store) -> Callable[[], None]:
    from tests.pipeline.models.test_money import call, settle

    run_id, ledger, number = store.runs.create("booked", "{}", "Initialized").id, store.ledger, iter(range(10_000))
    assert isinstance(ledger, Ledger)

    def book() -> None:
        key = str(next(number))
        ledger.reserve(call(run_id, key, 1_000), Decimal(1000), Decimal(1000))
        settle(store, run_id, key, 1_000)

    return book


def _post(client: httpx.Client, server: ProviderServer, body: object) -> None:
    client.post(f"{server.address}/chat/completions", json=body).raise_for_status()


def _median(act: Callable[[], object]) -> Took:
    wall, cpu = [], []
    for _ in range(CALLS):
        began, worked = time.perf_counter(), time.thread_time()
        act()
        wall.append(1000 * (time.perf_counter() - began))
        cpu.append(1000 * (time.thread_time() - worked))
    return Took(statistics.median(wall), statistics.median(cpu))
