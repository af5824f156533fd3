"""A Docker Engine that can go away and come back: a socket of our own before the real one."""

import contextlib
import socket
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

REAL = "/var/run/docker.sock"
CHUNK = 65536


class Gate:
    """Passes everything on to the engine of this machine until it is shut; the engine itself is left alone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._pairs: list[socket.socket] = []
        self._server: socket.socket | None = None

    @property
    def host(self) -> str:
        """As `DOCKER_HOST` names it."""
        return f"unix://{self.path}"

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shut()

    def open(self) -> None:
        """Let connections through."""
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(str(self.path))
        self._server.listen()
        threading.Thread(target=self._accept, args=(self._server,), daemon=True).start()

    def shut(self) -> None:
        """Break every connection, and take no more."""
        server, self._server = self._server, None
        if server:
            _close(server)
            self.path.unlink()
        while self._pairs:
            _close(self._pairs.pop())

    def _accept(self, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, engine = server.accept()[0], socket.socket(socket.AF_UNIX)
                engine.connect(REAL)
                self._pairs += [client, engine]
                for source, target in ((client, engine), (engine, client)):
                    threading.Thread(target=_pass_on, args=(source, target), daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while chunk := source.recv(CHUNK):
            target.sendall(chunk)
        target.shutdown(socket.SHUT_WR)


def _close(each: socket.socket) -> None:
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()
