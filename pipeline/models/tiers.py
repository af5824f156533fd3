"""Which engine answers for a role: the tier that the work calls for, then those below it, then the rules."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field, ValidationError, model_validator

from pipeline.contracts.base import Contract
from pipeline.errors import InputError
from pipeline.models.providers import Endpoint, Provider
from pipeline.rendering.literals import one_line

ALWAYS_HIGH = ("SystemArchitect", "SecurityValidator", "QualityGate")
"""Roles whose mistakes cost most."""
DOWNGRADE_FROM = 0.8
"""The share of a budget from which on one tier less is asked."""
LONGEST_NAME = 80
"""Characters of a model's name that are told."""
ASCEND = "The thresholds must ascend"


class Tier(StrEnum):
    """How much an engine can do, and costs, from the least to the most."""

    BUILTIN = "builtin"
    LOCAL = "local"
    ECONOMIC = "economic"
    STANDARD = "standard"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """The place in the order, the built-in engine being 0."""
        return list(Tier).index(self)

    @property
    def below(self) -> "Tier":
        """The next tier below."""
        return list(Tier)[max(0, self.rank - 1)]

    @property
    def label(self) -> str:
        """In plain words."""
        return {"builtin": "built-in", "high": "high performance"}.get(self.value, self.value)


MODELS = {
    Provider.OPENAI: {Tier.ECONOMIC: "gpt-6-luna", Tier.STANDARD: "gpt-6.1-terra", Tier.HIGH: "gpt-6.1-sol"},
    Provider.ANTHROPIC: {
        Tier.ECONOMIC: "claude-haiku-5-5",
        Tier.STANDARD: "claude-sonnet-5-5",
        Tier.HIGH: "claude-opus-5-5",
    },
}
"""What each tier is unless the person names a model; all of them have published prices."""


class Thresholds(Contract):
    """Complexities at which the tier changes. `why` says where they come from."""

    local_below: float = Field(default=0.3, ge=0, le=1)
    standard_from: float = Field(default=0.5, ge=0, le=1)
    high_above: float = Field(default=0.7, ge=0, le=1)
    why: str = ""

    @model_validator(mode="after")
    def _ascend(self) -> "Thresholds":
        if not self.local_below <= self.standard_from <= self.high_above:
            raise ValueError(ASCEND)
        return self


class Rules(Contract):
    """What the person can edit about routing. `models` replaces those of tiers; an empty name leaves a tier out."""

    thresholds: Thresholds = Thresholds()
    always_high: tuple[str, ...] = ALWAYS_HIGH
    models: Mapping[Provider, Mapping[Tier, str]] = Field(default_factory=dict)

    def model(self, provider: Provider, tier: Tier) -> str:
        """The model of a provider's tier, empty where there is none."""
        known: Mapping[Tier, str] = MODELS.get(provider, {})
        return self.models.get(provider, {}).get(tier, known.get(tier, "")).strip()


def parse_rules(text: str) -> Rules:
    """Rules from JSON; raises InputError."""
    try:
        return Rules.model_validate_json(text or "{}")
    except ValidationError as error:
        if ASCEND in str(error):
            raise InputError(f"{ASCEND} from 0 to 1: local below, standard from, high performance above.") from error
        raise InputError(
            "Routing is JSON with `thresholds` (local_below, standard_from and high_above, ascending from 0 to 1), "
            '`always_high` (roles) and `models`, such as {"models": {"openai": {"high": "my-model"}}}.'
        ) from error


@dataclass(frozen=True)
class Engine:
    """A model of a provider, the tier that it stands for, None where the person named it, and why it is asked."""

    tier: Tier | None
    endpoint: Endpoint
    model: str
    reason: str = ""

    @property
    def label(self) -> str:
        """The model and who offers it."""
        return f"{one_line(self.model, LONGEST_NAME)} of {self.endpoint.provider.label}"


@dataclass(frozen=True)
class Used:
    """The share of a budget that is used, and whose budget it is, such as “run”."""

    share: float
    of: str


def tier_for(role: str, complexity: float, thresholds: Thresholds, always_high: tuple[str, ...]) -> tuple[Tier, str]:
    """The tier that a role's question calls for, and why; `complexity` is from 0 to 1."""
    learned = f" ({thresholds.why})" if thresholds.why else ""
    local, standard, high = thresholds.local_below, thresholds.standard_from, thresholds.high_above
    if role in always_high:
        return Tier.HIGH, f"{role} is always asked at the tier high performance"
    if complexity > high:
        return Tier.HIGH, f"complexity {complexity:.2f} is above {high:.2f}{learned}"
    if complexity < local:
        return Tier.LOCAL, f"complexity {complexity:.2f} is below {local:.2f}{learned}"
    if complexity < standard:
        return Tier.ECONOMIC, f"complexity {complexity:.2f} is from {local:.2f} to below {standard:.2f}{learned}"
    return Tier.STANDARD, f"complexity {complexity:.2f} is from {standard:.2f} to {high:.2f}{learned}"


def saving_tier(tier: Tier, reason: str, used: Used) -> tuple[Tier, str]:
    """One tier less where a budget is nearly used; what is free is not affected."""
    if used.share < DOWNGRADE_FROM or tier.rank <= Tier.LOCAL.rank:
        return tier, reason
    return tier.below, f"{reason}; one tier lower, since {used.share:.0%} of the {used.of}'s budget is used"


def engines_for(
    tier: Tier, reason: str, endpoint: Endpoint, rules: Rules, local: Callable[[], Engine | None]
) -> Iterator[Engine]:
    """The engines to try, in order: that of the tier, those of the tiers below, and a local one.

    `local` is asked only when its turn has come.
    """
    failed = ""
    for each in sorted(Tier, key=lambda one: one.rank, reverse=True):
        model = rules.model(endpoint.provider, each)
        if each is Tier.LOCAL and endpoint.provider is Provider.OLLAMA:
            continue  # which models Ollama has is looked up below
        if Tier.LOCAL.rank <= each.rank <= tier.rank and model and endpoint.is_usable:
            yield Engine(each, endpoint, model, reason + failed)
            failed += f"; {one_line(model, LONGEST_NAME)} could not be asked or gave no answer"
    found = local() if tier.rank >= Tier.LOCAL.rank else None
    if found:
        yield Engine(Tier.LOCAL, found.endpoint, found.model, reason + failed)
