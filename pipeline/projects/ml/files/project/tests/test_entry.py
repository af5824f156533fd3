"""The entry point."""

from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI

from app import __main__ as entry


def test_the_service_is_started_as_it_was_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    started: list[tuple[FastAPI, dict[str, Any]]] = []
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: started.append((app, options)))
    monkeypatch.setattr("sys.argv", ["app", "--port", "81", "--host", "192.0.2.1", "--data-dir", str(tmp_path)])
    entry.main()
    ((app, options),) = started
    assert app.state.service.model is None
    assert options == {"host": "192.0.2.1", "port": 81, "server_header": False, "proxy_headers": False}


@pytest.mark.parametrize("command", ["train", "predict", "drift"])
def test_a_command_is_run_in_its_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    monkeypatch.setattr("sys.argv", ["app", command, "--help"])
    with pytest.raises(SystemExit) as ended:
        entry.main()
    assert ended.value.code == 0
    assert f"python -m app {command}" in capsys.readouterr().out
