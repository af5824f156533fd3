"""What a role is: a task, the document it gets, the document it must give, and a deterministic way to draft that."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from pipeline.contracts.base import Contract
from pipeline.states import Agent

Request = TypeVar("Request", bound=Contract)
Answer = TypeVar("Answer", bound=Contract)

MAX_OUTPUT_TOKENS = 4000
"""Of an answer, unless a role's calls for more."""


@dataclass(frozen=True)
class Said:
    """What a model answered: the validated `document`, who gave it, and where to tell what of it is of no use."""

    document: Any
    model: str
    report: Callable[[str], None]


@dataclass(frozen=True)
class Improvement(Generic[Request, Answer]):
    """What a model may change about a role's draft, and nothing else.

    The model gets `evidence`, which is bounded and holds no more of the person's data than it needs, and gives a
    `suggestion`; without evidence there is nothing to ask. `apply` makes the answer of the draft and as much of the
    suggestion as is sound; what it makes must meet the answer's contract, or the draft stands.
    `has_own_view` says that what it changes is shown by itself, as patches are.
    `meaning` is the canonical form of a question with its evidence: those with the same form have the same answer.
    """

    task: str
    evidence: Callable[[Request, Answer], Contract | None]
    suggestion: type[Contract]
    apply: Callable[[Request, Answer, Said], Answer]
    max_output_tokens: int = MAX_OUTPUT_TOKENS
    meaning: Callable[[Request, Answer, Any], str] | None = None
    has_own_view: bool = False

    @cached_property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema that a suggestion must meet."""
        return self.suggestion.model_json_schema()


@dataclass(frozen=True)
class Role(Generic[Request, Answer]):
    """One of an agent's roles. `draft` is the built-in engine's answer: valid, deterministic and free."""

    name: str
    agent: Agent
    task: str
    request: type[Request]
    answer: type[Answer]
    draft: Callable[[Request], Answer]
    improvement: Improvement[Request, Answer] | None = None

    @cached_property
    def answer_schema(self) -> dict[str, Any]:
        """The JSON Schema that an answer must meet."""
        return self.answer.model_json_schema()
