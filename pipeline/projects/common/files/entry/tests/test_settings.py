"""Configuration: what outranks what, and what the command line tells of itself."""

import re
from pathlib import Path

import pytest

from app.settings import Settings, read_settings

ENVIRONMENT = {
    "HOST": "192.0.2.1",
    "PORT": "81",
    "DATA_DIR": "kept",
    "ALLOWED_HOSTS": "a.example, b.example",
    "DATABASE_URL": "postgresql://host/name",
}


def test_without_any_settings_only_this_computer_is_answered() -> None:
    settings = read_settings([], {})
    assert (settings.host, settings.port, settings.data_dir) == ("127.0.0.1", 8000, Path("var"))
    assert (settings.allowed_hosts, settings.database_url) == (("127.0.0.1", "localhost"), "")


def test_the_environment_is_read() -> None:
    assert read_settings([], ENVIRONMENT) == Settings(
        "192.0.2.1", 81, Path("kept"), ("a.example", "b.example"), "postgresql://host/name"
    )


def test_options_outrank_the_environment() -> None:
    settings = read_settings(["--host", "192.0.2.2", "--port", "82", "--data-dir", "other"], ENVIRONMENT)
    assert (settings.host, settings.port, settings.data_dir) == ("192.0.2.2", 82, Path("other"))


def test_the_address_of_the_database_is_not_shown() -> None:
    assert "postgresql" not in repr(read_settings([], ENVIRONMENT))


def test_each_option_is_explained(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit):
        read_settings(["--help"], {})
    text = capsys.readouterr().out
    for line in (
        "usage: python -m app .*",
        "Start the service.",
        "  --host HOST +address to listen on",
        "  --port PORT +port to listen on",
        "  --data-dir DATA_DIR +folder for the database; made if it does not exist",
    ):
        assert re.search(f"^{line}$", text, re.MULTILINE), line
