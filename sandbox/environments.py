"""Python environments made from a lock, cached by its hash: built once, then only read."""

import hashlib
import os
import platform
import shutil
import stat
import subprocess
import sys
import sysconfig
import time
import uuid
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict
from uv import find_uv_bin

from sandbox.errors import EnvironmentBuildError
from sandbox.pruning import IN_USE_S, Item, superfluous

INSTALL_TIMEOUT_S = 900
MARKER = ".complete"
LOG_LINES = 20
UV_DRAWING = " \t├╰─▶|│\N{MULTIPLICATION SIGN}"  # around the causes of an error


class Environment(BaseModel):
    """The dependencies of a project: the text of a requirements file in which each line is pinned and hashed."""

    model_config = ConfigDict(frozen=True)

    lock: str

    @property
    def key(self) -> str:
        """SHA-256 (hex) over the lock, the Python version and the platform: equal keys, equal environments."""
        identity = "\n".join((self.lock, platform.python_version(), sysconfig.get_platform()))
        return hashlib.sha256(identity.encode()).hexdigest()


def silent(_message: str) -> None:
    """The default for `progress`."""


def base_python() -> Path:
    """The interpreter below any virtual environment, with symbolic links resolved."""
    return Path(os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable))


class EnvironmentCache:
    """Virtual environments below one folder, each named by its key. Safe for many threads and processes."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def ensure(
        self,
        environment: Environment,
        *,
        offline_first: bool = True,
        progress: Callable[[str], None] = silent,
    ) -> Path:
        """The folder of an environment, made first if it isn't there; raises EnvironmentBuildError."""
        target = self.root / environment.key
        with suppress(FileNotFoundError):
            os.utime(target / MARKER)  # noted as its last use
            return target
        self.root.mkdir(parents=True, exist_ok=True)
        with FileLock(self.root / f"{environment.key}.lock"):
            if not (target / MARKER).exists():
                self._build(environment, target, offline_first, progress)
        return target

    def prune(self, older_than_s: float, max_bytes: int, keep: Collection[Path] = ()) -> list[str]:
        """Remove environments not used for long, then the least recently used beyond a size; gives their keys.

        Never one that was used in the last hour, is being built, or is among the folders to `keep`.
        """
        kept = {folder.resolve() for folder in keep}
        found = {marker.parent for marker in self.root.glob(f"*/{MARKER}") if marker.parent.resolve() not in kept}
        items = {folder.name: Item((folder / MARKER).stat().st_mtime, _size(self._parts(folder))) for folder in found}
        return [key for key in superfluous(items, older_than_s, max_bytes) if self._remove(self.root / key)]

    def _remove(self, folder: Path) -> bool:
        """Remove an environment unless somebody is building or has just used it; whether it is gone."""
        lock = FileLock(self.root / f"{folder.name}.lock")
        with suppress(Timeout, OSError), lock.acquire(timeout=0):
            if time.time() - (folder / MARKER).stat().st_mtime < IN_USE_S:
                return False
            leaving = folder.with_name(f".leaving-{folder.name}")
            folder.rename(leaving)  # at once, so that nobody finds half of it
            for part in (leaving, *self._parts(folder)):
                shutil.rmtree(part, ignore_errors=True)
            return True
        return False

    def _parts(self, folder: Path) -> list[Path]:
        """An environment's folder and what is kept beside it under its name (caches of tools)."""
        return [each for each in self.root.glob(f"{folder.name}*") if each.is_dir()]

    def _build(
        self, environment: Environment, target: Path, offline_first: bool, progress: Callable[[str], None]
    ) -> None:
        prefix = f".building-{environment.key[:16]}-"
        for left in self.root.glob(f"{prefix}*"):  # by a process that was killed; the lock is ours now
            shutil.rmtree(left, ignore_errors=True)
        building = self.root / f"{prefix}{uuid.uuid4().hex[:8]}"
        try:
            progress("Creating a Python environment")
            # Relocatable, because the folder is renamed into place and appears elsewhere inside a sandbox.
            _uv("venv", "--relocatable", "--python", str(base_python()), str(building))
            _install(environment, building, offline_first, progress)
            (building / MARKER).touch()
            shutil.rmtree(target, ignore_errors=True)  # left over from a build of an older layout
            building.rename(target)
        finally:
            shutil.rmtree(building, ignore_errors=True)


def _size(folders: Iterable[Path]) -> int:
    """The bytes of all files in folders, links not followed."""
    found = (path.lstat() for folder in folders for path in folder.rglob("*"))
    return sum(each.st_size for each in found if stat.S_ISREG(each.st_mode))


def environment_python(folder: Path) -> Path:
    """The interpreter of an environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _install(environment: Environment, folder: Path, offline_first: bool, progress: Callable[[str], None]) -> None:
    lock = folder / "requirements.lock"
    lock.write_text(environment.lock, encoding="utf-8")
    install = ["pip", "install", "--python", str(environment_python(folder)), "--require-hashes", "--compile-bytecode"]
    requirements = ["--requirement", str(lock)]
    if offline_first:
        progress("Installing dependencies from the local cache")
        try:
            _uv(*install, "--offline", *requirements)
        except EnvironmentBuildError:
            progress("Not all dependencies are in the local cache: downloading")
        else:
            return
    else:
        progress("Downloading dependencies")
    _uv(*install, *requirements)


def _uv(*arguments: str) -> None:
    command = [find_uv_bin(), "--no-config", "--no-progress", "--color", "never", *arguments]
    try:
        done = subprocess.run(
            command,
            env=_uv_variables(),
            capture_output=True,
            check=False,
            timeout=INSTALL_TIMEOUT_S,
            text=True,
            umask=-1 if os.name == "nt" else 0o022,  # root's sandbox reads it as another user
        )
    except subprocess.TimeoutExpired as error:
        raise EnvironmentBuildError(f"Installing dependencies took over {INSTALL_TIMEOUT_S} s.", "") from error
    if done.returncode:
        log = "\n".join(done.stderr.splitlines()[-LOG_LINES:])
        raise EnvironmentBuildError(f"The locked dependencies could not be installed: {_cause(log)}", log)


def _cause(log: str) -> str:
    """The first line of uv's explanation, as the end of a sentence."""
    lines = [line.strip(UV_DRAWING) for line in log.splitlines()]
    return next(
        (line for line in lines if line and not line.startswith(("Using Python", "Resolved"))), "no reason given"
    )


def _uv_variables() -> dict[str, str]:
    """The process's variables without those that would change which environment is made or how."""
    unwanted = {
        "VIRTUAL_ENV",
        "CONDA_PREFIX",
        "UV_SYSTEM_PYTHON",
        "UV_PROJECT_ENVIRONMENT",
        "UV_CONSTRAINT",
        "UV_OVERRIDE",
    }
    return {name: value for name, value in os.environ.items() if name not in unwanted and not name.startswith("PYTHON")}
