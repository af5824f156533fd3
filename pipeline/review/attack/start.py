"""Starts an application inside of the sandbox, waits until it is ready, asks its probe, and attacks it."""

import json
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from .campaign import ACCOUNT_FILE, KEY_FILE, attack
from .client import Client

HOST = "127.0.0.1"
READY = 200


def main(report: str, ready_s: float, path: str, key: str, budget_s: float) -> None:
    """Write what was seen to `report`, also when the attack ends badly: then nothing is said of it."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    data = tempfile.mkdtemp()
    command = [sys.executable, "-m", "app", "--host", HOST, "--port", str(port), "--data-dir", data]
    # The attack makes the application say a lot; nothing of it is to fill the output before it is ready.
    application = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    seen: dict[str, Any] = {"status": 0, "ready_s": 0.0, "answer": "", "exit_code": None, "attack": None}
    try:
        _see(application, Client(HOST, port), seen, ready_s, path)
        if seen["status"] == READY:
            seen["attack"] = attack(HOST, port, (path, key), _secrets(Path(data)), budget_s)
    finally:
        application.kill()
        Path(report).write_text(json.dumps(seen), encoding="utf-8")


def _see(
    application: "subprocess.Popen[bytes]", client: Client, seen: dict[str, Any], ready_s: float, path: str
) -> None:
    """Wait until the application is ready, and ask its probe."""
    started = time.monotonic()
    while time.monotonic() - started < ready_s and seen["status"] != READY and application.poll() is None:
        seen["status"] = client.get("/ready").status
        seen["ready_s"] = time.monotonic() - started
        time.sleep(0 if seen["status"] == READY else 0.05)
    if seen["status"] == READY:
        seen["answer"] = client.get(path).text
    client.close()
    seen["exit_code"] = application.poll()


def _secrets(data: Path) -> dict[str, str]:
    found = (data / name for name in (KEY_FILE, ACCOUNT_FILE))
    return {path.name: path.read_text(encoding="utf-8") for path in found if path.is_file()}


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), sys.argv[3], sys.argv[4], float(sys.argv[5]))
