"""The release plan, the person's decision about it, and what was decided."""

import streamlit as st

from pages.ui import chrome, core, evidence, infrastructure, outcome, patches, preflight, words
from pipeline.contracts.work import QualityVerdict, ReleasePlan
from pipeline.handoffs import find
from pipeline.release.plan_lines import plan_lines
from pipeline.service import Service
from pipeline.states import State
from storage.rows import Decision, Run, RunStatus, Verdict

MOST_CHANGES = 3
READ = "model_code_read_"
WORDS = {
    Verdict.APPROVED: "approved",
    Verdict.REJECTED: "rejected",
    Verdict.CHANGES_REQUESTED: "asked for changes to",
}


def show_decision(quintet: Service, run: Run) -> None:
    """What Approve would do, or did, and the buttons while the decision is open."""
    decision = quintet.store.decisions.of_run(run.id)
    plan = quintet.release_plan(run.id)
    if decision is not None:
        show_verdict(quintet, run, decision)
        plan = ReleasePlan.model_validate_json(decision.plan) if decision.plan else plan
    if plan is None:
        chrome.empty(
            "No release plan yet", "It is made when the tests have passed and the quality was judged.",
            "pages/run.py", "Follow the run", ":material/arrow_forward:", run=run.id,
        )  # fmt: skip
        return
    evidence.show_summary(quintet.store, run.id)
    show_plan(plan)
    infrastructure.show_values_of(quintet, run)
    if decision is not None:
        patches.show_model_files(quintet.store, run.id)
    elif run.status is RunStatus.AWAITING_APPROVAL:
        show_data_changes(quintet, run)
        outcome.show_unanswered(quintet, run.id)
        patches.show_model_files(quintet.store, run.id)
        show_buttons(quintet, run, plan)


def show_data_changes(quintet: Service, run: Run) -> None:
    """What the newer file breaks for those who use the application now."""
    breaking = [change for change in quintet.data_changes(run.id) if change.severity == "breaking"]
    if breaking:
        st.warning(
            words.plain(" ".join(change.detail for change in breaking[:MOST_CHANGES])), icon=":material/warning:"
        )
        query = {"run": str(run.id), "tab": "Changes"}
        st.page_link("pages/data.py", label="All changes of the data", query_params=query)


def show_verdict(quintet: Service, run: Run, decision: Decision) -> None:
    """Who decided what and when, and where it led."""
    sentence = f"{decision.who} {WORDS[decision.verdict]} this run at {words.when(decision.at)}."
    if decision.verdict is Verdict.APPROVED:
        st.caption(words.plain(sentence))
        outcome.show_release(quintet, run)
        st.page_link("pages/run.py", label="Follow the release", query_params={"run": str(run.id)})
    else:
        st.info(words.plain(sentence), icon=":material/info:")
    if decision.comment:
        st.text(decision.comment)
    for later in quintet.store.runs.of_project(run.project):
        if later.parent_run == run.id:
            label = f"Revision {later.revision}: {later.status.label.lower()}"
            st.page_link("pages/run.py", label=label, query_params={"run": str(later.id)})


def show_plan(plan: ReleasePlan) -> None:
    """Exactly what Approve does, line by line."""
    st.subheader("What Approve does", anchor=False)
    lines = plan_lines(plan)
    st.code("\n".join(f"{name:<12} {text}" for name, text in lines.items()), language=None, wrap_lines=True)


def show_buttons(quintet: Service, run: Run, plan: ReleasePlan) -> None:
    """Approve, reject or ask for changes; Approve names the plan that is on the screen."""
    verdict = find(quintet.store.runs, run.id, QualityVerdict)
    blockers = verdict.blockers if verdict else ()
    for blocker in blockers:
        st.error(words.plain(blocker), icon=":material/block:")
    outdated = quintet.outdated(run.id)
    if outdated:
        st.warning(words.plain(outdated), icon=":material/update:")
    ahead = preflight.show_preflight(quintet, run.id)
    if outdated or ahead:
        again = (quintet.retry_from, run.id, State.AWAITING_APPROVAL)
        st.button("Plan the release again", icon=":material/refresh:", on_click=core.attempt, args=again)
    unread = must_read(quintet, run.id)
    hindrance = next(iter(blockers), outdated or ahead or unread)
    placeholder = "Needed to request changes, optional to reject."
    st.text_area("Comment", key="comment", height=80, placeholder=placeholder, persist_state="page")
    with st.container(horizontal=True):
        st.button(
            "Approve and release", type="primary", icon=":material/check:", disabled=bool(hindrance),
            help=hindrance or None, on_click=approve, args=(quintet, run.id, plan),
        )  # fmt: skip
        st.button(
            "Request changes", icon=":material/edit_note:", on_click=ask_for_changes, args=(quintet, run.id),
            help="Starts the next revision with your comment.",
        )  # fmt: skip
        st.button("Reject", icon=":material/close:", on_click=reject, args=(quintet, run.id))


def must_read(quintet: Service, run_id: int) -> str:
    """What is to be done before Approve because a model wrote code; empty where it did not, or it is done."""
    if not quintet.model_code(run_id) or st.checkbox("I have read what the model wrote", key=f"{READ}{run_id}"):
        return ""
    return "Read what the model wrote, and say so above."


def approve(quintet: Service, run_id: int, plan: ReleasePlan) -> None:
    """Release the run by the plan that is on the screen."""
    said = bool(st.session_state.get(f"{READ}{run_id}"))
    core.attempt(quintet.approve, run_id, plan, model_code_read=said)


def reject(quintet: Service, run_id: int) -> None:
    """End the run without a release."""
    core.attempt(quintet.reject, run_id, str(st.session_state.get("comment") or "").strip())


def ask_for_changes(quintet: Service, run_id: int) -> None:
    """Start the next revision with the comment."""
    core.attempt(quintet.request_changes, run_id, str(st.session_state.get("comment") or "").strip())
