"""The one service that routes and pages share, and what a page says when something cannot be done."""

import logging
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar

import streamlit as st

from pages.ui.words import plain
from pipeline.models.budgets import Budget, budget_of_month
from pipeline.service import Service
from pipeline.settings import load, with_saved
from pipeline.unusable import UNUSABLE, explain
from storage.rows import Run
from storage.runs import NoSuchRun

LOG = logging.getLogger("quintet.pages")
NOTICE, SAVED = "notice", "saved"
Answer = TypeVar("Answer")


@st.cache_resource(show_spinner=False)
def service() -> Service:
    """The service of this process, opened at first use. A failure is not remembered: the next call tries again."""
    return Service(load())


def default_budget_usd(quintet: Service) -> Decimal:
    """What a new run may spend: settings are read again, since they may have been saved since the start."""
    return with_saved(load(), quintet.store.settings.all()).run_budget_usd


def month_budget_usd(quintet: Service) -> Decimal | None:
    """What all runs may spend in a month, None without a limit."""
    return with_saved(load(), quintet.store.settings.all()).month_budget_usd


def month_budget(quintet: Service) -> Budget | None:
    """How the budget of this month stands, None without a limit."""
    limit = month_budget_usd(quintet)
    return None if limit is None else budget_of_month(quintet.store.ledger, limit)


def require_service() -> Service:
    """The service; where it cannot be had, the page says why and ends."""
    try:
        return service()
    except UNUSABLE as error:
        LOG.exception("The home cannot be opened")
        st.error(plain(explain(error)), title="Quintet cannot start", icon=":material/error:")
        st.stop()


def require_run() -> tuple[Service, Run]:
    """The service and the run that the address names; where there is none, the page says so and ends."""
    quintet = require_service()
    asked = st.query_params.get("run", "")
    try:
        return quintet, quintet.store.runs.get(int(asked))
    except (ValueError, OverflowError, NoSuchRun):
        sentence = f"There is no run “{asked[:20]}”." if asked else "No run was chosen."
        st.subheader(plain(sentence), anchor=False)
        st.text("It may belong to another home. Choose one from the list, or start a new one.")
        with st.container(horizontal=True):
            st.page_link("pages/runs.py", label="All runs", icon=":material/list:")
            st.page_link("pages/new_run.py", label="New run", icon=":material/add:")
        st.stop()


def attempt(action: Callable[..., Answer], *args: Any, **kwargs: Any) -> Answer | None:
    """Do what a button asks for; what cannot be done becomes a notice for the next `show_notice`, and None."""
    st.session_state.pop(NOTICE, None)
    try:
        return action(*args, **kwargs)
    except UNUSABLE as error:
        LOG.info("An action was not possible: %s", error)
        st.session_state[NOTICE] = explain(error)
    return None


def attempt_or_say(sentence: str, action: Callable[..., bool], *args: Any) -> None:
    """Do what a button asks for; where the answer is no, the notice is `sentence`."""
    if attempt(action, *args) is False:
        st.session_state[NOTICE] = sentence


def say(sentence: str) -> None:
    """Make a sentence the notice for the next `show_notice`."""
    st.session_state[NOTICE] = sentence


def show_notice() -> None:
    """Show why the last action was not done, once."""
    if notice := st.session_state.pop(NOTICE, None):
        st.error(plain(notice), icon=":material/error:")


def save(place: str, in_force: Callable[[], str], action: Callable[..., Any], *args: Any) -> None:
    """Do what a form's button asks for; `show_saved` says at its place what is in force then, or why not."""
    attempt(action, *args)
    problem = st.session_state.pop(NOTICE, None)
    told = problem or attempt(in_force) or st.session_state.pop(NOTICE, None)
    st.session_state[SAVED] = (place, told, problem is None)


def show_saved(place: str) -> None:
    """Show what came of the last save at a place, once."""
    saved = st.session_state.get(SAVED)
    if saved and saved[0] == place:
        del st.session_state[SAVED]
        (st.success if saved[2] else st.error)(
            plain(saved[1]), icon=":material/check:" if saved[2] else ":material/error:"
        )


def on_script_error(error: Exception) -> bool:
    """The last resort for a defect in a page: it is logged, and the person reads one sentence."""
    LOG.error("A page failed", exc_info=error)
    message = explain(error) if isinstance(error, UNUSABLE) else "This page could not be shown; reload it to try again."
    st.error(plain(message), icon=":material/error:")
    return True
