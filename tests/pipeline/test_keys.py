"""What the connection test says, for each provider and each likely mistake: one sentence that tells what to do."""

import socket

import pytest

from pipeline import keys
from pipeline.keys import test_endpoint as diagnosis  # else it is taken for a test
from pipeline.models.providers import Endpoint, Provider
from tests.pipeline.models.provider_server import ProviderServer, Reply

KEY = "sk-canary-51c"
PROVIDERS = [Provider.OPENAI, Provider.ANTHROPIC, Provider.OLLAMA]
COMPANIES = PROVIDERS[:2]


def said(provider: Provider, address: str, key: str = KEY) -> str:
    found = diagnosis(Endpoint(provider, address, key))
    assert key not in found
    assert found.endswith(".")
    assert "\n" not in found
    return found


@pytest.mark.parametrize("provider", PROVIDERS)
def test_all_is_well(provider: Provider, server: ProviderServer) -> None:
    assert "2 models" in said(provider, server.address)


@pytest.mark.parametrize("provider", COMPANIES)
@pytest.mark.parametrize("status", [401, 403])
def test_a_wrong_key(provider: Provider, status: int, server: ProviderServer) -> None:
    server.catalogue = Reply(f"invalid key {KEY}", status)
    assert "does not accept this key; make a new one" in said(provider, server.address)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_nobody_is_there(provider: Provider) -> None:
    told = said(provider, "http://127.0.0.1:1")
    assert "could not be reached" in told or "start it with “ollama serve”" in told


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    "address", ["http://no.such.host.invalid", "http://[", "ftp://127.0.0.1", "http://127.0.0.1:99999"]
)
def test_an_address_that_is_none(provider: Provider, address: str) -> None:
    told = said(provider, address)
    assert "could not be reached" in told or "does not answer" in told or "; enter another" in told


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    "reply", [Reply("<html>Welcome</html>"), Reply('{"hello": 1}'), Reply("[]"), Reply("not found", 404)]
)
def test_something_else_is_there(provider: Provider, reply: Reply, server: ProviderServer) -> None:
    server.catalogue = reply
    assert "check the address" in said(provider, server.address)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_no_model(provider: Provider, server: ProviderServer) -> None:
    server.models.clear()
    assert "has no model; pull one" in said(provider, server.address) or "offers no model" in said(
        provider, server.address
    )


@pytest.mark.parametrize("provider", COMPANIES)
@pytest.mark.parametrize("status", [429, 500, 503, 529])
def test_a_provider_in_trouble(provider: Provider, status: int, server: ProviderServer) -> None:
    server.catalogue = Reply("busy", status)
    assert "try again later" in said(provider, server.address)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_something_that_is_not_http(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "TIMEOUT_S", 1)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        monkeypatch.setattr("pipeline.models.ollama.TIMEOUT_S", 1)
        told = said(provider, f"http://127.0.0.1:{mute.getsockname()[1]}")
    assert "could not be reached" in told or "does not answer" in told


@pytest.mark.parametrize("provider", COMPANIES)
def test_no_key_is_saved(provider: Provider) -> None:
    own = {Provider.OPENAI: "https://api.openai.com/v1", Provider.ANTHROPIC: "https://api.anthropic.com"}
    assert diagnosis(Endpoint(provider, own[provider])).startswith("No ")
