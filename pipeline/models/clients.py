"""AutoGen's clients of the providers, each set up so that it makes one request a call and waits no longer than told."""

import ssl
import warnings
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from autogen_core.models import ChatCompletionClient, CreateResult, ModelFamily, ModelInfo

from pipeline.models.ollama import library_client
from pipeline.models.providers import Endpoint, Provider
from pipeline.models.transport import guarded

if TYPE_CHECKING:
    from anthropic import AsyncAnthropic

MODEL_INFO = ModelInfo(
    vision=False,
    function_calling=False,
    json_output=True,
    family=ModelFamily.UNKNOWN,
    structured_output=False,
    multiple_system_messages=False,
)
"""What is asked of any model: text, and no more. Answers are validated here, whatever a provider promises."""

FINISHES = {"refusal": "content_filter"}
"""AutoGen's words for why Anthropic stopped, where AutoGen has none."""
NO_KEY = "none"
"""What is sent as a key to a server that needs none; the libraries insist on one."""


def client_of(endpoint: Endpoint, model: str, *, timeout_s: float, max_output_tokens: int) -> ChatCompletionClient:
    """A client for one model. The libraries are imported here, since most runs need none of them.

    `timeout_s` limits each wait for the network; Ollama's client has no such limit. Close the client in the event loop
    that used it. Raises ValueError for the built-in engine.
    """
    match endpoint.provider:
        case Provider.OPENAI:
            return _openai(endpoint, model, timeout_s, max_output_tokens)
        case Provider.ANTHROPIC:
            return _anthropic(endpoint, model, timeout_s, max_output_tokens)
        case Provider.OLLAMA:
            return _ollama(endpoint, model, max_output_tokens)
        case Provider.BUILTIN:
            raise ValueError("The built-in engine has no endpoint.")


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates that are trusted, read once: a client of its own for each question would read them each time."""
    from httpx2 import create_ssl_context

    return create_ssl_context()


def _openai(endpoint: Endpoint, model: str, timeout_s: float, max_output_tokens: int) -> ChatCompletionClient:
    from autogen_ext.models.openai import OpenAIChatCompletionClient
    from openai import DefaultAsyncHttpxClient

    # A server answers with the name that it was asked by, where OpenAI's says which release that is.
    warnings.filterwarnings("ignore", message="Resolved model mismatch", category=UserWarning)
    # Servers like OpenAI's know the older name of the limit, OpenAI itself only the newer one.
    more: dict[str, Any] = {"max_completion_tokens" if endpoint.is_own else "max_tokens": max_output_tokens}
    more["response_format"] = {"type": "json_object"}
    more["http_client"] = guarded(DefaultAsyncHttpxClient, endpoint, model)(verify=_trusted(), timeout=timeout_s)
    return OpenAIChatCompletionClient(
        model=model,
        api_key=endpoint.key or NO_KEY,
        base_url=endpoint.address,
        timeout=timeout_s,
        max_retries=0,
        model_info=MODEL_INFO,
        **more,
    )


def _ollama(endpoint: Endpoint, model: str, max_output_tokens: int) -> ChatCompletionClient:
    """AutoGen's client, which does not close its connections by itself."""
    import httpx
    from autogen_ext.models.ollama._ollama_client import BaseOllamaChatCompletionClient

    class Client(BaseOllamaChatCompletionClient):
        async def close(self) -> None:
            await self._client.close()  # type: ignore[no-untyped-call]

    create_args = {"model": model, "options": {"num_predict": max_output_tokens}}
    asking = library_client(guarded(httpx.AsyncClient, endpoint, model), endpoint.address)
    return Client(asking, create_args=create_args, model_info=MODEL_INFO)


def _anthropic(endpoint: Endpoint, model: str, timeout_s: float, max_output_tokens: int) -> ChatCompletionClient:
    """AutoGen's client, which knows no refusals."""
    from autogen_ext.models.anthropic import BaseAnthropicChatCompletionClient

    class Client(BaseAnthropicChatCompletionClient):
        async def create(self, *arguments: Any, **more: Any) -> CreateResult:
            answer = await super().create(*arguments, **more)
            reason = FINISHES.get(stops[-1] or "", answer.finish_reason)
            return answer.model_copy(update={"finish_reason": reason})

    stops: list[str | None] = []
    create_args = {"model": model, "max_tokens": max_output_tokens}
    client = _anthropic_library(endpoint, model, timeout_s, stops)
    return Client(client, create_args=create_args, model_info=MODEL_INFO)


def _anthropic_library(endpoint: Endpoint, model: str, timeout_s: float, stops: list[str | None]) -> "AsyncAnthropic":
    """The library's client, without the temperature that AutoGen sends and the service takes no more.

    Why each answer stopped is added to `stops`.
    """
    from anthropic import AsyncAnthropic, DefaultAsyncHttpxClient
    from anthropic.resources.messages import AsyncMessages

    class Messages(AsyncMessages):
        async def create(self, **arguments: Any) -> Any:
            arguments.pop("temperature", None)
            answer = await super().create(**arguments)
            stops.append(answer.stop_reason)
            return answer

    class Client(AsyncAnthropic):
        @cached_property
        def messages(self) -> AsyncMessages:
            return Messages(self)

    return Client(
        api_key=endpoint.key or NO_KEY,
        base_url=endpoint.address,
        timeout=timeout_s,
        max_retries=0,
        http_client=guarded(DefaultAsyncHttpxClient, endpoint, model)(verify=_trusted(), timeout=timeout_s),
    )
