"""What is in force after something was saved, in a sentence: read from where it counts, not from what was typed."""

from decimal import Decimal

from pages.ui import core, words
from pipeline.models.budgets import budget_of_month
from pipeline.models.prices import parse_prices
from pipeline.models.tiers import parse_rules
from pipeline.service import Service

MOST_NAMED = 4


def of_key(quintet: Service, name: str) -> str:
    """Whether a key or address is used, and which one."""
    if quintet.keys.in_environment(name):
        saved = "is saved" if name in quintet.keys.names() else "is no longer saved"
        return f"{name} {saved}, but the environment sets it, and that counts more."
    if name in quintet.keys.names():
        return f"{name} is saved, and used from the next question on."
    return f"{name} is forgotten, and no longer used."


def of_prices(quintet: Service) -> str:
    """Which models have a price of their own."""
    counts = quintet.settings_now().model_prices
    own = [f"{name} at {price.text}" for name, price in parse_prices(counts).items()]
    told = "Published prices hold for every model."
    if own:
        more = f" and {len(own) - MOST_NAMED} more" if len(own) > MOST_NAMED else ""
        told = (
            f"A million tokens in and out: {'; '.join(own[:MOST_NAMED])}{more}. Published prices hold for all others."
        )
    return told + _overruled(quintet, "model_prices", counts)


def of_run_budget(quintet: Service) -> str:
    """What a new run may spend."""
    amount = core.default_budget_usd(quintet)
    told = f"A new run may spend {words.usd(amount)}, unless you say otherwise when you start it."
    return told + _overruled(quintet, "run_budget_usd", f"{amount:f}")


def of_month_budget(quintet: Service) -> str:
    """What all runs may spend in a month, and how much of it is left."""
    limit = core.month_budget_usd(quintet)
    if limit is None:
        told = "Nothing limits what all runs may spend in a month."
    else:
        spent = budget_of_month(quintet.store.ledger, limit).spent_usd
        left = words.usd(max(limit - spent, Decimal(0)))
        told = f"All runs may spend {words.usd(limit)} in a month; {left} of this month's is left."
    return told + _overruled(quintet, "month_budget_usd", "" if limit is None else f"{limit:f}")


def of_releases(quintet: Service, names: tuple[str, ...]) -> str:
    """Where releases go, as far as it was said."""
    counts = quintet.settings_now()
    said = {name: str(getattr(counts, name)) for name in names}
    given = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in said.items() if value)
    told = f"Releases use the {given}." if given else "Releases use what Dockerfiles and the kubeconfig name."
    return told + "".join(_overruled(quintet, name, value) for name, value in said.items())


def of_routing(quintet: Service) -> str:
    """When each tier is asked, and which models are not the defaults."""
    counts = quintet.settings_now().routing
    rules = parse_rules(counts)
    at = rules.thresholds
    always = ", ".join(rules.always_high) or "no role"
    named = [
        f"{model or 'no model'} for {provider.label}'s tier {tier.label}"
        for provider, models in rules.models.items()
        for tier, model in models.items()
    ]
    told = (
        f"A local model is asked below {at.local_below:.2f}, the tier economic from there, standard from "
        f"{at.standard_from:.2f}, and high performance above {at.high_above:.2f} and always for {always}; "
        f"{', '.join(named) or 'each tier has its default model'}."
    )
    return told + _overruled(quintet, "routing", counts)


def _overruled(quintet: Service, name: str, counts: str) -> str:
    """That the environment says otherwise, where it does; `counts` is what holds, as it would be saved."""
    if quintet.store.settings.all().get(name, "") == counts:
        return ""
    return f" The environment variable QUINTET_{name.upper()} is set, and counts more than what was saved."
