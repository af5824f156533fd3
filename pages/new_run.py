"""Start a run: give a CSV file, words or JSON, look at what was understood, and start."""

from pathlib import Path
from typing import cast

import streamlit as st

from pages.ui import chrome, core, destination, dialect, drafts, file_input, plan, understood, unfinished, words
from pages.ui.drafts import Way
from pipeline.complexity import formula
from pipeline.contracts.plan import Fit
from pipeline.errors import InputError
from pipeline.estimate import ASSUMPTIONS, Estimate
from pipeline.inputs import Checked
from pipeline.models.budgets import alert_text
from pipeline.models.providers import Provider
from pipeline.models.tiers import DOWNGRADE_FROM
from pipeline.service import Service
from pipeline.submissions import Submission, project_name

WAYS = {"csv": "CSV file", "text": "Brief", "json": "JSON requirement"}
EXAMPLES: dict[str, tuple[Way, str]] = {
    "seattle_weather.csv": ("csv", "Seattle weather"),
    "airports.csv": ("csv", "US airports"),
    "aircraft.csv": ("csv", "Aircraft register"),
    "bookstore.txt": ("text", "Bookstore"),
    "example_requirements.json": ("json", "Equipment maintenance"),
}
EXAMPLE_FOLDER = Path(__file__).parent.parent / "pipeline" / "examples"
LABEL_HELP = "The Costs page adds up what was spent by label."
LESS = "One tier less is asked from now on, and a request that no longer fits is not sent."
NAME_HELP = "Letters, digits and hyphens, 40 at most. Left empty, it is taken from the input."


def take_example(name: str) -> None:
    """Fill the form with a shipped example."""
    way, _ = EXAMPLES[name]
    content = (EXAMPLE_FOLDER / name).read_bytes()
    st.session_state["way"] = way
    st.session_state.pop("project_name", None)
    if way == "csv":
        drafts.keep_file(name, content)
    else:
        st.session_state[f"{way}_text"] = content.decode()
        st.session_state["example_taken"] = (name, content)


def show_examples() -> None:
    """One button for each shipped example."""
    with st.container(horizontal=True, vertical_alignment="center", key="examples"):
        st.caption("Try an example:", width="content")
        for name, (_, label) in EXAMPLES.items():
            st.button(label, key=f"example_{name}", on_click=take_example, args=(name,), type="tertiary")


def show_input(way: Way) -> None:
    """The field for one way of saying what is wanted."""
    if way == "csv":
        file_input.show_file_input()
    elif way == "text":
        st.text_area(
            "What should the application keep and do?",
            key="text_text",
            height=220,
            persist_state="page",
            placeholder="A library lends books to members. Each book has a title, an author and an ISBN. …",
        )
    else:
        st.text_area("The requirement as JSON", key="json_text", height=320, persist_state="page", placeholder="{ … }")


def show_name(quintet: Service, suggested: str) -> None:
    """The project's name, checked as it is typed."""
    name = st.text_input(
        "Project name",
        key="project_name",
        live=True,
        max_chars=40,
        placeholder=suggested or "taken from the input",
        help=NAME_HELP,
        persist_state="page",
    )
    given = (name or "").strip() or suggested
    if not given:
        return
    try:
        chosen = project_name(given, "")
    except InputError as error:
        st.caption(f":red[{words.plain(str(error))}]")
        return
    before = quintet.store.runs.of_project(chosen)
    if before:
        st.caption(f"This will be revision {before[0].revision + 1} of {chosen}.")
    elif chosen != given:
        st.caption(f"It will be called {chosen}.")


def show_model_options() -> None:
    """Which model is asked, or what decides that."""
    st.text_input("Model", key="model", placeholder="what each question calls for", persist_state="page")
    st.text_input(
        "Complexity (0 to 1)",
        key="complexity",
        placeholder="measured",
        help=f"At least how complex the work is. Measured as {formula()}. The more complex, the better the model.",
        persist_state="page",
    )


def show_options(quintet: Service, fits: tuple[Fit, ...]) -> None:
    """What is made, where it goes, and what it may cost."""
    plan.choose_type(fits)
    destination.show()
    provider = st.selectbox(
        "Engine",
        list(Provider),
        index=list(Provider).index(Provider(quintet.settings.provider)),
        format_func=lambda provider: provider.label,
        key="provider",
        help="The built-in engine works by rules, for nothing. A model improves what it drafts, within the budget.",
        persist_state="page",
    )
    if provider is not Provider.BUILTIN:
        show_model_options()
    st.text_input(
        "Budget (US dollars)",
        key="budget",
        value=f"{core.default_budget_usd(quintet):f}",
        help="The most that model calls of this run may cost. With 0 only the built-in engine works, which is free.",
        persist_state="page",
    )
    st.text_input(
        "Label", key="label", max_chars=80, placeholder="such as a team", help=LABEL_HELP, persist_state="page"
    )


def show_estimate(quintet: Service, submission: Submission, checked: Checked) -> Estimate | None:
    """What the run will probably cost; None where that is nothing, or cannot be said."""
    if submission.provider == Provider.BUILTIN:
        st.caption("It will cost $0.00: the built-in engine is free.")
        return None
    try:
        found = quintet.estimate(submission, checked)
    except InputError as error:
        st.caption(f":red[{words.plain(str(error))}]")
        return None
    st.caption(words.plain(found.text))
    open_ones = sum(not requirement.covered_by for requirement in checked.requirements)
    if open_ones and found.roles:
        wanted = words.count(open_ones, "requirement")
        st.caption(f"A model is asked for patches that satisfy the {wanted} that the template leaves open.")
    month = core.month_budget(quintet)
    if month and month.share >= DOWNGRADE_FROM:
        told = f"{alert_text(month, int(100 * month.share))} {LESS}"
        st.warning(words.plain(told), icon=":material/savings:")
    for line in found.troubles:
        st.warning(words.plain(line), icon=":material/key_off:")
    for line in found.unknown:
        st.warning(words.plain(line), icon=":material/price_change:")
    return found


def show_basis(found: Estimate) -> None:
    """What an estimate rests on: by role, at which prices, and by how complex the work is."""
    with st.expander(f"How that is estimated (complexity {found.complexity.score:.2f})"):
        for role in found.roles:
            amounts = "free" if role.is_here else f"{words.usd(role.low_usd)} to {words.usd(role.high_usd)}"
            st.text(f"{role.role}: {amounts}, {role.model}")
            st.caption(words.plain(f"{role.why}; {role.basis}."))
        prices = dict.fromkeys(f"{role.model} {role.price}" for role in found.roles if not role.is_here)
        if prices:
            st.caption(words.plain(f"A million tokens in and out: {'; '.join(prices)}."))
        st.caption(words.plain(" ".join(ASSUMPTIONS)))
        st.caption(words.plain(f"Complexity {found.complexity.text}: {formula()}."))


def start(way: Way) -> None:
    """Begin the run that is on the form."""
    submission = drafts.submission(way)
    if submission and drafts.is_checked(submission) and (trouble := plan.problem(drafts.PLAN)):
        core.say(trouble)
    elif submission is not None:
        run = core.attempt(core.service().submit, submission)
        if run is not None:
            drafts.forget_file()
            plan.forget(drafts.PLAN)
            unfinished.started(core.service(), way)
            st.session_state["started"] = run.id


quintet = core.require_service()
if started := st.session_state.pop("started", None):
    st.switch_page("pages/run.py", query_params={"run": str(started)})

chrome.title(
    "New run",
    "Give it data or say what you need. Five agents plan, write, review and test an application;"
    " nothing is released before you approve it.",
)
unfinished.offer(quintet)
st.session_state.setdefault("way", "csv")
form, side = st.columns([0.68, 0.32], gap="large")
with form:
    st.segmented_control(
        "Start from",
        list(WAYS),
        format_func=WAYS.__getitem__,
        key="way",
        required=True,
        label_visibility="collapsed",
    )
    way = cast("Way", st.session_state.get("way") or "csv")
    show_input(way)
    show_examples()
submission = drafts.submission(way)
checked = understood.check(quintet, submission) if submission else None
with side:
    show_name(quintet, checked.project_name if checked else "")
    show_options(quintet, checked.fits if checked else ())
    estimate = show_estimate(quintet, submission, checked) if submission and checked else None
    core.show_notice()
    st.button(
        "Start the run",
        type="primary",
        icon=":material/play_arrow:",
        width="stretch",
        on_click=start,
        args=(way,),
        disabled=checked is None,
        shortcut="Ctrl+Shift+Enter",  # Ctrl+Enter alone takes what is typed into a field
        help=None if checked else "Give a file, a brief or a requirement first.",
    )
    if estimate:
        show_basis(estimate)
if checked:
    understood.show(checked)
if way == "csv" and submission:
    dialect.show_dialect(checked.dataset_preview.dialect if checked and checked.dataset_preview else None)
unfinished.keep(quintet, way)
