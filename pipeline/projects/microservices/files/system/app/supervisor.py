"""The whole system on one machine: each part is a child process, restarted when it dies, ended with the rest."""

import logging
import os
import secrets
import signal
import socket
import subprocess  # nosec B404
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from types import FrameType

from app import lifeline, part_log
from app.schema import TABLES
from app.settings import Settings

LOOPBACK = "127.0.0.1"
CHECK_S = 0.1
STABLE_S = 10.0
"""A part that lived this long is taken to work: its next failure is its first."""

FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 10.0
MOST_FAILURES = 6
STOP_S = 10.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Part:
    """A part of the system: what it is called, how it is started, with which environment variables, and its port."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    port: int


def plan(settings: Settings) -> list[Part]:
    """The parts of the system, each on a free port of this machine but the gateway, which gets the one asked for."""
    names = [table.name for table in TABLES if not settings.only or table.name in settings.only]
    worker_port, *ports = free_ports(1 + len(names))
    addresses = {name: f"http://{LOOPBACK}:{port}" for name, port in zip(names, ports, strict=True)}
    shared = {
        "SERVICES": ",".join(f"{name}={address}" for name, address in addresses.items()),
        "WORKER": f"http://{LOOPBACK}:{worker_port}",
        "SERVICE_TOKEN": settings.service_token or secrets.token_urlsafe(32),
        lifeline.VARIABLE: "1",
    }
    inner = shared | {"ALLOWED_HOSTS": LOOPBACK}
    return [
        *(
            Part(name, _command(settings, ("service", name), LOOPBACK, port), inner, port)
            for name, port in zip(names, ports, strict=True)
        ),
        Part("worker", _command(settings, ("worker",), LOOPBACK, worker_port), inner, worker_port),
        Part("gateway", _command(settings, ("gateway",), settings.host, settings.port), shared, settings.port),
    ]


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on; all are held until the last is known, so that none is given twice."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind((LOOPBACK, 0))
        return [int(one.getsockname()[1]) for one in sockets]


def _command(settings: Settings, words: tuple[str, ...], host: str, port: int) -> tuple[str, ...]:
    options = ("--host", host, "--port", str(port), "--data-dir", str(settings.data_dir))
    return (sys.executable, "-m", "app", *words, *options)


class Child:
    """A part that runs as a child process."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.failures = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._start_at = 0.0

    def check(self) -> None:
        """Start the process if it is not there and its pause is over; count it as a failure if it has ended."""
        now = time.monotonic()
        if self._process is None:
            if now >= self._start_at:
                self._start(now)
        elif (code := self._process.poll()) is not None:
            self._ended(code, now)

    def end(self) -> None:
        """Ask the process to stop."""
        if self._process is not None:
            self._process.terminate()

    def wait(self, timeout_s: float) -> None:
        """Return once the process is gone; it is killed when the time is over."""
        if self._process is None:
            return
        try:
            self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._close()

    def _start(self, now: float) -> None:
        environment = {**os.environ, **self.part.environment}
        self._process = subprocess.Popen(self.part.command, env=environment, stdin=subprocess.PIPE)  # noqa: S603  # nosec B603
        self._started_at = now
        facts = {"started": self.part.name, "pid": self._process.pid, "port": self.part.port}
        _log.info("a part was started", extra={"facts": facts})

    def _ended(self, code: int, now: float) -> None:
        self._close()
        self.failures = 1 if now - self._started_at >= STABLE_S else self.failures + 1
        pause_s = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** (self.failures - 1))
        self._start_at = now + pause_s
        _log.error("%s ended with code %d; it starts again in %.1f s", self.part.name, code, pause_s)

    def _close(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
        self._process = None


def supervise(settings: Settings) -> int:
    """Run the system until it is told to stop (0), or until a part fails again and again (1)."""
    part_log.configure("supervisor")
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    return keep(plan(settings), stop)


def keep(parts: Sequence[Part], stop: threading.Event) -> int:
    """Keep parts running until `stop` is set (0), or until one fails again and again (1); then none is left."""
    children = [Child(part) for part in parts]
    try:
        return _run(children, stop)
    finally:
        _end(children)


def _run(children: Sequence[Child], stop: threading.Event) -> int:
    while not stop.wait(CHECK_S):
        for child in children:
            child.check()
            if child.failures >= MOST_FAILURES:
                _log.critical("%s does not start; the system stops", child.part.name)
                return 1
    return 0


def _end(children: Sequence[Child]) -> None:
    """End every child, all at the same time."""
    for child in children:
        child.end()
    deadline = time.monotonic() + STOP_S
    for child in children:
        child.wait(max(0.0, deadline - time.monotonic()))
