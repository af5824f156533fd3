"""Models on this computer: which there are, getting one with its progress, and removing one."""

import streamlit as st

from pages.ui import core, words
from pipeline.errors import InputError
from pipeline.models import ollama
from pipeline.models.addresses import shown
from pipeline.models.providers import Provider, endpoint
from pipeline.models.pulls import Pull, Pulls
from pipeline.service import Service

PATIENCE_S, HEARTBEAT_S = 2.0, 1.0


@st.cache_resource(show_spinner=False)
def pulls() -> Pulls:
    """Those of this process, whatever page is open or was reloaded."""
    return Pulls()


def show_models(quintet: Service) -> None:
    """Everything about Ollama's models."""
    st.subheader("Models on this computer", anchor=False)
    st.caption("Ollama runs them; they cost nothing, and nothing leaves this computer.")
    address = endpoint(Provider.OLLAMA, quintet.keys.known()).address
    try:
        found = ollama.models(address, PATIENCE_S)
    except InputError as error:
        st.text(str(error))
        return
    if not found:
        st.text(f"Ollama answers at {shown(address)} but has no model; pull one below.")
    for model in found:
        show_model(address, model)
    newest = pulls().newest
    st.fragment(show_pull, run_every=HEARTBEAT_S if newest and not newest.is_over else None)(address)


def show_model(address: str, model: ollama.LocalModel) -> None:
    """A model and its size, and the way to remove it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(f"{model.name} · {words.size(model.size_bytes)}", width="stretch")
        with st.popover("Remove", icon=":material/delete:"):
            st.text(f"Delete {model.name} from this computer? It can be pulled again.")
            remove = (ollama.remove, address, model.name)
            st.button("Delete it", key=f"remove_{model.name}", on_click=core.attempt, args=remove)


def show_pull(address: str) -> None:
    """The pull that goes on, or the field for the next."""
    newest = pulls().newest
    if newest and not newest.is_over:
        show_progress(newest)
        return
    if st.session_state.pop("was_pulling", False):
        st.rerun()  # the new model is listed, and the heartbeat ends
    if newest and (newest.error or newest.is_stopped):
        st.text(newest.error or f"{newest.name} was stopped; pulling it again goes on from where it was.")
    with st.form("pulling", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Model to pull", key="model_to_pull", placeholder="llama3.2", autocomplete="off")
        st.form_submit_button("Pull", key="pull", icon=":material/download:", on_click=start, args=(address,))


def start(address: str) -> None:
    """Begin to get the model that was typed."""
    core.attempt(pulls().start, address, str(st.session_state.get("model_to_pull") or ""))


def show_progress(pull: Pull) -> None:
    """How far it is, and the way to stop it."""
    if not st.session_state.get("was_pulling"):
        st.session_state["was_pulling"] = True
        st.rerun()  # the heartbeat begins
    amount = f" · {words.size(pull.done_bytes)} of {words.size(pull.size_bytes)}" if pull.size_bytes else ""
    st.progress(pull.share, text=words.plain(f"{pull.name}: {pull.status}{amount}"))
    st.button("Stop", key="stop_pull", icon=":material/stop_circle:", on_click=pulls().stop)
