"""One run: how far it is, what happens, what it costs, and the way to stop or continue it."""

import streamlit as st

from pages.ui import charts, chrome, core, cost_charts, outcome, progress, reuses, words
from pages.ui.board import Fact, board
from pages.ui.live_log import live_log
from pipeline import costs
from pipeline.contracts.plan import RequirementsAnalysis, RunRequest
from pipeline.handoffs import find
from pipeline.metrics import typical_step_s
from pipeline.service import Service
from pipeline.states import DEVELOPMENT, State
from storage.rows import Run, RunStatus, Step

HEARTBEAT_S = 5.0


def show_actions(quintet: Service, run: Run) -> None:
    """The heading, with what the person can do about the run now."""
    with chrome.run_heading(run, "run"):
        if run.status.can_cancel:
            stop = ("The run was over before it could be stopped.", quintet.cancel, run.id)
            st.button("Stop", icon=":material/stop_circle:", on_click=core.attempt_or_say, args=stop)
        if run.status.can_resume:
            resume = ("The run goes on already.", quintet.resume, run.id)
            st.button("Resume", type="primary", icon=":material/play_arrow:", on_click=core.attempt_or_say, args=resume)
        if run.status.can_resume or run.status is RunStatus.AWAITING_APPROVAL:
            with st.popover("Retry from a step", icon=":material/replay:"):
                show_retry(quintet, run)


def show_retry(quintet: Service, run: Run) -> None:
    """Choose a step that was reached, to go on from there again."""
    reached = {step.state for step in quintet.store.runs.steps(run.id)}
    choices = {transition.title: transition.state for transition in DEVELOPMENT if transition.state in reached}
    if not choices:
        st.text("No step was reached yet; Resume starts at the first.")
        return
    title = st.selectbox("Do this step and those after it again", list(choices))
    state: State = choices[title]
    retry = ("That step cannot be taken again now.", quintet.retry_from, run.id, state)
    st.button("Retry", type="primary", on_click=core.attempt_or_say, args=retry)


def show_call(quintet: Service, run: Run) -> None:
    """What the run asks of the person, or what came of it."""
    if run.status.is_active and (halted := quintet.halted(run.id)):
        st.error(words.plain(halted), icon=":material/error:")
    if waits_for := quintet.waits_for(run.id):
        st.info(words.plain(waits_for), icon=":material/hourglass_empty:")
    match run.status:
        case RunStatus.AWAITING_APPROVAL:
            st.warning("The application is ready. Read what was made, then decide.", icon=":material/rate_review:")
            outcome.show_unanswered(quintet, run.id)
            if st.button("Review and decide", type="primary", icon=":material/arrow_forward:", key="to_review"):
                st.switch_page("pages/review.py", query_params={"run": str(run.id)})
        case RunStatus.FAILED:
            st.error(words.plain(run.error or "The run failed."), icon=":material/error:")
        case RunStatus.COMPLETED:
            outcome.show_result(quintet, run)
        case RunStatus.REJECTED:
            decision = quintet.store.decisions.of_run(run.id)
            st.info("You rejected this run; nothing was released.", icon=":material/block:")
            if decision and decision.comment:
                st.text(decision.comment)
        case RunStatus.CANCELLED:
            st.info("The run was stopped. Resume goes on from the last finished step.", icon=":material/stop_circle:")


def show_thumbs(quintet: Service, run: Run) -> None:
    """What the person thinks of what models made, which routing learns from."""
    if run.status.is_active or not quintet.store.ledger.is_by_model(run.id):
        return
    key = f"thumb_{run.id}"
    st.session_state.setdefault(key, quintet.store.outcomes.thumb(run.id))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text("Did the models do well? Routing learns from it.", width="content")
        query = {"run": str(run.id), "tab": "Models"}
        st.page_link("pages/review.py", label="What they changed", query_params=query)
        st.feedback("thumbs", key=key, on_change=keep_thumb, args=(quintet, run.id, key))


def keep_thumb(quintet: Service, run_id: int, key: str) -> None:
    """Store a thumb."""
    core.attempt(quintet.store.outcomes.set_thumb, run_id, st.session_state.get(key))


def facts(quintet: Service, run: Run, steps: list[Step]) -> list[Fact]:
    """The numbers above the agents."""
    request = RunRequest.model_validate_json(run.request)
    since = progress.working_since_ms(run, steps)
    numbers = [Fact(label="Elapsed", text=words.duration(progress.worked_s(steps)), since_ms=since)]
    left = progress.left_s(run, steps, typical_step_s(quintet.store, run.id))
    if left is not None:
        numbers.append(Fact(label="Time left", until_ms=progress.in_ms(left)))
    spent = quintet.store.ledger.spent_usd(run.id)
    used = f" of {words.usd(request.budget_usd)} ({spent / request.budget_usd:.0%})" if request.budget_usd else ""
    numbers.append(Fact(label="Cost", text=f"{words.usd(spent)}{used}"))
    if request.estimate_usd:
        low, high = map(words.usd, request.estimate_usd)
        numbers.append(Fact(label="Expected", text=f"{low} to {high}"))
    numbers.append(Fact(label="Makes", text=made(quintet, run.id, request)))
    return numbers


def made(quintet: Service, run_id: int, request: RunRequest) -> str:
    """The type of project: the one that was chosen, by the person or by the analysis."""
    analysis = find(quintet.store.runs, run_id, RequirementsAnalysis)
    chosen = analysis.analysis.project_type if analysis else request.project_type
    return chosen.label if chosen else "what fits best"


def show_charts(quintet: Service, steps: list[Step]) -> None:
    """Where the time and the money went."""
    finished = [step for step in steps if step.elapsed_s is not None]
    if not finished:
        return
    totals = quintet.store.ledger.totals("agent", run_id=finished[0].run_id)
    spent = any(total.cost_nusd for total in totals)
    places = st.columns(2 if spent else 1)
    with places[0]:
        st.subheader("Seconds by step", anchor=False)
        st.plotly_chart(charts.seconds_by_step(finished), key="seconds", config=charts.CONFIG, alt="Seconds by step")
    if lost := quintet.store.ledger.lost_usd(finished[0].run_id):
        told = f"{words.usd(lost)} of the cost is for requests whose answers never came: they count in full."
        st.caption(words.plain(told))
    if spent:
        with places[1]:
            st.subheader("Cost by agent", anchor=False)
            st.plotly_chart(cost_charts.cost_by(totals), key="money", config=charts.CONFIG, alt="Cost by agent")
    else:
        st.caption(words.plain(costs.free_because(quintet.store.ledger, finished[0].run_id)))


def show(quintet: Service, run_id: int, was_active: bool) -> None:
    """Everything that changes while the run goes on."""
    run = quintet.store.runs.get(run_id)
    if run.status.is_active != was_active:
        st.rerun()  # the heartbeat starts or ends with the work
    steps = quintet.store.runs.steps(run_id)
    show_actions(quintet, run)
    core.show_notice()
    show_call(quintet, run)
    board(run_id, facts(quintet, run, steps), progress.agents(run, steps))
    st.subheader("Live log", anchor=False)
    live_log(run_id)
    show_thumbs(quintet, run)
    reuses.show_reuses(quintet, run_id)
    show_charts(quintet, steps)


quintet, run = core.require_run()
active = run.status.is_active
st.fragment(show, run_every=HEARTBEAT_S if active else None)(quintet, run.id, active)
