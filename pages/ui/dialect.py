"""How a CSV file is read: what was detected, and what a person says instead."""

from typing import Any

import streamlit as st

from pages.ui import questions, words
from pages.ui.overview import DELIMITERS
from pipeline.contracts.data import Dialect, DialectChoice

PREFIX = "read_"
DETECTED = "detected_dialect"
NOTHING = "nothing"
ENCODINGS = ("utf-8", "windows-1252", "iso-8859-1", "utf-16", "cp437", "shift_jis", "gb18030", "mac_roman")
SIGNS: dict[str, tuple[str, tuple[str, ...]]] = {
    "encoding": ("Encoding", ENCODINGS),
    "delimiter": ("Delimiter", (",", ";", "\t", "|", " ", ":")),
    "quote": ("Quote", ('"', "'", "")),
    "escape": ("Escape", ('"', "\\", "")),
    "comment": ("Comment prefix", ("#", "//", "--", "%", ";", "")),
}
COUNTS = {
    "header_lines": ("Header rows", 5),
    "preamble_lines": ("Lines before the table", None),
    "footer_lines": ("Lines after the table", None),
}
NAMES = {"": NOTHING, "\t": "tab", " ": "space", '"': 'double quote "', "'": "single quote '", "\\": "backslash \\"}
MOST_CHARACTERS = {"delimiter": 4, "quote": 1, "escape": 1, "comment": 4}


def choice() -> DialectChoice:
    """What a person has said; the rest, and what is too long to be a sign, is left to detection."""
    state = st.session_state
    said = {name: state[PREFIX + name] for name in (*SIGNS, *COUNTS) if state.get(PREFIX + name) is not None}
    return DialectChoice.model_validate({name: value for name, value in said.items() if not is_too_long(name, value)})


def is_too_long(name: str, value: object) -> bool:
    """Whether a sign has more characters than it may have."""
    return isinstance(value, str) and len(value) > MOST_CHARACTERS.get(name, len(value))


def forget() -> None:
    """Leave everything to detection again, for another file."""
    questions.forget()
    st.session_state.pop(DETECTED, None)
    for name in (*SIGNS, *COUNTS):
        st.session_state.pop(PREFIX + name, None)


def remember(dialect: Dialect) -> dict[str, Any]:
    """What was detected of the file: what a person has said since does not count."""
    known: dict[str, Any] = st.session_state.setdefault(DETECTED, {})
    said = choice().model_dump(exclude_none=True)
    known.update({name: getattr(dialect, name) for name in (*SIGNS, *COUNTS) if name not in said})
    return known


def show_dialect(dialect: Dialect | None) -> None:
    """The fields; without a dialect the file could not be read, and what is said here may help."""
    known = remember(dialect) if dialect else dict(st.session_state.get(DETECTED, {}))
    said = choice().model_dump(exclude_none=True)
    title = "How it is read" + (f" · {len(said)} changed" if said else "")
    with st.expander(title, key="how_it_is_read", icon=":material/tune:"):
        st.caption("What is left empty is detected. A change is shown above at once.")
        places = [*st.columns(4), *st.columns(4)]
        for place, name in zip(places, (*SIGNS, *COUNTS), strict=True):
            with place:
                _show_sign(name, known) if name in SIGNS else _show_count(name, known)
        st.button("Detect all again", on_click=forget, type="tertiary", disabled=not said)


def _show_sign(name: str, known: dict[str, Any]) -> None:
    label, signs = SIGNS[name]
    given = st.selectbox(
        label,
        signs,
        index=None,
        key=PREFIX + name,
        format_func=lambda sign: NAMES.get(sign, DELIMITERS.get(sign, sign)) if name != "encoding" else sign,
        placeholder=_detected(name, known),
        accept_new_options=True,
        persist_state="page",
        # Read in another way, the file may have other columns, and what was asked about them is not asked any more.
        on_change=questions.forget,
    )
    if is_too_long(name, given):
        st.caption(f":red[Use {words.count(MOST_CHARACTERS[name], 'character')} at most.]")


def _show_count(name: str, known: dict[str, Any]) -> None:
    label, most = COUNTS[name]
    st.number_input(
        label,
        min_value=0,
        max_value=most,
        value=None,
        step=1,
        key=PREFIX + name,
        placeholder=_detected(name, known),
        persist_state="page",
        on_change=questions.forget,
    )


def _detected(name: str, known: dict[str, Any]) -> str:
    if name not in known:
        return "detected: nothing yet"
    value = str(known[name])
    return f"detected: {NAMES.get(value, value) if name in SIGNS else value}"
