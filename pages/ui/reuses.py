"""Answers of models that were used again: where they came from, how often, and the way to call one wrong."""

import streamlit as st

from pages.ui import core, words
from pipeline.service import Service
from storage.rows import CallOutcome, Reuse, ReuseFigures

MEANS = {CallOutcome.CACHED: "the same question", CallOutcome.MATCHED: "a question of the same meaning"}


def show_reuses(quintet: Service, run_id: int) -> None:
    """The answers that a run took over instead of paying for them."""
    reuses = quintet.store.answers.reuses(run_id)
    if not reuses:
        return
    with st.expander(f"Answers used again ({len(reuses)})", icon=":material/cached:"):
        st.caption("They were given before and cost nothing. One that does not fit here is never used again.")
        for reuse in reuses:
            show_reuse(quintet, reuse)


def show_reuse(quintet: Service, reuse: Reuse) -> None:
    """One answer, and whether it is wrong here."""
    came_from = "this run" if reuse.from_run == reuse.run_id else f"run {reuse.from_run}"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(f"{reuse.role}: {MEANS[reuse.outcome]}, answered in {came_from}.", width="stretch")
        if reuse.wrong:
            st.badge("wrong", color="orange")
        else:
            mark = (quintet.store.answers.call_wrong, reuse.id)
            st.button("It is wrong", key=f"wrong_{reuse.id}", on_click=core.attempt, args=mark)


def show_figures(quintet: Service) -> None:
    """How often answers were used again, and how often wrongly so; nothing where no model was ever asked."""
    figures = quintet.store.answers.figures()
    if not figures.questions:
        return
    st.subheader("Answers used again", anchor=False)
    with st.container(horizontal=True, key="reuse_numbers"):
        st.metric("Questions for models", f"{figures.questions:,}", width="content")
        st.metric("Answered before", f"{figures.hit_rate:.0%}", width="content")
        st.metric("Of the same meaning", f"{figures.matched:,}", width="content")
        st.metric("Called wrong", f"{figures.wrong_rate:.1%}", width="content")
    st.caption(words.plain(in_words(figures)))


def in_words(figures: ReuseFigures) -> str:
    """The figures, and what they do not tell."""
    used = figures.cached + figures.matched
    return (
        f"{used:,} of {figures.questions:,} questions needed no request. People called {figures.wrong:,} of those "
        "answers wrong, on the page of the run; those that nobody looked at count as right."
    )
