"""Configuration: what outranks what, and what the command line tells of itself."""

import re
from pathlib import Path

import pytest

from app.settings import Settings, read_settings

ENVIRONMENT = {"HOST": "192.0.2.1", "PORT": "81", "DATA_DIR": "kept", "ALLOWED_HOSTS": "a.example, b.example"}


def test_without_any_settings_only_this_computer_is_answered() -> None:
    assert read_settings([], {}) == Settings("127.0.0.1", 8000, Path("var"), ("127.0.0.1", "localhost"))


def test_the_environment_is_read_and_options_outrank_it() -> None:
    assert read_settings([], ENVIRONMENT) == Settings("192.0.2.1", 81, Path("kept"), ("a.example", "b.example"))
    options = ["--host", "192.0.2.2", "--port", "82", "--data-dir", "other"]
    settings = read_settings(options, ENVIRONMENT)
    assert (settings.host, settings.port, settings.data_dir) == ("192.0.2.2", 82, Path("other"))


def test_each_option_is_explained(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit):
        read_settings(["--help"], {})
    text = capsys.readouterr().out
    for line in (
        "usage: python -m app .*",
        r"Serve the model; train it first if need be\.",
        "  --host HOST +address to listen on",
        "  --port PORT +port to listen on",
        "  --data-dir DATA_DIR +folder for models; made if it does not exist",
    ):
        assert re.search(f"^{line}$", text, re.MULTILINE), line
