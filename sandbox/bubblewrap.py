"""The Bubblewrap level: Linux namespaces, a read-only system, files in memory, no network, no daemon needed."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Self

from sandbox import cgroups
from sandbox.contracts import MIB, ExecResult, Level, Limits, never
from sandbox.environments import Environment, EnvironmentCache, base_python
from sandbox.errors import SandboxError, SandboxUnavailable
from sandbox.protocol import encode_job, launcher_source
from sandbox.session import Session

MINIMUM = (0, 8, 0)  # the first with --disable-userns
WORK, ENVIRONMENT = "/work", "/opt/environment"
NOBODY = "65534"
CHUNK = 65536
# What a program needs to run at all. No /etc/passwd, no /etc/resolv.conf, no machine's name.
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc/ld.so.cache", "/etc/alternatives")
# Kernel settings that belong to the host's root; read-only even for a sandbox that root started.
KERNEL = ("/proc/sys", "/proc/irq", "/proc/bus", "/proc/sysrq-trigger", "/proc/fs")


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
        """See Sandbox.run."""
        folder = self._cache().ensure(environment) if environment else None
        python = f"{ENVIRONMENT}/bin/python" if folder else str(self.python)
        argv = [python if command[0] == "python" else command[0], *command[1:]]
        with ExitStack() as stack:
            group = cgroups.make(limits)
            stack.callback(group.remove)
            job = encode_job(
                files, argv, _variables(folder), limits, collect, root=WORK, resources=_resources(limits, group)
            )
            wrapped = stack.enter_context(
                _Wrapped(self._program(), self.python, _mounts(self.python, folder), limits, group)
            )
            session = Session(limits, cancelled, wrapped.kill)
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


class _Wrapped:
    """A running `bwrap` process, killed and reaped at the end whatever happens."""

    def __init__(
        self, program: str, python: Path, mounts: Mapping[str, str], limits: Limits, group: cgroups.Cgroup
    ) -> None:
        self.program, self.python, self.mounts, self.limits, self.group = program, python, mounts, limits, group

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._errors: IO[bytes] = stack.enter_context(tempfile.TemporaryFile())
            staged = dict(self.mounts)
            prefix: list[str] = []
            if os.geteuid() == 0:
                staging = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="quintet-mounts-")))
                prefix, staged = _as_nobody(staging, self.mounts)
            entering = 'for group in $1; do echo 0 >"$group" || exit 125; done; shift; exec "$@"'
            argv = ["/bin/sh", "-c", entering, "sh", " ".join(self.group.join_files()), *prefix]
            self._process = subprocess.Popen(
                [*argv, *_bwrap(self.program, self.python, staged, self.limits)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
                start_new_session=True,
            )
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe and not pipe.closed:
                pipe.close()
        self._stack.close()

    def kill(self) -> None:
        """End everything: the namespace's first process dies with `bwrap`, and all others with it."""
        self._process.kill()

    def feed(self, job: bytes) -> None:
        assert self._process.stdin
        with self._process.stdin as pipe:
            pipe.write(job)

    def chunks(self) -> Iterator[bytes]:
        assert self._process.stdout
        while chunk := os.read(self._process.stdout.fileno(), CHUNK):
            yield chunk

    def diagnosis(self) -> str:
        self._process.wait()
        self._errors.seek(0)
        return self._errors.read(CHUNK).decode("utf-8", "replace")


def _mounts(python: Path, environment: Path | None) -> dict[str, str]:
    """What is visible inside, read-only: where it is on the host, by its place there."""
    prefix = python.parent.parent
    mounts = {path: path for path in SYSTEM if Path(path).exists() and not Path(path).is_symlink()}
    if not prefix.is_relative_to("/usr"):
        mounts[str(prefix)] = str(prefix)
    if environment:
        mounts[ENVIRONMENT] = str(environment.resolve())
        mounts |= {str(home): str(home) for home in [base_python().parent.parent] if not home.is_relative_to("/usr")}
    return mounts


def _as_nobody(staging: Path, mounts: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """For root: a private mount namespace where `nobody` can reach what is to be mounted, then become `nobody`.

    Otherwise the sandbox's processes would be root's own to the kernel: a root without capabilities may still
    write to files that root owns, such as kernel settings, and process limits don't apply to it.
    """
    staging.chmod(0o755)
    staged: dict[str, str] = {}
    script = 'while [ "$1" != -- ]; do mount --bind "$1" "$2" || exit 125; shift 2; done; shift; exec "$@"'
    pairs: list[str] = []
    for number, (inside, source) in enumerate(mounts.items()):
        place = staging / str(number)
        place.mkdir() if Path(source).is_dir() else place.touch()
        staged[inside] = str(place)
        pairs += [source, str(place)]
    become = ["setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"]
    unshare = ["unshare", "--mount", "--propagation", "private", "/bin/sh", "-c", script, "sh"]
    return [*unshare, *pairs, "--", *become], staged


def _bwrap(program: str, python: Path, mounts: Mapping[str, str], limits: Limits) -> list[str]:
    size = str(limits.disk_mb * MIB)
    argv = [program, "--unshare-user", "--unshare-all", "--disable-userns", "--uid", "1000", "--gid", "1000"]
    argv += ["--hostname", "sandbox", "--cap-drop", "ALL", "--clearenv", "--new-session", "--die-with-parent"]
    argv += ["--as-pid-1"]
    for inside, source in mounts.items():
        argv += ["--ro-bind", source, inside]
    for link in SYSTEM:
        if Path(link).is_symlink():
            argv += ["--symlink", str(Path(link).readlink()), link]
    argv += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]
    for path in KERNEL:
        argv += ["--ro-bind-try", path, path]
    for place in ("/tmp", WORK):  # noqa: S108 (a place inside the sandbox)
        argv += ["--perms", "0700", "--size", size, "--tmpfs", place]
    argv += ["--size", str(MIB * 16), "--tmpfs", "/dev/shm", "--remount-ro", "/", "--chdir", WORK]  # noqa: S108
    return [*argv, str(python), "-I", "-S", "-c", launcher_source()]


def _variables(environment: Path | None) -> dict[str, str]:
    path = "/usr/local/bin:/usr/bin:/bin"
    variables = {"PATH": path, "HOME": "/tmp", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}  # noqa: S108
    return variables | ({"PATH": f"{ENVIRONMENT}/bin:{path}", "VIRTUAL_ENV": ENVIRONMENT} if environment else {})


def _resources(limits: Limits, group: cgroups.Cgroup) -> dict[str, int]:
    """Limits for each process; the last two only stand in for a control group."""
    resources = {"RLIMIT_NOFILE": limits.open_files, "RLIMIT_FSIZE": limits.disk_mb * MIB, "RLIMIT_CORE": 0}
    if not group.bounds:
        resources |= {"RLIMIT_NPROC": limits.pids, "RLIMIT_DATA": limits.memory_mb * MIB}
    return resources
