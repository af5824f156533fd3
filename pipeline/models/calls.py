"""Model calls: a role's draft by rule, and what a model makes of it where one is chosen and can be paid for."""

import asyncio
import json
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from pipeline.agents.role import Answer, Improvement, Request, Role, Said
from pipeline.contracts.base import Contract
from pipeline.contracts.plan import RunRequest
from pipeline.errors import InputError, RunCancelled
from pipeline.models.answers import UnusableAnswer
from pipeline.models.breaker import Breaker
from pipeline.models.failures import ProviderFailure
from pipeline.models.ollama import installed
from pipeline.models.prices import Price, price_of
from pipeline.models.providers import Provider, endpoint
from pipeline.models.routing import Engine, engines_for, tier_for
from storage.ledger import BudgetExceeded
from storage.rows import LedgerEntry
from storage.store import Store

LONGEST_QUESTION_BYTES = 200_000
"""No tokenizer makes more tokens of a question than it has bytes; above this, some models cost more than is told."""
DEADLINE_S = 180.0
"""For all that is asked of models in one step."""
REQUEST_TIMEOUT_S = 90.0
CANCEL_CHECK_S = 0.2

Result = TypeVar("Result")


@dataclass(frozen=True)
class Asking:
    """Who asks: a run, at a position of its steps. `complexity` is the run's, from 0 to 1, as far as it is known."""

    run_id: int
    request: RunRequest
    position: int
    report: Callable[[str], None]
    cancelled: Callable[[], bool]
    complexity: float = 0.0


@dataclass(frozen=True)
class Asked:
    """The document that a model gets, and what it means in canonical form; empty where the role has none."""

    document: str
    meaning: str


class Calls:
    """Asks roles on behalf of runs. `known` gives keys and addresses, `prices` the person's own by provider/model."""

    def __init__(
        self,
        store: Store,
        known: Callable[[], Mapping[str, str]],
        prices: Callable[[], Mapping[str, Price]] = dict,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        self._store = store
        self._known = known
        self._prices = prices
        self._deadline_s = deadline_s
        self._breaker = Breaker()

    def ask(self, asking: Asking, role: Role[Request, Answer], question: Request) -> Answer:
        """A role's answer: the draft, improved where a model of the run's provider could.

        Raises RunFailure where the draft is not valid, and RunCancelled. What goes wrong at a provider is reported, and
        the draft stands.
        """
        return self.improve(asking, role, question, self._draft(asking, role, question))

    def improve(self, asking: Asking, role: Role[Request, Answer], question: Request, draft: Answer) -> Answer:
        """What a model makes of a draft, or the draft; raises RunCancelled."""
        improvement = role.improvement
        if improvement is None or Provider(asking.request.provider) is Provider.BUILTIN:
            return draft
        asked = _asked(role, improvement, question, draft)
        if asked is None:
            return draft
        try:
            engines = self._engines(asking, role)
        except InputError as error:  # Ollama does not say which models it has
            asking.report(f"{role.name}: {error}")
            return draft
        for engine in engines:
            try:
                said = self._said(asking, role, improvement, asked, engine)
                return _applied(improvement, question, draft, said)
            except (ProviderFailure, UnusableAnswer, InputError, BudgetExceeded) as error:
                asking.report(f"{role.name}, {engine.label}: {error}")
        asking.report(f"{role.name}: the built-in engine's answer stands.")
        return draft

    def _draft(self, asking: Asking, role: Role[Request, Answer], question: Request) -> Answer:
        """The built-in engine's answer, which is an entry of the ledger too."""
        from pipeline.agents.conversation import converse  # AutoGen is not needed before the first call
        from pipeline.models.builtin import BuiltinClient

        entry = _entry(asking, role, f"{asking.position}/{role.name}", Provider.BUILTIN, "builtin")
        self._store.ledger.reserve(entry, asking.request.budget_usd)
        began = time.perf_counter()
        answer, usage = converse(role, question, BuiltinClient(role))
        self._store.ledger.settle(
            asking.run_id,
            entry.call_key,
            cost_nusd=0,  # the built-in engine is free
            input_tokens=usage.prompt_tokens,
            output_tokens=usage.completion_tokens,
            duration_s=round(time.perf_counter() - began, 6),
        )
        return answer

    def _engines(self, asking: Asking, role: Role[Request, Answer]) -> tuple[Engine, ...]:
        """The engines to try, in order, without those of a provider that is left alone for now."""
        found = endpoint(Provider(asking.request.provider), self._known())
        if not found.is_usable:
            asking.report(f"{role.name}: no key of {found.provider.label} is saved.")
            return ()
        if self._breaker.is_open(found.provider):
            return ()
        local = () if asking.request.model or found.provider is not Provider.OLLAMA else installed(found.address)
        return engines_for(tier_for(role.name, asking.complexity), found, asking.request.model, local)

    def _said(
        self,
        asking: Asking,
        role: Role[Request, Answer],
        improvement: Improvement[Request, Answer],
        asked: Asked,
        engine: Engine,
    ) -> Said:
        """What one engine says; raises ProviderFailure, UnusableAnswer, UnknownPrice or BudgetExceeded."""
        if len(asked.document.encode()) > LONGEST_QUESTION_BYTES:
            raise UnusableAnswer("The question is longer than is asked of a model.")
        provider = engine.endpoint.provider
        try:
            talk = self._consult(asking, role, asked, improvement, engine)
            suggestion = asyncio.run(_unless_cancelled(talk, asking.cancelled))
        except ProviderFailure:
            self._breaker.failed(provider)
            raise
        self._breaker.worked(provider)
        return Said(suggestion, engine.label, asking.report)

    async def _consult(
        self,
        asking: Asking,
        role: Role[Request, Answer],
        asked: Asked,
        improvement: Improvement[Request, Answer],
        engine: Engine,
    ) -> Contract:
        from pipeline.agents.conversation import consult
        from pipeline.models.accounts import Account
        from pipeline.models.clients import client_of
        from pipeline.models.memory import Asker, Memory
        from pipeline.models.metered import MeteredClient, Patience

        most = improvement.max_output_tokens
        asker = Asker(asking.run_id, (asking.request.project_name, asking.request.input_name), asked.meaning)
        price = price_of(engine.endpoint, engine.model, self._prices())
        entry = _entry(asking, role, f"{asking.position}/{role.name}/", engine.endpoint.provider, engine.model)
        client = MeteredClient(
            client_of(engine.endpoint, engine.model, timeout_s=REQUEST_TIMEOUT_S, max_output_tokens=most),
            engine,
            Account(self._store.ledger, entry, price, asking.request.budget_usd, most),
            Memory(self._store.answers, asker, engine, role.name, most),
            Patience(deadline=time.monotonic() + self._deadline_s),
            asking.report,
        )
        try:
            return await consult(role, asked.document, improvement.suggestion, client)
        finally:
            await client.close()


def _asked(
    role: Role[Request, Answer], improvement: Improvement[Request, Answer], question: Request, draft: Answer
) -> Asked | None:
    """What is asked of a model about a draft; None where there is nothing to ask."""
    from pipeline.agents.conversation import improvement_document

    evidence = improvement.evidence(question, draft)
    if evidence is None:
        return None
    document = improvement_document(role, improvement, evidence)
    meaning = improvement.meaning(question, draft) if improvement.meaning else ""
    form = [improvement.task, improvement.suggestion.model_json_schema(), meaning]
    return Asked(document, json.dumps(form) if meaning else "")


def _applied(improvement: Improvement[Request, Answer], question: Request, draft: Answer, said: Said) -> Answer:
    """The draft with as much of a suggestion as is sound; raises UnusableAnswer where no valid answer comes of it."""
    answer = improvement.apply(question, draft, said)
    try:
        return type(draft).model_validate(answer.model_dump())
    except ValidationError as error:
        raise UnusableAnswer(f"What comes of the answer is not valid: {error.errors()[0]['msg']}.") from error


async def _unless_cancelled(talk: Coroutine[None, None, Result], cancelled: Callable[[], bool]) -> Result:
    """What a conversation gives; raises RunCancelled as soon as the person stops the run."""
    task = asyncio.create_task(talk)
    while not task.done():
        if cancelled():
            task.cancel()
            await asyncio.wait([task])
            raise RunCancelled
        await asyncio.wait([task], timeout=CANCEL_CHECK_S)
    return task.result()


def _entry(asking: Asking, role: Role[Request, Answer], call_key: str, provider: Provider, model: str) -> LedgerEntry:
    """A call that has not been made; the same key means the same call."""
    return LedgerEntry(
        id=0,
        run_id=asking.run_id,
        call_key=call_key,
        at="",
        agent=role.agent,
        role=role.name,
        provider=provider.value,
        model=model,
        input_tokens=None,
        output_tokens=None,
        reserved_nusd=0,
        cost_nusd=None,
        duration_s=None,
        settled=False,
    )
