"""A child process with resource limits, drained output, and an end for all that it started. It does not isolate."""

import inspect
import json
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from sandbox import confine
from sandbox.contracts import MIB, ExecResult, Level, Limits, unheard
from sandbox.environments import base_python
from sandbox.errors import SandboxError
from sandbox.memory import kills_here, lacked_memory
from sandbox.session import exit_code

POLL_S = 0.02
DRAIN_S = 2.0
MARK = "QUINTET_SANDBOX_RUN"
# Limits are set by a first program that then becomes the command, since code between fork and exec isn't thread-safe.
BECOME = """
import json, sys
limit_resources(json.loads(sys.argv[1]))
try:
    os.execvp(sys.argv[2], sys.argv[2:])
except OSError as error:
    sys.stderr.write(f"{sys.argv[2]}: {error.strerror}\\n")
    sys.exit(127)
"""


class LimitedProcess:
    """The child process, its draining threads and its end."""

    def __init__(
        self, argv: list[str], root: Path, python: Path, limits: Limits, heard: Callable[[bytes], None] = unheard
    ) -> None:
        self.limits, self.heard, self.mark = limits, heard, uuid.uuid4().hex
        self.output: dict[str, bytearray] = {"stdout": bytearray(), "stderr": bytearray()}
        self.truncated, self._lock, self.begun = False, threading.Lock(), time.monotonic()
        self._kills = kills_here()
        if sys.platform != "win32":
            first = [str(base_python()), "-I", "-S", "-c", inspect.getsource(confine) + BECOME]
            argv = [*first, json.dumps(_resources(limits)), *argv]
        try:
            self.process = subprocess.Popen(
                argv,
                cwd=root / "work",
                env=variables(root, python) | {MARK: self.mark},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            raise SandboxError(f"The command could not be started: {error.strerror}.") from error

    def finish(self, cancelled: Callable[[], bool]) -> ExecResult:
        assert self.process.stdout
        assert self.process.stderr
        streams = {"stdout": self.process.stdout, "stderr": self.process.stderr}
        readers = [threading.Thread(target=self._drain, args=pair, daemon=True) for pair in streams.items()]
        for reader in readers:
            reader.start()
        try:
            timed_out, stopped = self._watch(cancelled)
            duration_s = time.monotonic() - self.begun
        finally:
            self._kill()  # whatever interrupts the wait
        for reader in readers:
            reader.join(DRAIN_S)
        code = None if timed_out or stopped else exit_code(self.process.returncode)
        stderr = self.output["stderr"].decode("utf-8", "replace")
        return ExecResult(
            exit_code=code,
            stdout=self.output["stdout"].decode("utf-8", "replace"),
            stderr=stderr,
            oom=lacked_memory(code, stderr, kills_here() - self._kills),
            truncated=self.truncated,
            timed_out=timed_out,
            cancelled=stopped,
            duration_s=duration_s,
            level=Level.LIMITED,
        )

    def _watch(self, cancelled: Callable[[], bool]) -> tuple[bool, bool]:
        """Wait for the process's end; whether it was late, and whether it was no longer wanted."""
        while True:
            try:
                self.process.wait(POLL_S)
            except subprocess.TimeoutExpired:
                if cancelled():
                    return False, True
                if time.monotonic() > self.begun + self.limits.wall_s:
                    return True, False
            else:
                return False, False

    def _drain(self, name: str, stream: IO[bytes]) -> None:
        with stream:
            while chunk := os.read(stream.fileno(), 65536):
                with self._lock:
                    room = self.limits.output_bytes - sum(map(len, self.output.values()))
                    self.truncated = self.truncated or len(chunk) > room
                    kept = chunk[: max(0, room)]
                    self.output[name] += kept
                if kept and name == "stdout":
                    self.heard(kept)

    def _kill(self) -> None:
        """End the process, its group, and (where it can be seen) what has left the group."""
        if sys.platform == "win32":
            taskkill = ["taskkill", "/F", "/T", "/PID", str(self.process.pid)]
            subprocess.run(taskkill, capture_output=True, check=False)
        else:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            for pid in _marked(self.mark):
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
        self.process.wait()


def _marked(mark: str) -> list[int]:
    """Processes that inherited a run's mark; only Linux shows this."""
    wanted, found = f"{MARK}={mark}".encode(), []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
    return found


def variables(root: Path, python: Path) -> dict[str, str]:
    """Nothing of the user's environment but what the operating system needs to start a program."""
    home = str(root / "home")
    variables = {"PATH": f"{python.parent}{os.pathsep}{os.defpath}", "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8"}
    variables |= {"TEMP": home, "TMP": home, "USERPROFILE": home, "PYTHONDONTWRITEBYTECODE": "1"}
    return variables | {name: os.environ[name] for name in ("SYSTEMROOT", "PATHEXT") if name in os.environ}


def _resources(limits: Limits) -> dict[str, int]:
    """For each process. Not the number of processes: that limit counts all of the user's, not this run's."""
    resources = {"RLIMIT_NOFILE": limits.open_files, "RLIMIT_FSIZE": limits.disk_mb * MIB, "RLIMIT_CORE": 0}
    resources["RLIMIT_CPU"] = int(limits.wall_s * max(1.0, limits.cpus)) + 1
    return resources if sys.platform == "darwin" else resources | {"RLIMIT_DATA": limits.memory_mb * MIB}
