"""The fields for a CSV file: sent by the browser, or one on this computer."""

import streamlit as st

from pages.ui import drafts, words

SEEN = "upload_seen"


def show_file_input() -> None:
    """The file, and words about it. The file that was given last counts, in whichever way."""
    given = st.file_uploader("CSV file", key="upload", label_visibility="collapsed")
    if given is not None and st.session_state.get(SEEN) != given.file_id:
        st.session_state[SEEN] = given.file_id
        drafts.keep_file(given.name, given.getvalue())
    kept = drafts.file()
    if kept is not None and (given is None or kept.name != given.name):
        show_kept(kept)
    st.text_input(
        "Or a file on this computer",
        key=drafts.PATH,
        on_change=drafts.take_path,
        persist_state="page",
        placeholder="/data/measurements.csv",
        help="The whole path of a file that is too large to be sent.",
    )
    st.text_area(
        "What should it do with the data? (optional)",
        key="brief",
        height=80,
        persist_state="page",
        placeholder="For example: show the monthly mean of each measurement.",
    )


def show_kept(kept: drafts.DraftFile) -> None:
    """The file that will be used, and a way to take it off."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(kept.name if kept.path else f"{kept.name} · {words.size(len(kept.content))}", width="content")
        st.button("Remove", type="tertiary", icon=":material/close:", on_click=drafts.forget_file)
