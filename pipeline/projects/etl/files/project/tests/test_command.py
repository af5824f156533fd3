"""The command line."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from app.__main__ import main
from app.engines import DuckDB, Spark
from app.settings import ENGINES, Settings, read_settings
from app.state import State
from tests.support import as_people_write, expected_rows, file_rows, some


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The exit code of a command."""
    monkeypatch.setattr(sys, "argv", ["app", *arguments])
    return main()


def test_load_and_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home"
    rows = len(expected_rows(file_rows()))
    assert run(monkeypatch, "--data-dir", str(home), "load") == 0
    assert f"records.csv: {rows:,} rows loaded" in capsys.readouterr().out
    path = as_people_write(some(file_rows(), 3), tmp_path / "three.csv")
    assert run(monkeypatch, "--data-dir", str(home), "load", str(path)) == 0
    assert "three.csv: " in capsys.readouterr().out
    assert run(monkeypatch, "--data-dir", str(home), "load", str(path)) == 0
    assert "three.csv: loaded before, nothing to do." in capsys.readouterr().out
    assert run(monkeypatch, "--data-dir", str(home), "load", str(tmp_path / "none.csv")) == 1
    assert "none.csv" in capsys.readouterr().out
    assert run(monkeypatch, "--data-dir", str(home), "report") == 0
    assert "lineage.json" in capsys.readouterr().out
    assert json.loads((home / "lineage.json").read_text(encoding="utf-8"))["totals"]["rows"] >= rows
    assert (home / "lineage.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_service_is_started_as_it_was_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    started: list[dict[str, Any]] = []
    monkeypatch.setattr(uvicorn, "run", lambda _app, **options: started.append(options))
    assert run(monkeypatch, "--data-dir", str(tmp_path), "--host", "192.0.2.1", "--port", "81") == 0
    assert started == [{"host": "192.0.2.1", "port": 81, "server_header": False, "proxy_headers": False}]


def test_load_while_another_process_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with State(tmp_path).exclusive():
        assert run(monkeypatch, "--data-dir", str(tmp_path), "load") == 1
    assert capsys.readouterr().err == "A run is going on already.\n"


def test_options_outrank_the_environment() -> None:
    environment = {
        "HOST": "192.0.2.1",
        "PORT": "81",
        "DATA_DIR": "kept",
        "ALLOWED_HOSTS": "a.example, b.example",
        "ENGINE": "spark",
        "SCHEDULE": "0 1 * * *",
        "API_KEY": "secret",
    }
    hosts = ("a.example", "b.example")
    assert read_settings(["--port", "82"], environment) == Settings(
        "serve", (), Path("kept"), "spark", "192.0.2.1", 82, hosts, "0 1 * * *", "secret"
    )
    assert read_settings([], {}) == Settings()
    loaded = read_settings(["--engine", "duckdb", "load", "a.csv", "b.csv"], environment)
    assert (loaded.command, loaded.files, loaded.engine) == ("load", (Path("a.csv"), Path("b.csv")), "duckdb")


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["--help"], r"usage: python -m app \[-h\] \[--data-dir DATA_DIR\] .* COMMAND \.\.\."),
        (["--help"], r"serve run on a schedule and answer over HTTP; .* load load files now, or .* report write the"),
        (["--help"], r" load load files now, or everything new in the inbox report write "),
        (["load", "--help"], r"usage: python -m app load \[-h\] \[FILE \.\.\.\]"),
    ],
)
def test_help(arguments: list[str], shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=r"^0$"):
        read_settings(arguments, {})
    assert re.search(shown, " ".join(capsys.readouterr().out.split()))


def test_every_engine_can_be_chosen() -> None:
    assert (DuckDB.name, Spark.name) == ENGINES
    assert Settings().engine == DuckDB.name


@pytest.mark.parametrize("arguments", [["--engine", "other"], ["--port", "x"], ["nothing"]])
def test_options_that_are_not_there(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        read_settings(arguments, {})
