"""Container images that hold a project's locked dependencies, made once for each lock and base image."""

import io
import json
import platform
import tarfile
import tempfile
import threading
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from sandbox.engine import BASE_LABEL, Engine
from sandbox.environments import Environment, EnvironmentCache
from sandbox.errors import EnvironmentBuildError, SandboxError, SandboxUnavailable
from sandbox.protocol import ENVIRONMENT
from sandbox.pruning import IN_USE_S, Item, superfluous

REPOSITORY = "quintet-env"
USED = ".used"  # files whose time is that of an image's last use
SAY = (
    "import json, platform, sys; print(json.dumps([sys.version_info[:2], platform.machine(), platform.libc_ver()[0]]))"
)
COMPILED = "python"
COMPILE = (
    'python3 -m compileall -q -j 0 -x "/(test|tests|site-packages|dist-packages|config-[^/]*)/" '
    """"$(python3 -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')" || true"""
)
"""What an odd image cannot compile is compiled when it is imported."""
_building = threading.Lock()


class Images:
    """Makes and finds images on one daemon, above one base image."""

    def __init__(
        self, engine: Engine, base_image: str, cache: EnvironmentCache | None, repository: str = REPOSITORY
    ) -> None:
        self.engine, self.base_image, self.cache, self.repository = engine, base_image, cache, repository

    def base_id(self) -> str:
        """The base image's id; raises SandboxUnavailable if this daemon doesn't have it."""
        found = self.engine.image_id(self.base_image)
        if found is None:
            raise SandboxUnavailable(f"Docker answers, but the image {self.base_image} is not there: pull or build it.")
        return found

    def ensure(self, environment: Environment | None, progress: Callable[[str], None]) -> str:
        """The image to run in, made first if need be; raises SandboxError, EnvironmentBuildError."""
        base, tag = self.base_id(), environment.key[:16] if environment else COMPILED
        name = self._noted(tag)
        if self._is_above(base, name):
            return name
        with _building:
            if environment is None:
                self._compiled(base)
            elif not self._is_above(base, name):
                self._build(environment, base, tag, progress)
        return name

    def _is_above(self, base: str, name: str) -> bool:
        """Whether there is an image of this name that was made above this base image."""
        return self.engine.image_label(name, BASE_LABEL) == base

    def prune(self, older_than_s: float, max_bytes: int, in_use_s: float = IN_USE_S) -> list[str]:
        """Remove images of environments not used for long, then the least recently used beyond a size; their names.

        Never one that a container is made of, or that was used within `in_use_s`.
        """
        found = {
            name: Item(used_at=self._used_at(name, image["Created"]), size_bytes=image["Size"])
            for image in self.engine.images(self.repository)
            for name in image["RepoTags"] or ()
        }
        with _building:
            gone = superfluous(found, older_than_s, max_bytes, in_use_s)
            return [name for name in gone if self.engine.remove_image(name)]

    def _noted(self, tag: str) -> str:
        """The name of an image that is about to be used."""
        if self.cache:
            self.cache.root.mkdir(parents=True, exist_ok=True)
            (self.cache.root / f"{tag}{USED}").touch()
        return f"{self.repository}:{tag}"

    def _compiled(self, base: str) -> str:
        """The base image with the bytecode of Python's own modules, which slim images leave out.

        Without it every process compiles anew what it imports, since a sandbox keeps nothing.
        """
        name = self._noted(COMPILED)
        if not self._is_above(base, name):
            self._make(base, base, COMPILE, "none", COMPILED)
        return name

    def _used_at(self, name: str, made_at: float) -> float:
        """When an image was last used from here, or made, in seconds since 1970: Docker doesn't note uses."""
        with suppress(OSError):
            if self.cache:
                return max(made_at, (self.cache.root / f"{name.rpartition(':')[2]}{USED}").stat().st_mtime)
        return made_at

    def _build(self, environment: Environment, base: str, tag: str, progress: Callable[[str], None]) -> None:
        progress("Preparing a container image with the dependencies")
        if self.cache and self._like_host(base):
            folder = self.cache.ensure(environment, progress=progress)
            with tempfile.TemporaryFile() as archive:
                _pack_environment(folder, archive)
                script = f"python3 -m venv --without-pip {ENVIRONMENT}"
                self._make(base, self._compiled(base), script, "none", tag, after=archive)
        else:
            progress("Downloading dependencies inside a container")
            install = f"{ENVIRONMENT}/bin/pip install --no-cache-dir --require-hashes -r /opt/requirements.lock"
            script = f"python3 -m venv {ENVIRONMENT} && {install}"
            lock = _one_file("requirements.lock", environment.lock.encode())
            self._make(base, self._compiled(base), script, "default", tag, before=lock)

    def _make(
        self,
        base: str,
        start: str,
        script: str,
        network: str,
        tag: str,
        *,
        before: bytes | None = None,
        after: IO[bytes] | None = None,
    ) -> None:
        name = f"quintet-build-{uuid.uuid4().hex[:12]}"
        host = {
            "network_mode": network,
            "mem_limit": "2g",
            "pids_limit": 256,
            "security_opt": ["no-new-privileges:true"],
        }
        container = self.engine.create(start, ["sh", "-c", script], host, name=name, user="0:0", entrypoint=[])
        try:
            if before:
                self.engine.put(container, "/opt", before)
            self.engine.start(container)
            status, log = self.engine.finish(container)
            if status:
                raise EnvironmentBuildError("The locked dependencies could not be installed in a container.", log)
            if after:
                self.engine.put(container, ENVIRONMENT, after)
            self.engine.commit(container, self.repository, tag, {BASE_LABEL: base})
        finally:
            self.engine.remove(container)

    def _like_host(self, base: str) -> bool:
        """Whether the host's compiled packages work in the image: same Python minor version, machine and C library."""
        if platform.system() != "Linux":
            return False
        container = self.engine.create(base, ["python3", "-I", "-c", SAY], {"network_mode": "none"}, entrypoint=[])
        try:
            self.engine.start(container)
            status, log = self.engine.finish(container)
        finally:
            self.engine.remove(container)
        if status:
            raise SandboxError(f"The image {self.base_image} has no working python3.")
        host = [list(map(int, platform.python_version_tuple()[:2])), platform.machine(), platform.libc_ver()[0]]
        return bool(json.loads(log) == host)


def _pack_environment(folder: Path, archive: IO[bytes]) -> None:
    """Packages and scripts of a cached environment, owned by root, without its own interpreter."""
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for part in (*folder.glob("lib/python*/site-packages"), *folder.glob("bin/*")):
            if not part.name.startswith(("python", "activate", "deactivate")):
                tar.add(part, str(part.relative_to(folder)), filter=_as_root)
    archive.seek(0)


def _as_root(member: tarfile.TarInfo) -> tarfile.TarInfo:
    return member.replace(uid=0, gid=0, uname="", gname="", deep=False)


def _one_file(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()
