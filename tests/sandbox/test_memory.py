"""Want of memory at the level that has no control group: told where it can be seen."""

import sys
from pathlib import Path

import pytest

from sandbox.contracts import Limits, Sandbox
from sandbox.memory import kills_here, lacked_memory

LIMITS = Limits(wall_s=20, memory_mb=128)
linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")


@linux
@pytest.mark.parametrize(
    "code",
    [
        "data = bytearray(400 << 20)",
        "import mmap; mmap.mmap(-1, 400 << 20, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)",
        "lines = []\nwhile True: lines.append('x' * 100_000 + str(len(lines)))",
    ],
)
def test_a_program_to_which_memory_is_refused_is_seen(limited: Sandbox, code: str) -> None:
    done = limited.run({"main.py": code.encode()}, ["python", "main.py"], LIMITS)
    assert done.exit_code not in (0, None)
    assert done.oom, done.stderr


@pytest.mark.parametrize(
    "code",
    [
        "raise ValueError('MemoryError')",
        "print('MemoryError'); raise SystemExit(1)",
        "import sys; sys.stderr.write('MemoryError\\n')",
        "import sys; sys.stderr.write('MemoryError\\nand then something else\\n'); sys.exit(1)",
        "import os, signal; os.kill(os.getpid(), 9)",
    ],
)
def test_other_ends_are_not_taken_for_it(limited: Sandbox, code: str) -> None:
    assert not limited.run({"main.py": code.encode()}, ["python", "main.py"], LIMITS).oom


@pytest.mark.parametrize(
    ("exit_code", "stderr", "kills", "lacked"),
    [
        (1, "Traceback …\nMemoryError\n", 0, True),
        (1, "Traceback …\nMemoryError: Unable to allocate 3 GiB\n\n", 0, True),
        (1, "OSError: [Errno 12] Cannot allocate memory", 0, True),
        (134, "terminate called after …\n  what():  std::bad_alloc\n", 0, True),
        (2, "fatal error: runtime: out of memory", 0, True),
        (0, "MemoryError", 3, False),
        (None, "MemoryError", 3, False),
        (137, "", 0, False),
        (137, "", 1, True),
        (1, "", 1, False),
        (1, "AMemoryError", 0, False),
    ],
)
def test_last_words_and_kills(exit_code: int | None, stderr: str, kills: int, lacked: bool) -> None:
    assert lacked_memory(exit_code, stderr, kills) is lacked


@pytest.mark.parametrize(
    ("own", "file", "kills"),
    [
        ("0::/user/app\n", "user/app/memory.events", 2),
        ("0::/user/app\n", "memory.events", 2),
        ("9:name=systemd:/\n4:memory:/app\n0::/\n", "memory/app/memory.oom_control", 2),
        ("4:memory:/docker/1\n", "memory/memory.oom_control", 2),
        ("4:memory:/docker/1\n", "elsewhere", 0),
        ("nonsense", "memory.events", 0),
    ],
)
def test_kills_are_counted_where_the_own_group_tells_them(tmp_path: Path, own: str, file: str, kills: int) -> None:
    (tmp_path / "own").write_text(own)
    (tmp_path / "root" / file).parent.mkdir(parents=True)
    (tmp_path / "root" / file).write_text("low 0\noom 3\noom_kill 2\n")
    assert kills_here(tmp_path / "root", tmp_path / "own") == kills


def test_where_there_is_no_group_nothing_is_known(tmp_path: Path) -> None:
    assert kills_here(tmp_path, tmp_path / "none") == 0
