"""Keys, the sandbox, the budget, and where everything lies."""

from decimal import Decimal
from functools import partial

import streamlit as st

from pages.ui import chrome, core, in_force, ollama_models, words
from pipeline.api import routes as api
from pipeline.keys import ADDRESSES, NAMES
from pipeline.models.addresses import shown
from pipeline.models.prices import parse_prices
from pipeline.service import Service
from pipeline.submissions import budget
from sandbox.contracts import Proof

SAID = "said_about_keys"
USES = {
    "OPENAI_API_KEY": "OpenAI's models",
    "OPENAI_BASE_URL": f"Another server that speaks OpenAI's protocol, such as {words.plain('http://127.0.0.1:8000/v1')}",
    "ANTHROPIC_API_KEY": "Anthropic's models",
    "ANTHROPIC_BASE_URL": "Another server that speaks Anthropic's protocol",
    "OLLAMA_HOST": "Models on your own machine; left out, http://127.0.0.1:11434 is tried",
    "GITHUB_TOKEN": "Releases to GitHub; a classic token needs the scopes repo and workflow",
    "GITHUB_API_URL": "The REST API of a GitHub Enterprise Server, such as https://github.example.com/api/v3",
    "GIT_TOKEN": "Releases to other Git servers by HTTPS: a token, or USER:TOKEN where the server wants a name, too",
    "REGISTRY_USER": "Who signs in to the registry that images are pushed to",
    "REGISTRY_PASSWORD": "The password or token of that account; without it Docker's own sign-in is used",
    "WEBHOOK_URL": "Gets a POST of JSON when a deployment ends or breaks; chat programs show its text",
}
RELEASES = {
    "release_base_image": "The base image of containers, such as python:3.13-slim-bookworm",
    "kubeconfig": "The kubeconfig file",
    "kubernetes_context": "The context in it",
    "kubernetes_namespace": "The namespace, where it is not the project's own",
}


def save(quintet: Service, name: str) -> None:
    """Store what was typed; the form empties its field."""
    value = str(st.session_state.get(f"value_{name}") or "")
    core.save(f"key_{name}", lambda: in_force.of_key(quintet, name), quintet.keys.save, name, value)
    st.session_state.pop(SAID, None)


def forget(quintet: Service, name: str) -> None:
    """Remove what was saved."""
    core.save(f"key_{name}", lambda: in_force.of_key(quintet, name), quintet.keys.forget, name)
    st.session_state.pop(SAID, None)


def test(quintet: Service, name: str) -> None:
    """Try a key, and remember what came of it."""
    st.session_state[SAID] = (name, core.attempt(quintet.keys.test, name))


def show_key(quintet: Service, name: str, saved_at: str | None) -> None:
    """A key: its state, a field for a new value, and what can be done.

    A form, because outside of one the browser sends no password while its own button in the field has the focus.
    """
    label, field, buttons = st.columns([0.32, 0.46, 0.22], vertical_alignment="center")
    with label:
        st.markdown(f"**{name}**")
        state = f"saved {words.ago(saved_at)}" if saved_at else "not saved"
        if name in ADDRESSES and (address := quintet.keys.known().get(name)):
            state += f": {words.plain(shown(address))}"
        if quintet.keys.in_environment(name):
            state += "; the environment sets it, and counts more"
        st.caption(f"{USES[name]} · {state}")
    with field, st.form(f"key_{name}", clear_on_submit=True, border=False), st.container(horizontal=True):
        st.text_input(
            name, key=f"value_{name}", type="default" if name in ADDRESSES else "password", autocomplete="off",
            label_visibility="collapsed", placeholder="Paste a new one" if saved_at else "Paste it here",
        )  # fmt: skip
        st.form_submit_button("Save", key=f"save_{name}", on_click=save, args=(quintet, name))
    with buttons, st.container(horizontal=True):
        st.button("Test", key=f"test_{name}", on_click=test, args=(quintet, name))
        if saved_at:
            st.button("Forget", key=f"forget_{name}", type="tertiary", on_click=forget, args=(quintet, name))
    core.show_saved(f"key_{name}")
    said = st.session_state.get(SAID)
    if said and said[0] == name and said[1]:
        st.text(said[1])


def show_keys(quintet: Service) -> None:
    """Every key that Quintet can use."""
    st.subheader("Keys", anchor=False)
    st.caption("None is needed: the built-in engine works without. A key is never shown again once it is saved.")
    saved = quintet.keys.names()
    for name in NAMES:
        show_key(quintet, name, saved.get(name))
    st.text(quintet.keys.protection())


def save_prices(quintet: Service) -> None:
    """Store the prices that were typed, if they can be read."""
    typed = str(st.session_state.get("model_prices") or "").strip()

    def keep() -> None:
        parse_prices(typed)
        quintet.store.settings.save("model_prices", typed)

    core.save("prices", lambda: in_force.of_prices(quintet), keep)


def show_models(quintet: Service) -> None:
    """What models cost, where that is not what is published."""
    st.subheader("Models", anchor=False)
    st.caption(
        "Published prices hold for a model of that name at any address, unless you state another here, as JSON."
        " A model without a price is not asked."
    )
    with st.form("prices", border=False):
        st.text_input(
            "Prices in US dollars for a million tokens", key="model_prices",
            value=quintet.store.settings.all().get("model_prices", ""),
            placeholder='{"openai/my-model": {"input_usd": 0.5, "output_usd": 2}}',
        )  # fmt: skip
        st.form_submit_button("Save the prices", on_click=save_prices, args=(quintet,))
    core.show_saved("prices")
    st.page_link("pages/routing.py", label="Which model is asked when", icon=":material/alt_route:")


def show_token(quintet: Service) -> None:
    """The token for the REST routes."""
    st.subheader("REST API", anchor=False)
    st.caption("Programs send this token as the header “Authorization: Bearer …” to start runs under /api/v1.")
    if st.toggle("Show the token", key="show_token"):
        st.code(api.token(quintet), language=None)


def show_sandbox(quintet: Service) -> None:
    """What contains generated code here, and what was tried to know that."""
    st.subheader("Sandbox", anchor=False)
    st.caption("Generated code is tested inside of a sandbox. Each level was tried on this computer.")
    if st.button("Try again", icon=":material/refresh:"):
        core.attempt(quintet.sandbox_proofs, refresh=True)
    used = quintet.sandbox_level()
    for proof in quintet.sandbox_proofs():
        show_proof(proof, is_used=proof.level == used)


def show_proof(proof: Proof, *, is_used: bool) -> None:
    """A level: in use, there, or not there and why."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(proof.level.label)
            state = "in use" if is_used else "available" if proof.available else "not available"
            st.badge(state, color="green" if is_used else "gray")
        if not proof.available:
            st.caption(words.plain(proof.reason))
            return
        st.caption(words.plain(proof.not_protected))
        with st.expander(f"What was tried ({len(proof.proved)})"):
            st.text("\n".join(f"• {line}" for line in proof.proved))
            st.caption(words.plain(proof.version))


def save_budget(quintet: Service) -> None:
    """Store the budget that new runs begin with."""
    typed = str(st.session_state.get("default_budget") or "0").strip()
    told = partial(in_force.of_run_budget, quintet)
    core.save("run_budget", told, lambda: quintet.store.settings.save("run_budget_usd", f"{budget(typed):f}"))


def save_month_budget(quintet: Service) -> None:
    """Store the budget of a month; an empty text sets no limit."""
    typed = str(st.session_state.get("month_budget") or "").strip()
    told = partial(in_force.of_month_budget, quintet)
    core.save(
        "month_budget",
        told,
        lambda: quintet.store.settings.save("month_budget_usd", f"{budget(typed):f}" if typed else ""),
    )


def show_budget(quintet: Service) -> None:
    """What a new run may spend unless it says otherwise, and what all runs may spend in a month."""
    st.subheader("Budgets", anchor=False)
    saved = quintet.store.settings.all()
    current, month = core.default_budget_usd(quintet), core.month_budget_usd(quintet)
    with st.form("budget", border=False):
        field, button = st.columns([0.32, 0.68], vertical_alignment="bottom")
        field.text_input("A new run may spend (US dollars)", value=f"{current:f}", key="default_budget")
        button.form_submit_button("Save the budget", on_click=save_budget, args=(quintet,))
    core.show_saved("run_budget")
    with st.form("budget_of_month", border=False):
        field, button = st.columns([0.32, 0.68], vertical_alignment="bottom")
        shown = "" if month is None else f"{month:f}"
        field.text_input(
            "All runs may spend in a month (US dollars)", value=shown, key="month_budget", placeholder="no limit"
        )
        button.form_submit_button("Save the month's budget", on_click=save_month_budget, args=(quintet,))
    core.show_saved("month_budget")
    for name, counts in (("run_budget_usd", current), ("month_budget_usd", month)):
        if saved.get(name, "") and Decimal(saved[name]) != counts:
            variable = f"QUINTET_{name.upper()}"
            st.caption(f"The environment variable {variable} is set and counts more than what is saved here.")


def save_releases(quintet: Service) -> None:
    """Store where releases go."""
    typed = {name: str(st.session_state.get(f"release_{name}") or "").strip() for name in RELEASES}

    def keep() -> None:
        for name, value in typed.items():
            quintet.store.settings.save(name, value)

    core.save("releases", lambda: in_force.of_releases(quintet, tuple(RELEASES)), keep)


def show_releases(quintet: Service) -> None:
    """The base image of containers, and the cluster."""
    st.subheader("Releases", anchor=False)
    st.caption(
        "All may stay empty: then images are built on what their Dockerfile names, and kubectl's cluster is used."
    )
    saved = quintet.store.settings.all()
    with st.form("releases", border=False):
        for name, label in RELEASES.items():
            st.text_input(label, key=f"release_{name}", value=saved.get(name, ""))
        st.form_submit_button("Save where releases go", on_click=save_releases, args=(quintet,))
    core.show_saved("releases")


def show_places(quintet: Service) -> None:
    """Where data lies, to back it up or to delete it."""
    st.subheader("Where data lies", anchor=False)
    settings = quintet.settings
    places = {
        "Everything": settings.home,
        "Database": settings.database,
        "Runs and their files": settings.home / "runs",
        "Git remotes": settings.remotes,
        "Deployed applications": settings.deployments,
        "Logs": settings.logs,
    }
    st.code("\n".join(f"{name:<22} {path}" for name, path in places.items()), language=None, wrap_lines=True)
    st.caption("Set QUINTET_HOME to use another folder. Nothing is sent anywhere unless you save a key and use it.")


quintet = core.require_service()
chrome.title("Settings")
core.show_notice()
show_keys(quintet)
show_models(quintet)
ollama_models.show_models(quintet)
show_budget(quintet)
show_releases(quintet)
show_sandbox(quintet)
show_token(quintet)
show_places(quintet)
