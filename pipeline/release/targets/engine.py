"""What releases ask of a Docker Engine, in addition to what sandboxes do: images are built and pushed, containers stay.

Every call raises SandboxError where the engine refuses, and SandboxLost or SandboxUnavailable where it does not answer.
"""

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from docker.auth import load_config
from docker.errors import APIError, NotFound

from pipeline.errors import RunCancelled
from sandbox.engine import Engine, translated
from sandbox.errors import SandboxError

SILENCE_S = 1800
"""How long a step of a build may say nothing."""
LOOK_S = 0.2
STOP_GRACE_S = 5
BAR = "━"
"""What pip draws, which is not worth a line of a log."""
TAKEN = ("port is already allocated", "address already in use", "ports are not available")


class ReleaseEngine(Engine):
    """A Docker Engine for releases."""

    def build(
        self,
        folder: Path,
        tag: str,
        arguments: Mapping[str, str],
        labels: Mapping[str, str],
        say: Callable[[str], None],
        cancelled: Callable[[], bool],
    ) -> str:
        """Build the image of a folder's Dockerfile; its id. Raises RunCancelled, and SandboxError with what failed."""
        with translated("building the image"):
            answers = self.client.build(
                path=str(folder),
                tag=tag,
                rm=True,
                forcerm=True,
                decode=True,
                timeout=SILENCE_S,
                buildargs=dict(arguments),
                labels=dict(labels),
            )
            for answer in _stoppable(answers, cancelled):
                if error := answer.get("error"):
                    raise SandboxError(f"The image could not be built: {str(error).strip()}")
                if line := _line(str(answer.get("stream", ""))):
                    say(line)
        built = self.image_id(tag)
        assert built is not None
        return built

    def push(
        self, repository: str, tag: str, login: Mapping[str, str] | None, say: Callable[[str], None]
    ) -> Iterator[str]:
        """Push a tag of an image; gives the digests that the registry tells. Without a login, Docker's own is used."""
        told: set[str] = set()
        with translated("pushing the image"):
            answers = self.client.push(
                repository, tag=tag, stream=True, decode=True, auth_config=dict(login) if login else None
            )
            for answer in answers:
                if error := answer.get("error"):
                    raise SandboxError(f"The image could not be pushed: {str(error).strip()}")
                status = str(answer.get("status", ""))
                if status in ("Pushed", "Layer already exists") and answer.get("id") not in told:
                    told.add(str(answer.get("id")))
                    say(f"Layer {answer.get('id')}: {status.lower()}.")
                if digest := (answer.get("aux") or {}).get("Digest"):
                    yield str(digest)

    def login(self, user: str, password: str, registry: str) -> None:
        """Try a login to a registry; raises SandboxError where it is refused."""
        with translated(f"signing in to {registry}"):
            self.client.login(user, password=password, registry=registry, reauth=True)

    def is_signed_in(self, registry: str) -> bool:
        """Whether Docker's own configuration has a login to a registry."""
        with translated(f"looking for a sign-in to {registry}"):
            return bool(load_config().resolve_authconfig(registry))

    def tag(self, image: str, repository: str, tag: str) -> None:
        """Give an image another name."""
        with translated("naming an image"):
            self.client.tag(image, repository, tag=tag, force=True)

    def built(self, labels: Mapping[str, str]) -> list[dict[str, Any]]:
        """The images with these labels, newest first."""
        with translated("listing images"):
            found = self.client.images(filters={"label": _filters(labels)})
        return sorted(found, key=lambda image: int(image["Created"]), reverse=True)

    def containers(self, labels: Mapping[str, str]) -> list[dict[str, Any]]:
        """The containers with these labels, running or not."""
        with translated("listing containers"):
            found = self.client.containers(all=True, filters={"label": _filters(labels)})
        return cast("list[dict[str, Any]]", found)

    def inspect(self, container: str) -> dict[str, Any] | None:
        """What the engine knows of a container, None where there is none."""
        with translated("looking at a container"):
            try:
                return cast("dict[str, Any]", self.client.inspect_container(container))
            except NotFound:
                return None

    def stop(self, container: str) -> None:
        """Stop a container, politely at first; one that is not there is stopped already."""
        with translated("stopping a container"):
            try:
                self.client.stop(container, timeout=STOP_GRACE_S)
            except NotFound:
                return

    def keep_running(self, container: str) -> None:
        """Have the engine start a container again when it ends, or when the engine itself starts."""
        with translated("keeping a container"):
            policy: Any = {"Name": "unless-stopped"}
            self.client.update_container(container, restart_policy=policy)

    def logs(self, container: str, lines: int) -> str:
        """The last lines of a container's output."""
        with translated("reading a log"):
            try:
                return self.client.logs(container, tail=lines).decode("utf-8", "replace")
            except NotFound:
                return ""

    def has_file(self, container: str, path: str) -> bool:
        """Whether a file is there in a container."""
        with translated("looking into a container"):
            try:
                stream, _ = self.client.get_archive(container, path)
            except APIError as error:
                if error.status_code == 404:
                    return False
                raise
            with suppress(AttributeError):
                stream.close()
        return True


def is_port_taken(error: SandboxError) -> bool:
    """Whether a container could not be started because another program has its port."""
    return any(words in str(error) for words in TAKEN)


def _filters(labels: Mapping[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in labels.items()]


def _line(text: str) -> str:
    """A line of a build that tells a person something, shortened; empty for one that does not."""
    line = text.strip().partition("\n")[0][:300]
    return "" if line.startswith(("--->", "Removing intermediate", "Successfully", BAR)) else line


def _stoppable(answers: Iterable[Any], cancelled: Callable[[], bool]) -> Iterator[dict[str, Any]]:
    """The answers of a build as they come; raises RunCancelled at once when the person stops it.

    The engine itself gives up when its next line cannot be delivered.
    """
    waiting: queue.SimpleQueue[dict[str, Any] | BaseException | None] = queue.SimpleQueue()
    given_up = threading.Event()

    def read() -> None:
        try:
            for answer in answers:
                if given_up.is_set():
                    return
                waiting.put(answer)
            waiting.put(None)
        except BaseException as error:  # noqa: BLE001  # it belongs to who reads
            waiting.put(error)
        finally:
            with suppress(AttributeError):
                answers.close()  # type: ignore[attr-defined]  # a generator that holds a connection

    threading.Thread(target=read, name="image-build", daemon=True).start()
    while True:
        if cancelled():
            given_up.set()
            raise RunCancelled
        try:
            answer = waiting.get(timeout=LOOK_S)
        except queue.Empty:
            continue
        if answer is None:
            return
        if isinstance(answer, BaseException):
            raise answer
        yield answer
