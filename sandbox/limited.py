"""The limited level: a plain subprocess, for machines where nothing isolates. It does NOT isolate."""

import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from sandbox import packer
from sandbox.collector import Collected, check_input_path, collect, glob_regex
from sandbox.contracts import MIB, ExecResult, Level, Limits, never
from sandbox.environments import Environment, EnvironmentCache, base_python, environment_python
from sandbox.errors import NoSandbox, SandboxError
from sandbox.session import exit_code

POLL_S = 0.02
DRAIN_S = 2.0
MARK = "QUINTET_SANDBOX_RUN"
# Limits are set by a first program that then becomes the command, since code between fork and exec isn't thread-safe.
LIMIT = """
import json, os, resource, sys
for name, value in json.loads(sys.argv[1]).items():
    hard = resource.getrlimit(getattr(resource, name))[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(getattr(resource, name), (value, value))
try:
    os.execvp(sys.argv[2], sys.argv[2:])
except OSError as error:
    sys.exit((sys.stderr.write(f"{sys.argv[2]}: {error.strerror}\\n"), 127)[1])
"""


class LimitedSandbox:
    """Runs a command as an ordinary child process: it can read what the user can read, and use the network.

    It has a temporary directory, a minimal environment, resource limits (not on Windows) and an end. So it is only
    for code rendered from Quintet's own templates, never for code that a model or a person wrote or changed; without
    `trusted_templates_only=True` it can't be made.
    """

    level = Level.LIMITED

    def __init__(self, cache: EnvironmentCache | None = None, *, trusted_templates_only: bool = False) -> None:
        if not trusted_templates_only:
            raise NoSandbox(
                "A plain subprocess does not isolate, so it may only run code from Quintet's own templates."
            )
        self.cache = cache

    def version(self) -> str:
        """The kind of process limits that there are."""
        return "subprocess" if sys.platform == "win32" else "subprocess with rlimits"

    def prepare(self, environment: Environment, progress: Callable[[str], None]) -> None:
        """Install an environment into the cache; raises EnvironmentBuildError."""
        self._cache().ensure(environment, progress=progress)

    def run(
        self,
        files: Mapping[str, bytes],
        command: Sequence[str],
        limits: Limits,
        *,
        environment: Environment | None = None,
        collect: Sequence[str] = (),
        cancelled: Callable[[], bool] = never,
    ) -> ExecResult:
        """See Sandbox.run. `oom` is never set here, because it can't be seen."""
        python = environment_python(self._cache().ensure(environment)) if environment else base_python()
        argv = [str(python) if command[0] == "python" else command[0], *command[1:]]
        with tempfile.TemporaryDirectory(prefix="quintet-limited-", ignore_cleanup_errors=True) as folder:
            root = Path(folder)
            for name in ("work", "home"):
                (root / name).mkdir()
            _write(files, root / "work")
            run = _Process(argv, root, python, limits)
            result = run.finish(cancelled)
            taken = _collect(root / "work", collect, limits)
        return result.model_copy(update={"collected": taken.files, "rejected": taken.rejected})

    def _cache(self) -> EnvironmentCache:
        if self.cache is None:
            raise SandboxError("This sandbox was made without a cache for environments, so it can't install one.")
        return self.cache


class _Process:
    """The child process, its draining threads and its end."""

    def __init__(self, argv: list[str], root: Path, python: Path, limits: Limits) -> None:
        self.limits, self.mark = limits, uuid.uuid4().hex
        self.output: dict[str, bytearray] = {"stdout": bytearray(), "stderr": bytearray()}
        self.truncated, self._lock, self.begun = False, threading.Lock(), time.monotonic()
        if sys.platform != "win32":
            argv = [str(base_python()), "-I", "-S", "-c", LIMIT, json.dumps(_resources(limits)), *argv]
        try:
            self.process = subprocess.Popen(
                argv,
                cwd=root / "work",
                env=_variables(root, python) | {MARK: self.mark},
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
        timed_out, stopped = self._watch(cancelled)
        duration_s = time.monotonic() - self.begun
        self._kill()
        for reader in readers:
            reader.join(DRAIN_S)
        return ExecResult(
            exit_code=None if timed_out or stopped else exit_code(self.process.returncode),
            stdout=self.output["stdout"].decode("utf-8", "replace"),
            stderr=self.output["stderr"].decode("utf-8", "replace"),
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
                    self.output[name] += chunk[: max(0, room)]

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


def _write(files: Mapping[str, bytes], root: Path) -> None:
    for path, content in files.items():
        check_input_path(path)
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _collect(root: Path, patterns: Sequence[str], limits: Limits) -> Collected:
    buffer = io.BytesIO()
    bounds = limits.model_dump(include={"collect_bytes", "collect_files", "collect_depth"})
    skipped = packer.pack(str(root), [glob_regex(pattern) for pattern in patterns], bounds, buffer)
    taken = collect(buffer.getvalue(), patterns, limits)
    for path, reason in skipped:
        taken.reject(path, reason)
    return taken


def _variables(root: Path, python: Path) -> dict[str, str]:
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
