"""What a role is: a task, the document it gets, the document it must give, and a deterministic way to draft that."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from pipeline.contracts.base import Contract
from pipeline.states import Agent

Request = TypeVar("Request", bound=Contract)
Answer = TypeVar("Answer", bound=Contract)


@dataclass(frozen=True)
class Improvement(Generic[Answer]):
    """What a model may change about a role's draft, and nothing else.

    The model gets `evidence`, which holds no more of the person's data than it needs, and gives a `suggestion`; `apply`
    makes the answer of the draft and as much of the suggestion as is sound.
    """

    task: str
    evidence: Callable[[Answer], Contract]
    suggestion: type[Contract]
    apply: Callable[[Answer, Any], Answer]


@dataclass(frozen=True)
class Role(Generic[Request, Answer]):
    """One of an agent's roles. `draft` is the built-in engine's answer: valid, deterministic and free."""

    name: str
    agent: Agent
    task: str
    request: type[Request]
    answer: type[Answer]
    draft: Callable[[Request], Answer]
    improvement: Improvement[Answer] | None = None

    @cached_property
    def answer_schema(self) -> dict[str, Any]:
        """The JSON Schema that an answer must meet."""
        return self.answer.model_json_schema()
