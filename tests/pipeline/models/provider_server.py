"""A server on loopback that speaks the protocols of OpenAI, Anthropic and Ollama, and answers as a script says."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

DRIP_BYTES, DRIP_S = 4, 0.2
STALL_S = 3.0


@dataclass(frozen=True)
class Reply:
    """What comes back for one request. `text` is the model's answer in the protocol's frame; `body` replaces it whole.

    `delay_s` passes before anything is sent; `drips` sends a few bytes at a time; `cut_at` closes the connection after
    so many bytes, 0 at once. `stalls_at`: after so many bytes nothing comes for `STALL_S`.
    """

    text: str = "{}"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    input_tokens: int = 100
    output_tokens: int = 50
    stop: str = "stop"
    delay_s: float = 0.0
    drips: bool = False
    cut_at: int | None = None
    stalls_at: int | None = None


Pull = Callable[[str], Iterable[dict[str, Any]]]
"""The lines that Ollama writes while it gets a model, which it has after the one that says `success`."""
MISSING = "pull model manifest: file does not exist"
AT_ONCE = Reply()
Script = Callable[[dict[str, Any], int], Reply]
"""The reply to a request's body; the number of requests before it is given too."""


class ProviderServer:
    """Its address, what it was asked, and the script, which can be replaced at any time."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.script: Script = lambda _asked, _number: Reply()
        self.models = ["small", "large"]
        self.catalogue: Reply | None = None
        """What is answered instead of the list of models."""
        self.pulled: list[str] = []
        self.pull: Pull = lambda name: [{"status": "success"}] if name == "tiny" else [{"error": MISSING}]
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.signed_in = ""
        self.lock = threading.Lock()

    def reply(self, *replies: Reply) -> None:
        """Give these replies in turn, the last of them from then on."""
        start = len(self.asked)
        self.script = lambda _asked, number: replies[min(number - start, len(replies) - 1)]


def by_role(**replies: Reply | Sequence[Reply]) -> Script:
    """A script that answers each role in turn with its own replies, the last from then on, and the others with {}."""
    counts: Counter[str] = Counter()

    def script(asked: dict[str, Any], _number: int) -> Reply:
        role = role_of(asked)
        given = replies.get(role, Reply())
        turns: Sequence[Reply] = [given] if isinstance(given, Reply) else given
        counts[role] += 1
        return turns[min(counts[role], len(turns)) - 1]

    return script


def billed(script: Script) -> Script:
    """A script whose replies count a token for each four bytes of questions and answers, as providers do about."""

    def counted(asked: dict[str, Any], number: int) -> Reply:
        reply = script(asked, number)
        said, wanted = reply.text.encode(), json.dumps(asked["messages"]).encode()
        return replace(reply, input_tokens=len(wanted) // 4, output_tokens=len(said) // 4 + 1)

    return counted


def role_of(asked: dict[str, Any]) -> str:
    """The role that a request is for, which the first message of a user names."""
    first = next(message for message in asked["messages"] if message["role"] == "user")
    return str(json.loads(first["content"])["role"])


@contextmanager
def provider_server() -> Iterator[ProviderServer]:
    """A server that runs, on a free port."""
    listening = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    listening.daemon_threads = True
    server = ProviderServer(f"http://127.0.0.1:{listening.server_port}")
    listening.provider = server  # type: ignore[attr-defined]
    thread = threading.Thread(target=listening.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def provider(self) -> ProviderServer:
        server: ProviderServer = self.server.provider  # type: ignore[attr-defined]
        return server

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""

    def do_GET(self) -> None:
        self.provider.signed_in = self.headers.get("Authorization", "")
        names, instead = self.provider.models, self.provider.catalogue
        if instead is not None:
            time.sleep(instead.delay_s)
            self._send(instead.status, instead.headers, instead.body or instead.text.encode(), instead)
        elif self.path.startswith("/api/tags"):
            found = [{"model": name, "name": name, "size": 5_000_000_000} for name in names]
            self._send(200, {}, json.dumps({"models": found}).encode())
        else:
            self._send(200, {}, json.dumps({"data": [{"id": name, "object": "model"} for name in names]}).encode())

    def do_DELETE(self) -> None:
        name = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["model"]
        if name in self.provider.models:
            self.provider.models.remove(name)
            self._send(200, {}, b"{}")
        else:
            self._send(404, {}, json.dumps({"error": f"model '{name}' not found"}).encode())

    def _pull(self, name: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.end_headers()
        self.close_connection = True
        self.provider.pulled.append(name)
        try:
            for line in self.provider.pull(name):
                self.wfile.write(json.dumps(line).encode() + b"\n")
                if line.get("status") == "success":
                    self.provider.models.append(name)
        except (BrokenPipeError, ConnectionResetError):
            self.provider.pulled.remove(name)  # whoever asked stopped it

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        provider = self.provider
        if self.path == "/api/pull":
            self._pull(asked["model"])
            return
        with provider.lock:
            number = len(provider.asked)
            provider.asked.append(asked)
            provider.keys.append(self.headers.get("x-api-key") or self.headers.get("Authorization") or "")
        reply = provider.script(asked, number)
        time.sleep(reply.delay_s)
        body = reply.body if reply.body is not None else json.dumps(_framed(self.path, asked, reply)).encode()
        self._send(reply.status, reply.headers, body, reply)

    def _send(self, status: int, headers: dict[str, str], body: bytes, how: Reply = AT_ONCE) -> None:
        try:
            if how.cut_at != 0:
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                for part, pause_s in _parts(body[: how.cut_at], how):
                    self.wfile.write(part)
                    time.sleep(pause_s)
            self.close_connection = how.cut_at is not None
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # whoever asked waits no longer


def _parts(body: bytes, how: Reply) -> Iterator[tuple[bytes, float]]:
    """What is sent at once, and how long nothing comes after it."""
    if how.drips:
        yield from ((body[start : start + DRIP_BYTES], DRIP_S) for start in range(0, len(body), DRIP_BYTES))
    elif how.stalls_at is not None:
        yield body[: how.stalls_at], STALL_S
        yield body[how.stalls_at :], 0
    else:
        yield body, 0


def _framed(path: str, asked: dict[str, Any], reply: Reply) -> dict[str, Any]:
    if reply.status != 200:
        return {"type": "error", "error": {"type": "error", "message": reply.text, "code": None}}
    if path.endswith("/chat/completions"):
        return _openai(asked, reply)
    return _anthropic(asked, reply) if path.endswith("/messages") else _ollama(asked, reply)


def _openai(asked: dict[str, Any], reply: Reply) -> dict[str, Any]:
    refused = reply.stop == "refusal"
    message = {"role": "assistant", "content": None if refused else reply.text}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": asked["model"],
        "choices": [
            {
                "index": 0,
                "finish_reason": "content_filter" if refused else reply.stop,
                "message": message | ({"refusal": reply.text} if refused else {}),
            }
        ],
        "usage": {
            "prompt_tokens": reply.input_tokens,
            "completion_tokens": reply.output_tokens,
            "total_tokens": reply.input_tokens + reply.output_tokens,
        },
    }


def _anthropic(asked: dict[str, Any], reply: Reply) -> dict[str, Any]:
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": asked["model"],
        "content": [{"type": "text", "text": reply.text}],
        "stop_reason": {"stop": "end_turn", "length": "max_tokens"}.get(reply.stop, reply.stop),
        "stop_sequence": None,
        "usage": {"input_tokens": reply.input_tokens, "output_tokens": reply.output_tokens},
    }


def _ollama(asked: dict[str, Any], reply: Reply) -> dict[str, Any]:
    return {
        "model": asked["model"],
        "created_at": "2026-01-01T00:00:00Z",
        "message": {"role": "assistant", "content": reply.text},
        "done": True,
        "done_reason": reply.stop,
        "prompt_eval_count": reply.input_tokens,
        "eval_count": reply.output_tokens,
    }
