"""What a provider answers, read from its own protocol with suspicion, and framed again as its library expects it."""

import json
import math
from dataclasses import dataclass
from typing import Any

from pipeline.models.failures import ProviderFailure, reported
from pipeline.models.providers import Endpoint, Provider

MOST_TOKENS = 2**53
"""More than that was never counted."""
KINDS = {dict: "an object", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number"}
REFUSED, CALLS_TOOL = "content_filter", "tool_calls"


@dataclass(frozen=True)
class Spoken:
    """A model's text, why it stopped in the words of OpenAI's protocol, and the tokens that are reported."""

    text: str
    stop: str
    input_tokens: int
    output_tokens: int


def clean(text: str) -> str:
    """Text that can be encoded: half of a surrogate pair stands for nothing."""
    return text.encode("utf-8", "replace").decode()


def reframed(endpoint: Endpoint, model: str, body: bytes) -> bytes:
    """A successful answer with nothing in it but what is used; raises ProviderFailure."""
    document = _document(endpoint, body)
    if error := document.get("error"):
        inner = error if isinstance(error, dict) else {"message": error}
        raise reported(endpoint, model, clean(str(inner.get("message") or inner.get("type") or "")), inner.get("code"))
    match endpoint.provider:
        case Provider.OPENAI:
            return json.dumps(_as_openai(model, _from_openai(endpoint, document))).encode()
        case Provider.ANTHROPIC:
            return json.dumps(_as_anthropic(model, _from_anthropic(endpoint, document))).encode()
        case _:
            return json.dumps(_as_ollama(model, _from_ollama(endpoint, document))).encode()


def _document(endpoint: Endpoint, body: bytes) -> dict[str, Any]:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise odd(endpoint, "not UTF-8", is_transient=True) from None
    if not text.strip():
        raise odd(endpoint, "nothing", is_transient=True)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        what = "a web page" if text.lstrip().startswith("<") else "no JSON"
        raise odd(endpoint, what, is_transient=True) from None
    return _object(endpoint, found, "the document")


def odd(endpoint: Endpoint, what: str, *, is_transient: bool = False) -> ProviderFailure:
    """The failure where an answer is not what the protocol says."""
    said = f"{endpoint.provider.label} answered with something else than its protocol: {what}."
    return ProviderFailure(said, is_transient, may_be_billed=True)


def _object(endpoint: Endpoint, found: object, name: str) -> dict[str, Any]:
    if isinstance(found, dict):
        return found
    raise odd(endpoint, f"{name} is {KINDS.get(type(found), 'missing')}, not an object")


def _list(endpoint: Endpoint, found: object, name: str) -> list[Any]:
    if isinstance(found, list):
        return found
    raise odd(endpoint, f"{name} is {KINDS.get(type(found), 'missing')}, not a list")


def _text(endpoint: Endpoint, found: object) -> str:
    """Text, or parts of text; nothing is an empty text."""
    if found is None or isinstance(found, str):
        return clean(found or "")
    parts = [part.get("text") if isinstance(part, dict) else None for part in found] if isinstance(found, list) else []
    if parts and all(isinstance(part, str) for part in parts):
        return clean("".join(map(str, parts)))
    raise odd(endpoint, f"content is {KINDS.get(type(found), 'missing')}, not text")


def _tokens(found: object) -> int:
    """A count of tokens; 0, which is no report, for what cannot be one."""
    if not isinstance(found, int | float) or isinstance(found, bool) or not found > 0:
        return 0
    return math.ceil(min(found, MOST_TOKENS))


def _usage(document: dict[str, Any], asked: str, said: str) -> tuple[int, int]:
    return _tokens(document.get(asked)), _tokens(document.get(said))


def _word(found: object) -> str:
    return clean(found) if isinstance(found, str) else "stop"


def _from_openai(endpoint: Endpoint, document: dict[str, Any]) -> Spoken:
    choices = _list(endpoint, document.get("choices"), "choices")
    choice = _object(endpoint, choices[0] if choices else None, "the first of choices")
    message = _object(endpoint, choice.get("message"), "message")
    text, stop = _text(endpoint, message.get("content")), _word(choice.get("finish_reason"))
    if not text and isinstance(message.get("refusal"), str):
        text, stop = clean(message["refusal"]), REFUSED
    elif not text and (message.get("tool_calls") or message.get("function_call")):
        stop = CALLS_TOOL
    usage = document.get("usage")
    counts = _usage(usage if isinstance(usage, dict) else {}, "prompt_tokens", "completion_tokens")
    return Spoken(text, stop, *counts)


def _from_anthropic(endpoint: Endpoint, document: dict[str, Any]) -> Spoken:
    blocks = [_object(endpoint, block, "a part") for block in _list(endpoint, document.get("content"), "content")]
    text = "".join(_text(endpoint, block.get("text")) for block in blocks if block.get("type") == "text")
    stop = _word(document.get("stop_reason"))
    if not text and any(block.get("type") == "tool_use" for block in blocks):
        stop = "tool_use"
    usage = document.get("usage")
    return Spoken(text, stop, *_usage(usage if isinstance(usage, dict) else {}, "input_tokens", "output_tokens"))


def _from_ollama(endpoint: Endpoint, document: dict[str, Any]) -> Spoken:
    message = _object(endpoint, document.get("message"), "message")
    text, stop = _text(endpoint, message.get("content")), _word(document.get("done_reason"))
    if not text and message.get("tool_calls"):
        stop = CALLS_TOOL
    return Spoken(text, stop, *_usage(document, "prompt_eval_count", "eval_count"))


def _as_openai(model: str, said: Spoken) -> dict[str, Any]:
    message = {"role": "assistant", "content": said.text}
    return {
        "id": "answer",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [{"index": 0, "finish_reason": said.stop, "message": message}],
        "usage": {
            "prompt_tokens": said.input_tokens,
            "completion_tokens": said.output_tokens,
            "total_tokens": said.input_tokens + said.output_tokens,
        },
    }


def _as_anthropic(model: str, said: Spoken) -> dict[str, Any]:
    return {
        "id": "answer",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [{"type": "text", "text": said.text}],
        "stop_reason": said.stop,
        "usage": {"input_tokens": said.input_tokens, "output_tokens": said.output_tokens},
    }


def _as_ollama(model: str, said: Spoken) -> dict[str, Any]:
    return {
        "model": model,
        "message": {"role": "assistant", "content": said.text},
        "done": True,
        "done_reason": said.stop,
        "prompt_eval_count": said.input_tokens,
        "eval_count": said.output_tokens,
    }
