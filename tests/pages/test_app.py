"""What app.py composes, and what Streamlit must keep doing for it."""

import importlib
import os
from pathlib import Path

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.server.app_discovery import discover_asgi_app

from pages.ui import core
from pipeline.errors import InputError
from pipeline.unusable import explain
from tests.pages.conftest import APP, Open, words


def test_streamlit_finds_the_application() -> None:
    found = discover_asgi_app(APP)
    assert found.is_asgi_app
    assert found.import_string == "app:app"


def test_pages_folder_is_not_taken_for_the_old_kind_of_app(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PagesManager, "uses_pages_directory", None)
    importlib.reload(importlib.import_module("app"))
    PagesManager(str(APP))
    assert PagesManager.uses_pages_directory is False


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError(28, "No space left on device"), "The disk is full"),
        (PermissionError(13, "Permission denied"), "cannot write"),
        (InputError("The folder cannot be used; choose another."), "choose another"),
    ],
)
def test_unusable_home_is_one_sentence(error: Exception, says: str) -> None:
    sentence = explain(error)
    assert says in sentence
    assert sentence.endswith(".")


def test_home_that_is_a_file(show: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setitem(os.environ, "QUINTET_HOME", str(tmp_path / "file"))
    core.service.clear()
    try:
        assert "choose another" in words(show())
    finally:
        monkeypatch.undo()
