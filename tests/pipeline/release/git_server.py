"""Git's own server, `git http-backend`, behind a small HTTP server on loopback that asks for a user and a password."""

import base64
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

BACKEND = Path(subprocess.run(["git", "--exec-path"], capture_output=True, check=True, text=True).stdout.strip())
Seam = Callable[[str, str], None]
"""What happens around a request: it gets the request, and "before" or "after" it was done, its answer not yet sent."""


def nothing(_request: str, _when: str) -> None:
    """No fault."""


class Gone(Exception):
    """The network is gone: the connection is closed without an answer."""


class GitServer:
    """Bare repositories below `root` at `url`/NAME.git, for whoever has one of the `passwords`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.passwords: dict[str, bool] = {}
        """Which passwords are good, and whether they may write."""
        self.url = ""
        self.seam: Seam = nothing
        self.seen: list[str] = []
        self.headers: list[str] = []
        """Every request, and what it was authorised with."""

    def make(self, name: str) -> Path:
        """An empty repository."""
        path = self.root / f"{name}.git"
        subprocess.run(["git", "init", "--bare", "-q", "-b", "main", str(path)], check=True)
        subprocess.run(["git", "--git-dir", str(path), "config", "http.receivepack", "true"], check=True)
        return path

    def git(self, name: str, *arguments: str) -> str:
        """What Git says of a repository."""
        command = ["git", "--git-dir", str(self.root / f"{name}.git"), *arguments]
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()

    def may(self, password: str, name: str, *, write: bool) -> int:
        """The status for a request: 200 where it may be done."""
        if password not in self.passwords:
            return 401
        if write and not self.passwords[password]:
            return 403
        return 200 if (self.root / f"{name}.git").is_dir() else 404

    def handle(self, request: "Handler") -> None:
        """Answer a request of Git."""
        parts = urlsplit(request.path)
        name, _, rest = parts.path.lstrip("/").partition(".git/")
        is_write = "git-receive-pack" in request.path
        what = f"{request.command} {parts.path.lstrip('/')}?{parts.query}"
        body = request.body()
        self.seam(what, "before")
        status = self.may(request.password(), name, write=is_write)
        if status != 200:
            request.answer(status, b"No.", {"WWW-Authenticate": 'Basic realm="git"'} if status == 401 else {})
            return
        answer = self._backend(request, f"/{name}.git/{rest}", parts.query, body)
        self.seam(what, "after")
        head, _, content = answer.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        status = int(fields.pop("Status", "200").split()[0])
        request.answer(status, content, fields)

    def _backend(self, request: "Handler", path: str, query: str, body: bytes) -> bytes:
        environment = {
            "PATH": os.environ["PATH"],
            "GIT_PROJECT_ROOT": str(self.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "GIT_CONFIG_NOSYSTEM": "1",
            "HOME": str(self.root),
            "PATH_INFO": path,
            "REQUEST_METHOD": request.command,
            "QUERY_STRING": query,
            "CONTENT_TYPE": request.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": request.headers.get("Content-Encoding", ""),
            "HTTP_GIT_PROTOCOL": request.headers.get("Git-Protocol", ""),
            "GIT_PROTOCOL": request.headers.get("Git-Protocol", ""),
            "REMOTE_USER": "person",
            "REMOTE_ADDR": "127.0.0.1",
        }
        command = [str(BACKEND / "git-http-backend")]
        return subprocess.run(command, env=environment, input=body, capture_output=True, check=True).stdout


class Handler(BaseHTTPRequestHandler):
    """One request, for the server that it is made for."""

    protocol_version = "HTTP/1.1"
    git: GitServer

    def do_GET(self) -> None:
        self.git.seen.append(f"{self.command} {self.path}")
        self.git.headers.append(self.headers.get("Authorization", ""))
        try:
            self.route()
        except (Gone, ConnectionError):  # the second: whoever asked has gone
            self.close_connection = True

    def __getattr__(self, name: str) -> object:
        """Every method is answered as GET is."""
        if name.startswith("do_"):
            return self.do_GET
        raise AttributeError(name)

    def route(self) -> None:
        """Every request is Git's."""
        self.git.handle(self)

    def body(self) -> bytes:
        """What was sent, in one piece or in chunks."""
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        pieces = []
        while size := int(self.rfile.readline(), 16):
            pieces.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(pieces)

    def password(self) -> str:
        """The password that the request came with."""
        kind, _, value = self.headers.get("Authorization", "").partition(" ")
        return base64.b64decode(value).decode().partition(":")[2] if kind == "Basic" else ""

    def answer(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        """Send an answer."""
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        """Say nothing."""


@contextmanager
def serving(server: GitServer, handler: type[Handler] = Handler) -> Iterator[None]:
    """The server at work on loopback."""
    made = type("Bound", (handler,), {"git": server})
    http = ThreadingHTTPServer(("127.0.0.1", 0), made)
    http.daemon_threads = True
    server.url = f"http://127.0.0.1:{http.server_address[1]}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        http.shutdown()
        http.server_close()
