"""Requests that runs share: those that ask the same of one engine at the same time send one document.

Only the request is shared. Each run reserves, pays, validates, remembers and mends its own part of it.
"""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from pipeline.models.prices import Price, likely_tokens, most_tokens, plausible
from pipeline.models.shares import Part, joined, split, told_apart
from pipeline.models.tiers import Engine

if TYPE_CHECKING:
    from autogen_core.models import ChatCompletionClient, CreateResult, LLMMessage

WINDOW_S = 0.05
"""How long a question waits for those of other runs that are at work."""
MOST_QUESTIONS = 5
SMALL_BYTES, SMALL_TOKENS = 16_000, 4000
"""Of a question and of its answer. Anthropic's library takes no more than 21,333 tokens of answer in one piece."""


class OpenClient(Protocol):
    """Opens a provider's client for answers of so many tokens at most."""

    def __call__(self, *, max_output_tokens: int) -> "ChatCompletionClient": ...


@dataclass(frozen=True, eq=False)
class Question:
    """A run's part of a request: what it would ask on its own. `ends` is its deadline by the monotonic clock."""

    run_id: int
    system: str
    document: str
    max_output_tokens: int
    ends: float
    answer: "Future[Part | None]" = field(default_factory=Future)

    @property
    def prompt(self) -> str:
        """All that is asked."""
        return f"{self.system}\n{self.document}"

    @property
    def is_sent(self) -> bool:
        """Whether the request may be under way, or over."""
        return self.answer.running() or (self.answer.done() and not self.answer.cancelled())


@dataclass
class _Batch:
    questions: list[Question] = field(default_factory=list)
    full: threading.Event = field(default_factory=threading.Event)


class Sharing:
    """The runs of this process that are at work, and the requests that they are about to share."""

    def __init__(self, window_s: float = WINDOW_S) -> None:
        self._window_s = window_s
        self._lock = threading.Lock()
        self._at_work: set[int] = set()
        self._open: dict[tuple[object, ...], _Batch] = {}

    @contextmanager
    def at_work(self, run_id: int) -> Iterator[None]:
        """For as long as a run may ask a model: only then others wait for it."""
        with self._lock:
            self._at_work.add(run_id)
        try:
            yield
        finally:
            with self._lock:
                self._at_work.discard(run_id)

    def has_company(self, run_id: int) -> bool:
        """Whether another run is at work."""
        with self._lock:
            return bool(self._at_work - {run_id})

    def ask(self, question: Question, engine: Engine, price: Price, open_client: OpenClient) -> None:
        """Put a question to those that wait; its `answer` comes, None where it is to be asked alone, or an error."""
        form = {**json.loads(question.document), "input": None}
        about = (question.system, json.dumps(form), engine.endpoint, engine.model, price.text)
        with self._lock:
            batch = self._open.get(about)
            if batch is None:
                batch = _Batch()
                carry = threading.Thread(
                    target=self._carry, args=(about, batch, price, open_client), name="shared-request", daemon=True
                )
                carry.start()
                self._open[about] = batch
            batch.questions.append(question)
            everyone = self._at_work <= {each.run_id for each in batch.questions}
            if everyone or len(batch.questions) == MOST_QUESTIONS:
                del self._open[about]
                batch.full.set()

    def _carry(self, about: tuple[object, ...], batch: _Batch, price: Price, open_client: OpenClient) -> None:
        """Send a batch, in a thread that belongs to no run, so that none that is stopped takes the others with it."""
        batch.full.wait(self._window_s)
        with self._lock:
            if self._open.get(about) is batch:
                del self._open[about]
        questions = [each for each in batch.questions if each.answer.set_running_or_notify_cancel()]
        try:
            parts = asyncio.run(_asked(questions, price, open_client))
        except BaseException as error:  # noqa: BLE001  # every run gets to know, and judges it
            for question in questions:
                question.answer.set_exception(error)
        else:
            for question, part in zip(questions, parts, strict=True):
                question.answer.set_result(part)


@dataclass(frozen=True)
class Sharer:
    """A run that may share its first question to an engine."""

    sharing: Sharing
    run_id: int
    engine: Engine
    price: Price
    max_output_tokens: int
    open_client: OpenClient

    def question(self, messages: "Sequence[LLMMessage]", ends: Callable[[], float]) -> Question | None:
        """What could be shared: None for more than a small question, and where no other run is at work."""
        if self.max_output_tokens > SMALL_TOKENS or not self.sharing.has_company(self.run_id):
            return None
        *system, document = (str(message.content) for message in messages)
        asked = "\n".join(system)
        if most_tokens(f"{asked}\n{document}") > SMALL_BYTES:
            return None
        return Question(self.run_id, asked, document, self.max_output_tokens, ends())

    async def part(self, question: Question) -> Part | None:
        """The answer to a question; None where it is to be asked alone. Raises what the provider's client does."""
        self.sharing.ask(question, self.engine, self.price, self.open_client)
        return await asyncio.wrap_future(question.answer)


async def _asked(questions: Sequence[Question], price: Price, open_client: OpenClient) -> Sequence[Part | None]:
    """The parts of one request for several questions; None for each that is to be asked alone."""
    from autogen_core.models import SystemMessage, UserMessage  # which is loaded with the first question

    if len(questions) < 2:
        return [None] * len(questions)
    system, document = questions[0].system, joined([question.document for question in questions])
    asked_tokens, most_asked = most_tokens(f"{system}\n{document}"), [most_tokens(each.prompt) for each in questions]
    left_s = min(question.ends for question in questions) - time.monotonic()
    if asked_tokens > sum(most_asked) or left_s <= 0:  # what is set aside would not do
        return [None] * len(questions)
    client = open_client(max_output_tokens=sum(question.max_output_tokens for question in questions))
    try:
        messages: list[LLMMessage] = [SystemMessage(content=system), UserMessage(content=document, source="workflow")]
        answer = await asyncio.wait_for(client.create(messages), left_s)
    finally:
        await client.close()
    return _parts(questions, f"{system}\n{document}", answer, price)


def _parts(questions: Sequence[Question], prompt: str, answer: "CreateResult", price: Price) -> list[Part]:
    """What each run gets of an answer, and pays for it: tokens by the length of its part, and money by its tokens."""
    said = str(answer.content)
    texts: Sequence[str | None] = told_apart(said, len(questions)) or [None] * len(questions)
    most_asked = [most_tokens(each.prompt) for each in questions]
    most_said = [each.max_output_tokens for each in questions]
    input_tokens = plausible(answer.usage.prompt_tokens, likely_tokens(prompt), most_tokens(prompt))
    output_tokens = plausible(answer.usage.completion_tokens, likely_tokens(said), sum(most_said))
    asked = split(input_tokens, most_asked, most_asked)
    replied = split(output_tokens, [len(text or "") for text in texts], most_said)
    alone = [price.cost_nusd(*tokens) for tokens in zip(asked, replied, strict=True)]
    costs = split(price.cost_nusd(input_tokens, output_tokens), alone, alone)
    return [Part(*part, runs=len(questions)) for part in zip(texts, asked, replied, costs, strict=True)]
