"""The host's end of a run: hostile messages, and a sandbox that goes away in the middle."""

import os
import re
import signal
import struct
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from sandbox import launcher
from sandbox.cgroups import PREFIX, Cgroup
from sandbox.contracts import Level, Limits, Sandbox, never
from sandbox.engine import Engine
from sandbox.errors import SandboxError
from sandbox.protocol import MAX_FRAME, Decoder
from sandbox.session import Session

T = TypeVar("T")
LIMITS = Limits(output_bytes=100, collect_bytes=100, collect_files=1)
EXITED = b'{"status": 0, "timed_out": false, "truncated": false, "duration_s": 0.1}'


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    return kind + struct.pack(">I", len(payload)) + payload


def test_messages_may_come_in_any_pieces() -> None:
    decoder = Decoder(LIMITS)
    stream = frame(launcher.STARTED) + frame(launcher.STDOUT, b"abc") + frame(launcher.EXITED, EXITED)
    for position in range(len(stream)):
        decoder.feed(stream[position : position + 1])
    assert decoder.output[launcher.STDOUT] == b"abc"
    assert decoder.exited
    assert decoder.exited.status == 0


@pytest.mark.parametrize(
    "message",
    [
        b"?" + struct.pack(">I", 0),
        launcher.STDOUT + struct.pack(">I", MAX_FRAME + 1),
        frame(launcher.EXITED, b"{"),
        frame(launcher.EXITED, b"{}"),
        frame(launcher.EXITED, b'{"status": "no"}'),
        frame(launcher.FINISHED, b'{"skipped": [[1, 2, 3]]}'),
        frame(launcher.FINISHED, b"[" * 100_000),
    ],
)
def test_nonsense_is_an_error_of_the_sandbox(message: bytes) -> None:
    with pytest.raises(SandboxError):
        Decoder(LIMITS).feed(message)


def test_more_than_the_bounds_is_thrown_away() -> None:
    decoder = Decoder(LIMITS)
    for kind in (launcher.STDOUT, launcher.STDERR, launcher.ARCHIVE):
        for _ in range(100):
            decoder.feed(frame(kind, b"x" * 10_000))
    assert sum(map(len, decoder.output.values())) == LIMITS.output_bytes
    assert len(decoder.archive) < 30_000


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        (b"", "without a result: it said nothing"),
        (frame(launcher.STARTED), "without a result"),
        (frame(launcher.STARTED) + frame(launcher.EXITED, EXITED), "cut off"),
    ],
)
def test_a_stream_that_breaks_off_is_not_a_result(stream: bytes, words: str) -> None:
    session = Session(LIMITS, never, lambda: None)
    session.drive(lambda: None, [stream])
    with pytest.raises(SandboxError, match=words):
        session.result(Level.DOCKER, [], oom=False, diagnosis="")


def test_a_sandbox_that_dies_from_outside_is_not_a_result(isolating: Sandbox) -> None:
    if os.geteuid():
        pytest.skip("only root can end another user's process")
    mark = uuid.uuid4().hex

    def kill_first_process() -> None:
        status = (wait_for(lambda: marked(mark))[0] / "status").read_text()
        parent = re.search(r"^PPid:\t(\d+)", status, re.MULTILINE)
        assert parent
        os.kill(int(parent[1]), signal.SIGKILL)

    killer = threading.Thread(target=kill_first_process)
    killer.start()
    with pytest.raises(SandboxError, match="ended without a result"):
        isolating.run({}, ["python", "-c", "import time; time.sleep(20)", mark], Limits(wall_s=25))
    killer.join()


RUN = """
import sys
from sandbox.bubblewrap import BubblewrapSandbox
from sandbox.cgroups import PREFIX, Cgroup
from sandbox.contracts import Limits
from sandbox.docker import DockerSandbox
level, image, mark = sys.argv[1:]
sandbox = DockerSandbox(image) if level == "docker" else BubblewrapSandbox()
sandbox.run({}, ["python", "-c", "import time; time.sleep(30)", mark], Limits(wall_s=2))
"""


def test_a_run_ends_even_if_its_host_process_is_killed(isolating: Sandbox, tmp_path: Path) -> None:
    mark, image = uuid.uuid4().hex, str(getattr(isolating, "base_image", ""))
    with subprocess.Popen(
        [sys.executable, "-c", RUN, isolating.level, image, mark], env={"TMPDIR": str(tmp_path)}
    ) as host:
        inside = wait_for(lambda: [each for each in marked(mark) if each.name != str(host.pid) and not _is_host(each)])
        groups = (inside[0] / "cgroup").read_text()
        container = re.search(r"/docker/([0-9a-f]{64})", groups)
        host.kill()
    try:
        wait_for(lambda: not marked(mark))
    finally:
        if container:
            Engine().remove(container[1])
        for group in set(re.findall(rf"{PREFIX}\w+", groups)):
            Cgroup([*Path("/sys/fs/cgroup").glob(f"**/{group}")]).remove()


def wait_for(condition: Callable[[], T], timeout_s: float = 8) -> T:
    """The first true answer; fails after some seconds."""
    end = time.monotonic() + timeout_s
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


def marked(mark: str) -> list[Path]:
    """Processes of this machine, those in sandboxes included, with a mark among their arguments."""
    return [each for each in Path("/proc").glob("[0-9]*") if mark.encode() in _arguments(each)]


def _is_host(process: Path) -> bool:
    return b"BubblewrapSandbox" in _arguments(process)


def _arguments(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""
