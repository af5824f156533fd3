"""Answers of models that were used again: what was asked and answered, how often, and the way to call one wrong."""

import streamlit as st

from pages.ui import core
from pipeline.service import Service
from storage.rows import CallOutcome, Reuse, ReuseFigures

MEANS = {CallOutcome.CACHED: "the same question", CallOutcome.MATCHED: "a question of the same meaning"}
NOT_KEPT = "An earlier version of Quintet did not keep the words."
MOST_LINES = 14
HIGHEST_PX = 320


def show_reuses(quintet: Service, run_id: int) -> None:
    """The answers that a run took over instead of paying for them."""
    reuses = quintet.store.answers.reuses(run_id)
    if not reuses:
        return
    with st.expander(f"Answers used again ({len(reuses)})", icon=":material/cached:"):
        st.caption("They were given before and cost nothing. One that does not fit here is never used again.")
        for reuse in reuses:
            with st.container(border=True):
                show_reuse(quintet, reuse)


def show_reuse(quintet: Service, reuse: Reuse) -> None:
    """One answer to its question, and whether it is wrong here."""
    came_from = "this run" if reuse.from_run == reuse.run_id else f"run {reuse.from_run}"
    st.text(f"{reuse.role}: {MEANS[reuse.outcome]}, answered in {came_from}.")
    if not reuse.answer:
        st.caption(NOT_KEPT)
    else:
        show_text("Asked here", reuse.asked)
        if reuse.asked_before not in ("", reuse.asked):
            show_text(f"Asked in {came_from}", reuse.asked_before)
        show_text("Answer", reuse.answer)
    if reuse.wrong:
        st.badge("wrong", color="orange")
    else:
        mark = (quintet.store.answers.call_wrong, reuse.id)
        st.button("It is wrong", key=f"wrong_{reuse.id}", on_click=core.attempt, args=mark)


def show_text(label: str, text: str) -> None:
    """A question or an answer, which is data of others: nothing in it is markup."""
    st.caption(label)
    is_long = text.count("\n") >= MOST_LINES
    st.code(text or NOT_KEPT, language=None, wrap_lines=True, height=HIGHEST_PX if is_long else "content")


def show_figures(quintet: Service) -> None:
    """How often answers were used again, and how often wrongly so; nothing where no model was ever asked."""
    figures = quintet.store.answers.figures()
    if not figures.questions:
        return
    st.subheader("Answers used again", anchor=False)
    st.text(in_words(figures))


def in_words(figures: ReuseFigures) -> str:
    """The figures, and what they do not tell."""
    used = figures.cached + figures.matched
    return (
        f"{used:,} of {figures.questions:,} questions for models needed no request ({figures.hit_rate:.0%}): "
        f"{figures.cached:,} were asked before, and {figures.matched:,} mean the same as one before. "
        f"{figures.wrong:,} of those answers were called wrong on the page of a run ({figures.wrong_rate:.1%}); those "
        "that nobody looked at count as right."
    )
