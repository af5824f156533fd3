"""The thresholds, the roles that always get the best model, and the models of each tier, to be changed."""

import json

import pandas as pd
import streamlit as st

from pages.ui import core
from pipeline.models.providers import Provider
from pipeline.models.tiers import Rules, Tier, parse_rules
from pipeline.service import Service

THRESHOLDS = {
    "local_below": "A local model below",
    "standard_from": "The tier standard from",
    "high_above": "High performance above",
}
KEYS = "rule_"
TIERS = [tier for tier in Tier if tier is not Tier.BUILTIN]
PROVIDERS = [provider for provider in Provider if provider is not Provider.BUILTIN]


def show(quintet: Service, rules: Rules, roles: list[str]) -> None:
    """The form."""
    with st.expander("Change it", icon=":material/tune:"):
        values: dict[str, float] = {}
        for place, (name, label) in zip(st.columns(3), THRESHOLDS.items(), strict=True):
            values[name] = place.number_input(
                label, 0.0, 1.0, float(getattr(rules.thresholds, name)), 0.05, key=f"{KEYS}{name}"
            )
        always = st.multiselect(
            "Always high performance", roles, [role for role in rules.always_high if role in roles], key="rule_always"
        )
        st.caption("The model of each tier; an empty cell leaves the tier out. A gateway's own names can stand here.")
        table = pd.DataFrame(
            [{"tier": tier.label, **{each.label: rules.model(each, tier) for each in PROVIDERS}} for tier in TIERS]
        )
        edited = st.data_editor(table, hide_index=True, disabled=["tier"], key="rule_models")
        with st.container(horizontal=True):
            st.button("Save the routing", type="primary", on_click=_save, args=(quintet, values, tuple(always), edited))
            st.button("Back to the defaults", on_click=_reset, args=(quintet,))


def _save(quintet: Service, values: dict[str, float], always: tuple[str, ...], table: pd.DataFrame) -> None:
    core.attempt(lambda: quintet.save_rules(_rules(values, always, table)))


def _reset(quintet: Service) -> None:
    core.attempt(quintet.save_rules, Rules())
    for key in [key for key in st.session_state if str(key).startswith(KEYS)]:
        del st.session_state[key]  # what was typed would stand in the fields still


def _rules(values: dict[str, float], always: tuple[str, ...], table: pd.DataFrame) -> Rules:
    """What was typed, without what is the default anyway; raises InputError."""
    plain = Rules()
    models: dict[str, dict[str, str]] = {}
    for provider in PROVIDERS:
        for tier, name in zip(TIERS, table[provider.label], strict=True):
            typed = str(name or "").strip()
            if typed != plain.model(provider, tier):
                models.setdefault(provider, {})[tier] = typed
    return parse_rules(json.dumps({"thresholds": values, "always_high": always, "models": models}))
