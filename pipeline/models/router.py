"""Where a question goes: what the person set, what is known of providers, and what is left of budgets, put together."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

from pipeline.contracts.base import Contract
from pipeline.errors import InputError
from pipeline.models.ollama import installed
from pipeline.models.prices import FREE, Price, UnknownPrice, price_of, published_price
from pipeline.models.providers import Provider, endpoint
from pipeline.models.tiers import MODELS, Engine, Rules, Thresholds, Tier, Used, engines_for, saving_tier, tier_for

REMEMBERED_S = 30.0
"""How long it is known which models are on this computer."""


class Policy(Contract):
    """What the person set about models and money. `learned` has the thresholds of roles whose outcomes moved them."""

    rules: Rules = Rules()
    prices: Mapping[str, Price] = {}
    month_usd: Decimal | None = None
    learned: Mapping[str, Thresholds] = {}

    def thresholds(self, role: str) -> Thresholds:
        """Those of a role."""
        return self.learned.get(role, self.rules.thresholds)


@dataclass(frozen=True)
class Route:
    """The tier that a question goes to, None where the person named a model, why, and the engines to try in order."""

    tier: Tier | None
    reason: str
    engines: Iterator[Engine]


class Router:
    """Finds routes. `known` are keys and addresses by the usual names."""

    def __init__(self) -> None:
        self._local: tuple[float, str, list[str]] = (0.0, "", [])

    def route(
        self,
        known: Mapping[str, str],
        provider: Provider,
        model: str,
        role: str,
        complexity: float,
        policy: Policy,
        used: Used,
        report: Callable[[str], None],
    ) -> Route:
        """The route of a role's question. A model that the person named is always the one that is asked."""
        found = endpoint(provider, known)
        if not found.is_usable:
            report(f"No key of {found.provider.label} is saved; enter one in Settings.")
        if model:
            reason = "you named this model"
            return Route(None, reason, iter([Engine(None, found, model, reason)] if found.is_usable else []))
        tier, reason = tier_for(role, complexity, policy.thresholds(role), policy.rules.always_high)
        if not provider.is_local:
            tier, reason = saving_tier(tier, reason, used)
        return Route(
            tier,
            reason,
            engines_for(
                tier, reason, found, policy.rules, lambda: self._local_engine(known, provider, policy.rules, report)
            ),
        )

    @staticmethod
    def premium(known: Mapping[str, str], provider: Provider, policy: Policy) -> Price:
        """The price of a provider's best model, or of OpenAI's where it has none with a price."""
        model = policy.rules.model(provider, Tier.HIGH)
        if model and not provider.is_local:
            with suppress(UnknownPrice):
                return price_of(endpoint(provider, known), model, policy.prices)
        return published_price(Provider.OPENAI, MODELS[Provider.OPENAI][Tier.HIGH]) or FREE

    def _local_engine(
        self, known: Mapping[str, str], provider: Provider, rules: Rules, report: Callable[[str], None]
    ) -> Engine | None:
        """The model on this computer: the one that the rules name if it is there, else the newest; None without any."""
        found = endpoint(Provider.OLLAMA, known)
        try:
            models = self._installed(found.address)
        except InputError as error:
            if provider is Provider.OLLAMA:
                report(str(error))
            return None
        if not models and provider is Provider.OLLAMA:
            report(f"Ollama answers at {found.shown} but has no model; pull one with “ollama pull”.")
        wanted = rules.model(Provider.OLLAMA, Tier.LOCAL)
        named = [each for each in models if wanted and (each == wanted or each.partition(":")[0] == wanted)]
        chosen = (named or models or [""])[0]
        return Engine(Tier.LOCAL, found, chosen) if chosen else None

    def _installed(self, address: str) -> list[str]:
        at, where, models = self._local
        if where != address or time.monotonic() - at > REMEMBERED_S:
            try:
                models = installed(address)
            except InputError:
                self._local = (0.0, "", [])
                raise
            self._local = (time.monotonic(), address, models)
        return models
