"""The one place that speaks to Docker: a few calls with short waits, its errors turned into ours."""

import socket
import sys
import time
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from typing import IO, Any, cast

import docker
from docker.errors import APIError, DockerException, ImageNotFound
from docker.utils import kwargs_from_env
from docker.utils.socket import STDOUT, frames_iter

from sandbox.errors import SandboxError, SandboxLost, SandboxUnavailable

PROBE_TIMEOUT_S = 3
ANY_API_VERSION = "1.41"  # for the one call that is the same in all versions
DEFAULT_SOCKET = "npipe:" if sys.platform == "win32" else "unix:///var/run/docker.sock"
CALL_TIMEOUT_S = 120
RUN_LABEL, DEADLINE_LABEL = "quintet.sandbox.run", "quintet.sandbox.deadline"
BASE_LABEL = "quintet.sandbox.base"
DIAGNOSIS_BYTES = 65536


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Docker's own errors as SandboxError, those of the connection to it (all OSErrors) as SandboxLost."""
    try:
        yield
    except APIError as error:
        raise SandboxError(f"Docker failed while {doing}: {error.explanation or error}") from error
    except (DockerException, OSError) as error:
        raise SandboxLost(f"Docker went away while {doing}: {error}") from error


def _about() -> dict[str, Any]:
    """What the daemon says of itself; raises SandboxUnavailable within seconds if it says nothing."""
    settings = kwargs_from_env()
    try:
        _check_socket(settings.get("base_url") or DEFAULT_SOCKET)
        client = docker.APIClient(version=ANY_API_VERSION, timeout=PROBE_TIMEOUT_S, **settings)
        with closing(client):
            return client.version(api_version=False)
    except PermissionError as error:
        raise SandboxUnavailable("Docker is there, but this user may not use it.") from error
    except (DockerException, OSError) as error:
        raise SandboxUnavailable("Docker does not answer: it is not installed or not running.") from error


def _check_socket(url: str) -> None:
    """Whether a local daemon's socket can be opened; docker-py would leak one that can't."""
    if url.startswith("unix://"):
        with socket.socket(socket.AF_UNIX) as attempt:
            attempt.settimeout(PROBE_TIMEOUT_S)
            attempt.connect(url.removeprefix("unix://"))


class Attached:
    """A container's standard streams."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._socket = getattr(stream, "_sock", stream)
        self.errors = bytearray()

    def send(self, data: bytes) -> None:
        """Write all of it to the container's standard input."""
        self._socket.settimeout(None)
        self._socket.sendall(data)

    def chunks(self) -> Iterator[bytes]:
        """The container's standard output until it ends; its standard error is kept, up to a bound."""
        for kind, data in frames_iter(self._stream, tty=False):  # type: ignore[no-untyped-call]
            if kind == STDOUT:
                yield data
            elif len(self.errors) < DIAGNOSIS_BYTES:
                self.errors += data

    def close(self) -> None:
        """Let go of the connection."""
        response = getattr(self._stream, "_response", None)  # where docker-py keeps the HTTP response that it came in
        with suppress(OSError):
            if response is not None:
                response.close()  # before what it reads from, or it complains when it is collected
            self._stream.close()
            self._socket.close()  # closing the stream leaves it to its HTTP connection, which nobody closes


class Engine:
    """A Docker daemon, as the environment (`DOCKER_HOST` and so on) names it. Connects when first used."""

    def __init__(self) -> None:
        self._connected: docker.APIClient | None = None
        self._api_version = ""

    def version(self) -> str:
        """The daemon's version and runtime; raises SandboxUnavailable within seconds if it doesn't answer."""
        about = _about()
        if about.get("Os") != "linux":
            raise SandboxUnavailable("Docker answers, but it does not run Linux containers.")
        parts = {part["Name"]: part["Version"] for part in about.get("Components", [])}
        self._api_version = about["ApiVersion"]
        return f"Docker {about['Version']} (runc {parts.get('runc', 'unknown')})"

    @property
    def client(self) -> docker.APIClient:
        if self._connected:
            _check_socket(kwargs_from_env().get("base_url") or DEFAULT_SOCKET)
        else:
            self.version()
            with translated("connecting"):
                self._connected = docker.APIClient(
                    version=self._api_version, timeout=CALL_TIMEOUT_S, **kwargs_from_env()
                )
                weakref.finalize(self, self._connected.close)
        return self._connected

    def runtimes(self) -> frozenset[str]:
        """The names of the runtimes that the daemon has for containers."""
        with translated("looking for runtimes"):
            return frozenset(self.client.info()["Runtimes"])

    def image_id(self, image: str) -> str | None:
        """An image's id, or None if this daemon doesn't have it."""
        found = self._image(image)
        return cast("str", found["Id"]) if found else None

    def image_label(self, image: str, label: str) -> str | None:
        """The value of an image's label, or None without image or label."""
        labels = (self._image(image) or {}).get("Config", {}).get("Labels") or {}
        return cast("str | None", labels.get(label))

    def _image(self, image: str) -> dict[str, Any] | None:
        with translated("looking for an image"):
            try:
                return cast("dict[str, Any]", self.client.inspect_image(image))  # type: ignore[no-untyped-call]
            except ImageNotFound:
                return None

    def images(self, repository: str) -> list[dict[str, Any]]:
        """The images of a repository, as the daemon lists them (`RepoTags`, `Created` in seconds, `Size` in bytes)."""
        with translated("listing images"):
            return cast("list[dict[str, Any]]", self.client.images(repository))

    def remove_image(self, image: str) -> bool:
        """Remove an image; whether it is gone, which it is not where a container uses it."""
        with translated("removing an image"):
            try:
                self.client.remove_image(image)
            except APIError as error:
                if error.status_code == 409:
                    return False
                if error.status_code != 404:
                    raise
        return True

    def pull(self, image: str) -> None:
        """Download an image; raises SandboxError if that fails."""
        with translated(f"downloading the image {image}"):
            self.client.pull(image)

    def create(self, image: str, command: Sequence[str], host: Mapping[str, Any], **config: Any) -> str:
        """Create a container; `host` and `config` as docker-py's create_host_config and create_container name them."""
        host = dict(host)
        ulimits = [docker.types.Ulimit(name=n, soft=v, hard=v) for n, v in host.pop("ulimits", {}).items()]
        if host.pop("quiet", False):
            host["log_config"] = docker.types.LogConfig(type="none")
        with translated("creating a container"):
            host_config = self.client.create_host_config(ulimits=ulimits, **host)
            made = self.client.create_container(image, list(command), host_config=host_config, **config)
        return cast("str", made["Id"])

    def attach(self, container: str) -> Attached:
        """Connect to a container that has not been started yet, so that nothing of its output is missed."""
        wanted = {"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}
        with translated("connecting to a container"):
            return Attached(self.client.attach_socket(container, params=wanted))

    def start(self, container: str) -> None:
        """Start a container."""
        with translated("starting a container"):
            self.client.start(container)

    def finish(self, container: str) -> tuple[int, str]:
        """Wait for a container's end; its exit code and the end of its log."""
        with translated("waiting for a container"):
            status = self.client.wait(container)["StatusCode"]
            log = self.client.logs(container, tail=20)
        return int(status), log.decode("utf-8", "replace")

    def kill(self, container: str) -> None:
        """Kill a container's processes, if any are left."""
        with suppress(DockerException, OSError):
            self.client.kill(container)

    def remove(self, container: str) -> None:
        """Remove a container, running or not."""
        with translated("removing a container"):
            try:
                self.client.remove_container(container, force=True, v=True)
            except APIError as error:
                if error.status_code not in (404, 409):  # gone, or another is removing it just now
                    raise

    def oom_killed(self, container: str) -> bool:
        """Whether the kernel killed one of a container's processes for want of memory."""
        with translated("looking at a container"):
            return bool(self.client.inspect_container(container)["State"]["OOMKilled"])

    def put(self, container: str, folder: str, archive: IO[bytes] | bytes) -> None:
        """Unpack a tar into a folder of a container."""
        with translated("copying into a container"):
            self.client.put_archive(container, folder, archive)

    def commit(self, container: str, repository: str, tag: str, labels: Mapping[str, str]) -> None:
        """Make an image of a container."""
        with translated("saving an image"):
            self.client.commit(container, repository=repository, tag=tag, conf={"Labels": dict(labels)})

    def reap(self) -> int:
        """Remove containers of runs whose deadline has passed (their process died); gives their number."""
        with translated("looking for old containers"):
            found = self.client.containers(all=True, filters={"label": RUN_LABEL})
        late = [each for each in found if float(each["Labels"].get(DEADLINE_LABEL, 0)) < time.time()]
        for each in late:
            self.remove(each["Id"])
        return len(late)
