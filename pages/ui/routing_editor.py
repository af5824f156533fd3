"""The thresholds, the roles that always get the best model, and the models of each tier, to be changed."""

import json
from functools import partial

import pandas as pd
import streamlit as st

from pages.ui import core, in_force
from pipeline.models.providers import Provider
from pipeline.models.tiers import Rules, Tier, parse_rules
from pipeline.service import Service

THRESHOLDS = {
    "local_below": "A local model below",
    "standard_from": "The tier standard from",
    "high_above": "High performance above",
}
RESETS, PLACE = "rule_resets", "routing"
TIERS = [tier for tier in Tier if tier is not Tier.BUILTIN]
PROVIDERS = [provider for provider in Provider if provider is not Provider.BUILTIN]


def key_of(name: str) -> str:
    """A field's name among the widgets: another one after each reset, or what was typed would stand in it still."""
    return f"rule_{name}_{st.session_state.get(RESETS, 0)}"


def show(quintet: Service, rules: Rules, roles: list[str]) -> None:
    """The form."""
    box = st.expander("Change it", icon=":material/tune:", key="change_routing")
    with box, st.form("routing", border=False, enter_to_submit=False):
        for place, (name, label) in zip(st.columns(3), THRESHOLDS.items(), strict=True):
            place.number_input(label, 0.0, 1.0, float(getattr(rules.thresholds, name)), 0.05, key=key_of(name))
        st.multiselect(
            "Always high performance",
            roles,
            [role for role in rules.always_high if role in roles],
            key=key_of("always"),
        )
        st.caption("The model of each tier; an empty cell leaves the tier out. A gateway's own names can stand here.")
        table = pd.DataFrame(
            [{"tier": tier.label, **{each.label: rules.model(each, tier) for each in PROVIDERS}} for tier in TIERS]
        )
        st.data_editor(table, hide_index=True, disabled=["tier"], key=key_of("models"))
        with st.container(horizontal=True):
            st.form_submit_button("Save the routing", type="primary", on_click=_save, args=(quintet, table))
            st.form_submit_button("Back to the defaults", on_click=_reset, args=(quintet,))
    core.show_saved(PLACE)


def _save(quintet: Service, shown: pd.DataFrame) -> None:
    state = st.session_state
    values = {name: float(state[key_of(name)]) for name in THRESHOLDS}
    table = shown.copy()
    for row, cells in state.get(key_of("models"), {}).get("edited_rows", {}).items():
        for column, typed in cells.items():
            table.loc[int(row), column] = typed
    told = partial(in_force.of_routing, quintet)
    core.save(PLACE, told, lambda: quintet.save_rules(_rules(values, tuple(state[key_of("always")]), table)))


def _reset(quintet: Service) -> None:
    core.save(PLACE, partial(in_force.of_routing, quintet), quintet.save_rules, Rules())
    st.session_state[RESETS] = st.session_state.get(RESETS, 0) + 1


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
