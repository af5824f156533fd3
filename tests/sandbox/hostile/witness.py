"""What is seen of a hostile program from outside: servers, files and a process of this machine that it may attack."""

import contextlib
import json
import platform
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Self

LINGER_S = 1.0  # a process that was killed may be seen for a moment


class Witness:
    """Bait for one run of one program. Within the context, `host` is what the program is told of the machine."""

    def __enter__(self) -> Self:
        self.secret, self.mark = f"secret-{uuid.uuid4().hex}", f"mark-{uuid.uuid4().hex}"
        with ExitStack() as stack:
            self._folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="quintet-bait-")))
            self._folder.chmod(0o777)
            self._lay_files()
            self._sockets = [stack.enter_context(each) for each in self._listen()]
            self._victim = stack.enter_context(self._start_victim())
            stack.callback(self._victim.kill)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def host(self) -> str:
        """The program's argument, as JSON."""
        tcp, udp, tcp6 = (each.getsockname()[1] if each.family != socket.AF_UNIX else 0 for each in self._sockets[:3])
        known = {"tcp": tcp, "udp": udp, "tcp6": tcp6, "abstract": self.mark, "file": str(self._file)}
        known |= {"folder": str(self._folder), "victim": self._victim.pid, "name": platform.node(), "mark": self.mark}
        return json.dumps(known)

    def complaints(self) -> Iterator[str]:
        """One sentence for each thing that a contained program could not have done."""
        if any(_was_reached(each) for each in self._sockets):
            yield "it reached a socket of the machine"
        if self._snapshot() != self._before:
            yield "it changed files of the machine"
        if self._victim.poll() is not None or _state(self._victim.pid) in "Tt":
            yield "it ended or stopped a process of the machine"
        if self._is_alive():
            yield "its processes outlived the run"
        if list(Path("/dev/shm").glob(f"*{self.mark}*")):
            yield "it left something in the machine's shared memory"

    def _lay_files(self) -> None:
        self._file = self._folder / f"file-{self.mark}"
        self._file.write_text(self.secret)
        for name in ("kept", "to-be-removed"):
            (self._folder / name).touch()
        self._before = self._snapshot()

    def _snapshot(self) -> dict[str, bytes]:
        return {str(each): each.read_bytes() for each in self._folder.iterdir() if each.name != "socket"}

    def _listen(self) -> Iterator[socket.socket]:
        yield socket.create_server(("127.0.0.1", 0))
        yield _bound(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0))
        with contextlib.suppress(OSError):
            yield socket.create_server(("::1", 0), family=socket.AF_INET6)
        for address in ("\0" + self.mark, str(self._folder / "socket")):
            served = _bound(socket.AF_UNIX, socket.SOCK_STREAM, address)
            served.listen()
            yield served
        (self._folder / "socket").chmod(0o777)

    def _start_victim(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(["/bin/sleep", "60"], env={"QUINTET_TEST_SECRET": self.secret})

    def _is_alive(self) -> bool:
        """Whether a process with the mark among its arguments is left, after a moment to die."""
        end = time.monotonic() + LINGER_S
        while any(_has(each, self.mark) for each in Path("/proc").glob("[0-9]*/cmdline")):
            if time.monotonic() > end:
                return True
            time.sleep(0.05)
        return False


def _bound(family: int, kind: int, address: object) -> socket.socket:
    made = socket.socket(family, kind)
    made.bind(address)  # type: ignore[arg-type]
    return made


def _was_reached(served: socket.socket) -> bool:
    served.setblocking(False)
    with contextlib.suppress(OSError):
        if served.type == socket.SOCK_DGRAM:
            served.recv(10)
        else:
            served.accept()[0].close()
        return True
    return False


def _state(process: int) -> str:
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]


def _has(arguments: Path, mark: str) -> bool:
    with contextlib.suppress(OSError):
        return mark.encode() in arguments.read_bytes() and _state(int(arguments.parent.name)) != "Z"
    return False
