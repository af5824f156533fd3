# No pathlib, since importing it would slow each start; other names come with the joined source.
# ruff: noqa: PTH103, PTH118, PTH120, PTH123, TC004
"""The first process inside a sandbox: unpacks the input, runs the command, keeps its limits, packs the output.

Standard library only: its source text is handed to the sandbox's Python with `-c`, so nothing need be mounted.
As process 1 of its namespace it can't be killed or stopped from inside, and it ends the run on time even if
the host process is gone. The command has pipes only; it never holds the launcher's own output.
"""

import contextlib
import io
import json
import os
import select
import signal
import struct
import sys
import tarfile
import time

TYPE_CHECKING = False  # as type checkers know it; importing typing would slow each start
if TYPE_CHECKING:
    from typing import IO, Any

    # Inside the sandbox, the sources of these modules come before this one's.
    from sandbox.confine import limit_resources, lock_down, oom_kills
    from sandbox.packer import pack

    Job = dict[str, Any]

STARTED, STDOUT, STDERR, EXITED, ARCHIVE, FINISHED = b"S", b"O", b"E", b"X", b"T", b"F"
CHUNK = 65536
STDIN = 0


class Frames:
    """Typed, length-prefixed messages on a descriptor; what is written as to a file becomes archive messages."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def send(self, kind: bytes, payload: bytes = b"") -> None:
        data = memoryview(kind + struct.pack(">I", len(payload)) + payload)
        while data:
            data = data[os.write(self.descriptor, data) :]

    def write(self, payload: bytes) -> int:
        self.send(ARCHIVE, payload)
        return len(payload)


def read_job(stream: "IO[bytes]") -> "tuple[Job, bytes]":
    """The job's settings and its input tar, each after its length."""
    settings_size, tar_size = struct.unpack(">IQ", stream.read(12))
    return json.loads(stream.read(settings_size)), stream.read(tar_size)


def unpack(archive: bytes, root: str) -> None:
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            path = os.path.join(root, member.name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                source = tar.extractfile(member)
                file.write(source.read() if source else b"")


def spawn(command: list[str], variables: dict[str, str], root: str) -> tuple[int, int, int]:
    """Start the command in a session of its own; gives its process id and the read ends of its output."""
    (out, out_child), (err, err_child) = os.pipe(), os.pipe()
    child = os.fork()
    if child:
        os.close(out_child)
        os.close(err_child)
        return child, out, err
    try:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.setsid()
        os.chdir(root)
        for source, target in ((os.open(os.devnull, os.O_RDONLY), 0), (out_child, 1), (err_child, 2)):
            os.dup2(source, target)
        os.execvpe(command[0], command, variables)  # noqa: S606
    except OSError as error:
        os.write(2, f"{command[0]}: {error.strerror}\n".encode("utf-8", "replace"))
    finally:
        os._exit(127)


def kill_all() -> None:
    """Kill every other process of this namespace at once; a fork can't slip through."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)


class Run:
    """One command from its start to the death of the last process that it left behind."""

    def __init__(self, frames: Frames, job: "Job") -> None:
        self.frames, self.budget, self.wall_s = frames, job["output_bytes"], job["wall_s"]
        self.leash = (STDIN,) if job["leashed"] else ()
        self.status: int | None = None
        self.timed_out, self.truncated = False, False

    def __call__(self, child: int, out: int, err: int, wake: int) -> dict[str, object]:
        start = time.monotonic()
        poller, streams = select.poll(), {out: STDOUT, err: STDERR}
        for descriptor in (*streams, wake, *self.leash):
            poller.register(descriptor, select.POLLIN)
        while streams or self.status is None:
            remaining = start + self.wall_s - time.monotonic()
            if remaining <= 0 and self.status is None:
                self.timed_out = True
                kill_all()
                remaining = 1.0
            for descriptor, _ in poller.poll(max(1, remaining * 1000)):
                self.relay(descriptor, streams, poller)
            if self.reap(child):
                duration_s = time.monotonic() - start
                kill_all()
        return {
            "status": self.status,
            "timed_out": self.timed_out,
            "truncated": self.truncated,
            "duration_s": duration_s,
        }

    def relay(self, descriptor: int, streams: dict[int, bytes], poller: "select.poll") -> None:
        data = os.read(descriptor, CHUNK)
        if descriptor in self.leash and not data:
            kill_all()
            os._exit(1)  # whoever asked for the run is gone
        if descriptor not in streams:
            return
        if not data:
            poller.unregister(descriptor)
            del streams[descriptor]
            return
        self.truncated = self.truncated or len(data) > self.budget
        data = data[: self.budget]
        self.budget -= len(data)
        if data:
            self.frames.send(streams[descriptor], data)

    def reap(self, child: int) -> bool:
        """Bury the dead (orphans, too); true when the command itself was among them."""
        found = False
        try:
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if not pid:
                    return found
                if pid == child:
                    self.status, found = os.waitstatus_to_exitcode(status), True
        except ChildProcessError:
            return found


def main() -> None:
    if os.getpid() != 1:
        sys.exit("the launcher must be the first process of its namespace")  # it kills all the others
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # what process 1 doesn't handle can't reach it from inside
    signal.signal(signal.SIGCHLD, lambda *_: None)
    wake, wake_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
    frames = Frames(os.dup(1))
    job, archive = read_job(sys.stdin.buffer)
    unpack(archive, job["root"])
    del archive
    limit_resources(job["resources"])
    lock_down(job["filters"])
    frames.send(STARTED)
    outcome = Run(frames, job)(*spawn(job["command"], job["variables"], job["root"]), wake)
    frames.send(EXITED, json.dumps(outcome).encode())
    packed = pack(job["root"], job["patterns"], job, frames)
    skipped = [(path.encode("utf-8", "backslashreplace").decode(), reason) for path, reason in packed]
    frames.send(FINISHED, json.dumps({"skipped": skipped, "oom_kills": oom_kills()}).encode())


if __name__ == "__main__":
    main()
