"""Model calls: a role's draft by rule, and what a model makes of it where one is chosen and can be paid for."""

import asyncio
import json
import sqlite3
import time
from collections.abc import Callable, Coroutine, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import ValidationError

from pipeline.agents.role import Answer, Improvement, Request, Role, Said
from pipeline.contracts.base import Contract
from pipeline.contracts.plan import RunRequest
from pipeline.errors import InputError, RunCancelled, RunFailure
from pipeline.models.answers import UnusableAnswer
from pipeline.models.breaker import Breaker
from pipeline.models.budgets import Purse
from pipeline.models.changes import changes_of
from pipeline.models.failures import ProviderFailure, failure_of
from pipeline.models.prices import likely_tokens, price_of
from pipeline.models.providers import ADDRESS_NAMES, KEY_NAMES, Endpoint, Provider, endpoint
from pipeline.models.router import Policy, Route, Router
from pipeline.models.secrecy import covered
from pipeline.models.sharing import Sharer, Sharing
from pipeline.models.tiers import Engine, Tier
from storage.ledger import BudgetExceeded
from storage.rows import QUINTET, AuditEvent, Improved, LedgerEntry, Outcome
from storage.store import Store

LONGEST_QUESTION_BYTES = 200_000
"""No tokenizer makes more tokens of a question than it has bytes; above this, some models cost more than is told."""
DEADLINE_S = 180.0
"""For all that is asked of models in one step."""
REQUEST_TIMEOUT_S = 90.0
CANCEL_CHECK_S = 0.2
OURS = (UnusableAnswer, InputError, BudgetExceeded, RunCancelled, RunFailure, sqlite3.Error)
"""What a question ends with that no provider is to blame for."""
ASSUMED_OUTPUT_TOKENS = 400
"""Of an answer that was never asked for, to say what it would have cost."""
BUILT_IN = Engine(Tier.BUILTIN, Endpoint(Provider.BUILTIN, ""), "builtin", "every answer is drafted by rules first")

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


class Asked(NamedTuple):
    """The document that a model gets, and what it means in canonical form; empty where the role has none."""

    document: str
    meaning: str


@dataclass
class Deadline:
    """So many seconds for all engines that are tried, from the first request on: libraries are loaded before it."""

    seconds: float
    ends: float | None = None

    def at(self) -> float:
        """When it ends, by the monotonic clock."""
        if self.ends is None:
            self.ends = time.monotonic() + self.seconds
        return self.ends


@dataclass(frozen=True)
class Question(Generic[Request, Answer]):
    """What a model is asked, and on behalf of whom. `known` are keys and addresses by the usual names."""

    asking: Asking
    role: Role[Request, Answer]
    improvement: Improvement[Request, Answer]
    document: str
    meaning: str
    known: Mapping[str, str]
    policy: Policy
    purse: Purse
    deadline: Deadline


class Calls:
    """Asks roles on behalf of runs. `known` gives keys and addresses, `policy` what the person set."""

    def __init__(
        self,
        store: Store,
        known: Callable[[], Mapping[str, str]],
        policy: Callable[[], Policy] = Policy,
        deadline_s: float = DEADLINE_S,
        sharing: Sharing | None = None,
    ) -> None:
        self._store = store
        self._policy = policy
        self._deadline_s = deadline_s
        self._breaker = Breaker()
        self.router = Router()
        self._known = known
        self._sharing = sharing or Sharing()

    def at_work(self, run_id: int, request: RunRequest) -> AbstractContextManager[None]:
        """For as long as a run may ask a model: the runs that are at work at the same time share small requests."""
        return nullcontext() if Provider(request.provider) is Provider.BUILTIN else self._sharing.at_work(run_id)

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
        known = self._known()
        cover = partial(covered, keys=_keys(known))
        asking = replace(asking, report=_through(cover, asking.report))
        asked = asked._replace(document=cover(asked.document))
        try:
            policy = self._policy()
        except InputError as error:  # what was set is not usable
            asking.report(f"{role.name}: {error}")
            return draft
        purse = Purse(self._store.ledger, asking.run_id, asking.request.budget_usd, policy.month_usd, asking.report)
        return self._answer(
            Question(asking, role, improvement, *asked, known, policy, purse, Deadline(self._deadline_s)),
            question,
            draft,
        )

    def _answer(self, asked: Question[Request, Answer], question: Request, draft: Answer) -> Answer:
        """The first answer of use that an engine of the question's route gives, else the draft."""
        asking, role = asked.asking, asked.role
        self._store.improvements.forget(asking.run_id, asking.position, role.name)
        provider, used = Provider(asking.request.provider), asked.purse.most_used()
        route = self.router.route(
            asked.known,
            provider,
            asking.request.model,
            role.name,
            asking.complexity,
            asked.policy,
            used,
            lambda line: asking.report(f"{role.name}: {line}"),
        )
        engine = None
        for engine in route.engines:
            if rest_s := self._breaker.rest_s(engine.endpoint):
                told = f"{engine.endpoint.provider.label} kept failing, and is left alone for {rest_s:.0f} s more."
                asking.report(f"{role.name}: {told}")
                continue
            asking.report(f"{role.name} → {engine.label}: {engine.reason}.")
            answer = None
            try:
                answer = _applied(asked.improvement, question, draft, self._said(asked, engine))
                if answer == draft:
                    asking.report(f"{role.name}, {engine.label}: It adds nothing to the built-in engine's answer.")
                else:
                    self._note_outcome(asked, engine, usable=True)
                    self._note_changes(asked, engine, draft, answer)
                return answer
            except (ProviderFailure, InputError, BudgetExceeded) as error:
                asking.report(f"{role.name}, {engine.label}: {error}")
            except UnusableAnswer as error:
                asking.report(f"{role.name}, {engine.label}: {error}")
                self._note_outcome(asked, engine, usable=False)
                break
            finally:
                if answer is None or answer == draft:  # no better model was spared by what was of no use
                    self._store.ledger.save_nothing(asking.run_id, f"{_draft_key(asking, role)}/")
        asking.report(f"{role.name}: the built-in engine's answer stands{'' if engine else _without(route)}.")
        self._explain_draft(asked, route, is_asked=engine is not None)
        return draft

    def _note_changes(self, asked: Question[Request, Answer], engine: Engine, draft: Answer, answer: Answer) -> None:
        """Keep what a model changed, so that the person sees it."""
        if not asked.improvement.has_own_view:
            self._store.improvements.record(
                Improved(
                    run_id=asked.asking.run_id,
                    position=asked.asking.position,
                    role=asked.role.name,
                    model=engine.label,
                    changes=changes_of(draft, answer).model_dump_json(),
                )
            )

    def _note_outcome(self, asked: Question[Request, Answer], engine: Engine, *, usable: bool) -> None:
        """Keep what became of an answer, unless the person named the model: then nothing was chosen."""
        asking, role = asked.asking, asked.role
        if engine.tier is None:
            return
        requests, cost_nusd = self._store.ledger.taken(asking.run_id, f"{_draft_key(asking, role)}/")
        self._store.outcomes.record(
            Outcome(
                run_id=asking.run_id,
                position=asking.position,
                role=role.name,
                tier=engine.tier,
                complexity=asking.complexity,
                model=engine.model,
                usable=usable,
                requests=requests,
                cost_nusd=cost_nusd,
            )
        )

    def _explain_draft(self, asked: Question[Request, Answer], route: Route, *, is_asked: bool) -> None:
        """Enter why the draft stands, and what the best model would have cost where routing spared any."""
        asking, premium_nusd = asked.asking, 0
        if not is_asked and route.tier in (Tier.LOCAL, Tier.BUILTIN):
            premium = self.router.premium(asked.known, Provider(asking.request.provider), asked.policy)
            premium_nusd = premium.cost_nusd(likely_tokens(asked.document), ASSUMED_OUTPUT_TOKENS)
        reason = route.reason + ("; no model gave an answer of use" if is_asked else _without(route))
        self._store.ledger.explain(asking.run_id, _draft_key(asking, asked.role), reason, premium_nusd)

    def _draft(self, asking: Asking, role: Role[Request, Answer], question: Request) -> Answer:
        """The built-in engine's answer, which is an entry of the ledger too."""
        from pipeline.agents.conversation import converse  # AutoGen is not needed before the first call
        from pipeline.models.builtin import BuiltinClient

        entry = _entry(asking, role, _draft_key(asking, role), BUILT_IN)
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

    def _said(self, asked: Question[Request, Answer], engine: Engine) -> Said:
        """What one engine says; raises ProviderFailure, UnusableAnswer, InputError or BudgetExceeded.

        Whatever else goes wrong while a provider is asked counts as its failure: the draft stands.
        """
        if len(asked.document.encode()) > LONGEST_QUESTION_BYTES:
            raise UnusableAnswer("The question is longer than is asked of a model.")
        if engine.endpoint.trouble:
            raise InputError(engine.endpoint.trouble)
        provider = engine.endpoint.provider
        if engine.endpoint.key and provider in KEY_NAMES:
            subject = f"{KEY_NAMES[provider]} at {engine.endpoint.shown}"
            self._store.audit.append_once(AuditEvent.KEY_USED, QUINTET, subject, asked.asking.run_id)
        try:
            suggestion = asyncio.run(_unless_cancelled(self._consult(asked, engine), asked.asking.cancelled))
        except OURS:
            raise
        except Exception as error:
            self._breaker.failed(engine.endpoint)
            self._store.ledger.close_interrupted(asked.asking.run_id, f"{_draft_key(asked.asking, asked.role)}/")
            raise failure_of(error, engine.endpoint, engine.model) from error
        self._breaker.worked(engine.endpoint)
        return Said(suggestion, engine.label, asked.asking.report)

    async def _consult(self, asked: Question[Request, Answer], engine: Engine) -> Contract:
        from pipeline.agents.conversation import consult
        from pipeline.models.accounts import Account
        from pipeline.models.clients import client_of
        from pipeline.models.memory import Asker, Memory
        from pipeline.models.metered import MeteredClient, Patience

        asking, role, most = asked.asking, asked.role, asked.improvement.max_output_tokens
        names = (asking.request.project_name, asking.request.input_name)
        asker = Asker(asking.run_id, names, asked.meaning)
        price = price_of(engine.endpoint, engine.model, asked.policy.prices)
        premium = self.router.premium(asked.known, Provider(asking.request.provider), asked.policy)
        entry = _entry(asking, role, f"{_draft_key(asking, role)}/", engine)
        opened = partial(client_of, engine.endpoint, engine.model, timeout_s=REQUEST_TIMEOUT_S)
        client = MeteredClient(
            partial(opened, max_output_tokens=most),
            engine,
            Account(self._store.ledger, entry, price, premium, asked.purse, most),
            Memory(self._store.answers, asker, engine, role.name, most),
            Patience(ends=asked.deadline.at),
            asking.report,
            Sharer(self._sharing, asking.run_id, engine, price, most, opened),
        )
        try:
            return await consult(role, asked.document, asked.improvement.suggestion, client)
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
    meaning = improvement.meaning(question, draft, evidence) if improvement.meaning else ""
    form = [improvement.task, improvement.schema, meaning]
    return Asked(document, json.dumps(form) if meaning else "")


def _keys(known: Mapping[str, str]) -> list[str]:
    """Those of whatever service, and passwords in addresses."""
    in_addresses = [secret for provider in ADDRESS_NAMES for secret in endpoint(provider, known).secrets]
    return [*(value for name, value in known.items() if name not in ADDRESS_NAMES.values()), *in_addresses]


def _through(cover: Callable[[str], str], report: Callable[[str], None]) -> Callable[[str], None]:
    return lambda line: report(cover(line))


def _without(route: Route) -> str:
    """Why no engine was asked, where that is not said already."""
    return "; there is no local model" if route.tier in (Tier.LOCAL, Tier.BUILTIN) else "; no model can be asked"


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


def _draft_key(asking: Asking, role: Role[Any, Any]) -> str:
    return f"{asking.position}/{role.name}"


def _entry(asking: Asking, role: Role[Any, Any], call_key: str, engine: Engine) -> LedgerEntry:
    """A call that has not been made; the same key means the same call."""
    return LedgerEntry(
        id=0,
        run_id=asking.run_id,
        call_key=call_key,
        at="",
        agent=role.agent,
        role=role.name,
        provider=engine.endpoint.provider,
        model=engine.model,
        input_tokens=None,
        output_tokens=None,
        reserved_nusd=0,
        cost_nusd=None,
        duration_s=None,
        settled=False,
        label=asking.request.label,
        tier=engine.tier or "named",
        complexity=asking.complexity,
        reason=engine.reason,
    )
