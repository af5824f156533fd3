"""What the connection test says, for each provider and each likely mistake: one sentence that tells what to do."""

import socket

import pytest

from pipeline import keys
from pipeline.keys import test_endpoint as diagnosis  # else it is taken for a test
from pipeline.models.providers import Endpoint, Provider
from pipeline.models.tiers import Rules, Tier
from tests.pipeline.models.provider_server import ProviderServer, Reply

KEY = "sk-canary-51c"
PROVIDERS = [Provider.OPENAI, Provider.ANTHROPIC, Provider.OLLAMA]
COMPANIES = PROVIDERS[:2]
OFFERED = Rules(
    models={each: {Tier.ECONOMIC: "small", Tier.STANDARD: "small", Tier.HIGH: "large"} for each in COMPANIES}
)
"""Tiers that go to models of the scripted server."""


def said(provider: Provider, address: str, key: str = KEY, rules: Rules = OFFERED) -> str:
    found = diagnosis(Endpoint(provider, address, key), rules)
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
    assert diagnosis(Endpoint(provider, own[provider]), OFFERED).startswith("No ")


@pytest.mark.parametrize("provider", COMPANIES)
def test_models_that_are_not_offered_are_named(provider: Provider, server: ProviderServer) -> None:
    rules = Rules(models={provider: {Tier.ECONOMIC: "small", Tier.STANDARD: "mine", Tier.HIGH: ""}})
    assert "offers 2 models, but not mine; name a model" in said(provider, server.address, rules=rules)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_list_without_end_is_not_read(provider: Provider, server: ProviderServer) -> None:
    server.catalogue = Reply('{"data": [' + '{"id": "x"},' * 1_000_000 + "]}")
    assert "check the address" in said(provider, server.address)


def test_a_sign_in_of_the_address_is_sent_to_ollama(server: ProviderServer) -> None:
    said(Provider.OLLAMA, server.address.replace("://", "://me:se%2Fcret@"))
    assert server.signed_in == "Basic bWU6c2UvY3JldA=="


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_list_that_is_nested_without_end_is_no_list(provider: Provider, server: ProviderServer) -> None:
    server.catalogue = Reply('{"models": ' + "[" * 200_000 + "]" * 200_000 + "}")
    assert "check the address" in said(provider, server.address)


def test_no_redirect_is_followed_for_a_list(server: ProviderServer) -> None:
    server.catalogue = Reply("", 307, headers={"Location": f"{server.address}/elsewhere"})
    assert "redirects (status 307); enter the right address" in said(Provider.OLLAMA, server.address)
