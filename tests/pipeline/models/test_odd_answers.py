"""Answers, addresses and proxies that nobody expects: one plain sentence, settled money, and the draft stands."""

import gzip
import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from pipeline.models import metered
from pipeline.models.addresses import is_here, ollama_address, secrets_in, shown
from pipeline.models.providers import Provider, endpoint
from pipeline.models.secrecy import covered
from storage.rows import CallOutcome
from tests.pipeline.models.provider_server import ProviderServer, Reply
from tests.pipeline.models.questions import BETTER, DRAFT, KEY, Desk, desk

GOOD = f'{{"value": {BETTER}}}'
PROVIDERS = [Provider.OPENAI, Provider.ANTHROPIC, Provider.OLLAMA]


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits between attempts are short here."""
    monkeypatch.setattr(metered, "FIRST_WAIT_S", 0.01)
    monkeypatch.setattr(metered, "LONGEST_WAIT_S", 0.05)


def framed(provider: Provider, content: Any, asked: Any = 100, **more: Any) -> bytes:
    """An answer in a provider's frame; `content` is any value, `more` joins the message."""
    message = {"role": "assistant", "content": content, **more}
    return json.dumps(
        {
            Provider.OPENAI: {
                "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
                "usage": {"prompt_tokens": asked, "completion_tokens": asked, "total_tokens": asked},
            },
            Provider.ANTHROPIC: {
                "content": [{"type": "text", "text": content}],
                "stop_reason": "end_turn",
                "usage": {"input_tokens": asked, "output_tokens": asked},
            },
            Provider.OLLAMA: {"message": message, "prompt_eval_count": asked, "eval_count": asked},
        }[provider]
    ).encode()


def stands(asking: Desk, *words: str) -> None:
    """The draft stands, nothing is left open, and the person is told these words."""
    assert asking.ask() == DRAFT
    told = " ".join(asking.told)
    assert all(entry.settled for entry in asking.paid())
    assert "answer stands" in told
    assert KEY not in told
    for each in words:
        assert each in told


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("asked", [1.5, 10**30, float("nan"), float("inf"), -1, None, "7", True, []])
def test_odd_counts_of_tokens_do_no_harm(
    provider: Provider, asked: Any, server: ProviderServer, tmp_path: Path
) -> None:
    asking = desk(tmp_path, provider, server.address)
    server.reply(Reply(body=framed(provider, GOOD, asked)))
    assert asking.ask() == BETTER
    assert all(entry.settled for entry in asking.paid())


@pytest.mark.parametrize("provider", PROVIDERS)
def test_half_of_a_surrogate_pair_is_text_like_any(provider: Provider, server: ProviderServer, tmp_path: Path) -> None:
    asking = desk(tmp_path, provider, server.address)
    server.reply(Reply(body=framed(provider, '\ud800{"value": 15}')))
    assert asking.ask() == BETTER
    asking.number = 5
    server.reply(Reply(body=framed(provider, "\udfff")), Reply(GOOD))
    assert asking.ask(2) == BETTER


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"\xff\xfe\xfa", "not UTF-8"),
        (b"<html>gateway</html>", "a web page"),
        (b"[1]", "the document is a list"),
        (b'"ok"', "the document is text"),
        (b"{}", "missing"),
        (b'{"error": {"message": "no such thing"}}', "answered with an error: no such thing"),
        (b'{"error": "The server is overloaded"}', "Trying again"),
        (b'{"choices": null, "content": null, "message": null}', "is missing"),
        (b'{"choices": [], "content": 5, "message": 5}', "not"),
        (b'{"choices": "x", "content": "x", "message": "x"}', "is text"),
        (b'{"choices": [{"message": null}], "content": [7], "message": 7}', "not an object"),
        (b'{"choices": [{"message": {"content": {}}}], "content": {}, "message": {"content": {}}}', "is an object"),
    ],
)
def test_what_is_no_answer_is_told_in_plain_words(
    provider: Provider, body: bytes, told: str, server: ProviderServer, tmp_path: Path
) -> None:
    asking = desk(tmp_path, provider, server.address)
    server.reply(Reply(body=body))
    stands(asking, told)
    assert "Error" not in " ".join(asking.told)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_empty_success_and_a_redirect(provider: Provider, server: ProviderServer, tmp_path: Path) -> None:
    asking = desk(tmp_path, provider, server.address)
    server.reply(Reply(status=204, body=b""))
    stands(asking, "else than its protocol: nothing")
    asking, before = desk(tmp_path / "other", provider, server.address), len(server.asked)
    server.reply(Reply(status=307, headers={"Location": "http://new.example/v1?key=abc"}))
    stands(asking, "redirects to http://new.example/v1?…")
    assert len(server.asked) == before + 1
    assert [entry.outcome for entry in asking.paid()] == [CallOutcome.FAILED]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_packed_answer_is_unpacked_within_bounds(provider: Provider, server: ProviderServer, tmp_path: Path) -> None:
    asking = desk(tmp_path, provider, server.address)
    server.reply(Reply(headers={"Content-Encoding": "gzip"}, body=gzip.compress(framed(provider, GOOD))))
    assert asking.ask() == BETTER
    asking.number = 5
    bomb = zlib.compress(b"0" * 400_000_000)
    server.reply(Reply(headers={"Content-Encoding": "deflate"}, body=bomb))
    assert asking.ask(2) == 2 * asking.number
    assert "sent more than 16 MB" in " ".join(asking.told)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_refusal_and_a_call_of_a_tool_are_paid_once(
    provider: Provider, server: ProviderServer, tmp_path: Path
) -> None:
    refusals = {
        Provider.OPENAI: framed(provider, None, refusal="Not about that."),
        Provider.ANTHROPIC: framed(Provider.ANTHROPIC, "Not about that.").replace(b"end_turn", b"refusal"),
    }
    calls = [{"id": "1", "type": "function", "function": {"name": "look", "arguments": {}}}]
    tool = framed(provider, None, tool_calls=calls)
    if provider is Provider.ANTHROPIC:
        tool = b'{"content": [{"type": "tool_use", "id": "1", "name": "look", "input": {}}], "stop_reason": "tool_use"}'
    cases = [(tool, "asks for a tool")]
    if provider in refusals:
        cases.append((refusals[provider], "declines: “Not about that.”"))
    for body, words in cases:
        asking, before = desk(tmp_path / words[:4], provider, server.address), len(server.asked)
        server.reply(Reply(body=body))
        stands(asking, words)
        assert len(server.asked) == before + 1
        assert [entry.outcome for entry in asking.paid()] == [CallOutcome.ANSWERED]


@pytest.mark.parametrize("provider", [Provider.OPENAI, Provider.ANTHROPIC])
@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://[::1/good", "is not an address"),
        ("127.0.0.1:8000/v1", "does not begin with http"),
        ("localhost/v1", "does not begin with http"),
        ("ftp://127.0.0.1", "does not begin with http"),
        ("http://127.0.0.1:99999", "is not an address"),
        ("http://127.0.0.1:0", "has a port that cannot be"),
        ("http:///v1", "names no computer"),
    ],
)
def test_an_address_that_cannot_be_books_nothing(provider: Provider, address: str, told: str, tmp_path: Path) -> None:
    asking = desk(tmp_path, provider, address)
    stands(asking, told)
    assert asking.paid() == []


@pytest.mark.parametrize("key", ["sk-two\nlines-of-a-key", "sk-schlüssel-äöü"])
def test_a_key_that_cannot_be_sent_books_nothing(key: str, server: ProviderServer, tmp_path: Path) -> None:
    asking = desk(tmp_path, Provider.OPENAI, server.address, key=key)
    stands(asking, "has characters that no key has")
    assert asking.paid() == []
    assert server.asked == []


@pytest.mark.parametrize("provider", PROVIDERS)
def test_no_proxy_is_asked_for_this_computer(
    provider: Provider, server: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "socks5://127.0.0.1:1")
    server.reply(Reply(GOOD))
    assert desk(tmp_path, provider, server.address).ask() == BETTER


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("proxy", ["http://me:pass-word-1@127.0.0.1:1", "socks5://127.0.0.1:1"])
def test_a_proxy_that_does_not_work_is_named(
    provider: Provider, proxy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, proxy)
    asking = desk(tmp_path, provider, "http://models.invalid:80")
    stands(asking, f"proxy {shown(proxy)}")
    assert "pass-word-1" not in " ".join(asking.told)


def test_https_to_a_plain_port(server: ProviderServer, tmp_path: Path) -> None:
    asking = desk(tmp_path, Provider.OPENAI, server.address.replace("http:", "https:"))
    stands(asking, "does not speak https")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_secrets_of_an_address_are_told_nowhere(provider: Provider, server: ProviderServer, tmp_path: Path) -> None:
    address = server.address.replace("//", "//someone:hunter2-hunter2@") + "?key=query-secret-1"
    for reply in (Reply(f"{'x' * 190} {address} {KEY}", 400), Reply(status=302, headers={"Location": address})):
        asking = desk(tmp_path / str(reply.status), provider, address)
        server.reply(reply)
        asking.ask()
        stored = (tmp_path / str(reply.status) / "quintet.db").read_bytes()
        for secret in ("hunter2", "query-secret"):
            assert secret not in " ".join(asking.told)
            assert secret.encode() not in stored


def test_secrets_are_covered_before_a_text_is_cut(server: ProviderServer, tmp_path: Path) -> None:
    asking = desk(tmp_path, Provider.OPENAI, server.address)
    server.reply(Reply("." * 195 + KEY.encode().hex(), 400))
    stands(asking, "does not take the question")
    assert KEY.encode().hex()[:5] not in " ".join(asking.told)


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:11434"),
        ("localhost/", "http://localhost:11434"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("0.0.0.0:8000", "http://127.0.0.1:8000"),
        ("http://0.0.0.0:8000/", "http://127.0.0.1:8000"),
        (":8000", "http://127.0.0.1:8000"),
        ("::1", "http://[::1]:11434"),
        ("[::]:8000", "http://[::1]:8000"),
        ("gpu.lan/path/", "http://gpu.lan:11434/path"),
        ("https://gpu.lan", "https://gpu.lan"),
    ],
)
def test_what_ollama_understands_by_its_host(given: str, address: str) -> None:
    assert ollama_address(given) == address == endpoint(Provider.OLLAMA, {"OLLAMA_HOST": given}).address


@pytest.mark.parametrize(
    ("address", "expected"),
    [("http://127.8.9.1:80", True), ("http://[::1]/v1", True), ("http://localhost", True), ("http://10.0.0.1", False)],
)
def test_what_is_this_computer(address: str, expected: bool) -> None:
    assert is_here(address) is expected


def test_what_is_shown_of_an_address() -> None:
    address = "http://me:p%40ss@ss-word@host/v1?key=abc"
    assert shown(address) == "http://…@host/v1?…"
    assert "p@ss@ss-word" in set(secrets_in(address))
    assert shown("https://api.openai.com/v1") == "https://api.openai.com/v1"
    assert "p%40ss" not in covered(f"cannot reach {address}", [])
