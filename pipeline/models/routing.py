"""Which engine answers for a role: the cheapest tier that the work calls for, then those below it, then the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from pipeline.models.providers import Endpoint, Provider

LOCAL_BELOW, HIGH_ABOVE = 0.3, 0.7
STANDARD_FROM = 0.5
ALWAYS_HIGH = ("SystemArchitect", "SecurityValidator", "QualityGate")
"""Roles whose mistakes cost most."""


class Tier(IntEnum):
    """How much a model can do, and costs."""

    LOCAL = 1
    ECONOMIC = 2
    STANDARD = 3
    HIGH = 4


MODELS = {
    Provider.OPENAI: {Tier.ECONOMIC: "gpt-6-luna", Tier.STANDARD: "gpt-6.1-terra", Tier.HIGH: "gpt-6.1-sol"},
    Provider.ANTHROPIC: {
        Tier.ECONOMIC: "claude-haiku-5-5",
        Tier.STANDARD: "claude-sonnet-5-5",
        Tier.HIGH: "claude-opus-5-5",
    },
}
"""What each tier is unless the person names a model; all of them have published prices."""


@dataclass(frozen=True)
class Engine:
    """A model of a provider, and the tier that it stands for."""

    tier: Tier
    endpoint: Endpoint
    model: str

    @property
    def label(self) -> str:
        """The model and who offers it."""
        return f"{self.model} of {self.endpoint.provider.label}"


def tier_for(role: str, complexity: float) -> Tier:
    """The tier that a role's question calls for; `complexity` is from 0 to 1."""
    if role in ALWAYS_HIGH or complexity > HIGH_ABOVE:
        return Tier.HIGH
    if complexity < LOCAL_BELOW:
        return Tier.LOCAL
    return Tier.STANDARD if complexity >= STANDARD_FROM else Tier.ECONOMIC


def engines_for(tier: Tier, endpoint: Endpoint, model: str, local: Sequence[str]) -> tuple[Engine, ...]:
    """The engines of a provider to try, in order: that of the tier, then those of the tiers below.

    With a `model` that the person named, only that one is tried; `local` are the models on this computer.
    """
    if model:
        return (Engine(tier, endpoint, model),)
    models = {Tier.LOCAL: local[0]} if local else MODELS.get(endpoint.provider, {})
    below = [each for each in models if each <= tier] or [min(models)] if models else []
    return tuple(Engine(each, endpoint, models[each]) for each in sorted(below, reverse=True))
