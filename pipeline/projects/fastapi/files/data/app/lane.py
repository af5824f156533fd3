"""A lane for what may take a while: a few answers at a time, in threads, so that quick ones are not kept waiting."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from starlette.concurrency import run_in_threadpool

from app.backend import UnavailableError

Question = TypeVar("Question")
Answer = TypeVar("Answer")

MAX_RUNNING = 4
MAX_WAITING = 64


class SlowLane:
    """Questions wait here for their turn; where too many wait, another one is refused."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(MAX_RUNNING)
        self._inside = 0

    async def ask(
        self, answer: Callable[[Question], Answer], question: Question, is_gone: Callable[[], Awaitable[bool]]
    ) -> Answer:
        """The answer to a question; UnavailableError if there are too many, or whoever asked is gone by its turn."""
        if self._inside >= MAX_RUNNING + MAX_WAITING:
            raise UnavailableError("Too many questions are being answered; try again later.")
        self._inside += 1
        try:
            async with self._turns:
                if await is_gone():
                    raise UnavailableError("Nobody waits for the answer any more.")
                return await run_in_threadpool(answer, question)
        finally:
            self._inside -= 1
