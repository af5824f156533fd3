"""Which model a question goes to and why, what outcomes taught about that, and the way to change it."""

import streamlit as st

from pages.ui import charts, chrome, core, cost_charts, reflow, routing_editor, words
from pipeline.complexity import formula
from pipeline.errors import InputError
from pipeline.estimate import ROLES
from pipeline.models import learning
from pipeline.models.calls import BUILT_IN
from pipeline.models.providers import Provider
from pipeline.models.router import Policy
from pipeline.models.tiers import DOWNGRADE_FROM, Tier
from pipeline.service import Service
from storage.rows import LedgerEntry, Outcome

# Streamlit would show a text that stands alone.
SHOWN = 200  # calls whose reasons are told
MOST_REASONS = 20


def show_tiers(policy: Policy) -> None:
    """The tiers, when each is asked, and its models."""
    at = policy.rules.thresholds
    when = {
        Tier.BUILTIN: "drafts every answer; stands where no model gives a better one",
        Tier.LOCAL: f"complexity below {at.local_below:.2f}",
        Tier.ECONOMIC: f"from {at.local_below:.2f} to below {at.standard_from:.2f}",
        Tier.STANDARD: f"from {at.standard_from:.2f} to {at.high_above:.2f}",
        Tier.HIGH: f"above {at.high_above:.2f}, and always {', '.join(policy.rules.always_high) or 'for no role'}",
    }
    st.subheader("Tiers", anchor=False)
    reflow.show_table([{"tier": tier.label, "asked at": when[tier], **_models(policy, tier)} for tier in Tier])
    st.caption(
        words.plain(
            f"Complexity = {formula()}. A model that you name for a run is always the one that is asked. Where a model"
            f" gives no answer, those of the tiers below follow, a local one last. From {DOWNGRADE_FROM:.0%} of a"
            " budget on, one tier less is asked. Without a local model the rules answer."
        )
    )


def _models(policy: Policy, tier: Tier) -> dict[str, str]:
    if tier is Tier.BUILTIN:
        return {"OpenAI": "", "Anthropic": "", "Ollama": ""}
    names = {each.label: policy.rules.model(each, tier) for each in (Provider.OPENAI, Provider.ANTHROPIC)}
    local = policy.rules.model(Provider.OLLAMA, tier) or ("the newest that is there" if tier is Tier.LOCAL else "")
    return names | {"Ollama": local}


def show_learned(quintet: Service, policy: Policy, outcomes: list[Outcome]) -> None:
    """The thresholds of each role, with the reasons why they moved."""
    st.subheader("What outcomes taught", anchor=False)
    core.show_saved("learned")
    with st.expander("The rule"):
        st.text(str(learning.__doc__).replace("\n\n", "\n").strip())
    if not outcomes:
        st.text("No model has answered yet, so every role has the thresholds that are set.")
        return
    roles = sorted({outcome.role for outcome in outcomes})
    reflow.show_table([_thresholds(role, policy, outcomes) for role in roles])
    with st.popover("Forget what was learned", icon=":material/restart_alt:"):
        st.text("Every role gets the thresholds that are set, and learns anew.")
        st.button("Forget it", type="primary", on_click=forget, args=(quintet,))


def forget(quintet: Service) -> None:
    """Learn anew."""
    core.save("learned", lambda: "What was learned is forgotten: every role has what is set.", quintet.forget_outcomes)


def _thresholds(role: str, policy: Policy, outcomes: list[Outcome]) -> dict[str, str]:
    mine = [outcome for outcome in outcomes if outcome.role == role]
    found = learning.shifts(policy.rules.thresholds, mine)
    moved = [f"{shift.threshold.replace('_', ' ')} {shift.text}" for shift in found if shift.after != shift.before]
    now = {shift.threshold.replace("_", " "): f"{shift.after:.2f}" for shift in found}
    return {"role": role, **now, "why": "; ".join(moved) or "as it is set"}


def show_quality(outcomes: list[Outcome]) -> None:
    """Cost against quality, for each role and tier."""
    known = [(outcome, value) for outcome in outcomes if (value := learning.worth(outcome)) is not None]
    if not known:
        return
    st.subheader("Cost against quality", anchor=False)
    st.caption("A row for each role and tier: what its answers cost on average, and what they were worth.")
    figure = cost_charts.cost_against_quality(known)
    st.plotly_chart(figure, key="quality", config=charts.CONFIG, alt="Cost against quality by role and tier")


def show_reasons(quintet: Service) -> None:
    """Why the newest calls went where they went: those of one reason together."""
    st.subheader("Why each route was taken", anchor=False)
    calls = [call for call in quintet.store.ledger.newest(SHOWN) if call.reason not in ("", BUILT_IN.reason)]
    if not calls:
        st.text("No call was made yet.")
        return
    st.caption(f"Of the newest {words.count(len(calls), 'call')}, those of one reason together.")
    alike: dict[tuple[object, ...], list[LedgerEntry]] = {}
    for call in calls:
        alike.setdefault((call.complexity, call.tier, call.model, call.reason), []).append(call)
    reflow.show_table([_reason(group) for group in alike.values()][:MOST_REASONS])


def _reason(calls: list[LedgerEntry]) -> dict[str, str]:
    newest = calls[0]
    return {
        "roles": ", ".join(dict.fromkeys(call.role for call in calls)),
        "complexity": f"{newest.complexity or 0:.2f}",
        "tier": Tier(newest.tier).label if newest.tier else "of the model you named",
        "model": newest.model,
        "why": newest.reason,
        "calls": f"{len(calls):,}",
        "newest in": f"run {newest.run_id}",
    }


quintet = core.require_service()
chrome.title("Routing", "The more complex the work, the better the model that is asked: what is set, learned and done.")
try:
    policy = quintet.policy()
except InputError as error:
    st.error(words.plain(str(error)), icon=":material/error:")
    policy = Policy()
outcomes = quintet.outcomes()
show_tiers(policy)
show_learned(quintet, policy, outcomes)
show_quality(outcomes)
show_reasons(quintet)
core.show_notice()
routing_editor.show(quintet, policy.rules, [role.name for role in ROLES])
