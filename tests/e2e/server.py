"""A real server on a home of its own, for a browser to talk to."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from storage.rows import Run
from storage.secrets import key_from_file
from storage.store import Store

ROOT = Path(__file__).parents[2]
TOKEN = "a-token-for-tests"
START_S = 60.0
PAGES = ("/", "/runs", "/deployments", "/costs", "/routing", "/settings", "/audit")
"""The addresses of pages that are of no single run."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class Server:
    """`streamlit run app.py` in a process of its own. The port stays the same when it is started again."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = folder / "server.log"
        self._environment = {
            **os.environ,
            "QUINTET_HOME": str(self.home),
            "QUINTET_KEY_FILE": str(folder / "fernet.key"),
            "QUINTET_USE_KEYRING": "false",
            "QUINTET_API_TOKEN": TOKEN,
            "PYTHONUNBUFFERED": "1",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={self.port}"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment, stdout=log, stderr=subprocess.STDOUT
            )
        self.wait_for("/api/v1/health", START_S)

    def wait_for(self, path: str, seconds: float) -> dict[str, Any]:
        """The answer to a GET, as soon as there is one."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                answer = httpx.get(self.url + path, timeout=5)
            except httpx.TransportError:
                time.sleep(0.1)
                continue
            if answer.status_code == 200:
                return dict(answer.json())
            time.sleep(0.1)
        raise TimeoutError(self._log.read_text()[-4000:])

    def kill(self) -> None:
        """End at once, as a power cut would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End in order."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()

    @property
    def log(self) -> str:
        """What the server wrote."""
        return self._log.read_text()

    def store(self) -> Store:
        """The home's database, opened beside the server."""
        return Store(self.home / "quintet.db", lambda: key_from_file(self.home.parent / "fernet.key"))

    def generate(self, **body: object) -> int:
        """Start a run over REST; its number."""
        headers = {"Authorization": f"Bearer {TOKEN}"}
        answer = httpx.post(f"{self.url}/api/v1/generate", json=body, headers=headers, timeout=30)
        assert answer.status_code == 202, f"{answer.text}\n{self.log[-4000:]}"
        return int(answer.json()["run_id"])

    def wait_until(self, run_id: int, status: str, seconds: float = 240) -> dict[str, Any]:
        """The run, as soon as it has a status; a failed one ends the wait."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            run = self.wait_for(f"/api/v1/runs/{run_id}", 10)
            if run["status"] in (status, "failed"):
                assert run["status"] == status, run["error"]
                return run
            time.sleep(0.2)
        raise TimeoutError(f"Run {run_id} is {run['status']} at {run['state']}.")


def quiet_run(store: Store, project: str, lines: int = 0) -> Run:
    """A run that is over, so that no worker takes it up, with a log."""
    request = f'{{"input_kind": "csv", "input_name": "{project}.csv", "project_name": "{project}"}}'
    run = store.runs.create(project, request, "Cancelled")
    store.runs.update(run.id, status="cancelled")
    row = {"run_id": run.id, "at": run.created_at, "kind": "log", "level": "info", "agent": "", "role": ""}
    with store.database.transaction() as db:
        db.table("events").insert_all({**row, "message": f"line {number}"} for number in range(lines))
    return run
