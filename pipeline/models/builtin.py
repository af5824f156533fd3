"""The `builtin` engine: a model client that drafts every answer by rule, for nothing and without a network."""

import json
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any, Literal

from autogen_core import CancellationToken
from autogen_core.models import (
    ChatCompletionClient,
    CreateResult,
    LLMMessage,
    ModelCapabilities,
    ModelFamily,
    ModelInfo,
    RequestUsage,
    UserMessage,
)
from autogen_core.tools import Tool, ToolSchema
from pydantic import BaseModel

from pipeline.agents.role import Role

MODEL_INFO = ModelInfo(
    vision=False,
    function_calling=False,
    json_output=True,
    family=ModelFamily.UNKNOWN,
    structured_output=True,
    multiple_system_messages=False,
)
NO_TOKENS = RequestUsage(prompt_tokens=0, completion_tokens=0)


class BuiltinClient(ChatCompletionClient):
    """Answers one role's documents with the role's own draft. Stateless; any number of calls may run at once."""

    def __init__(self, role: Role[Any, Any]) -> None:
        self._role = role

    async def create(
        self,
        messages: Sequence[LLMMessage],
        *,
        tools: Sequence[Tool | ToolSchema] = (),  # noqa: ARG002  # the base class's signature
        tool_choice: Tool | Literal["auto", "required", "none"] = "auto",  # noqa: ARG002
        json_output: bool | type[BaseModel] | None = None,  # noqa: ARG002
        extra_create_args: Mapping[str, Any] | None = None,  # noqa: ARG002
        cancellation_token: CancellationToken | None = None,  # noqa: ARG002
    ) -> CreateResult:
        """The draft for the document in the newest user message, as JSON."""
        newest = next(message for message in reversed(messages) if isinstance(message, UserMessage))
        assert isinstance(newest.content, str)
        request = self._role.request.model_validate(json.loads(newest.content)["input"])
        answer = self._role.draft(request)
        return CreateResult(finish_reason="stop", content=answer.model_dump_json(), usage=NO_TOKENS, cached=False)

    async def create_stream(
        self, messages: Sequence[LLMMessage], **arguments: Any
    ) -> AsyncGenerator[str | CreateResult, None]:
        """The same answer in one piece."""
        yield await self.create(messages, **arguments)

    async def close(self) -> None:
        """Nothing is open."""

    def actual_usage(self) -> RequestUsage:
        """No tokens are ever used."""
        return NO_TOKENS

    def total_usage(self) -> RequestUsage:
        """No tokens are ever used."""
        return NO_TOKENS

    def count_tokens(self, messages: Sequence[LLMMessage], *, tools: Sequence[Tool | ToolSchema] = ()) -> int:  # noqa: ARG002
        """Nothing is counted, because nothing is charged."""
        return 0

    def remaining_tokens(self, messages: Sequence[LLMMessage], *, tools: Sequence[Tool | ToolSchema] = ()) -> int:  # noqa: ARG002
        """There is no limit."""
        return 2**31

    @property
    def capabilities(self) -> ModelCapabilities:
        """The same as `model_info`, under the name that AutoGen used before."""
        return ModelCapabilities(vision=False, function_calling=False, json_output=True)

    @property
    def model_info(self) -> ModelInfo:
        """What the engine can do: structured output, and nothing that it does not need."""
        return MODEL_INFO
