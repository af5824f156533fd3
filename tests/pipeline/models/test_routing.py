"""Which engine a question goes to, and why."""

import itertools
from decimal import Decimal

import pytest

from pipeline.errors import InputError
from pipeline.models.prices import UnknownPrice, parse_prices, price_of, price_source, published_price
from pipeline.models.providers import Endpoint, Provider
from pipeline.models.router import Policy, Router
from pipeline.models.tiers import (
    ALWAYS_HIGH,
    MODELS,
    Rules,
    Thresholds,
    Tier,
    Used,
    engines_for,
    parse_rules,
    saving_tier,
    tier_for,
)
from tests.pipeline.models.provider_server import provider_server
from tests.pipeline.models.questions import NOBODY

UNUSED = Used(0, "run")
KNOWN = {"OPENAI_API_KEY": "sk-a", "ANTHROPIC_API_KEY": "sk-b", "OLLAMA_HOST": NOBODY}


@pytest.mark.parametrize(
    ("complexity", "tier"),
    [
        (0.0, Tier.LOCAL),
        (0.29, Tier.LOCAL),
        (0.3, Tier.ECONOMIC),
        (0.49, Tier.ECONOMIC),
        (0.5, Tier.STANDARD),
        (0.7, Tier.STANDARD),
        (0.71, Tier.HIGH),
        (1.0, Tier.HIGH),
    ],
)
@pytest.mark.parametrize("role", ["RequirementsAnalyst", "CodeGenerator", *ALWAYS_HIGH])
def test_the_table(role: str, complexity: float, tier: Tier) -> None:
    found, reason = tier_for(role, complexity, Thresholds(), ALWAYS_HIGH)
    assert found is (Tier.HIGH if role in ALWAYS_HIGH else tier)
    assert (role if role in ALWAYS_HIGH else f"{complexity:.2f}") in reason


@pytest.mark.parametrize(
    ("provider", "tier", "asked"),
    [
        (Provider.OPENAI, Tier.HIGH, ["gpt-6.1-sol", "gpt-6.1-terra", "gpt-6-luna"]),
        (Provider.OPENAI, Tier.STANDARD, ["gpt-6.1-terra", "gpt-6-luna"]),
        (Provider.OPENAI, Tier.ECONOMIC, ["gpt-6-luna"]),
        (Provider.OPENAI, Tier.LOCAL, []),
        (Provider.OPENAI, Tier.BUILTIN, []),
        (Provider.ANTHROPIC, Tier.HIGH, ["claude-opus-5-5", "claude-sonnet-5-5", "claude-haiku-5-5"]),
        (Provider.OLLAMA, Tier.HIGH, []),
    ],
)
@pytest.mark.parametrize("has_local", [False, True])
def test_the_tiers_below_follow_and_a_local_model_comes_last(
    provider: Provider, tier: Tier, asked: list[str], *, has_local: bool
) -> None:
    with provider_server() as ollama:
        known = KNOWN | ({"OLLAMA_HOST": ollama.address} if has_local else {})
        complexity = {Tier.HIGH: 0.9, Tier.STANDARD: 0.6, Tier.ECONOMIC: 0.4, Tier.LOCAL: 0.1}.get(tier)
        if complexity is None:  # nothing calls for less than a local model but a budget that is nearly used
            endpoint = Endpoint(provider, "", "key")
            assert list(engines_for(tier, "", endpoint, Rules(), lambda: None)) == []
            return
        route = Router().route(known, provider, "", "CodeReviewer", complexity, Policy(), UNUSED, print)
        engines = list(route.engines)
    expected = [*asked, "small"] if has_local else asked
    assert [engine.model for engine in engines] == expected
    assert [engine.tier for engine in engines] == sorted((e.tier for e in engines if e.tier), key=lambda t: -t.rank)
    assert all(f"{failed} could not be asked or gave no answer" in engines[-1].reason for failed in expected[:-1])


def test_a_model_that_was_named_is_the_only_one() -> None:
    router, known = Router(), KNOWN
    for complexity, share in itertools.product((0.0, 0.6, 1.0), (0.0, 0.95)):
        route = router.route(
            known, Provider.OPENAI, "mine", "SystemArchitect", complexity, Policy(), Used(share, "run"), print
        )
        (engine,) = route.engines
        assert (engine.tier, engine.model, engine.reason) == (None, "mine", "you named this model")


def test_without_a_key_only_a_local_model_is_left() -> None:
    told: list[str] = []
    with provider_server() as ollama:
        router, known = Router(), {"OLLAMA_HOST": ollama.address}
        route = router.route(known, Provider.OPENAI, "", "CodeReviewer", 0.9, Policy(), UNUSED, told.append)
        assert [engine.model for engine in route.engines] == ["small"]
    assert told == ["No key of OpenAI is saved; enter one in Settings."]


@pytest.mark.parametrize(
    ("models", "told"), [([], "has no model; pull one"), (None, "does not answer")], ids=["no model", "nobody there"]
)
def test_ollama_without_a_model_is_told_what_to_do(models: list[str] | None, told: str) -> None:
    said: list[str] = []
    with provider_server() as ollama:
        ollama.models = models or []
        router, known = Router(), {"OLLAMA_HOST": NOBODY if models is None else ollama.address}
        route = router.route(known, Provider.OLLAMA, "", "CodeReviewer", 0.9, Policy(), UNUSED, said.append)
        assert list(route.engines) == []
    assert told in said[0]


@pytest.mark.parametrize(("wanted", "asked"), [("large", "large"), ("gone", "small"), ("", "small")])
def test_the_local_model_can_be_chosen(wanted: str, asked: str) -> None:
    with provider_server() as ollama:
        rules = Rules(models={Provider.OLLAMA: {Tier.LOCAL: wanted}})
        router, known = Router(), {"OLLAMA_HOST": ollama.address}
        policy = Policy(rules=rules)
        route = router.route(known, Provider.OLLAMA, "", "CodeReviewer", 0.1, policy, UNUSED, print)
        assert [engine.model for engine in route.engines] == [asked]


@pytest.mark.parametrize(
    ("tier", "share", "saved"),
    [
        (Tier.HIGH, 0.79, Tier.HIGH),
        (Tier.HIGH, 0.8, Tier.STANDARD),
        (Tier.STANDARD, 0.9, Tier.ECONOMIC),
        (Tier.ECONOMIC, 0.99, Tier.LOCAL),
        (Tier.LOCAL, 1.0, Tier.LOCAL),
    ],
)
def test_one_tier_less_from_80_per_cent_on(tier: Tier, share: float, saved: Tier) -> None:
    found, reason = saving_tier(tier, "why", Used(share, "month"))
    assert found is saved
    assert ("of the month's budget is used" in reason) == (found is not tier)


def test_a_server_of_ones_own_can_be_the_local_tier() -> None:
    rules = Rules(models={Provider.OPENAI: {Tier.LOCAL: "mine"}})
    route = Router().route(KNOWN, Provider.OPENAI, "", "CodeReviewer", 0.1, Policy(rules=rules), UNUSED, print)
    assert [(engine.tier, engine.model) for engine in route.engines] == [(Tier.LOCAL, "mine")]


def test_what_the_person_edits_counts() -> None:
    text = """{"thresholds": {"local_below": 0.1, "standard_from": 0.2, "high_above": 0.9}, "always_high": [],
               "models": {"openai": {"high": "big", "economic": ""}}}"""
    rules = parse_rules(text)
    route = Router().route(KNOWN, Provider.OPENAI, "", "SystemArchitect", 0.95, Policy(rules=rules), UNUSED, print)
    assert [engine.model for engine in route.engines] == ["big", "gpt-6.1-terra"]


@pytest.mark.parametrize(
    "text",
    ["{", '{"models": {"nobody": {}}}', '{"thresholds": {"high_above": 2}}'],
)
def test_rules_that_make_no_sense_are_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(InputError, match="Routing is JSON"):
        parse_rules(text)


@pytest.mark.parametrize(
    ("provider", "model"), [(provider, model) for provider, tiers in MODELS.items() for model in tiers.values()]
)
def test_every_model_of_a_tier_has_a_published_price_that_rises(provider: Provider, model: str) -> None:
    assert published_price(provider, model)
    prices = [published_price(provider, each) for each in MODELS[provider].values()]
    costs = [price.cost_nusd(1000, 1000) for price in prices if price]
    assert costs == sorted(costs)


def test_a_published_price_holds_at_any_address_unless_the_person_says_otherwise() -> None:
    own = parse_prices('{"openai/gpt-6-luna": {"input_usd": 7, "output_usd": 8}}')
    gateway = Endpoint(Provider.OPENAI, "http://gateway.example/v1", "key")
    maker = Endpoint(Provider.OPENAI, "https://api.openai.com/v1", "key")
    assert price_of(gateway, "gpt-6-luna", {}) == price_of(maker, "gpt-6-luna", {})
    assert price_of(gateway, "claude-haiku-5-5", {}) == published_price(Provider.ANTHROPIC, "claude-haiku-5-5")
    assert price_of(gateway, "gpt-6-luna", own).input_usd == Decimal(7)
    assert [price_source(gateway, "gpt-6-luna", each) for each in ({}, own)] == ["published price", "your price"]
    with pytest.raises(UnknownPrice, match="not known; enter it in Settings, under Models, as “openai/my-model”"):
        price_of(gateway, "my-model", {})


def test_thresholds_that_do_not_ascend_are_refused() -> None:
    with pytest.raises(InputError, match="must ascend"):
        parse_rules('{"thresholds": {"local_below": 0.8}}')
