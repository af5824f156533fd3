"""What a model call takes besides the provider's own time, and what routing saves on a fixed set of questions."""

import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import httpx

from pipeline.models.providers import Provider
from storage.ledger import Ledger
from storage.store import Store
from tests.pipeline.models.provider_server import ProviderServer, Reply, provider_server
from tests.pipeline.models.questions import Desk, desk

CALLS = 60
WARM = 5
AIM_MS = 5.0


def measure() -> Iterator[str]:
    """Milliseconds by call: bare, ours, the difference, and its parts."""
    with provider_server() as server, tempfile.TemporaryDirectory() as folder:
        server.script = lambda _asked, number: Reply(json.dumps({"value": number}))
        asking = desk(Path(folder), Provider.OPENAI, server.address)
        asking.budget_usd = Decimal(1000)
        ask = _asker(asking)
        for _ in range(WARM):
            ask()
        body = server.asked[-1]
        with httpx.Client() as kept:
            bare_kept = _median_ms(lambda: _post(kept, server, body))
        bare = _median_ms(lambda: _new_post(server, body))
        ours = _median_ms(ask)
        yield f"bare request, connection kept: {bare_kept:.2f} ms; with a client of its own: {bare:.2f} ms"
        draft = _median_ms(_drafter(asking))
        yield f"ours, with the draft: {ours:.2f} ms; the draft alone: {draft:.2f} ms"
        yield f"our own overhead by call: {ours - draft - bare:.2f} ms (aim: below {AIM_MS:.0f} ms)"
        yield f"of it, reserving and settling in the ledger: {_median_ms(_booking(asking.store)):.2f} ms"


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


def _new_post(server: ProviderServer, body: object) -> None:
    with httpx.Client() as client:
        _post(client, server, body)


def _median_ms(act: Callable[[], object]) -> float:
    took = []
    for _ in range(CALLS):
        began = time.perf_counter()
        act()
        took.append(1000 * (time.perf_counter() - began))
    return statistics.median(took)
