"""Exact memory of answers: the same question to the same model is asked once."""

import hashlib
import json

from autogen_core.models import CreateResult, RequestUsage

from pipeline.models.answers import LONGEST
from pipeline.models.routing import Engine
from storage.answers import Answers
from storage.rows import ModelAnswer, now

VERSION = 1
"""Part of every key: change it when answers that are kept can no longer be used."""


class Memory:
    """The answers of one engine to one role. A question is known by the hash of all that its answer depends on."""

    def __init__(self, answers: Answers, run_id: int, engine: Engine, role: str, max_output_tokens: int) -> None:
        self._answers = answers
        self._run_id = run_id
        self._engine = engine
        self._role = role
        endpoint = engine.endpoint
        self._about = [VERSION, endpoint.provider.value, endpoint.address, engine.model, role, max_output_tokens]

    def find(self, prompt: str) -> CreateResult | None:
        """The answer to a question that was asked before."""
        kept = self._answers.find(self._key(prompt), self._run_id)
        if kept is None:
            return None
        usage = RequestUsage(prompt_tokens=kept.input_tokens, completion_tokens=kept.output_tokens)
        return CreateResult(finish_reason=kept.finish_reason, content=kept.text, usage=usage, cached=True)  # type: ignore[arg-type]

    def keep(self, prompt: str, answer: CreateResult, *, usable: bool) -> None:
        """Remember an answer: at first for this run, and for every run once it proved to be usable."""
        if len(str(answer.content)) > LONGEST:
            return
        self._answers.keep(
            ModelAnswer(
                key=self._key(prompt),
                run_id=self._run_id,
                usable=usable,
                at=now(),
                provider=self._engine.endpoint.provider.value,
                model=self._engine.model,
                role=self._role,
                text=str(answer.content),
                finish_reason=answer.finish_reason,
                input_tokens=answer.usage.prompt_tokens,
                output_tokens=answer.usage.completion_tokens,
            )
        )

    def _key(self, prompt: str) -> str:
        return hashlib.sha256(json.dumps([*self._about, prompt], ensure_ascii=False).encode()).hexdigest()
