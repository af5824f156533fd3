"""The host's end of the launcher's two streams: the job that goes in, the messages that come out.

What comes out is treated as hostile: every kind of message has a bound, and nothing in it is a path on the host.
"""

import base64
import inspect
import json
import struct
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel

from sandbox import confine, launcher, packer, seccomp
from sandbox.collector import glob_regex, pack_input
from sandbox.contracts import MIB, Limits, unheard
from sandbox.errors import SandboxError

_Model = TypeVar("_Model", bound=BaseModel)
HEADER = struct.Struct(">cI")
WORK, ENVIRONMENT = "/work", "/opt/environment"  # places inside, the same on every level that isolates
MAX_FRAME = 64 * MIB
PATH = "/usr/local/bin:/usr/bin:/bin"
MAX_CONTROL = 4 * MIB
TAR_OVERHEAD = 4096  # bytes for one file's headers and padding, generously


class Exited(BaseModel):
    """The launcher's word on how the command ended; `status` is negative for a signal."""

    status: int
    timed_out: bool
    truncated: bool
    duration_s: float


class Finished(BaseModel):
    """The launcher's last word."""

    skipped: list[tuple[str, str]] = []
    oom_kills: int = 0


def variables(*, has_environment: bool) -> dict[str, str]:
    """All the environment variables that a command gets."""
    path = f"{ENVIRONMENT}/bin:{PATH}" if has_environment else PATH
    known = {"PATH": path, "HOME": "/tmp", "USER": "sandbox", "LANG": "C.UTF-8"}  # noqa: S108 (a place inside)
    return known | {"PYTHONDONTWRITEBYTECODE": "1"} | ({"VIRTUAL_ENV": ENVIRONMENT} if has_environment else {})


@cache
def launcher_source() -> str:
    """The text that a sandbox's Python runs with `-c`."""
    return "\n".join(inspect.getsource(part) for part in (packer, confine, launcher))


def encode_job(
    files: Mapping[str, bytes],
    command: Sequence[str],
    variables: Mapping[str, str],
    limits: Limits,
    patterns: Sequence[str],
    *,
    resources: Mapping[str, int],
    leashed: bool = False,
) -> bytes:
    """The launcher's standard input. `resources` are rlimits by the resource module's names.

    A `leashed` run ends as soon as that input does: the host holds it open for as long as it lives.
    """
    archive = pack_input(files)
    settings: dict[str, Any] = {
        "command": list(command),
        "variables": dict(variables),
        "root": WORK,
        "leashed": leashed,
        "patterns": [glob_regex(pattern) for pattern in patterns],
        "resources": dict(resources),
        "filters": {machine: base64.b64encode(code).decode() for machine, code in seccomp.programs().items()},
        **limits.model_dump(include={"wall_s", "output_bytes", "collect_bytes", "collect_files", "collect_depth"}),
    }
    encoded = json.dumps(settings).encode()
    return struct.pack(">IQ", len(encoded), len(archive)) + encoded + archive


class Decoder:
    """Collects the launcher's messages, within bounds. Used by one reading thread; read by others after it ended."""

    def __init__(self, limits: Limits, heard: Callable[[bytes], None] = unheard) -> None:
        self.limits, self.heard = limits, heard
        self.started_at: float | None = None
        self.exited_at: float | None = None
        self.exited: Exited | None = None
        self.finished: Finished | None = None
        self.output = {launcher.STDOUT: bytearray(), launcher.STDERR: bytearray()}
        self.archive = bytearray()
        self._pending = bytearray()

    def feed(self, data: bytes) -> None:
        """Take in bytes as they come; raises SandboxError if they are no messages of the launcher."""
        self._pending += data
        while len(self._pending) >= HEADER.size:
            kind, size = HEADER.unpack_from(self._pending)
            if size > MAX_FRAME:
                raise SandboxError("The sandbox's launcher sent a message that is too large.")
            if len(self._pending) < HEADER.size + size:
                return
            payload = bytes(self._pending[HEADER.size : HEADER.size + size])
            del self._pending[: HEADER.size + size]
            self._take(kind, payload)

    def _take(self, kind: bytes, payload: bytes) -> None:
        if kind in self.output:
            room = self.limits.output_bytes - sum(map(len, self.output.values()))
            kept = payload[: max(0, room)]
            self.output[kind] += kept
            if kind == launcher.STDOUT and kept:
                self.heard(kept)
        elif kind == launcher.ARCHIVE:
            room = self.limits.collect_bytes + (self.limits.collect_files + 4) * TAR_OVERHEAD - len(self.archive)
            self.archive += payload[: max(0, room)]
        elif kind == launcher.STARTED:
            self.started_at = time.monotonic()
        elif kind == launcher.EXITED:
            self.exited, self.exited_at = _parse(Exited, payload), time.monotonic()
        elif kind == launcher.FINISHED:
            self.finished = _parse(Finished, payload)
        else:
            raise SandboxError("The sandbox's launcher sent a message of an unknown kind.")


def _parse(model: type[_Model], payload: bytes) -> _Model:
    if len(payload) > MAX_CONTROL:
        raise SandboxError("The sandbox's launcher sent a message that is too large.")
    try:
        return model.model_validate_json(payload)
    except ValueError as error:
        raise SandboxError("The sandbox's launcher sent a message that can't be read.") from error
