"""A model client that pays for each request: reserved before it is sent, settled after, tried again where it helps."""

import asyncio
import random
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from autogen_core.models import (
    ChatCompletionClient,
    CreateResult,
    LLMMessage,
    ModelCapabilities,
    ModelInfo,
    RequestUsage,
)
from autogen_core.tools import Tool, ToolSchema

from pipeline.models.accounts import Account
from pipeline.models.clients import MODEL_INFO
from pipeline.models.failures import ProviderFailure, failure_of
from pipeline.models.memory import Memory
from pipeline.models.secrecy import covered
from pipeline.models.sharing import Sharer
from pipeline.models.tiers import Engine
from storage.rows import CallOutcome

NO_TOKENS = RequestUsage(prompt_tokens=0, completion_tokens=0)
ATTEMPTS = 4
MOST_REQUESTS = 8
"""To one engine for one question, whatever goes wrong."""
MEANS = {CallOutcome.CACHED: "The same question", CallOutcome.MATCHED: "A question of the same meaning"}
FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 20.0


@dataclass(frozen=True)
class Patience:
    """How long to go on: until `ends`, by the monotonic clock, which may depend on when it is first asked for.

    `first_wait_s` doubles with each attempt.
    """

    ends: Callable[[], float]
    attempts: int = ATTEMPTS
    first_wait_s: float = FIRST_WAIT_S

    def wait_s(self, attempt: int, failure: ProviderFailure) -> float | None:
        """Seconds to wait before the attempt after this one (from 1), with jitter; None where none is to be made."""
        asked = failure.wait_s
        wait_s = asked if asked is not None else min(LONGEST_WAIT_S, self.first_wait_s * 2 ** (attempt - 1))
        wait_s *= random.uniform(1.0, 1.25) if asked is not None else random.uniform(0.5, 1.0)  # noqa: S311  # jitter
        in_time = time.monotonic() + wait_s < self.ends()
        return wait_s if failure.is_transient and attempt < self.attempts and in_time else None


class MeteredClient(ChatCompletionClient):
    """Wraps a provider's client, which is opened where an answer is not known. `said` is the newest answer."""

    def __init__(
        self,
        open_client: Callable[[], ChatCompletionClient],
        engine: Engine,
        account: Account,
        memory: Memory,
        patience: Patience,
        report: Callable[[str], None],
        sharer: Sharer | None = None,
    ) -> None:
        self._sharer = sharer
        self._open_client = open_client
        self._inner: ChatCompletionClient | None = None
        self._engine = engine
        self._account = account
        self._memory = memory
        self._patience = patience
        self.report = report
        self._requests = 0
        self.said: CreateResult | None = None
        self._prompt = self._asked = ""
        self._is_shared = False

    def accept(self) -> None:
        """Say that the newest answer was of use."""
        if self.said and not self.said.cached:
            self._memory.keep(self._prompt, self._asked, self.said, usable=True, by_meaning=not self._is_shared)

    async def create(self, messages: Sequence[LLMMessage], **_arguments: Any) -> CreateResult:
        """The answer; raises ProviderFailure, or BudgetExceeded before a request that could cost too much."""
        prompt = "\n".join(str(message.content) for message in messages)
        self._asked = str(messages[-1].content)
        if found := self._memory.find(prompt):
            self.said, outcome = found
            source = self._memory.used(self._account.remembered(outcome, self.said.usage), self._asked)
            self.report(f"{MEANS[outcome]} was answered in run {source}; that answer is used, and costs nothing.")
            return self.said
        if not self._requests and self.said is None and (shared := await self._shared(messages, prompt)):
            self._is_shared = True
            return self._keep(prompt, shared)
        for attempt in range(1, self._patience.attempts + 1):
            try:
                answer = await self._once(messages, prompt)
            except ProviderFailure as failure:
                wait_s = self._patience.wait_s(attempt, failure)
                if wait_s is None:
                    raise
                self.report(f"{failure.reason} Trying again in {wait_s:.1f} s.")
                await asyncio.sleep(wait_s)
            else:
                self._is_shared = False
                return self._keep(prompt, answer)
        raise AssertionError("The last attempt raises or returns.")

    def _keep(self, prompt: str, answer: CreateResult) -> CreateResult:
        self.said, self._prompt = answer, prompt
        self._memory.keep(prompt, self._asked, answer, usable=False)
        return answer

    async def _shared(self, messages: Sequence[LLMMessage], prompt: str) -> CreateResult | None:
        """The run's part of a request that it shares with others; None where it has to ask on its own."""
        question = self._sharer.question(messages, self._patience.ends) if self._sharer else None
        if self._sharer is None or question is None:
            return None
        key, began = self._account.reserve(prompt), time.monotonic()
        try:
            part = await self._sharer.part(question)
        except BaseException as error:
            if not question.is_sent:
                self._account.withdraw(key)
                raise
            self._requests += 1
            failure = self._unanswered(key, began, error)
            if not isinstance(error, Exception):
                raise
            self.report(f"{failure} The request was shared with other runs; now the question is asked alone.")
            return None
        if part is None:
            self._account.withdraw(key)
            return None
        self._requests += 1
        usage = RequestUsage(prompt_tokens=part.input_tokens, completion_tokens=part.output_tokens)
        self._account.shared(key, usage, part.cost_nusd, time.monotonic() - began)
        if part.text is None:
            self.report("The answer to a request that was shared cannot be told apart; the question is asked alone.")
            return None
        self.report(f"One request asked this for {part.runs} runs, which share its cost.")
        text = covered(part.text, self._engine.endpoint.secrets)
        return CreateResult(finish_reason="stop", content=text, usage=usage, cached=False)

    async def _once(self, messages: Sequence[LLMMessage], prompt: str) -> CreateResult:
        """One request, paid for; raises ProviderFailure."""
        endpoint = self._engine.endpoint
        self._inner = self._inner or self._open_client()  # loads a library, perhaps
        left_s = self._patience.ends() - time.monotonic()
        if left_s <= 0:
            raise ProviderFailure(f"{endpoint.provider.label} took too long.", is_transient=False)
        if self._requests == MOST_REQUESTS:
            raise ProviderFailure(f"{endpoint.provider.label} was asked {MOST_REQUESTS} times.", is_transient=False)
        self._requests += 1
        key, began = self._account.reserve(prompt), time.monotonic()
        try:
            answer = await asyncio.wait_for(self._inner.create(messages), left_s)
        except BaseException as error:
            failure = self._unanswered(key, began, error)
            if isinstance(error, Exception):
                raise failure from error
            raise
        self._account.answered(key, answer.usage, str(answer.content), time.monotonic() - began)
        return answer.model_copy(update={"content": covered(str(answer.content), endpoint.secrets)})

    def _unanswered(self, key: str, began: float, error: BaseException) -> ProviderFailure:
        """Settle a request that ended with an error."""
        failure = failure_of(error, self._engine.endpoint, self._engine.model)
        (self._account.lost if failure.may_be_billed else self._account.failed)(key, time.monotonic() - began)
        return failure

    async def create_stream(
        self, messages: Sequence[LLMMessage], **arguments: Any
    ) -> AsyncGenerator[str | CreateResult, None]:
        """The same answer in one piece."""
        yield await self.create(messages, **arguments)

    async def close(self) -> None:
        """Close the provider's client, if there is one."""
        if self._inner:
            await self._inner.close()

    def actual_usage(self) -> RequestUsage:
        """As the provider's client counts it."""
        return self._inner.actual_usage() if self._inner else NO_TOKENS

    def total_usage(self) -> RequestUsage:
        """As the provider's client counts it."""
        return self._inner.total_usage() if self._inner else NO_TOKENS

    def count_tokens(self, messages: Sequence[LLMMessage], *, tools: Sequence[Tool | ToolSchema] = ()) -> int:  # noqa: ARG002
        """Nothing is counted by AutoGen; the meter bounds tokens by bytes."""
        return 0

    def remaining_tokens(self, messages: Sequence[LLMMessage], *, tools: Sequence[Tool | ToolSchema] = ()) -> int:  # noqa: ARG002
        """Nothing is trimmed by AutoGen."""
        return 2**31

    @property
    def capabilities(self) -> ModelCapabilities:
        """The same as `model_info`, under the name that AutoGen used before."""
        return ModelCapabilities(vision=False, function_calling=False, json_output=True)

    @property
    def model_info(self) -> ModelInfo:
        """What is asked of any model: text, and no more."""
        return MODEL_INFO
