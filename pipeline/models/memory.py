"""Memory of answers: a question to a model is asked once, and so is one that means the same.

No likeness of texts ever decides. Two questions mean the same where their canonical forms, which roles define, are one.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autogen_core.models import CreateResult, RequestUsage

from pipeline.models.answers import LONGEST
from pipeline.models.readable import answer_in_brief, question_in_brief
from pipeline.models.tiers import Engine
from storage.answers import Answers
from storage.rows import CallOutcome, ModelAnswer, Reuse, now

VERSION = 2
"""Part of every key: change it when answers that are kept can no longer be used."""


@dataclass(frozen=True)
class Asker:
    """The run that asks, what it is called, and what its question means: empty where nobody can say."""

    run_id: int
    names: tuple[str, ...] = ()
    meaning: str = ""


class Memory:
    """The answers of one engine to one question of one role, and to what is asked to mend them."""

    def __init__(self, answers: Answers, asker: Asker, engine: Engine, role: str, max_output_tokens: int) -> None:
        self._answers = answers
        self._asker = asker
        self._engine = engine
        self._role = role
        endpoint = engine.endpoint
        self._about = [VERSION, endpoint.provider.value, endpoint.address, engine.model, role, max_output_tokens]
        meaning = [*self._about, engine.tier, asker.meaning]
        self._meaning = _hash(meaning) if asker.meaning else ""
        self._is_first = True
        self._found: tuple[ModelAnswer, CallOutcome] | None = None

    def find(self, prompt: str) -> tuple[CreateResult, CallOutcome] | None:
        """The answer to a question that was asked before, or to one of the same meaning."""
        kept, outcome = self._answers.find(self._key(prompt), self._asker.run_id), CallOutcome.CACHED
        if kept is None and self._is_first and self._meaning:
            kept, outcome = self._matching(), CallOutcome.MATCHED
        self._is_first = False
        if kept is None:
            return None
        self._found = kept, outcome
        usage = RequestUsage(prompt_tokens=kept.input_tokens, completion_tokens=kept.output_tokens)
        answer = CreateResult(finish_reason=kept.finish_reason, content=kept.text, usage=usage, cached=True)  # type: ignore[arg-type]
        return answer, outcome

    def used(self, call_key: str, asked: str) -> int:
        """Note for which call and question the newest answer found is used again; the run that it came from."""
        assert self._found is not None
        kept, outcome = self._found
        self._answers.reuse(
            Reuse(
                id=0,
                run_id=self._asker.run_id,
                call_key=call_key,
                answer_key=kept.key,
                from_run=kept.run_id,
                role=self._role,
                at="",
                outcome=outcome,
                asked=question_in_brief(asked),
                asked_before=kept.asked,
                answer=answer_in_brief(kept.text),
            )
        )
        return kept.run_id

    def keep(self, prompt: str, asked: str, answer: CreateResult, *, usable: bool, by_meaning: bool = True) -> None:
        """Remember an answer: at first for this run, and for every run once it proved to be usable.

        Not `by_meaning` where the model saw more than the question, and may speak of it.
        """
        if len(str(answer.content)) > LONGEST:
            return
        self._answers.keep(
            ModelAnswer(
                key=self._key(prompt),
                run_id=self._asker.run_id,
                usable=usable,
                at=now(),
                provider=self._engine.endpoint.provider.value,
                model=self._engine.model,
                role=self._role,
                text=str(answer.content),
                finish_reason=answer.finish_reason,
                input_tokens=answer.usage.prompt_tokens,
                output_tokens=answer.usage.completion_tokens,
                meaning=self._meaning if usable and by_meaning else "",
                names=json.dumps(self._asker.names),
                asked=question_in_brief(asked),
            )
        )

    def _matching(self) -> ModelAnswer | None:
        """An answer to a question of the same meaning, unless it speaks of the other run by a name of its own."""
        kept = self._answers.find_meaning(self._meaning)
        if kept is None:
            return None
        own = {_plain(name) for name in self._asker.names}
        others = {_plain(name) for name in json.loads(kept.names)} - own
        return None if _speaks_of(others, kept.text) else kept

    def _key(self, prompt: str) -> str:
        return _hash([*self._about, prompt])


def _speaks_of(names: Iterable[str], text: str) -> bool:
    said = f" {_plain(text)} "
    return any(f" {name} " in said for name in names if name)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _hash(about: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(about, ensure_ascii=False).encode()).hexdigest()
