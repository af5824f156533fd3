"""The limited level: a plain subprocess, for machines where nothing isolates. It does NOT isolate."""

import io
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sandbox import packer
from sandbox.collector import Collected, check_input_path, collect, glob_regex
from sandbox.contracts import ExecResult, Level, Limits, never, unheard
from sandbox.environments import Environment, EnvironmentCache, base_python, environment_python
from sandbox.errors import NoSandbox, SandboxError
from sandbox.process import LimitedProcess


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

    def identity(self) -> str:
        """See Sandbox.identity."""
        return self.version()

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
        heard: Callable[[bytes], None] = unheard,
    ) -> ExecResult:
        """See Sandbox.run. `oom` is set as far as it can be seen here, see `sandbox.memory`."""
        python = environment_python(self._cache().ensure(environment)) if environment else base_python()
        argv = [str(python) if command[0] == "python" else command[0], *command[1:]]
        with tempfile.TemporaryDirectory(prefix="quintet-limited-", ignore_cleanup_errors=True) as folder:
            root = Path(folder)
            for name in ("work", "home"):
                (root / name).mkdir()
            _write(files, root / "work")
            run = LimitedProcess(argv, root, python, limits, heard)
            result = run.finish(cancelled)
            taken = _collect(root / "work", collect, limits)
        return result.model_copy(update={"collected": taken.files, "rejected": taken.rejected})

    def _cache(self) -> EnvironmentCache:
        if self.cache is None:
            raise SandboxError("This sandbox was made without a cache for environments, so it can't install one.")
        return self.cache


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
