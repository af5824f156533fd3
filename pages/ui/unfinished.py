"""A form of the New run page that was not started: kept through reloads, encrypted, and offered again."""

import streamlit as st
from pydantic import BaseModel, ValidationError

from pages.ui import drafts, words
from pipeline.contracts.delivery import Cloud, Target
from pipeline.contracts.plan import ProjectType
from pipeline.models.providers import Provider
from pipeline.service import Service
from storage.secrets import SecretUnreadable

NAME = "unfinished_form"
"""Among what is stored encrypted: what is typed may hold anything."""
WRITTEN = ("text_text", "json_text", "brief", drafts.PATH)
TYPED = ("project_name", "remote", "registry", "model", "complexity", "budget", "label")
CHOSEN: dict[str, type[ProjectType] | type[Cloud] | type[Target] | type[Provider]] = {
    "project_type": ProjectType,
    "cloud": Cloud,
    "target": Target,
    "provider": Provider,
}
KEPT, OFFERED = "unfinished_kept", "unfinished_offered"
LONGEST_SHOWN = 80


class Form(BaseModel):
    """What was on the form. A file's content is not kept."""

    way: drafts.Way = "csv"
    values: dict[str, str] = {}
    file_name: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given that a run could be made of."""
        return not self.file_name and not any(self.values.get(name) for name in WRITTEN)

    @property
    def about(self) -> str:
        """How it begins."""
        mine = {"text": "text_text", "json": "json_text", "csv": drafts.PATH}[self.way]
        begins = " ".join((self.values.get(mine) or self.file_name or self.values.get("brief", "")).split())
        return f"{begins[:LONGEST_SHOWN]}…" if len(begins) > LONGEST_SHOWN else begins


def offer(quintet: Service) -> None:
    """What a reload or another tab left behind, with the ways to take it up or away."""
    state = st.session_state
    if OFFERED not in state:
        state[OFFERED] = _stored(quintet)
    form: Form | None = state[OFFERED]
    if form is None:
        return
    kept_at = quintet.store.secrets.names().get(NAME)
    with st.container(border=True, key="unfinished"):
        st.text(f"You left a form {words.ago(kept_at) if kept_at else 'earlier'}: {form.about}")
        if form.way == "csv" and form.file_name and not form.values.get(drafts.PATH):
            st.caption(words.plain(f"The file {form.file_name} has to be given again."))
        with st.container(horizontal=True):
            st.button("Take it up", icon=":material/restore:", on_click=_take_up, args=(form,))
            st.button("Discard it", type="tertiary", on_click=forget, args=(quintet,))


def keep(quintet: Service, way: drafts.Way) -> None:
    """Store what is on the form, where that has changed."""
    form = _form(way)
    if form.is_empty or form == st.session_state.get(KEPT):
        return
    st.session_state[KEPT], st.session_state[OFFERED] = form, None
    quintet.store.secrets.save(NAME, form.model_dump_json())


def started(quintet: Service, way: drafts.Way) -> None:
    """The form became a run: what is still on it is not unfinished."""
    st.session_state[KEPT] = _form(way)
    forget(quintet)


def forget(quintet: Service) -> None:
    """Offer it no more."""
    st.session_state[OFFERED] = None
    quintet.store.secrets.forget(NAME)


def _form(way: drafts.Way) -> Form:
    state, kept = st.session_state, drafts.file()
    names = (*WRITTEN, *TYPED, *CHOSEN)
    values = {name: str(state[name]) for name in names if state.get(name)}
    return Form(way=way, values=values, file_name=kept.name if kept else "")


def _stored(quintet: Service) -> Form | None:
    try:
        text = quintet.store.secrets.read(NAME)
        return Form.model_validate_json(text) if text else None
    except (SecretUnreadable, ValidationError):
        return None


def _take_up(form: Form) -> None:
    state = st.session_state
    state["way"], state[KEPT], state[OFFERED] = form.way, form, None
    for name in (*WRITTEN, *TYPED):
        if name in form.values:
            state[name] = form.values[name]
    for name, kind in CHOSEN.items():
        chosen = next((each for each in kind if each.value == form.values.get(name)), None)
        if chosen is not None:
            state[name] = chosen
    if form.values.get(drafts.PATH):
        drafts.take_path()
