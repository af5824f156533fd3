"""What models cost, in US dollars for a million tokens."""

import math
from collections.abc import Mapping
from decimal import ROUND_UP, Decimal

from pydantic import Field, TypeAdapter, ValidationError

from pipeline.contracts.base import Contract
from pipeline.errors import InputError
from pipeline.models.providers import Endpoint, Provider

THOUSAND = 1000
MILLION = Decimal(1_000_000)
NANO = Decimal(1_000_000_000)


class UnknownPrice(InputError):
    """A model that has no known price is not asked: nobody could keep it within a budget."""


class Price(Contract):
    """US dollars for a million tokens."""

    input_usd: Decimal = Field(ge=0)
    output_usd: Decimal = Field(ge=0)

    def cost_nusd(self, input_tokens: int, output_tokens: int) -> int:
        """What so many tokens cost in billionths of a US dollar, never less than exactly."""
        usd = (self.input_usd * input_tokens + self.output_usd * output_tokens) / MILLION
        return int((usd * NANO).to_integral_value(rounding=ROUND_UP))


def parse_prices(text: str) -> dict[str, Price]:
    """Prices by `provider/model` from JSON; raises InputError."""
    try:
        return TypeAdapter(dict[str, Price]).validate_json(text or "{}")
    except ValidationError as error:
        raise InputError(
            'Prices are JSON such as {"openai/my-model": {"input_usd": 0.5, "output_usd": 2}}, in US dollars for a '
            "million tokens."
        ) from error


FREE = Price(input_usd=Decimal(0), output_usd=Decimal(0))


def price_of(endpoint: Endpoint, model: str, own: Mapping[str, Price]) -> Price:
    """The price of a model: what the person says, else the published one; raises UnknownPrice.

    `own` has prices by `provider/model`. Models on this computer cost nothing. Published prices are those of the
    package genai-prices, and hold for the provider's own address only.
    """
    stated = own.get(f"{endpoint.provider}/{model}")
    if stated is not None:
        return stated
    if endpoint.provider.is_local:
        return FREE
    found = _published(endpoint.provider, model) if endpoint.is_own else None
    if found is None:
        raise UnknownPrice(
            f"The price of {model} at {endpoint.address} is not known; enter it in Settings, or choose another model."
        )
    return found


def _published(provider: Provider, model: str) -> Price | None:
    from genai_prices import Usage, calc_price

    # Some models cost more for very long questions, which are never asked here.
    usage = Usage(input_tokens=THOUSAND, output_tokens=THOUSAND)
    try:
        found = calc_price(usage, model, provider_id=provider.value)
    except LookupError:
        return None
    return Price(input_usd=found.input_price * THOUSAND, output_usd=found.output_price * THOUSAND)


def most_tokens(text: str) -> int:
    """No tokenizer that works on bytes makes more tokens of a text than it has bytes."""
    return len(text.encode())


def likely_tokens(text: str) -> int:
    """A rule of thumb: four bytes of English or JSON are a token."""
    return math.ceil(len(text.encode()) / 4)
