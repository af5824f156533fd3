"""AutoGen's clients of the providers, each set up so that it makes one request a call and waits no longer than told."""

import ssl
import warnings
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from autogen_core.models import ChatCompletionClient, ModelFamily, ModelInfo

from pipeline.models.providers import Endpoint, Provider

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
            from autogen_ext.models.anthropic import BaseAnthropicChatCompletionClient

            return BaseAnthropicChatCompletionClient(
                _anthropic(endpoint, timeout_s),
                create_args={"model": model, "max_tokens": max_output_tokens},
                model_info=MODEL_INFO,
            )
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
    more["http_client"] = DefaultAsyncHttpxClient(verify=_trusted(), timeout=timeout_s)
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
    from autogen_ext.models.ollama import OllamaChatCompletionClient

    class Client(OllamaChatCompletionClient):
        async def close(self) -> None:
            await self._client.close()  # type: ignore[no-untyped-call]

    options = {"num_predict": max_output_tokens}
    return Client(model=model, host=endpoint.address, model_info=MODEL_INFO, options=options)


def _anthropic(endpoint: Endpoint, timeout_s: float) -> "AsyncAnthropic":
    """The library's client, without the temperature that AutoGen sends and the service takes no more."""
    from anthropic import AsyncAnthropic, DefaultAsyncHttpxClient
    from anthropic.resources.messages import AsyncMessages

    class Messages(AsyncMessages):
        async def create(self, **arguments: Any) -> Any:
            arguments.pop("temperature", None)
            return await super().create(**arguments)

    class Client(AsyncAnthropic):
        @cached_property
        def messages(self) -> AsyncMessages:
            return Messages(self)

    return Client(
        api_key=endpoint.key or NO_KEY,
        base_url=endpoint.address,
        timeout=timeout_s,
        max_retries=0,
        http_client=DefaultAsyncHttpxClient(verify=_trusted(), timeout=timeout_s),
    )
