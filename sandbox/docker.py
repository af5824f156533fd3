"""The Docker level: a container without network, host files, capabilities or a disk, with hard limits."""

import sys
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

from sandbox.contracts import GVISOR, MIB, ExecResult, Level, Limits, never, unheard
from sandbox.environments import Environment, EnvironmentCache, silent
from sandbox.errors import SandboxError
from sandbox.protocol import ENVIRONMENT, WORK, encode_job, launcher_source, variables
from sandbox.session import COLLECT_S, STARTUP_S, Session

if TYPE_CHECKING:
    from sandbox.engine import Engine
    from sandbox.images import Images

DEFAULT_BASE_IMAGE = f"python:{sys.version_info.major}.{sys.version_info.minor}-slim-bookworm"
USER = 65534
CPU_PERIOD_US = 100_000


class DockerSandbox:
    """Runs commands in fresh containers of `base_image` (a Linux image with python3, 3.10 or newer).

    Nothing is mounted from the host: files go in and come back as streams. The launcher is the container's first
    process: it does an init's work, holds the deadline, and can't be killed from inside.
    """

    level = Level.DOCKER

    def __init__(self, base_image: str, cache: EnvironmentCache | None = None, runtime: str = GVISOR) -> None:
        """`runtime` is used where the daemon has it, and otherwise the daemon's default."""
        self.base_image, self.cache, self.runtime = base_image, cache, runtime
        self._found: str | None = None
        self._made: tuple[Engine, Images] | None = None

    def _parts(self) -> "tuple[Engine, Images]":
        if self._made is None:
            from sandbox.engine import Engine  # the SDK is slow to import, and many a machine has no Docker
            from sandbox.images import Images

            engine = Engine()
            self._made = engine, Images(engine, self.base_image, self.cache)
        return self._made

    def version(self) -> str:
        """Docker's version and the base image; raises SandboxUnavailable within seconds if either is missing."""
        engine, images = self._parts()
        version = engine.version()
        images.base_id()
        own = f", runtime {self._runtime(engine)}" if self._runtime(engine) else ""
        return f"{version}{own}, image {self.base_image}"

    def identity(self) -> str:
        """See Sandbox.identity: the daemon, its runtime and the image itself, whatever its name."""
        return f"{self.version()} {self._parts()[1].base_id()}"

    def prepare(self, environment: Environment | None, progress: Callable[[str], None] = silent) -> None:
        """Pull the base image if it is missing and make the environment's image; raises SandboxError."""
        engine, images = self._parts()
        if engine.image_id(self.base_image) is None:
            progress(f"Downloading the image {self.base_image}")
            engine.pull(self.base_image)
        images.ensure(environment, progress)

    def prune(self, older_than_s: float, max_bytes: int) -> list[str]:
        """Remove images of environments as EnvironmentCache.prune removes folders; gives their names."""
        return self._parts()[1].prune(older_than_s, max_bytes)

    def reap(self) -> int:
        """Remove containers that an earlier process left behind; gives their number. To be called once at start."""
        return self._parts()[0].reap()

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
        engine, images = self._parts()
        image = images.ensure(environment, silent)
        python = f"{ENVIRONMENT}/bin/python" if environment else "python3"
        argv = [python if command[0] == "python" else command[0], *command[1:]]
        settings = variables(has_environment=environment is not None)
        job = encode_job(files, argv, settings, limits, collect, resources={"RLIMIT_CORE": 0}, leashed=True)
        launch = ["python3", "-I", "-S", "-c", launcher_source()]
        container = engine.create(image, launch, _host(limits, self._runtime(engine)), **_config(limits))
        try:
            with closing(engine.attach(container)) as attached:
                engine.start(container)
                session = Session(limits, cancelled, lambda: engine.kill(container), heard)
                session.drive(lambda: attached.send(job), attached.chunks())
            oom = session.decoder.finished is None and engine.oom_killed(container)
            diagnosis = attached.errors.decode("utf-8", "replace")
            return session.result(self.level, collect, oom=oom, diagnosis=diagnosis)
        finally:
            # Not waited for: the result is there, and removing takes as long as many a command.
            threading.Thread(target=_remove, args=(engine, container), name="sandbox-removal").start()

    def _runtime(self, engine: "Engine") -> str | None:
        if self._found is None:
            self._found = self.runtime if self.runtime in engine.runtimes() else ""
        return self._found or None


def _remove(engine: "Engine", container: str) -> None:
    with suppress(SandboxError):  # it ends by itself, and is reaped at the next start
        engine.remove(container)


def _config(limits: Limits) -> dict[str, Any]:
    from sandbox.engine import DEADLINE_LABEL, RUN_LABEL

    run = uuid.uuid4().hex[:12]
    deadline = time.time() + STARTUP_S + limits.wall_s + COLLECT_S
    return {
        "name": f"quintet-run-{run}",
        "hostname": "sandbox",
        "user": f"{USER}:{USER}",
        "working_dir": "/",
        "entrypoint": [],
        "environment": {},
        "stdin_open": True,
        "labels": {RUN_LABEL: run, DEADLINE_LABEL: f"{deadline:.0f}"},
    }


def _host(limits: Limits, runtime: str | None) -> dict[str, Any]:
    owner = f"uid={USER},gid={USER},mode=0700"
    tmpfs = f"size={limits.disk_mb}m,nr_inodes={limits.max_files},{owner},noexec,nosuid,nodev"
    disk_bytes = limits.disk_mb * MIB
    return {
        "runtime": runtime,
        "network_mode": "none",
        "dns": ["127.0.0.1"],  # otherwise the host's own name servers could be read
        "read_only": True,
        "tmpfs": {WORK: tmpfs, "/tmp": tmpfs},  # noqa: S108 (a place inside the container)
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
        "pids_limit": limits.pids,
        "mem_limit": limits.memory_mb * MIB,
        "memswap_limit": limits.memory_mb * MIB,
        "cpu_period": CPU_PERIOD_US,  # unlike nano_cpus, not refused by a machine with fewer processors
        "cpu_quota": int(limits.cpus * CPU_PERIOD_US),
        "shm_size": 16 * MIB,
        "ipc_mode": "private",
        "ulimits": {"nofile": limits.open_files, "fsize": disk_bytes, "core": 0},
        "oom_score_adj": 1000,
        "init": False,  # the launcher is one
        "quiet": True,
    }
