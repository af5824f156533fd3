"""The Bubblewrap level: Linux namespaces, a read-only system, files in memory, no network, no daemon needed."""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from sandbox import cgroups
from sandbox.contracts import MIB, ExecResult, Level, Limits, never, unheard
from sandbox.environments import Environment, EnvironmentCache, base_python
from sandbox.errors import SandboxError, SandboxUnavailable
from sandbox.protocol import ENVIRONMENT, encode_job, variables
from sandbox.session import Session
from sandbox.wrapping import MOUNTS_PREFIX, Wrapped, mounts

MINIMUM = (0, 8, 0)  # the first with --disable-userns


class BubblewrapSandbox:
    """Runs commands under `bwrap`. As root it first gives up root's identity, keeping only the needed mounts."""

    level = Level.BUBBLEWRAP

    def __init__(self, cache: EnvironmentCache | None = None, python: Path | None = None) -> None:
        """`python` runs the launcher and, without an environment, the commands; by default the app's own."""
        self.cache, self.python = cache, python or base_python()

    def version(self) -> str:
        """Bubblewrap's version; raises SandboxUnavailable if it is missing or too old."""
        program = self._program()
        done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=5, check=False)
        numbers = re.findall(r"\d+", done.stdout)
        if tuple(map(int, numbers[:3])) < MINIMUM:
            raise SandboxUnavailable(f"Bubblewrap is too old ({done.stdout.strip()}): 0.8 or newer is needed.")
        return done.stdout.strip()

    def identity(self) -> str:
        """See Sandbox.identity: the program itself, what it runs, and whether a control group bounds it."""
        program = Path(self._program()).resolve()
        seen, group = program.stat(), cgroups.make(Limits())
        group.remove()
        about = (program, seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_mode, self.python, group.bounds)
        return " ".join(map(str, (self.version(), *about)))

    def prepare(self, environment: Environment, progress: Callable[[str], None]) -> None:
        """Install an environment into the cache; raises EnvironmentBuildError."""
        self._cache().ensure(environment, progress=progress)

    def reap(self, older_than_s: float = 3600.0) -> int:
        """Remove what runs of a killed process left behind (groups, folders of mounts); gives their number."""
        before = time.time() - older_than_s
        left = [each for each in Path(tempfile.gettempdir()).glob(f"{MOUNTS_PREFIX}*") if each.stat().st_mtime < before]
        for each in left:
            shutil.rmtree(each, ignore_errors=True)
        return len(left) + (cgroups.reap(before) if sys.platform == "linux" else 0)

    def run(
        self,
        files: Mapping[str, bytes],
        command: Sequence[str],
        limits: Limits,
        *,
        environment: Environment | None = None,
        collect: Sequence[str] = (),
        cancelled: Callable[[], bool] = never,
        heard: Callable[[bytes], None] = unheard,
    ) -> ExecResult:
        """See Sandbox.run."""
        folder = self._cache().ensure(environment) if environment else None
        python = f"{ENVIRONMENT}/bin/python" if folder else str(self.python)
        argv = [python if command[0] == "python" else command[0], *command[1:]]
        with ExitStack() as stack:
            group = cgroups.make(limits)
            stack.callback(group.remove)
            settings, bounds = variables(has_environment=folder is not None), _resources(limits, group)
            job = encode_job(files, argv, settings, limits, collect, resources=bounds)
            visible = mounts(self.python, folder)
            wrapped = stack.enter_context(Wrapped(self._program(), self.python, visible, limits, group))
            session = Session(limits, cancelled, wrapped.kill, heard)
            session.drive(lambda: wrapped.feed(job), wrapped.chunks())
            return session.result(self.level, collect, oom=group.oom_killed(), diagnosis=wrapped.diagnosis())

    def _program(self) -> str:
        program = shutil.which("bwrap") if sys.platform == "linux" else None
        if program is None:
            raise SandboxUnavailable("Bubblewrap is not installed: on Linux, install the package 'bubblewrap'.")
        return program

    def _cache(self) -> EnvironmentCache:
        if self.cache is None:
            raise SandboxError("This sandbox was made without a cache for environments, so it can't install one.")
        return self.cache


def _resources(limits: Limits, group: cgroups.Cgroup) -> dict[str, int]:
    """Limits for each process; the last two only stand in for a control group."""
    resources = {"RLIMIT_NOFILE": limits.open_files, "RLIMIT_FSIZE": limits.disk_mb * MIB, "RLIMIT_CORE": 0}
    if not group.bounds:
        resources |= {"RLIMIT_NPROC": limits.pids, "RLIMIT_DATA": limits.memory_mb * MIB}
    return resources
