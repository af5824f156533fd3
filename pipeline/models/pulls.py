"""Getting a model in the background: how far it is can be asked at any time, and it can be stopped."""

import threading
from contextlib import closing
from dataclasses import dataclass, field

from pipeline.errors import InputError
from pipeline.models.ollama import Progress, pull

LONGEST_NAME = 200


@dataclass
class Pull:
    """A model that is being got, or was. `error` says in a sentence why it could not be had."""

    name: str
    status: str = "asking for it"
    error: str = ""
    is_over: bool = False
    is_stopped: bool = False
    parts: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Bytes that are here, and bytes in all, by part."""

    @property
    def done_bytes(self) -> int:
        """How much is here."""
        return sum(done for done, _ in self.parts.values())

    @property
    def size_bytes(self) -> int:
        """How much there is, as far as Ollama has said."""
        return sum(size for _, size in self.parts.values())

    @property
    def share(self) -> float:
        """How much of it is here, from 0 to 1."""
        return min(1.0, self.done_bytes / self.size_bytes) if self.size_bytes else 0.0


class Pulls:
    """The newest pull of this process; one at a time. For any number of threads."""

    def __init__(self) -> None:
        self._newest: Pull | None = None
        self._lock = threading.Lock()

    @property
    def newest(self) -> Pull | None:
        """The pull that goes on, or the last one."""
        return self._newest

    def start(self, address: str, name: str) -> None:
        """Begin to get a model; raises InputError where the name is none, or another one is under way."""
        name = name.strip()
        if not name or len(name) > LONGEST_NAME or not name.isprintable() or " " in name:
            raise InputError("Enter the name of a model, such as “llama3.2” or “qwen3:8b”.")
        with self._lock:
            if self._newest and not self._newest.is_over:
                raise InputError(f"{self._newest.name} is being pulled; wait for it, or stop it first.")
            self._newest = Pull(name)
        threading.Thread(target=_follow, args=(address, self._newest), name="ollama-pull", daemon=True).start()

    def stop(self) -> None:
        """Stop the pull that goes on; Ollama keeps what is here already."""
        if self._newest:
            self._newest.is_stopped = True


def _follow(address: str, wanted: Pull) -> None:
    try:
        with closing(pull(address, wanted.name)) as progresses:
            for progress in progresses:
                _take_in(wanted, progress)
                if wanted.is_stopped:
                    return
    except InputError as error:
        wanted.error = str(error)
    finally:
        wanted.is_over = True


def _take_in(wanted: Pull, progress: Progress) -> None:
    wanted.status = progress.status
    if progress.digest and progress.size_bytes:
        wanted.parts = wanted.parts | {progress.digest: (progress.done_bytes, progress.size_bytes)}
