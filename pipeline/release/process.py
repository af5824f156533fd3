"""A released application as a process of this computer, which outlives the app that started it."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import psutil

from pipeline.contracts.base import Contract

HOST = "127.0.0.1"
STOP_GRACE_S = 5.0
INHERITED = ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT", "TEMP", "TMP")
LOG_LIMIT_BYTES = 5_000_000


class Launched(Contract):
    """A process that was started: its number, and when, because the operating system uses numbers again."""

    pid: int
    started: float


def free_port() -> int:
    """A port of this computer that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether nobody listens on a port of this computer."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) != 0


def launch(python: Path, code: Path, data: Path, port: int, log: Path) -> Launched:
    """Start the application in `code` with its state in `data`; its output goes to `log`.

    It gets none of this process's environment but what any program needs, so no key reaches it.
    """
    data.mkdir(parents=True, exist_ok=True)
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        log.replace(log.with_suffix(".1.log"))
    command = [str(python), "-m", "app", "--host", HOST, "--port", str(port), "--data-dir", str(data)]
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=code,
            env=_environment(data),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
    process.returncode = 0  # it is meant to outlive us: no warning when the handle goes, `is_running` collects it
    return Launched(pid=process.pid, started=_created(process.pid))


def _environment(data: Path) -> Mapping[str, str]:
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return {**inherited, "HOME": str(data), "PYTHONUNBUFFERED": "1"}


def _created(pid: int) -> float:
    try:
        return psutil.Process(pid).create_time()
    except psutil.NoSuchProcess:
        return 0.0


def find(launched: Launched) -> psutil.Process | None:
    """The process, None when it has ended (and collect it, where it was our child)."""
    if sys.platform != "win32":
        with suppress(ChildProcessError):  # another process started it
            os.waitpid(launched.pid, os.WNOHANG)
    try:
        process = psutil.Process(launched.pid)
        same = abs(process.create_time() - launched.started) < 1
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except psutil.NoSuchProcess:
        return None


def on_data(data: Path) -> tuple[Launched, ...]:
    """The applications that run on a data folder, also one that nobody noted because its start was interrupted."""
    found = []
    for process in psutil.process_iter(["cmdline", "create_time"]):
        words: list[str] = process.info["cmdline"] or []
        if "--data-dir" in words and words[words.index("--data-dir") + 1 :][:1] == [str(data)]:
            found.append(Launched(pid=process.pid, started=process.info["create_time"]))
    return tuple(found)


def stop(launched: Launched) -> None:
    """End the process and everything that it started: politely, then by force."""
    process = find(launched)
    if process is None:
        return
    try:
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for member in family:
        _signal(member, force=False)
    _, left = psutil.wait_procs(family, timeout=STOP_GRACE_S)
    for member in left:
        _signal(member, force=True)
    psutil.wait_procs(left, timeout=STOP_GRACE_S)


def _signal(process: psutil.Process, *, force: bool) -> None:
    with suppress(psutil.NoSuchProcess):
        process.kill() if force else process.terminate()


def tail(log: Path, lines: int) -> str:
    """The last lines of a log, at most 200 kB of it."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 200_000))
        return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])
