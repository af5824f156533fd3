"""Models on this computer, on the Settings page: seen, pulled and removed."""

import time
from collections.abc import Iterator

import pytest

from pages.ui import ollama_models
from tests.pages.conftest import Open, words
from tests.pipeline.models.provider_server import ProviderServer, provider_server


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ProviderServer]:
    ollama_models.pulls.clear()
    with provider_server() as running:
        monkeypatch.setenv("OLLAMA_HOST", running.address)
        yield running


def test_nobody_there(show: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "http://127.0.0.1:1")
    assert "start it with “ollama serve”" in words(show("settings"))


def test_a_model_is_removed_and_none_is_left(show: Open, server: ProviderServer) -> None:
    server.models = ["small"]
    app = show("settings")
    assert "small · 5.0 GB" in words(app)
    next(button for button in app.button if button.label == "Delete it").click()
    assert "has no model; pull one below" in words(app.run())


def test_a_model_is_pulled(show: Open, server: ProviderServer) -> None:
    app = show("settings")
    app.text_input(key="model_to_pull").set_value("tiny")
    app.button(key="pull").click()
    app.run()
    deadline = time.monotonic() + 10
    while "tiny" not in server.models and time.monotonic() < deadline:
        time.sleep(0.01)
    assert "tiny · 5.0 GB" in words(show("settings"))
    app = show("settings")
    app.text_input(key="model_to_pull").set_value("no such")
    app.button(key="pull").click()
    assert "Enter the name of a model" in words(app.run())
