"""What models cost, in US dollars for a million tokens."""

import json
import math
from collections.abc import Mapping
from contextlib import suppress
from decimal import ROUND_UP, Decimal
from functools import lru_cache

from pydantic import Field, TypeAdapter, field_validator

from pipeline.contracts.base import Contract
from pipeline.errors import InputError
from pipeline.models.providers import Endpoint, Provider
from pipeline.models.tiers import LONGEST_NAME
from pipeline.rendering.literals import one_line
from pipeline.settings import AMOUNT, MOST_USD, NOT_AN_AMOUNT

THOUSAND = 1000
MILLION = Decimal(1_000_000)
NANO = Decimal(1_000_000_000)


class UnknownPrice(InputError):
    """A model that has no known price is not asked: nobody could keep it within a budget."""


class Price(Contract):
    """US dollars for a million tokens, as numbers or as text that is a plain number."""

    input_usd: Decimal = Field(ge=0)
    output_usd: Decimal = Field(ge=0)

    @field_validator("input_usd", "output_usd", mode="before")
    @classmethod
    def _plain(cls, given: object) -> object:
        if isinstance(given, str) and not AMOUNT.fullmatch(given):
            raise ValueError(NOT_AN_AMOUNT)
        return given

    def cost_nusd(self, input_tokens: int, output_tokens: int) -> int:
        """What so many tokens cost in billionths of a US dollar, never less than exactly."""
        usd = (self.input_usd * input_tokens + self.output_usd * output_tokens) / MILLION
        return int((usd * NANO).to_integral_value(rounding=ROUND_UP))

    @property
    def text(self) -> str:
        """Both amounts, as people write them."""
        asked, said = (f"${amount.normalize():f}" for amount in (self.input_usd, self.output_usd))
        return f"{asked} and {said}"


def parse_prices(text: str) -> dict[str, Price]:
    """Prices by `provider/model` from JSON; raises InputError, also for a price that no model has."""
    try:
        prices = TypeAdapter(dict[str, Price]).validate_python(json.loads(text or "{}", object_pairs_hook=_once))
    except (ValueError, RecursionError) as error:
        raise InputError(
            'Prices are JSON such as {"openai/my-model": {"input_usd": 0.5, "output_usd": 2}}, in US dollars for a '
            "million tokens."
        ) from error
    for name, price in prices.items():
        provider, slash, model = name.partition("/")
        if provider not in set(Provider) or not model.strip():
            named, example = one_line(name, LONGEST_NAME), one_line(model if slash else name, LONGEST_NAME)
            raise InputError(f"“{named}” does not begin with a provider; write “openai/{example}”, for example.")
        if max(price.input_usd, price.output_usd) > MOST_USD:
            named = one_line(name, LONGEST_NAME)
            raise InputError(f"A price of “{named}” is not possible; use 0 to {MOST_USD:,} US dollars.")
    return prices


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object of JSON; raises ValueError where it names something twice."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError
    return dict(pairs)


FREE = Price(input_usd=Decimal(0), output_usd=Decimal(0))


def price_of(endpoint: Endpoint, model: str, own: Mapping[str, Price]) -> Price:
    """The price of a model: what the person says, else the published one; raises UnknownPrice.

    `own` has prices by `provider/model`. Models on this computer cost nothing. Published prices are those of the
    package genai-prices; they hold for a model of that name at any address, since gateways forward the same models.
    """
    stated = own.get(f"{endpoint.provider}/{model}")
    if stated is not None:
        return stated
    if endpoint.provider.is_local:
        return FREE
    found = published_price(endpoint.provider, model, any_maker=not endpoint.is_own)
    if found is None:
        raise UnknownPrice(
            f"The price of {model} at {endpoint.shown} is not known; enter it in Settings, under Models, as "
            f"“{endpoint.provider}/{model}”, or choose another model."
        )
    return found


def price_source(endpoint: Endpoint, model: str, own: Mapping[str, Price]) -> str:
    """Whose price it is, in two or three words."""
    if f"{endpoint.provider}/{model}" in own:
        return "your price"
    return "free on this computer" if endpoint.provider.is_local else "published price"


@lru_cache(maxsize=256)
def published_price(provider: Provider, model: str, *, any_maker: bool = False) -> Price | None:
    """The published price of a provider's model, or of any maker's model of that name; None where there is none."""
    from genai_prices import Usage, calc_price

    # Some models cost more for very long questions, which are never asked here.
    usage = Usage(input_tokens=THOUSAND, output_tokens=THOUSAND)
    for maker in (provider.value, None) if any_maker else (provider.value,):
        with suppress(LookupError):
            found = calc_price(usage, model, provider_id=maker)
            return Price(input_usd=found.input_price * THOUSAND, output_usd=found.output_price * THOUSAND)
    return None


def most_tokens(text: str) -> int:
    """No tokenizer that works on bytes makes more tokens of a text than it has bytes."""
    return len(_bytes(text))


def likely_tokens(text: str) -> int:
    """A rule of thumb: four bytes of English or JSON are a token."""
    return math.ceil(len(_bytes(text)) / 4)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def plausible(reported: int, likely: int, most: int) -> int:
    """So many tokens as are reported, if that can be."""
    return min(reported if reported > 0 else likely, most)
