"""Projects that run: started on a free port of this machine, ready, and killed in the end."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.release.health import wait_until_ready
from pipeline.release.process import HOST, INHERITED, free_port

READY_TIMEOUT_S = 90.0


class NotReady(Exception):
    """A project did not become ready; the message says why, and ends with what it printed."""


@contextmanager
def started(project: Path, python: Path, data_dir: Path) -> Iterator[str]:
    """The URL of a project that is ready, `data_dir` being the folder of its state; raises NotReady."""
    port = free_port()
    data_dir.mkdir(parents=True, exist_ok=True)
    log = data_dir / "output.log"
    command = [str(python), "-m", "app", "--host", HOST, "--port", str(port), "--data-dir", str(data_dir)]
    variables = {name: os.environ[name] for name in INHERITED if name in os.environ} | {"HOME": str(data_dir)}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=project, env=variables, stdout=output, stderr=output, start_new_session=True
        )
    try:
        seen = wait_until_ready(f"http://{HOST}:{port}", READY_TIMEOUT_S, lambda: process.poll() is None)
        if not seen.ok:
            raise NotReady(f"{seen.detail} {log.read_text(errors='replace')[-600:]}")
        yield f"http://{HOST}:{port}"
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and all that it started in its session."""
    with suppress(ProcessLookupError):  # all of them have ended
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
