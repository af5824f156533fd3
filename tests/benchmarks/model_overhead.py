"""What the meter of a call takes without AutoGen and a provider's client, and finding an answer among many."""

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

from autogen_core.models import UserMessage
from autogen_ext.models.replay import ReplayChatCompletionClient

from pipeline.models.accounts import Account
from pipeline.models.answers import read_answer
from pipeline.models.budgets import Purse
from pipeline.models.memory import Asker, Memory
from pipeline.models.metered import MeteredClient, Patience
from pipeline.models.prices import Price
from pipeline.models.providers import Provider, endpoint
from pipeline.models.tiers import Engine, Tier
from storage.rows import LedgerEntry, ModelAnswer, now
from storage.store import Store
from tests.pipeline.models.questions import Number

ENTRIES, CALLS = 10_000, 200
WORDS = "word " * 2000
PRICE = Price(input_usd=Decimal(1), output_usd=Decimal(5))


def measure() -> Iterator[str]:
    """Lines of figures."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "quintet.db", lambda: b"")
        ours_s = median(asyncio.run(own_work_s(store)))
        commit_s = median([committed_s(store) for _ in range(CALLS)])
        store.close()
    yield f"our own work for a call (memory, ledger, price, validation): {1000 * ours_s:.2f} ms (aim: 5 ms)"
    # The reservation; its settlement, the answer, and that it was of use do not wait for the disk.
    yield (
        f"of that, one durable commit of {1000 * commit_s:.2f} ms on this disk; without it "
        f"{1000 * (ours_s - commit_s):.2f} ms"
    )
    with tempfile.TemporaryDirectory() as folder:
        yield from look_up(Path(folder) / "quintet.db")


def committed_s(store: Store) -> float:
    """Seconds of the smallest change that a power cut cannot undo."""
    began = time.perf_counter()
    store.settings.save("overhead", str(began))
    return time.perf_counter() - began


async def own_work_s(store: Store) -> list[float]:
    """Seconds that calls take with a client that answers at once."""
    engine = Engine(Tier.ECONOMIC, endpoint(Provider.OPENAI, {}), "m")
    run_id, took_s = store.runs.create("overhead", "{}", "Initialized").id, []
    for number in range(CALLS):
        began = time.perf_counter()
        purse = Purse(store.ledger, run_id, Decimal(100), None, lambda _line: None)
        client = MeteredClient(
            lambda: ReplayChatCompletionClient(['{"value": 1}']),
            engine,
            Account(store.ledger, entry(run_id, number), PRICE, PRICE, purse, 4000),
            Memory(store.answers, Asker(run_id, ("x",), f"meaning {number}"), engine, "r", 4000),
            Patience(ends=lambda: time.monotonic() + 60),
            lambda _line: None,
        )
        said = await client.create([UserMessage(content=f"{number} {WORDS}", source="x")])
        read_answer(str(said.content), said.finish_reason, Number)
        client.accept()
        took_s.append(time.perf_counter() - began)
    return took_s


def look_up(path: Path) -> Iterator[str]:
    """An answer found by its meaning among many, against the same row found by SQLite alone."""
    store = Store(path, lambda: b"")
    with store.database.transaction() as db:
        db.table("answers").insert_all(answer(number).model_dump() for number in range(ENTRIES))
    names = [f"meaning {number}" for number in range(0, ENTRIES, 20)]
    ours_s = median([seconds(store.answers.find_meaning, name) for name in names])
    with closing(sqlite3.connect(path)) as bare:
        query = "SELECT * FROM answers WHERE meaning = ?"
        bare_s = median([seconds(lambda name: bare.execute(query, [name]).fetchone(), name) for name in names])
    store.close()
    yield (
        f"a look-up among {ENTRIES:,} answers: {1000 * ours_s:.3f} ms (aim: 5 ms), {ours_s / bare_s:.1f} times that of "
        f"SQLite alone ({1000 * bare_s:.3f} ms)"
    )


def seconds(find: Callable[[str], object], name: str) -> float:
    """How long it takes to find what is there."""
    began = time.perf_counter()
    found = find(name)
    took_s = time.perf_counter() - began
    assert found is not None
    return took_s


def median(values: list[float]) -> float:
    """The middle one."""
    return sorted(values)[len(values) // 2]


def entry(run_id: int, number: int) -> LedgerEntry:
    """A call that has not been made."""
    return LedgerEntry(
        id=0, run_id=run_id, call_key=f"{number}/", at="", agent="a", role="r", provider="openai", model="m",
        input_tokens=None, output_tokens=None, reserved_nusd=0, cost_nusd=None, duration_s=None, settled=False,
    )  # fmt: skip


def answer(number: int) -> ModelAnswer:
    """One of many answers."""
    return ModelAnswer(
        key=f"key {number}", run_id=1, usable=True, at=now(), provider="openai", model="m", role="r",
        text="{}" * 500, finish_reason="stop", input_tokens=1, output_tokens=1, meaning=f"meaning {number}",
    )  # fmt: skip
