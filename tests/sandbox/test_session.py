"""The host's end of a run: hostile messages, and a sandbox that goes away in the middle."""

import os
import re
import signal
import struct
import threading
import time
import uuid
from pathlib import Path

import pytest

from sandbox import launcher
from sandbox.contracts import Level, Limits, Sandbox, never
from sandbox.errors import SandboxError
from sandbox.protocol import MAX_FRAME, Decoder
from sandbox.session import Session

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
        end, found = time.monotonic() + 10, list[Path]()
        while not found and time.monotonic() < end:
            time.sleep(0.1)
            found = [each for each in Path("/proc").glob("[0-9]*") if _is_marked(each, mark)]
        status = (found[0] / "status").read_text()
        parent = re.search(r"^PPid:\t(\d+)", status, re.MULTILINE)
        assert parent
        os.kill(int(parent[1]), signal.SIGKILL)

    killer = threading.Thread(target=kill_first_process)
    killer.start()
    with pytest.raises(SandboxError, match="ended without a result"):
        isolating.run({}, ["python", "-c", "import time; time.sleep(20)", mark], Limits(wall_s=25))
    killer.join()


def _is_marked(process: Path, mark: str) -> bool:
    try:
        return mark.encode() in (process / "cmdline").read_bytes()
    except OSError:
        return False
