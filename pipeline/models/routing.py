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

    BUILTIN = 0
    LOCAL = 1
    ECONOMIC = 2
    STANDARD = 3
    HIGH = 4

    @property
    def label(self) -> str:
        """The tier in plain words."""
        return ("built-in", "local", "economic", "standard", "high performance")[self]


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


def engines_for(
    tier: Tier, endpoints: Sequence[Endpoint], model: str, local_models: Sequence[str]
) -> tuple[Engine, ...]:
    """The engines to try, in order: those of the tier, then of the tiers below; the rules come after all of them.

    With a `model` that the person named, only that one is tried.
    """
    if model:
        return tuple(Engine(tier, each, model) for each in endpoints[:1])
    found = [
        Engine(Tier.LOCAL, each, name)
        for each in endpoints
        if each.provider is Provider.OLLAMA
        for name in local_models[:1]
    ]
    found += [Engine(of, each, name) for each in endpoints for of, name in MODELS.get(each.provider, {}).items()]
    return tuple(sorted((each for each in found if each.tier <= tier), key=lambda each: -each.tier))
