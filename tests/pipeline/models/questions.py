"""A small role, asked on behalf of a run that exists, with a provider on loopback."""

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from pipeline.agents.role import Improvement, Role
from pipeline.contracts.base import Contract
from pipeline.contracts.plan import InputKind, RunRequest
from pipeline.models.calls import Asking, Calls
from pipeline.models.prices import Price
from pipeline.models.providers import ADDRESS_NAMES, KEY_NAMES, Provider
from pipeline.models.router import Policy
from pipeline.states import Agent
from storage.rows import LedgerEntry
from storage.store import Store

MODEL = "small"
KEY = "sk-canary-7f3a"
NOBODY = "http://127.0.0.1:1"
PRICE = Price(input_usd=Decimal(2), output_usd=Decimal(10))


class Question(Contract):
    """What is asked, in some words that mean something."""

    value: int
    words: str = ""
    meaning: str = ""
    items: tuple[str, ...] = ()


class Number(Contract):
    """What is answered, to some words."""

    value: int
    words: str = ""
    why: str = ""


class Listed(Number):
    """What a model sees where there are items."""

    items: tuple[str, ...]


NAMER: Role[Question, Number] = Role(
    name="RequirementsAnalyst",
    agent=Agent.ANALYZER,
    task="Double the number.",
    request=Question,
    answer=Number,
    draft=lambda asked: Number(value=2 * asked.value, words=asked.words),
    improvement=Improvement(
        task="Give a better number.",
        evidence=lambda asked, draft: Listed(items=asked.items, **dict(draft)) if asked.items else draft,
        suggestion=Number,
        apply=lambda _asked, _draft, said: Number(value=said.document.value),
        meaning=lambda asked, _draft, _evidence: asked.meaning,
    ),
)
DRAFT, BETTER = 8, 15


@dataclass
class Desk:
    """Asks the role for the better of the double of a number, and keeps what it was told."""

    store: Store
    calls: Calls
    run_id: int
    provider: Provider
    budget_usd: Decimal = Decimal(5)
    model: str = MODEL
    complexity: float = 0.0
    label: str = ""
    number: int = 4
    told: list[str] = field(default_factory=list)
    is_cancelled: bool = False
    project: str = "shop"
    words: str = ""
    meaning: str = ""
    items: tuple[str, ...] = ()

    def ask(self, position: int = 1) -> int:
        """The number that is answered."""
        request = RunRequest(
            input_kind=InputKind.BRIEF,
            input_name="brief",
            project_name=self.project,
            provider=self.provider,
            model=self.model,
            label=self.label,
            budget_usd=self.budget_usd,
        )
        question = Question(value=self.number, words=self.words, meaning=self.meaning, items=self.items)
        asking = Asking(self.run_id, request, position, self.told.append, lambda: self.is_cancelled, self.complexity)
        return self.calls.ask(asking, NAMER, question).value

    def paid(self) -> list[LedgerEntry]:
        """The entries of the ledger but for those of the draft."""
        return [entry for entry in self.store.ledger.entries(self.run_id) if entry.provider != Provider.BUILTIN]


def desk(
    folder: Path,
    provider: Provider,
    address: str,
    deadline_s: float = 20.0,
    meaning: str = "",
    policy: Policy | None = None,
    key: str = KEY,
) -> Desk:
    """A desk with a database of its own, and no models on this computer unless they are asked for."""
    store = Store(folder / "quintet.db", lambda: b"")
    known = {"OLLAMA_HOST": NOBODY, ADDRESS_NAMES[provider]: address, KEY_NAMES.get(provider, ""): key}
    prices = {f"{provider}/{model}": PRICE for model in (MODEL, "large")}
    given = (policy or Policy()).model_copy(update={"prices": prices})
    calls = Calls(store, lambda: known, lambda: given, deadline_s=deadline_s)
    return Desk(store, calls, store.runs.create("shop", "{}", "Initialized").id, provider, meaning=meaning)
